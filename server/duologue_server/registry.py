"""Classrooms and people: plain rows beside the log, which itself holds no names.

The server and the `classroom` command may use it at the same time, from two processes.
"""

import hashlib
import hmac
import secrets
import sqlite3
from typing import Final, Literal, NamedTuple

from duologue_protocol.limits import CLASS_PEOPLE
from duologue_protocol.parts import PersonRole
from duologue_server import data_directory
from duologue_server.join_codes import new_code, new_key, normalise
from duologue_server.local_keys import forget_key, keep_key
from duologue_server.retention import KEEP_DAYS
from duologue_server.roster import Expected
from duologue_server.tables import Tables

KeyRole = Literal["teacher", "co_teacher", "observer"]
"""Roles that one comes to by a key."""


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
    created_ms: int
    closed_ms: int | None
    """None while the class is open."""
    capacity: int
    """People, at most."""
    code_ends_ms: int | None = None
    """When the code stops letting students in, None: not at all."""
    keep_days: int = KEEP_DAYS
    """How long a lesson is kept after it has ended, and everything after the class was closed."""

    def code_is_over(self, now_ms: int) -> bool:
        return self.code_ends_ms is not None and self.code_ends_ms <= now_ms


_columns = ", ".join(ClassroomRecord._fields)  # by name: a migration adds new ones at the end
CLASSROOMS: Final = f"SELECT {_columns} FROM classroom"  # noqa: S608  names of our own
"""Reads records of classes, with a condition behind it."""


class PersonRecord(NamedTuple):
    class_id: str
    who: str
    name: str
    skeleton: str
    """What the name looks like; no two of a class are the same."""
    role: PersonRole
    token_hash: bytes
    joined_ms: int


class Registry(Tables):
    """All classrooms of a data directory. Any thread may call; calls take turns.

    Every method raises StoreProblem if the file cannot be read or written.
    """

    # Classrooms

    def create_classroom(
        self, title: str, now_ms: int, keep_days: int = KEEP_DAYS
    ) -> tuple[ClassroomRecord, str]:
        """A new class, and the teacher's key: of that only a hash and a file on this machine stay."""
        key = new_key()
        with self._transaction() as rows:
            code = _free_code(rows)
            class_id = secrets.token_hex(8)
            record = ClassroomRecord(
                class_id, code, title, now_ms, None, CLASS_PEOPLE, None, keep_days
            )
            values = ", ".join("?" * len(record))
            rows.execute(f"INSERT INTO classroom ({_columns}) VALUES ({values})", record)  # noqa: S608
            _set_key(rows, record.id, "teacher", key)
        keep_key(self.directory, record.id, code, key)
        return record, key

    def classrooms(self) -> list[ClassroomRecord]:
        """All classes, closed ones too, the oldest first."""
        rows = self._rows(CLASSROOMS + " ORDER BY created_ms, rowid")
        return [ClassroomRecord(*row) for row in rows]

    def by_code(self, code: str) -> ClassroomRecord | None:
        """The class (open or closed) of a code, however it was typed."""
        rows = self._rows(CLASSROOMS + " WHERE code = ?", normalise(code))
        return ClassroomRecord(*rows[0]) if rows else None

    def by_id(self, class_id: str) -> ClassroomRecord | None:
        rows = self._rows(CLASSROOMS + " WHERE id = ?", class_id)
        return ClassroomRecord(*rows[0]) if rows else None

    def new_code(self, class_id: str, ends_ms: int | None = None) -> str:
        """Another join code; the old one lets nobody in any more. Who is in stays in.

        Raises KeyError: there is no such class.
        """
        with self._transaction() as rows:
            code = _free_code(rows)
            changed = rows.execute(
                "UPDATE classroom SET code = ?, code_ends_ms = ? WHERE id = ?",
                (code, ends_ms, class_id),
            ).rowcount
            if not changed:
                raise KeyError(class_id)
        return code

    def new_key(self, class_id: str, role: KeyRole = "teacher") -> str:
        """A new key for a role; the old one, and who came with it, has to be renewed.

        Raises KeyError: there is no such class.
        """
        key = new_key()
        with self._transaction() as rows:
            found = rows.execute("SELECT code FROM classroom WHERE id = ?", (class_id,)).fetchone()
            if not found:
                raise KeyError(class_id)
            _set_key(rows, class_id, role, key)
        if role == "teacher":  # other keys are for other people's machines
            keep_key(self.directory, class_id, found[0], key)
        return key

    def withdraw_key(self, class_id: str, role: KeyRole) -> None:
        """Nobody comes to this role any more. One that has no key is so already."""
        with self._transaction() as rows:
            _forget_key(rows, class_id, role)

    def role_of_key(self, record: ClassroomRecord, key: str) -> KeyRole | None:
        """What a key makes of its holder, None for a wrong one. It takes as long for any key."""
        rows = self._rows("SELECT role, key_hash FROM class_key WHERE class_id = ?", record.id)
        given = _hash(normalise(key))
        right = [role for role, kept in rows if hmac.compare_digest(kept, given)]
        return right[0] if right else None

    def close_classroom(self, class_id: str, now_ms: int) -> None:
        """Close a class for good. One that is closed keeps its time."""
        with self._transaction() as rows:
            closed = rows.execute(
                "UPDATE classroom SET closed_ms = coalesce(closed_ms, ?) WHERE id = ?",
                (now_ms, class_id),
            ).rowcount
        if closed:
            forget_key(self.directory, class_id)

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
        self, class_id: str, who: str, name: str, skeleton: str, role: PersonRole, now_ms: int
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

    # Who is expected

    def roster(self, class_id: str) -> list[Expected]:
        """Who is expected in a class, by name."""
        rows = self._rows(
            "SELECT first, last, level FROM expected WHERE class_id = ? ORDER BY first, last",
            class_id,
        )
        return [Expected(*row) for row in rows]

    def set_roster(self, class_id: str, roster: list[Expected]) -> None:
        """Expect these people, and nobody else any more."""
        with self._transaction() as rows:
            rows.execute("DELETE FROM expected WHERE class_id = ?", (class_id,))
            rows.executemany(
                "INSERT OR REPLACE INTO expected VALUES (?, ?, ?, ?)",
                [(class_id, *one) for one in roster],
            )


def opens_a_class(connection: sqlite3.Connection, key: str) -> bool:
    """Is this the key of any class in this database?"""
    hashes = connection.execute("SELECT key_hash FROM class_key").fetchall()
    return any(hmac.compare_digest(kept, _hash(normalise(key))) for (kept,) in hashes)


def _free_code(rows: sqlite3.Connection) -> str:
    """A code that no class has."""
    code = new_code()
    while rows.execute("SELECT 1 FROM classroom WHERE code = ?", (code,)).fetchone():
        code = new_code()
    return code


def _set_key(rows: sqlite3.Connection, class_id: str, role: KeyRole, key: str) -> None:
    _forget_key(rows, class_id, role)
    rows.execute("INSERT INTO class_key VALUES (?, ?, ?)", (class_id, role, _hash(key)))


def _forget_key(rows: sqlite3.Connection, class_id: str, role: KeyRole) -> None:
    """With the key go the tokens of who came with it: in their place stand hashes of nothing."""
    rows.execute("DELETE FROM class_key WHERE class_id = ? AND role = ?", (class_id, role))
    rows.execute(
        "UPDATE person SET token_hash = randomblob(32) WHERE class_id = ? AND role = ?",
        (class_id, role),
    )


def _hash(secret: str) -> bytes:
    """Fast on purpose: a slow hash protects secrets that can be guessed, and these are random."""
    return hashlib.sha256(secret.encode()).digest()
