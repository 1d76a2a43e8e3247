"""What tells a moment that was damaged on disk: one number a row, over all that the row says."""

import sqlite3
from collections.abc import Mapping
from zlib import crc32


def checksum(class_id: str, seq: int, at_ms: int, body: bytes) -> int:
    """Differs if a byte is flipped, or the row stands in another place or another log."""
    return crc32(body, crc32(f"{class_id}/{seq}/{at_ms}".encode()))


def rewrite(connection: sqlite3.Connection, class_id: str, bodies: Mapping[int, bytes]) -> int:
    """Put other bodies in the place of kept ones, by position, with the checksums that fit them.

    To be called inside a transaction. Returns how many positions were found.
    """
    connection.create_function("checksum", 4, checksum, deterministic=True)
    return connection.executemany(
        "UPDATE fact SET body = :body, checksum = checksum(:class_id, seq, at_ms, :body) "
        "WHERE seq = :seq AND log = (SELECT number FROM log WHERE class_id = :class_id)",
        [{"class_id": class_id, "seq": seq, "body": body} for seq, body in bodies.items()],
    ).rowcount
