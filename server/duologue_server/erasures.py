"""Students who are to be erased, and a list outside the database of those who were.

Whoever is to be erased stands in a table until all of it is done, so that it is done whatever dies in
between: by the server, or by the command where none runs. The list of who was erased is a file of its own,
with random ids and no names: a backup that is put back does not bring anybody's words back.
"""

import json
import os
import sqlite3
from pathlib import Path
from typing import Final, Literal, NamedTuple

from duologue_server.store_problems import told
from duologue_server.tables import Tables

ERASED: Final = "erased"

Trouble = Literal["", "damaged", "newer", "unwritable", "failed"]
"""Why it could not be done."""


class Erasure(NamedTuple):
    """Somebody who is to be erased."""

    class_id: str
    who: str
    called: tuple[str, ...] | None
    """Every form of the name that is known. None: they are overwritten, and only free pages are left."""
    trouble: Trouble = ""


class Erasures(Tables):
    """Those of a data directory."""

    def ask(self, erasure: Erasure) -> None:
        """Have somebody erased; what went wrong before is forgotten."""
        with self._transaction() as rows:
            put(rows, erasure)

    def asked(self) -> list[Erasure]:
        with self._use() as connection:
            return waiting(connection)

    def forget(self, erasure: Erasure) -> None:
        """It is done, or will not be."""
        with self._transaction() as rows:
            rows.execute(
                "DELETE FROM erasure WHERE class_id = ? AND who = ?",
                (erasure.class_id, erasure.who),
            )

    def note(self, erasure: Erasure) -> None:
        """Their words are overwritten: so they are to be in every backup that is put back."""
        path = self.directory / ERASED
        with told(path):
            descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="ascii") as file:
                file.write(f"\n{erasure.class_id} {erasure.who}\n")  # a line may be torn before it
                file.flush()
                os.fsync(file.fileno())


def put(rows: sqlite3.Connection, erasure: Erasure) -> None:
    """Have somebody erased, inside a transaction."""
    rows.execute(
        "INSERT OR REPLACE INTO erasure VALUES (?, ?, ?, ?)",
        (erasure.class_id, erasure.who, json.dumps(erasure.called), erasure.trouble),
    )


def waiting(connection: sqlite3.Connection) -> list[Erasure]:
    """Whoever is to be erased from a database of today's tables."""
    rows = connection.execute("SELECT class_id, who, called, trouble FROM erasure ORDER BY rowid")
    return [
        Erasure(class_id, who, tuple(names) if names is not None else None, trouble)
        for class_id, who, called, trouble in rows.fetchall()
        for names in (json.loads(called),)
    ]


def erased_before(directory: Path) -> list[tuple[str, str]]:
    """Class and person of everybody who was ever erased in this folder. Raises StoreProblem."""
    path = directory / ERASED
    with told(path):
        rows = path.read_text("ascii", "replace").splitlines() if path.exists() else []
    pairs = (row.split() for row in dict.fromkeys(rows))
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
