"""A data directory as it is at one moment, read beside a running server and without its lock."""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from duologue_server.data_directory import DATABASE, open_for_reading
from duologue_server.journal import Damaged, StoreProblem
from duologue_server.journal.sqlite import read_log
from duologue_server.language import _
from duologue_server.registry import CLASSROOMS, ClassroomRecord, PersonRecord
from duologue_server.schema import VERSION, version_of
from duologue_server.store_problems import damaged, sentence

PAGE = 5_000
"""Moments that are read at once."""


class Snapshot:
    """Opened by `snapshot`; all its answers are of one moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def classrooms(self) -> list[ClassroomRecord]:
        """All classes, closed ones too, the oldest first."""
        rows = self._connection.execute(CLASSROOMS + " ORDER BY created_ms, rowid")
        return [ClassroomRecord(*row) for row in rows]

    def names(self, class_id: str) -> dict[str, str]:
        """By `who`; erased names are not there."""
        rows = self._connection.execute(
            "SELECT who, name FROM person WHERE class_id = ?", (class_id,)
        )
        return dict(rows.fetchall())

    def people(self, class_id: str) -> dict[str, PersonRecord]:
        """By `who`; those whose names are erased are not there."""
        rows = self._connection.execute("SELECT * FROM person WHERE class_id = ?", (class_id,))
        return {person.who: person for person in (PersonRecord(*row) for row in rows)}

    def length(self, class_id: str) -> int:
        """Moments in the log of a class."""
        count: int = self._connection.execute(
            "SELECT coalesce(max(seq), 0) FROM log JOIN fact ON log = number WHERE class_id = ?",
            (class_id,),
        ).fetchone()[0]
        return count

    def log(self, class_id: str) -> Iterator[tuple[int, bytes]]:
        """Positions and bodies, in order."""
        last = 0
        while page := read_log(self._connection, class_id, last, PAGE):
            yield from page
            last = page[-1][0]

    def bodies_with(self, class_id: str, one: bytes, other: bytes) -> Iterator[bytes]:
        """Those in which the one or the other stands, as they are on the disk and without a check."""
        rows = self._connection.execute(
            "SELECT body FROM log JOIN fact ON log = number "
            "WHERE class_id = ? AND (instr(body, ?) OR instr(body, ?))",
            (class_id, one, other),
        )
        return (body for (body,) in rows)


@contextmanager
def snapshot(directory: Path) -> Generator[Snapshot]:
    """Look at a data directory.

    Raises StoreProblem: also from the block, for what could not be read of it.
    """
    connection = open_for_reading(directory)
    try:
        _refuse_an_older_one(connection, directory)
        yield Snapshot(connection)
    except Damaged as problem:
        raise StoreProblem(damaged(directory / DATABASE)) from problem
    except sqlite3.Error as error:
        raise StoreProblem(sentence(directory / DATABASE, error)) from error
    finally:
        connection.close()


def _refuse_an_older_one(connection: sqlite3.Connection, directory: Path) -> None:
    if version_of(connection) < VERSION:
        raise StoreProblem(
            _("{0} is of an older Duologue. `duologue serve` brings it up to date.").format(
                directory / DATABASE
            )
        )
