"""Classrooms and people: plain rows beside the log, which itself holds no names.

The server and the `classroom` command may use it at the same time, from two processes.
"""

import hashlib
import hmac
import secrets
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from duologue_protocol.limits import CLASS_PEOPLE
from duologue_server import data_directory
from duologue_server.join_codes import new_code, new_key, normalise
from duologue_server.journal import StoreProblem
from duologue_server.local_keys import forget_key, keep_key
from duologue_server.retention import KEEP_DAYS
from duologue_server.store_problems import sentence

Role = Literal["student", "teacher"]


_TABLES_BY_CLASS = (
    "SELECT held.name FROM sqlite_schema AS held, pragma_table_info(held.name) AS it "
    "WHERE held.type = 'table' AND it.name = 'class_id'"
)
"""Every table with rows of classes, whatever tables there will be."""


class NameTaken(Exception):
    """Somebody of this class has a name that looks the same."""


class ClassroomRecord(NamedTuple):
    id: str
    code: str
    title: str
    key_hash: bytes
    created_ms: int
    closed_ms: int | None
    """None while the class is open."""
    capacity: int
    """People, at most."""
    keep_days: int
    """How long a lesson is kept after it has ended, and everything after the class was closed."""


class PersonRecord(NamedTuple):
    class_id: str
    who: str
    name: str
    skeleton: str
    """What the name looks like; no two of a class are the same."""
    role: Role
    token_hash: bytes
    joined_ms: int


