"""A backup becomes a data folder again; what was in the folder is put aside, not deleted."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from duologue_server import schema
from duologue_server.backup import (
    TABLES,
    Contents,
    contents_of,
    damaged_backup,
    is_whole,
    open_backup,
)
from duologue_server.data_directory import DATABASE, alone, open_for_reading, transaction
from duologue_server.erasures import Erasure, put, waiting
from duologue_server.journal import StoreProblem
from duologue_server.journal.positions import POSITIONS
from duologue_server.journal.sqlite import begin_anew
from duologue_server.language import _
from duologue_server.local_keys import KEYS, write_key
from duologue_server.store_problems import told

DATA: Final = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", POSITIONS, KEYS)
"""Files and folders that are a data folder's contents."""


class Restored(NamedTuple):
    contents: Contents
    aside: Path | None
    """Where that is now which was in the folder before."""
    all_waiting_known: bool
    """Whoever was still to be erased from what was there is to be erased from the backup as well."""


def restore(backup: Path, directory: Path, aside: str, *, replace: bool) -> Restored:
    """Make a data folder of a backup. With `replace`, what is there moves into `aside` inside it.

    Raises StoreProblem: the backup can't be used, a server runs there, or there are data already;
    then nothing has changed.
    """
    with open_backup(backup) as source:
        with alone(directory):
            _refuse_data(directory, replace=replace)
            new = directory / f"{DATABASE}.new"
            still = _still_to_be_erased(directory)
            with told(new):
                keys = _copy(source, new, backup, still or [])
                moved = _put_aside(directory, directory / aside)
                for file, key in keys.items():
                    write_key(directory / KEYS / file, key)
                new.rename(directory / DATABASE)
        return Restored(contents_of(source), moved, still is not None)


def _still_to_be_erased(directory: Path) -> list[Erasure] | None:
    """Whose erasure from the data that are there now has not begun. None: nobody can say.

    Those whose words are overwritten there stand in the list of the erased.
    """
    if not (directory / DATABASE).exists():
        return []
    try:
        with closing(open_for_reading(directory)) as there:
            has_table = there.execute("SELECT 1 FROM sqlite_schema WHERE name = 'erasure'")
            if not has_table.fetchone():  # an older version erased at once
                return []
            return [one._replace(trouble="") for one in waiting(there) if one.called is not None]
    except (StoreProblem, sqlite3.Error):
        return None


def _copy(
    source: sqlite3.Connection, new: Path, backup: Path, still: list[Erasure]
) -> dict[str, str]:
    """Make the database of a backup, whole or not at all. Returns the keys in it, by file."""
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        return _fill(source, new, backup, still)
    except BaseException:
        new.unlink()
        raise


def _fill(
    source: sqlite3.Connection, new: Path, backup: Path, still: list[Erasure]
) -> dict[str, str]:
    with closing(sqlite3.connect(new, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA secure_delete = ON")  # of the keys nothing may be left in it
        with transaction(copy):
            schema.migrate(copy)
            if not is_whole(copy, {}):
                raise StoreProblem(damaged_backup(backup))
            keys = dict(copy.execute("SELECT file, key FROM kept_key").fetchall())
            for table in TABLES:
                copy.execute(f"DROP TABLE {table.split()[2]}")
            # Who has seen more than the backup holds must not take it for the same log.
            begin_anew(copy, [row[0] for row in copy.execute("SELECT class_id FROM log")])
            classes = {row[0] for row in copy.execute("SELECT id FROM classroom")}
            for one in still:
                if one.class_id in classes:
                    put(copy, one)
            copy.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    return {file: key for file, key in keys.items() if re.fullmatch(r"[\w-]+", file)}


def _refuse_data(directory: Path, *, replace: bool) -> None:
    if not replace and any((directory / name).exists() for name in DATA):
        raise StoreProblem(
            _(
                "There are data in {0} already. With --replace they are put aside, "
                "or choose another folder with --data."
            ).format(directory)
        )


def _put_aside(directory: Path, aside: Path) -> Path | None:
    there = [name for name in DATA if (directory / name).exists()]
    if not there:
        return None
    aside.mkdir(mode=0o700)
    for name in there:
        (directory / name).rename(aside / name)
    return aside
