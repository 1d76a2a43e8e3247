"""Is all there, and as it was written? The file's structure, each row, and where each log ends."""

import sqlite3
from collections.abc import Mapping

from duologue_server.journal.checksum import checksum
from duologue_server.journal.positions import Position

MomentRow = tuple[int, int, bytes, int]
"""Position, time, body, checksum."""


def structure_is_sound(connection: sqlite3.Connection) -> bool:
    """Does SQLite find its way through all pages, and every row by its index?

    The quick check leaves the index out: a flipped bit there hides rows that are all in order.
    Raises sqlite3.Error: not at all.
    """
    found: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return found == "ok"


def is_sound(class_id: str, place: int, row: MomentRow) -> bool:
    """Is this row what was appended at `place`?"""
    seq, at_ms, body, kept = row
    return seq == place and kept == checksum(class_id, seq, at_ms, body)


def damaged_logs(connection: sqlite3.Connection, noted: Mapping[int, Position]) -> dict[str, int]:
    """By class, the first position that is missing or not as it was appended.

    `noted` says how far each log once went; read it before the connection's transaction begins.
    Raises sqlite3.Error.
    """
    logs = connection.execute("SELECT number, class_id, epoch FROM log").fetchall()
    damaged: dict[str, int] = {}
    for number, class_id, epoch in logs:
        last, whole = _sound_part(connection, number, class_id)
        note = noted.get(number)
        short = note is not None and note.epoch == epoch and note.seq > last
        if short or not whole:
            damaged[class_id] = last + 1
    return damaged


def _sound_part(connection: sqlite3.Connection, number: int, class_id: str) -> tuple[int, bool]:
    """The last position of a log up to which it is sound, and whether that is all of it."""
    last = 0
    try:
        for row in connection.execute(
            "SELECT seq, at_ms, body, checksum FROM fact WHERE log = ? ORDER BY seq", (number,)
        ):
            if not is_sound(class_id, last + 1, row):
                return last, False
            last += 1
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return last, False
    return last, True