class Registry:
    """All classrooms of a data directory. Any thread may call; calls take turns.

    Every method raises StoreProblem if the file cannot be read or written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._connection = data_directory.open_database(directory)
        self._turn = threading.Lock()

    def close(self) -> None:
        with self._turn:
            self._connection.close()

    # Classrooms

    def create_classroom(
        self, title: str, now_ms: int, keep_days: int = KEEP_DAYS
    ) -> tuple[ClassroomRecord, str]:
        """A new class, and the teacher's key: of that only a hash and a file on this machine stay."""
        key = new_key()
        with self._transaction() as rows:
            code = new_code()
            while rows.execute("SELECT 1 FROM classroom WHERE code = ?", (code,)).fetchone():
                code = new_code()
            record = ClassroomRecord(
                secrets.token_hex(8), code, title, _hash(key), now_ms, None, CLASS_PEOPLE, keep_days
            )
            rows.execute("INSERT INTO classroom VALUES (?, ?, ?, ?, ?, ?, ?, ?)", record)
        keep_key(self._directory, code, key)
        return record, key

    def classrooms(self) -> list[ClassroomRecord]:
        """All classes, closed ones too, the oldest first."""
        rows = self._rows("SELECT * FROM classroom ORDER BY created_ms, rowid")
        return [ClassroomRecord(*row) for row in rows]

    def by_code(self, code: str) -> ClassroomRecord | None:
        """The class (open or closed) of a code, however it was typed."""
        rows = self._rows("SELECT * FROM classroom WHERE code = ?", normalise(code))
        return ClassroomRecord(*rows[0]) if rows else None

    def by_id(self, class_id: str) -> ClassroomRecord | None:
        rows = self._rows("SELECT * FROM classroom WHERE id = ?", class_id)
        return ClassroomRecord(*rows[0]) if rows else None

    def new_key(self, class_id: str) -> str:
        """A new key for the teacher; the old one opens nothing any more.

        Raises KeyError: there is no such class.
        """
        key = new_key()
        with self._transaction() as rows:
            changed = rows.execute(
                "UPDATE classroom SET key_hash = ? WHERE id = ? RETURNING code",
                (_hash(key), class_id),
            ).fetchall()
            if not changed:
                raise KeyError(class_id)
        keep_key(self._directory, changed[0][0], key)
        return key

    @staticmethod
    def key_is_right(record: ClassroomRecord, key: str) -> bool:
        """Is this the teacher's key? Takes as long for a wrong one."""
        return hmac.compare_digest(record.key_hash, _hash(normalise(key)))

    def close_classroom(self, class_id: str, now_ms: int) -> None:
        """Close a class for good. One that is closed keeps its time."""
        with self._transaction() as rows:
            closed = rows.execute(
                "UPDATE classroom SET closed_ms = coalesce(closed_ms, ?) WHERE id = ? "
                "RETURNING code",
                (now_ms, class_id),
            ).fetchall()
        for (code,) in closed:
            forget_key(self._directory, code)

    def keep_for(self, class_id: str, days: int) -> None:
        """From now on a lesson of the class is kept for so many days."""
        with self._transaction() as rows:
            rows.execute("UPDATE classroom SET keep_days = ? WHERE id = ?", (days, class_id))

    def delete_classroom(self, class_id: str) -> None:
        """Delete a class with its log and everybody's names; nothing of it is left."""
        with self._transaction() as rows:
            rows.execute(
                "DELETE FROM fact WHERE log = (SELECT number FROM log WHERE class_id = ?)",
                (class_id,),
            )
            for (table,) in rows.execute(_TABLES_BY_CLASS).fetchall():
                rows.execute(f"DELETE FROM {table} WHERE class_id = ?", (class_id,))  # noqa: S608 ours
            rows.execute("DELETE FROM classroom WHERE id = ?", (class_id,))

    # People

    def people(self, class_id: str) -> dict[str, PersonRecord]:
        """Everybody of a class, by `who`, in the order they joined."""
        rows = self._rows(
            "SELECT * FROM person WHERE class_id = ? ORDER BY joined_ms, rowid", class_id
        )
        return {person.who: person for person in (PersonRecord(*row) for row in rows)}

    def add_person(
        self, class_id: str, who: str, name: str, skeleton: str, role: Role, now_ms: int
    ) -> str:
        """Enrol somebody; the token they come back with.

        Raises NameTaken: somebody of the class has the same skeleton.
        """
        token = secrets.token_urlsafe(32)
        person = PersonRecord(class_id, who, name, skeleton, role, _hash(token), now_ms)
        with self._transaction() as rows:
            if rows.execute(
                "SELECT 1 FROM person WHERE class_id = ? AND skeleton = ?", (class_id, skeleton)
            ).fetchone():
                raise NameTaken(name)
            rows.execute("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?)", person)
        return token

    def by_token(self, token: str) -> PersonRecord | None:
        rows = self._rows("SELECT * FROM person WHERE token_hash = ?", _hash(token))
        return PersonRecord(*rows[0]) if rows else None

    def new_token(self, class_id: str, who: str) -> str:
        """A new token for somebody; the old one is worth nothing any more.

        Raises KeyError: there is no such person.
        """
        token = secrets.token_urlsafe(32)
        with self._transaction() as rows:
            changed = rows.execute(
                "UPDATE person SET token_hash = ? WHERE class_id = ? AND who = ?",
                (_hash(token), class_id, who),
            ).rowcount
            if not changed:
                raise KeyError(who)
        return token

    def remove_person(self, class_id: str, who: str) -> None:
        """Erase somebody's name and token. One who is not there is gone already."""
        with self._transaction() as rows:
            rows.execute("DELETE FROM person WHERE class_id = ? AND who = ?", (class_id, who))
        with self._use() as connection:
            data_directory.empty_wal(connection)

    # The file

    def sweep(self) -> bool:
        """Write the file anew, so that no free page of it holds what was deleted.

        False: others kept it busy; the next time will do.
        """
        with self._use() as connection:
            connection.execute("VACUUM")
            return data_directory.empty_wal(connection)

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection, None, None]:
        with self._use() as connection, data_directory.transaction(connection):
            yield connection

    def _rows(self, statement: str, *values: str | bytes) -> list[Any]:
        with self._use() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def _use(self) -> Generator[sqlite3.Connection, None, None]:
        try:
            with self._turn:
                yield self._connection
        except sqlite3.DatabaseError as error:
            path = self._directory / data_directory.DATABASE
            raise StoreProblem(sentence(path, error)) from error


def opens_a_class(connection: sqlite3.Connection, key: str) -> bool:
    """Is this the key of any class in this database?"""
    hashes = connection.execute("SELECT key_hash FROM classroom").fetchall()
    return any(hmac.compare_digest(kept, _hash(normalise(key))) for (kept,) in hashes)


def _hash(secret: str) -> bytes:
    """Fast on purpose: a slow hash protects secrets that can be guessed, and these are random."""
    return hashlib.sha256(secret.encode()).digest()
