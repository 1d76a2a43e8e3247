"""Damaged logs cut before their first damaged moment, so that their classes can be entered again."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from duologue_server.data_directory import DATABASE, alone, open_database, transaction
from duologue_server.journal.positions import noted_positions
from duologue_server.journal.soundness import damaged_logs
from duologue_server.journal.sqlite import begin_anew
from duologue_server.store_problems import told


def repair(directory: Path, aside: Path) -> dict[str, int]:
    """Cut what is damaged. The file as it was is kept as `aside`, if anything had to be done.

    Returns the last moment that is left, by class. Raises StoreProblem: a server runs there, or the
    file's own structure is damaged.
    """
    with alone(directory), closing(open_database(directory, locked=True)) as connection:
        with told(directory / DATABASE):
            damaged = damaged_logs(connection, noted_positions(directory))
        if damaged:
            with told(aside):
                _copy(connection, aside)
            with told(directory / DATABASE), transaction(connection):
                _cut(connection, damaged)
    return {class_id: seq - 1 for class_id, seq in damaged.items()}


def _copy(connection: sqlite3.Connection, aside: Path) -> None:
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(aside)) as copy:
        connection.backup(copy)


def _cut(connection: sqlite3.Connection, damaged: dict[str, int]) -> None:
    connection.executemany(
        "DELETE FROM fact WHERE log = (SELECT number FROM log WHERE class_id = ?) AND seq >= ?",
        damaged.items(),
    )
    begin_anew(connection, list(damaged))
