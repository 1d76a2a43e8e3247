"""The data directory: one database file that only its user may read, and one server at a time."""

import contextlib
import os
import sqlite3
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final

from duologue_server.journal import StoreProblem
from duologue_server.language import _

DATABASE: Final = "duologue.sqlite3"
APPLICATION_ID: Final = 0x44554F4C
"""Says in the file's head that it is ours ("DUOL")."""
VERSION: Final = 1
"""Of the tables below. It rises with every change of them."""

BUSY_MS: Final = 15_000
"""How long a transaction waits for another process's one."""

TABLES: Final = (
    """CREATE TABLE log (
        number INTEGER PRIMARY KEY,
        class_id TEXT NOT NULL UNIQUE,
        epoch INTEGER NOT NULL,
        fence INTEGER NOT NULL,
        address TEXT,
        heard_ms INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE fact (
        log INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        body BLOB NOT NULL,
        checksum INTEGER NOT NULL
    ) STRICT""",
    # An index beside a rowid table: measured to be faster than a composite key WITHOUT ROWID.
    "CREATE UNIQUE INDEX fact_place ON fact (log, seq)",
    """CREATE TABLE classroom (
        id TEXT PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        key_hash BLOB NOT NULL,
        created_ms INTEGER NOT NULL,
        closed_ms INTEGER,
        capacity INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE person (
        class_id TEXT NOT NULL REFERENCES classroom (id),
        who TEXT NOT NULL,
        name TEXT NOT NULL,
        skeleton TEXT NOT NULL,
        role TEXT NOT NULL,
        token_hash BLOB NOT NULL UNIQUE,
        joined_ms INTEGER NOT NULL,
        PRIMARY KEY (class_id, who),
        UNIQUE (class_id, skeleton)
    ) STRICT""",
    """CREATE TABLE expected (
        class_id TEXT NOT NULL REFERENCES classroom (id),
        first TEXT NOT NULL,
        last TEXT NOT NULL,
        level TEXT NOT NULL,
        PRIMARY KEY (class_id, first, last)
    ) STRICT""",
)


def open_database(directory: Path) -> sqlite3.Connection:
    """A connection to the directory's database, made if there is none; for any thread.

    Raises StoreProblem: the directory cannot be used, or the file is not ours to read.
    """
    path = directory / DATABASE
    make_directory(directory)
    with _told(path):
        _make_file(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
    try:
        with _told(path):
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_file(path: Path) -> None:
    """Make the database's file, for its user alone, where there is none.

    One that exists must not be opened here, not even to look: closing it would drop the locks of
    this process's connections to it (POSIX), and another program that leaves would take itself
    for the last one and delete the write-ahead log under us ("How To Corrupt An SQLite Database
    File", 2.2).
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def open_for_reading(directory: Path) -> sqlite3.Connection:
    """A connection that changes nothing and sees the moment of this call, whoever writes meanwhile.

    Raises StoreProblem: there is no database, or the file is not ours to read.
    """
    path = directory / DATABASE
    if not path.exists():
        raise StoreProblem(
            _("There are no classes in {0}. Choose the server's folder with --data.").format(
                directory
            )
        )
    with _told(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
        )
    try:
        with _told(path):
            connection.execute("BEGIN")  # with the first look below it is a snapshot
            _refuse_what_cannot_be_read(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def make_directory(directory: Path) -> None:
    """Make the directory, for its user alone; one that exists keeps its mode.

    Raises StoreProblem: it cannot be made.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            _("The folder {0} cannot be used: {1}. Choose another one with --data.").format(
                directory, error.strerror
            )
        ) from error


def lock_directory(directory: Path) -> int:
    """Keep other servers out until the descriptor is closed or the process is gone, however it ends.

    Raises StoreProblem: another server runs on this directory.
    """
    make_directory(directory)
    with _told(directory / "lock"):
        descriptor = os.open(directory / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise StoreProblem(
            _(
                "Another Duologue server already uses the folder {0}. "
                "Stop it first, or give this one its own folder with --data."
            ).format(directory)
        ) from error
    return descriptor


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Set what a connection needs, and make the tables in a new file."""
    _refuse_strangers(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL does not fsync in WAL mode: what was acknowledged could go with the power.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    with transaction(connection):
        if _number(connection, "user_version") == 0:
            for table in TABLES:
                connection.execute(table)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _refuse_strangers(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreProblem before anything is written into a file that we cannot read."""
    with transaction(connection):  # one look, while nobody else makes the tables
        _refuse_what_cannot_be_read(connection, path)


def _refuse_what_cannot_be_read(connection: sqlite3.Connection, path: Path) -> None:
    application, version = (
        _number(connection, "application_id"),
        _number(connection, "user_version"),
    )
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != APPLICATION_ID:
        raise StoreProblem(
            _("{0} was not made by Duologue. Move it away, or choose another --data.").format(path)
        )
    if version > VERSION:
        raise StoreProblem(
            _(
                "{0} was written by a newer Duologue. "
                "Update this one, or choose another folder with --data."
            ).format(path)
        )


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[sqlite3.Connection, None, None]:
    """All of the block or nothing, alone among writers."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def empty_wal(connection: sqlite3.Connection) -> bool:
    """Leave no trace of what was erased: move all into the main file, cut the write-ahead log.

    False: others kept it busy for a second. Their own checkpoints overwrite it sooner or later.
    """
    for _try in range(50):
        busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
        # Another connection's checkpoint makes this one give up at once, without any waiting.
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def _told(path: Path) -> Generator[None, None, None]:
    """Turn what the system says about a file into a sentence."""
    try:
        yield
    except OSError as error:
        raise StoreProblem(
            _("{0} cannot be used: {1}. Choose another folder with --data.").format(
                path, error.strerror
            )
        ) from error
    except sqlite3.Error as error:
        raise StoreProblem(sentence(path, error)) from error


def sentence(path: Path, error: sqlite3.Error) -> str:
    """What a person can do about a failure of the database."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _("The disk with {0} is full. Make room, then try again.").format(path)
        case sqlite3.SQLITE_BUSY:
            return _("Another program is writing to {0}. Close it, then try again.").format(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case _other:
            return _("{0} cannot be used: {1}. Choose another folder with --data.").format(
                path, error
            )


def damaged(path: Path) -> str:
    return _(
        "{0} is damaged. Put a backup in its place, or choose another folder with --data."
    ).format(path)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    number: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return number
