"""All of a data folder in one file: made while a lesson runs, checked, and read again."""

import os
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from duologue_server import schema
from duologue_server.data_directory import DATABASE, open_for_reading, transaction
from duologue_server.journal import StoreProblem
from duologue_server.journal.positions import Position, noted_positions
from duologue_server.journal.soundness import damaged_logs, structure_is_sound
from duologue_server.language import _
from duologue_server.local_keys import all_keys
from duologue_server.registry import opens_a_class
from duologue_server.store_problems import told

BACKUP_ID: Final = 0x44554F42
"""Says in the file's head that it is a backup of ours ("DUOB")."""

TABLES: Final = (
    "CREATE TABLE backup (made_ms INTEGER NOT NULL) STRICT",
    "CREATE TABLE kept_key (file TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT",
)
"""What a backup has besides the tables of the folder."""


class Contents(NamedTuple):
    """What is in a backup."""

    made_ms: int
    classes: int
    people: int
    moments: int
    keys: int
    """Teachers' keys, as this machine kept them."""


def back_up(directory: Path, to: Path, now_ms: int) -> Contents:
    """Write a backup of a data folder, as it is at this moment, whoever writes meanwhile.

    Raises StoreProblem: there is nothing to read, or it is damaged, since a backup is always whole;
    or the file exists already or cannot be written.
    """
    noted = noted_positions(directory)  # first: so it is never ahead of what is copied
    with (
        closing(open_for_reading(directory)) as source,
        _new_file(to) as path,
        closing(sqlite3.connect(path, isolation_level=None)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file
        with transaction(copy):
            schema.migrate(copy)
        if not is_whole(copy, noted):
            raise StoreProblem(
                _(
                    "{0} is damaged, and a backup is always whole: `duologue doctor` says what "
                    "to do."
                ).format(directory / DATABASE)
            )
        with transaction(copy):
            _complete(copy, directory, now_ms)
        return contents_of(copy)


def _complete(copy: sqlite3.Connection, directory: Path, now_ms: int) -> None:
    for table in TABLES:
        copy.execute(table)
    copy.execute("INSERT INTO backup VALUES (?)", (now_ms,))
    with told(directory):
        keys = all_keys(directory)
    # A key that was renewed a moment ago opens nothing here.
    right = [(file, key) for file, key in keys.items() if opens_a_class(copy, key)]
    copy.executemany("INSERT INTO kept_key VALUES (?, ?)", right)
    copy.execute(f"PRAGMA application_id = {BACKUP_ID}")


@contextmanager
def open_backup(path: Path) -> Generator[sqlite3.Connection]:
    """A backup to read from; whether its logs are sound can be said when it has today's tables.

    Raises StoreProblem: it is none, its structure is damaged, or it is of a newer Duologue.
    """
    try:
        path.open("rb").close()  # SQLite would not say why
    except OSError as error:
        raise StoreProblem(_unreadable(path, error)) from error
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None
    )
    with closing(connection):
        try:
            _refuse(connection, path)
        except sqlite3.Error:
            raise StoreProblem(damaged_backup(path)) from None
        yield connection


def _refuse(connection: sqlite3.Connection, path: Path) -> None:
    if schema.number(connection, "application_id") != BACKUP_ID:
        raise StoreProblem(_("{0} is no backup. `duologue backup` makes one.").format(path))
    if schema.version_of(connection) > schema.VERSION:
        raise StoreProblem(
            _("{0} was made by a newer Duologue. Update this one first.").format(path)
        )
    if not structure_is_sound(connection):
        raise StoreProblem(damaged_backup(path))


def _unreadable(path: Path, error: OSError) -> str:
    if path.is_dir():
        return _("{0} is a folder. Name the backup itself, the file that is in it.").format(path)
    if isinstance(error, FileNotFoundError):
        return _("There is no file {0}. Look where `duologue backup` has written it.").format(path)
    return _("The backup {0} can't be read: {1}.").format(path, error.strerror)


def is_whole(connection: sqlite3.Connection, noted: Mapping[int, Position]) -> bool:
    """Is all there, and as it was written? The tables have to be those of today."""
    try:
        return structure_is_sound(connection) and not damaged_logs(connection, noted)
    except sqlite3.Error:
        return False


def damaged_backup(path: Path) -> str:
    return _("The backup {0} is damaged. Take an older one; nothing was changed.").format(path)


def contents_of(connection: sqlite3.Connection) -> Contents:
    return Contents(
        *connection.execute(
            "SELECT made_ms, (SELECT count(*) FROM classroom), (SELECT count(*) FROM person), "
            "(SELECT count(*) FROM fact), (SELECT count(*) FROM kept_key) FROM backup"
        ).fetchone()
    )


@contextmanager
def _new_file(path: Path) -> Generator[Path]:
    """A file to write, for its user alone, that gets its name when all of it is on disk."""
    part = path.with_name(path.name + ".part")
    if path.exists():
        raise StoreProblem(_("{0} exists already. Choose another name.").format(path))
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield part
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.rename(path)
    except FileExistsError:
        raise StoreProblem(
            _("{0} is being written by another backup, or one that was killed: remove it.").format(
                part
            )
        ) from None
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise StoreProblem(
            _("{0} cannot be written: {1}. Choose another place for the backup.").format(
                path, getattr(error, "strerror", None) or error
            )
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
