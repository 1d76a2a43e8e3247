"""Where every log ends, noted in a small file beside the database: its witness on this machine.

A damaged write-ahead log loses what was committed, and SQLite calls the rest sound: it goes back to
the last page that it can follow. So each commit is noted here as well, after it. A note is not
hurried to disk: after a power cut it may be too low, which accuses nobody; it is never too high.
"""

import contextlib
import os
from pathlib import Path
from struct import Struct
from typing import BinaryIO, Final, NamedTuple
from zlib import crc32

POSITIONS: Final = "positions"

SLOT: Final = Struct("<QQQ8x")
"""Epoch, last position, checksum; the slot of log number N is the Nth, and lies in one sector."""


class Position(NamedTuple):
    epoch: int
    seq: int


class Positions:
    """The file of a data directory, made if there is none. Raises OSError when it is opened."""

    def __init__(self, directory: Path) -> None:
        descriptor = os.open(directory / POSITIONS, os.O_CREAT | os.O_RDWR, 0o600)
        self._file: BinaryIO = os.fdopen(descriptor, "r+b", buffering=0)

    def note(self, log: int, position: Position) -> None:
        """So much of a log is on disk. What can't be noted is not: then the note is too low."""
        with contextlib.suppress(OSError):
            self._file.seek(log * SLOT.size)
            self._file.write(SLOT.pack(*position, _checksum(log, position)))

    def close(self) -> None:
        self._file.close()


def noted_positions(directory: Path) -> dict[int, Position]:
    """By the number of the log; a note that can't be read says nothing. Raises OSError."""
    try:
        content = (directory / POSITIONS).read_bytes()
    except FileNotFoundError:
        return {}
    whole = content[: len(content) // SLOT.size * SLOT.size]
    return {
        log: Position(epoch, seq)
        for log, (epoch, seq, checksum) in enumerate(SLOT.iter_unpack(whole))
        if epoch and checksum == _checksum(log, Position(epoch, seq))
    }


def _checksum(log: int, position: Position) -> int:
    return crc32(b"%d/%d/%d" % (log, *position))
