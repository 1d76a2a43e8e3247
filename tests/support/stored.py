"""A data folder with two classes in it, and what can happen to its files."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

from duologue_server.data_directory import DATABASE
from duologue_server.journal import Damaged, StoreProblem
from duologue_server.journal.sqlite import SqliteJournal

MOMENTS = 60
BODIES = [b"%d: " % seq + b"what was said " * (seq % 9) for seq in range(1, MOMENTS + 1)]
WAL = f"{DATABASE}-wal"


async def fill(directory: Path, *, killed_into: Path | None = None) -> None:
    """Keep BODIES in classes "c" and "d"; `killed_into` gets the files as a killed server leaves them."""
    journal = await SqliteJournal.open(directory, lambda: 5_000)
    leases = [await journal.acquire(class_id, "here", 1) for class_id in "cd"]
    for seq, body in enumerate(BODIES):
        await asyncio.gather(*(journal.append(lease, seq, [body]) for lease in leases))
    if killed_into:
        shutil.copytree(directory, killed_into)
    await journal.close()


async def opens(directory: Path) -> str:
    """What becomes of opening it: "refused", "damaged" (in one class at least), or "whole"."""
    try:
        journal = await SqliteJournal.open(directory)
    except StoreProblem:
        return "refused"
    try:
        for class_id in "cd":
            try:
                kept = await journal.read(class_id, 0, 1_000)
            except Damaged:
                return "damaged"
            if [body for _seq, body in kept] != BODIES:
                return "wrong, and nobody noticed"
        assert not journal.damaged
        return "whole"
    finally:
        await journal.close()


def change(directory: Path, statement: str) -> None:
    """Change the database behind everybody's back."""
    with closing(sqlite3.connect(directory / DATABASE)) as connection:
        connection.execute(statement)
        connection.commit()


@contextmanager
def open_to_all() -> Generator[Path]:
    """A folder that any user can reach: pytest's own are root's alone where root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="duologue-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


FIRST_TABLES = """
CREATE TABLE log (number INTEGER PRIMARY KEY, class_id TEXT NOT NULL UNIQUE,
    epoch INTEGER NOT NULL, fence INTEGER NOT NULL, address TEXT, heard_ms INTEGER NOT NULL) STRICT;
CREATE TABLE fact (log INTEGER NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    body BLOB NOT NULL, checksum INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX fact_place ON fact (log, seq);
CREATE TABLE classroom (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    key_hash BLOB NOT NULL, created_ms INTEGER NOT NULL, closed_ms INTEGER,
    capacity INTEGER NOT NULL) STRICT;
CREATE TABLE person (class_id TEXT NOT NULL REFERENCES classroom (id), who TEXT NOT NULL,
    name TEXT NOT NULL, skeleton TEXT NOT NULL, role TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE, joined_ms INTEGER NOT NULL, PRIMARY KEY (class_id, who),
    UNIQUE (class_id, skeleton)) STRICT;
PRAGMA application_id = 0x44554F4C;
PRAGMA user_version = 1;
INSERT INTO log VALUES (1, 'c', 77, 1, NULL, 9), (2, 'd', 78, 1, NULL, 9);
INSERT INTO classroom VALUES ('c', 'K7QM-2PXA', 'English B1', x'00', 1, NULL, 500);
"""
"""How version 1 made its tables; what a migration of ours does must never be read from them."""


def make_first_version(directory: Path) -> None:
    """A folder with BODIES in classes "c" and "d", as version 1 kept them."""
    directory.mkdir()
    with closing(sqlite3.connect(directory / DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(FIRST_TABLES)
        for log, class_id in enumerate("cd", 1):
            for seq, body in enumerate(BODIES, 1):
                check = crc32(body, crc32(f"{class_id}/{seq}".encode()))
                connection.execute(
                    "INSERT INTO fact VALUES (?, ?, ?, ?, ?)", (log, seq, 1_000 + seq, body, check)
                )
        connection.commit()
