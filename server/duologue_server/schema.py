"""The tables of the database, and the migrations that make an older file one of today's."""

import sqlite3
from collections.abc import Callable
from typing import Final
from zlib import crc32

from duologue_server.journal.checksum import checksum

APPLICATION_ID: Final = 0x44554F4C
"""Says in the file's head that it is ours ("DUOL")."""

CLASS_KEY: Final = """CREATE TABLE class_key (
        class_id TEXT NOT NULL REFERENCES classroom (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        key_hash BLOB NOT NULL,
        PRIMARY KEY (class_id, role)
    ) STRICT"""

ERASURE: Final = """CREATE TABLE erasure (
        class_id TEXT NOT NULL REFERENCES classroom (id),
        who TEXT NOT NULL,
        called TEXT NOT NULL,
        trouble TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (class_id, who)
    ) STRICT"""

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
        created_ms INTEGER NOT NULL,
        closed_ms INTEGER,
        capacity INTEGER NOT NULL,
        code_ends_ms INTEGER,
        keep_days INTEGER NOT NULL DEFAULT 120
    ) STRICT""",
    CLASS_KEY,
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
    ERASURE,
)


def make_tables(connection: sqlite3.Connection) -> None:
    """Fill an empty file. To be called inside a transaction."""
    for table in TABLES:
        connection.execute(table)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an older file up to today. To be called inside a transaction: all steps or none."""
    for step in MIGRATIONS[version_of(connection) - 1 :]:
        step(connection)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the file's tables; 0 for a file without any."""
    return number(connection, "user_version")


def number(connection: sqlite3.Connection, pragma: str) -> int:
    found: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return found


def _check_times_too(connection: sqlite3.Connection) -> None:
    """From 1 to 2: a row's checksum covers its time. A row that was damaged stays so."""
    connection.create_function("old_checksum", 3, _checksum_without_time, deterministic=True)
    connection.create_function("checksum", 4, checksum, deterministic=True)
    connection.execute(
        "UPDATE fact SET checksum = CASE checksum "
        "WHEN old_checksum(class_id, seq, body) THEN checksum(class_id, seq, at_ms, body) "
        "ELSE -1 END FROM log WHERE log = number"
    )


def _checksum_without_time(class_id: str, seq: int, body: bytes) -> int:
    return crc32(body, crc32(f"{class_id}/{seq}".encode()))


def _keys_by_role(connection: sqlite3.Connection) -> None:
    """From 2 to 3: each role has a key of its own, and a join code may end."""
    connection.execute(CLASS_KEY)
    connection.execute("INSERT INTO class_key SELECT id, 'teacher', key_hash FROM classroom")
    connection.execute("ALTER TABLE classroom DROP COLUMN key_hash")
    connection.execute("ALTER TABLE classroom ADD COLUMN code_ends_ms INTEGER")


def _expect_people(connection: sqlite3.Connection) -> None:
    """From 3 to 4: a class may say who is expected in it."""
    connection.execute(
        "CREATE TABLE expected (class_id TEXT NOT NULL REFERENCES classroom (id), "
        "first TEXT NOT NULL, last TEXT NOT NULL, level TEXT NOT NULL, "
        "PRIMARY KEY (class_id, first, last)) STRICT"
    )


def _keep_for_days(connection: sqlite3.Connection) -> None:
    """From 4 to 5: a class says how long its lessons are kept."""
    connection.execute("ALTER TABLE classroom ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 120")


def _ask_for_erasure(connection: sqlite3.Connection) -> None:
    """From 5 to 6: a student can be erased while a server runs."""
    connection.execute(ERASURE)


MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (
    _check_times_too,
    _keys_by_role,
    _expect_people,
    _keep_for_days,
    _ask_for_erasure,
)
"""The first makes version 2 of version 1, and so on. One that was released never changes."""

VERSION: Final = 1 + len(MIGRATIONS)
"""Of the tables above. Every change of them adds a migration."""
