"""The data directory: one database file that only its user may read, and one server at a time.

The file `lock` is held by who uses the folder alone; a server writes into it who and where it is.
"""

import contextlib
import os
import secrets
import sqlite3
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from duologue_server import schema
from duologue_server.journal import ServerRuns, StoreProblem
from duologue_server.journal.positions import POSITIONS, noted_positions
from duologue_server.language import _
from duologue_server.store_problems import no_classes, told

DATABASE: Final = "duologue.sqlite3"
LOCK: Final = "lock"

BUSY_MS: Final = 15_000
"""How long a transaction waits for another process's one."""


def open_database(directory: Path, *, locked: bool = False) -> sqlite3.Connection:
    """A connection to the directory's database, made if there is none; for any thread.

    A file of an older version is made one of today's, which must not happen under a server that
    runs; `locked` says that the caller holds the directory's lock.

    Raises StoreProblem: the directory cannot be used, or the file is not ours to read.
    """
    path = directory / DATABASE
    make_directory(directory)
    with told(path):
        _make_file(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
    try:
        with told(path):
            _prepare(connection, path)
            _bring_up_to_date(connection, directory, locked=locked)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_file(path: Path) -> None:
    """Make the database's file, for its user alone, where there is none.

    It is made whole beside its place and then put there: two programs that begin at the same moment
    would both change an empty one to its write-ahead log, and SQLite lets none of them wait for the
    other then.

    One that exists must not be opened here, not even to look: closing it would drop the locks of
    this process's connections to it (POSIX), and another program that leaves would take itself
    for the last one and delete the write-ahead log under us ("How To Corrupt An SQLite Database
    File", 2.2).
    """
    if path.exists():
        return
    if noted_positions(path.parent) and not path.exists():  # nobody has made it meanwhile
        _refuse_a_lost_file(path)
    whole = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        _create(whole)
        with contextlib.closing(sqlite3.connect(whole, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            with transaction(connection):
                schema.make_tables(connection)
        _put(whole, path)
    finally:
        whole.unlink(missing_ok=True)


def _put(whole: Path, path: Path) -> None:
    """Give the file its name, unless another has it by now."""
    try:
        path.hardlink_to(whole)
    except FileExistsError:
        pass
    except OSError:  # no hard links on this file system: an empty file is filled when it is opened
        with contextlib.suppress(FileExistsError):
            _create(path)


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def open_for_reading(directory: Path) -> sqlite3.Connection:
    """A connection that changes nothing and sees the moment of this call, whoever writes meanwhile.

    Raises StoreProblem: there is no database, or the file is not ours to read.
    """
    path = directory / DATABASE
    with told(path):
        if not path.exists():
            _refuse_a_lost_file(path)
            raise StoreProblem(no_classes(directory))
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
        )
    try:
        with told(path):
            connection.execute("BEGIN")  # with the first look below it is a snapshot
            _refuse_what_cannot_be_read(connection, path)
            if schema.version_of(connection) == 0:
                _refuse_a_lost_file(path)
                raise StoreProblem(no_classes(directory))
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

    Raises ServerRuns: another server runs on this directory. Raises StoreProblem.
    """
    make_directory(directory)
    with told(directory / LOCK):
        descriptor = os.open(directory / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(descriptor)
        os.ftruncate(descriptor, 0)  # what the one before wrote of itself
    except OSError as error:
        os.close(descriptor)
        raise ServerRuns(
            _(
                "A Duologue server runs on the folder {0}. "
                "Stop it first, or choose another folder with --data."
            ).format(directory)
        ) from error
    return descriptor


@contextlib.contextmanager
def alone(directory: Path) -> Generator[None]:
    """Keep servers out as long as the context lasts. Raises ServerRuns, StoreProblem."""
    descriptor = lock_directory(directory)
    try:
        yield
    finally:
        os.close(descriptor)


def server_runs(directory: Path) -> bool:
    """Does a server use this directory just now? Raises StoreProblem: nobody can say."""
    if not (directory / LOCK).exists():
        return False
    try:
        with alone(directory):
            return False
    except ServerRuns:
        return True


@dataclass(frozen=True)
class ServerHere:
    """The server that uses a folder."""

    process: int
    port: int


def note_server(directory: Path, here: ServerHere) -> None:
    """Write down who serves this folder and where, for whoever holds its lock."""
    (directory / LOCK).write_text(f"{here.process} {here.port}\n")


def noted_server(directory: Path) -> ServerHere | None:
    """The server that wrote itself down last, if nobody has locked the folder since."""
    try:
        process, port = map(int, (directory / LOCK).read_text().split())
    except (OSError, ValueError):
        return None
    return ServerHere(process, port)


def server_here(directory: Path) -> ServerHere | None:
    """The server that uses this folder just now, if it listens already. Raises StoreProblem."""
    here = noted_server(directory)
    return here if here and server_runs(directory) else None


if sys.platform == "win32":
    import msvcrt

    BEYOND: Final = 1 << 30
    """A locked byte can't be read by others there, so it is one that nobody writes."""

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, BEYOND, os.SEEK_SET)
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
        if schema.version_of(connection) == 0:
            _refuse_a_lost_file(path)
            schema.make_tables(connection)


def _refuse_a_lost_file(path: Path) -> None:
    """Raise StoreProblem if classes were kept in this folder whose file is not there any more."""
    if noted_positions(path.parent):
        raise StoreProblem(
            _(
                "{0} is empty or missing, though classes were kept in it. Put a backup back with "
                "`duologue restore`. To begin anew, remove {1} first."
            ).format(path, path.with_name(POSITIONS))
        )


def _bring_up_to_date(connection: sqlite3.Connection, directory: Path, *, locked: bool) -> None:
    if schema.version_of(connection) < schema.VERSION:
        with contextlib.nullcontext() if locked else alone(directory), transaction(connection):
            schema.migrate(connection)


def _refuse_strangers(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreProblem before anything is written into a file that we cannot read."""
    with transaction(connection):  # one look, while nobody else makes the tables
        _refuse_what_cannot_be_read(connection, path)


def _refuse_what_cannot_be_read(connection: sqlite3.Connection, path: Path) -> None:
    application = schema.number(connection, "application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != schema.APPLICATION_ID:
        raise StoreProblem(
            _("{0} was not made by Duologue. Move it away, or choose another --data.").format(path)
        )
    if schema.version_of(connection) > schema.VERSION:
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
