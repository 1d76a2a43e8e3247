"""A data folder with two classes in it, and what can happen to its files."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

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
