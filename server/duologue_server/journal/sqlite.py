"""The journal in one SQLite file, for a server that runs on one machine."""

import asyncio
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from duologue_protocol.limits import LARGEST_COUNT
from duologue_server.data_directory import (
    DATABASE,
    empty_wal,
    lock_directory,
    open_database,
)
from duologue_server.journal import Damaged, Fenced, Lease, StoreProblem, Unknown
from duologue_server.journal.checksum import checksum, rewrite
from duologue_server.journal.group_commit import GroupCommit
from duologue_server.journal.positions import POSITIONS, Position, Positions, noted_positions
from duologue_server.journal.soundness import damaged_logs, is_sound, structure_is_sound
from duologue_server.store_problems import damaged, told

Result = TypeVar("Result")

Row = tuple[int, int, int, bytes, int]
"""A fact's row: log, position, time, body, checksum."""


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class _Log:
    """Where the log of one class stands. Only the writer's thread reads and changes it."""

    number: int
    epoch: int
    fence: int
    last_seq: int
    address: str | None


class SqliteJournal:
    """A Journal (see there) in a data directory, for one process and one event loop."""

    def __init__(self, directory: Path, clock: Callable[[], int]) -> None:
        self._clock = clock
        with ExitStack() as opened:  # closed in turn, now if anything is refused
            opened.callback(os.close, lock_directory(directory))
            self._writing = opened.enter_context(closing(open_database(directory, locked=True)))
            self.damaged = _find_damage(self._writing, directory)
            """By class, where its log is damaged: it can't be read. Others are not concerned."""
            with told(directory / POSITIONS):
                self._positions = opened.enter_context(closing(Positions(directory)))
            self._reading = opened.enter_context(closing(open_database(directory)))
            self._opened = opened.pop_all()
        self._logs: dict[str, _Log] = {}
        self._rows: list[Row] = []
        self._grown: dict[int, _Log] = {}
        """Logs that this transaction appends to, by number."""
        self._began = False
        """This transaction begins a log."""
        self._writer = GroupCommit(self._writing, self._insert, self._note, self._forget)
        self._reader = ThreadPoolExecutor(1, "journal reader")

    @classmethod
    async def open(cls, directory: Path, clock: Callable[[], int] = wall_ms) -> "SqliteJournal":
        """The journal of a data directory, which is made if there is none.

        `clock` gives the wall clock in milliseconds.

        Raises StoreProblem: another server runs there, or its file cannot be used.
        """
        return cls(directory, clock)

    async def close(self) -> None:
        """Commit what is queued, then let go of the directory. Later calls raise Unknown."""
        await self._writer.close()
        self._reader.shutdown()
        self._opened.close()

    async def acquire(self, class_id: str, address: str, now_ms: int) -> Lease:
        return await self._writer.run(partial(self._acquire, class_id, address, now_ms))

    async def renew(self, lease: Lease, now_ms: int) -> bool:
        return await self._writer.run(partial(self._renew, lease, now_ms))

    async def release(self, lease: Lease, now_ms: int) -> None:
        await self._writer.run(partial(self._release, lease, now_ms))

    async def append(self, lease: Lease, expected: int, bodies: Sequence[bytes]) -> int:
        return await self._writer.run(partial(self._append, lease, expected, bodies))

    async def owner(self, class_id: str) -> tuple[str, int] | None:
        return await self._read_with(partial(self._owner, class_id))

    async def read(self, class_id: str, after: int, limit: int) -> list[tuple[int, bytes]]:
        return await self._read_with(partial(self._read, class_id, after, limit))

    async def redact(self, class_id: str, bodies: Mapping[int, bytes]) -> int:
        found = await self._writer.run(partial(self._redact, class_id, bodies))
        if not await self._read_with(partial(empty_wal, self._reading)):
            raise Unknown("io")  # they are overwritten, but an old copy may be left on disk
        return found

    # In the writer's thread, inside a transaction

    def _acquire(self, class_id: str, address: str, now_ms: int) -> Lease:
        self._insert()  # the last fact's time is read below
        self._writing.execute(
            "INSERT OR IGNORE INTO log (class_id, epoch, fence, heard_ms) VALUES (?, ?, 0, 0)",
            (class_id, new_epoch()),
        )
        number, epoch, fence, renewed_ms, last_seq, appended_ms = self._writing.execute(
            "SELECT number, epoch, fence, heard_ms, coalesce(seq, 0), coalesce(at_ms, 0) "
            "FROM log LEFT JOIN fact ON log = number WHERE class_id = ? ORDER BY seq DESC LIMIT 1",
            (class_id,),
        ).fetchone()
        self._writing.execute(
            "UPDATE log SET fence = ?, address = ?, heard_ms = ? WHERE number = ?",
            (fence + 1, address, now_ms, number),
        )
        self._logs[class_id] = _Log(number, epoch, fence + 1, last_seq, address)
        self._began |= not fence
        heard_ms = max(renewed_ms, appended_ms) if fence else None
        return Lease(class_id, fence + 1, last_seq, heard_ms, epoch)

    def _renew(self, lease: Lease, now_ms: int) -> bool:
        log = self._owned(lease)
        if log is not None:
            self._writing.execute(
                "UPDATE log SET heard_ms = ? WHERE number = ?", (now_ms, log.number)
            )
        return log is not None

    def _release(self, lease: Lease, now_ms: int) -> None:
        log = self._owned(lease)
        if log is not None:
            log.address = None
            self._writing.execute(
                "UPDATE log SET address = NULL, heard_ms = ? WHERE number = ?",
                (now_ms, log.number),
            )

    def _append(self, lease: Lease, expected: int, bodies: Sequence[bytes]) -> int:
        log = self._owned(lease)
        if log is None or log.last_seq != expected:
            raise Fenced
        at_ms = self._clock()
        for seq, body in enumerate(bodies, expected + 1):
            check = checksum(lease.class_id, seq, at_ms, body)
            self._rows.append((log.number, seq, at_ms, body, check))
        log.last_seq += len(bodies)
        self._grown[log.number] = log
        return log.last_seq

    def _redact(self, class_id: str, bodies: Mapping[int, bytes]) -> int:
        self._insert()
        return rewrite(self._writing, class_id, bodies)

    def _owned(self, lease: Lease) -> _Log | None:
        """Where the log of a lease stands, None if the lease is lost or was released."""
        log = self._logs.get(lease.class_id) or self._look_up(lease.class_id)
        owned = log is not None and log.fence == lease.fence and log.address is not None
        return log if owned else None

    def _look_up(self, class_id: str) -> _Log | None:
        found = self._writing.execute(
            "SELECT number, epoch, fence, (SELECT coalesce(max(seq), 0) FROM fact WHERE log = number), "
            "address FROM log WHERE class_id = ?",
            (class_id,),
        ).fetchone()
        if found is None:
            return None
        self._logs[class_id] = _Log(*found)
        return self._logs[class_id]

    def _insert(self) -> None:
        """Write the rows that appends of this transaction have left."""
        rows, self._rows = self._rows, []
        self._writing.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", rows)

    def _note(self) -> None:
        """The transaction is on disk: tell the witness."""
        for number, log in self._grown.items():
            self._positions.note(number, Position(log.epoch, log.last_seq))
        self._grown.clear()
        if self._began:  # a log that is lost with the write-ahead log would be missed by nobody
            with suppress(sqlite3.Error):
                self._writing.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._began = False

    def _forget(self) -> None:
        """The transaction was rolled back: what was remembered of it is not so."""
        self._rows.clear()
        self._grown.clear()
        self._began = False
        self._logs.clear()

    # In the reader's thread

    async def _read_with(self, reading: Callable[[], Result]) -> Result:
        """Run it in the reader's thread. Raises Unknown: it could not be read, or all is closed."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reader, reading)
        except sqlite3.Error as error:
            raise Unknown("io") from error
        except RuntimeError as error:
            raise Unknown("closed") from error

    def _owner(self, class_id: str) -> tuple[str, int] | None:
        found: tuple[str, int] | None = self._reading.execute(
            "SELECT address, fence FROM log WHERE class_id = ? AND address IS NOT NULL",
            (class_id,),
        ).fetchone()
        return found

    def _read(self, class_id: str, after: int, limit: int) -> list[tuple[int, bytes]]:
        if class_id in self.damaged:
            raise Damaged(class_id, self.damaged[class_id])
        return read_log(self._reading, class_id, after, limit)


def read_log(
    connection: sqlite3.Connection, class_id: str, after: int, limit: int
) -> list[tuple[int, bytes]]:
    """Up to `limit` positions and bodies behind `after`; needs no lease.

    Raises Damaged: what is kept is not what was appended. Raises sqlite3.Error.
    """
    try:
        rows = connection.execute(
            "SELECT seq, at_ms, body, checksum FROM log JOIN fact ON log = number "
            "WHERE class_id = ? AND seq > ? ORDER BY seq LIMIT ?",
            (class_id, after, limit),
        ).fetchall()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            raise Damaged(class_id, after + 1) from error
        raise
    for place, row in enumerate(rows, after + 1):
        if not is_sound(class_id, place, row):
            raise Damaged(class_id, place)
    return [(seq, body) for seq, _at_ms, body, _checked in rows]


def new_epoch() -> int:
    """A name for a log that never continues another one, 1 to 2**53 - 1."""
    return 1 + secrets.randbelow(LARGEST_COUNT - 1)


def begin_anew(connection: sqlite3.Connection, class_ids: Sequence[str]) -> None:
    """Tell everybody that a log is not the one that it was. To be called inside a transaction.

    Whoever takes moments from the end of a log has to do so: clients and the witness on this
    machine remember how far a log of this epoch went.
    """
    connection.executemany(
        "UPDATE log SET epoch = ? WHERE class_id = ?",
        [(new_epoch(), class_id) for class_id in class_ids],
    )


def _find_damage(connection: sqlite3.Connection, directory: Path) -> dict[str, int]:
    """Where which log is damaged. Raises StoreProblem: the file's own structure is not sound."""
    path = directory / DATABASE
    with told(path):
        if not structure_is_sound(connection):
            raise StoreProblem(damaged(path))
        return damaged_logs(connection, noted_positions(directory))
