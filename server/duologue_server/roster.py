"""Who is expected in a class: a list from a CSV file, and who of it has not come yet. Pure."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, get_args

from duologue_protocol import limits, text
from duologue_protocol.requests import Level
from duologue_server.language import _

SEPARATORS: Final = ",;\t"
ENCODINGS: Final = ("utf-8-sig", "utf-16")
LEVELS: Final = {level: level for level in get_args(Level) if level}
GIVEN_NAME: Final = re.compile(r"first|given|имя", re.IGNORECASE)
FAMILY_NAME: Final = re.compile(r"last|family|surname|фамилия", re.IGNORECASE)


class NotARoster(Exception):
    """The file has no names. The message is a sentence to show."""


class Expected(NamedTuple):
    """Somebody who belongs to the class."""

    first: str
    last: str
    level: Level = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


def read_roster(content: bytes) -> list[Expected]:
    """From a file with a row of heads: Moodle's participants as they are downloaded, or any list
    whose first column is the name. A column that holds nothing but A1 to C2 is the level.

    Raises NotARoster.
    """
    head, rows = _table(content)
    first, last = _name_columns(head, rows)
    level = _level_column(head, rows)
    found: dict[str, Expected] = {}
    for row in rows:
        one = Expected(
            _cell(row, first), _cell(row, last), LEVELS.get(_cell(row, level).upper(), "")
        )
        if one.name:
            found.setdefault(text.skeleton(one.name), one)
    if not found:
        raise NotARoster(
            _("There are no names in it. The first row names the columns, the rows below people.")
        )
    return list(found.values())


def looks(roster: Iterable[Expected]) -> dict[str, Expected]:
    """By what a name looks like: in either order of its parts, and the first name alone where
    nobody else has it."""
    everybody = list(roster)
    alike = Counter(text.skeleton(one.first) for one in everybody)
    found: dict[str, Expected] = {}
    for one in everybody:
        names = {one.name, f"{one.last} {one.first}".strip()}
        if alike[text.skeleton(one.first)] == 1:
            names.add(one.first)
        found |= {text.skeleton(name): one for name in names}
    return found


def levels(roster: Iterable[Expected], names: Mapping[str, str]) -> dict[str, Level]:
    """Who of these people, by `who`, has which level in the list."""
    by_look = looks(roster)
    found = {who: by_look.get(text.skeleton(name)) for who, name in names.items()}
    return {who: one.level for who, one in found.items() if one and one.level}


def absent(roster: Iterable[Expected], here: Iterable[str]) -> list[Expected]:
    """Who is expected and has not joined; `here` are the names of those who have."""
    by_look = looks(roster)
    come = {by_look[look] for name in here if (look := text.skeleton(name)) in by_look}
    return sorted((one for one in set(by_look.values()) if one not in come), key=lambda it: it.name)


def _table(content: bytes) -> tuple[Sequence[str], list[Sequence[str]]]:
    for encoding in ENCODINGS:
        try:
            decoded = content.decode(encoding)
        except UnicodeError:
            continue
        separator = max(SEPARATORS, key=decoded.partition("\n")[0].count)
        lines = csv.reader(io.StringIO(decoded, newline=""), delimiter=separator)
        rows = [row for row in lines if any(cell.strip() for cell in row)]
        if rows:
            return rows[0], list(rows[1:])
    raise NotARoster(_("This is not a CSV file in UTF-8. Save or download it again as that."))


def _name_columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, int | None]:
    """First name and family name; where the heads tell nothing, the columns before the address."""
    first = next((n for n, title in enumerate(head) if GIVEN_NAME.search(title)), None)
    last = next((n for n, title in enumerate(head) if FAMILY_NAME.search(title)), None)
    if first is not None and first != last:
        return first, last
    addresses = [n for n in range(len(head)) if rows and all("@" in _cell(row, n) for row in rows)]
    return 0, 1 if addresses and addresses[0] >= 2 else None


def _level_column(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    for column in range(len(head)):
        cells = {_cell(row, column).upper() for row in rows} - {""}
        if cells and cells <= LEVELS.keys():
            return column
    return None


def _cell(row: Sequence[str], column: int | None) -> str:
    if column is None or column >= len(row):
        return ""
    return " ".join(text.clean(row[column], limits.LINE_CHARACTERS).split())
