"""Plain rows beside the log, in its file: any thread may use them, and other processes may, too."""

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from duologue_server import data_directory
from duologue_server.journal import StoreProblem
from duologue_server.store_problems import sentence


class Tables:
    """A connection to the tables of a data directory; calls take turns.

    Every method raises StoreProblem if the file cannot be read or written.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._connection = data_directory.open_database(directory)
        self._turn = threading.Lock()

    def close(self) -> None:
        with self._turn:
            self._connection.close()

    def sweep(self) -> bool:
        """Write the file anew, so that no free page of it holds what was deleted.

        False: others kept it busy; the next time will do.
        """
        with self._use() as connection:
            connection.execute("VACUUM")
            return data_directory.empty_wal(connection)

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection, None, None]:
        with self._use() as connection, data_directory.transaction(connection):
            yield connection

    def _rows(self, statement: str, *values: str | bytes) -> list[Any]:
        with self._use() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def _use(self) -> Generator[sqlite3.Connection, None, None]:
        try:
            with self._turn:
                yield self._connection
        except sqlite3.DatabaseError as error:
            path = self.directory / data_directory.DATABASE
            raise StoreProblem(sentence(path, error)) from error
