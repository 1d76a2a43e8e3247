r"""A GIFT file as blocks of text in which every character knows its place, escapes undone.

What an escaped character means is kept apart from what it would mean by itself: `\=` becomes a
character of a private area that no file may hold, and `plain` turns it into `=` at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from duologue_activities.mistakes import Findings, Place
from duologue_activities.prescan import is_harmful, name_of

FILE_BYTES = 262_144
"""A GIFT file, at most: Moodle exports whole banks of questions."""

_ESCAPED = {character: chr(0xE000 + ord(character)) for character in ":#={}~\\"} | {"n": "\n"}
_PLAIN = {ord(marked): character for character, marked in _ESCAPED.items() if character != "n"}


@dataclass(frozen=True)
class Marked:
    """Characters, and of each the place where it is written."""

    text: str
    places: tuple[Place, ...]

    def __getitem__(self, part: slice) -> "Marked":
        return Marked(self.text[part], self.places[part])

    def strip(self) -> "Marked":
        start = len(self.text) - len(self.text.lstrip())
        return self[start : len(self.text.rstrip())]

    def before(self, signs: str) -> "Iterator[Marked]":
        """What stands before the first of these signs, then each part that begins with one."""
        start = 0
        for at, character in enumerate(self.text):
            if character in signs:
                yield self[start:at]
                start = at
        yield self[start:]

    @property
    def place(self) -> Place:
        """Where it begins. Raises IndexError if it is empty."""
        return self.places[0]

    @property
    def plain(self) -> str:
        """As it is read, with one space where there were more, or a line's end."""
        return " ".join(self.text.translate(_PLAIN).split())


@dataclass(frozen=True)
class Block:
    """What stands between two empty lines: one question, or a category."""

    content: Marked
    source: tuple[str, ...]
    """Its lines as they are written."""


def blocks(text: str, findings: Findings) -> Iterator[Block]:
    """The blocks of a file, in their order, without its comments.

    Raises Mistakes for a file that is too large.
    """
    if len(text.encode("utf-8", "surrogatepass")) > FILE_BYTES:
        findings.add(Place(1, 1), "The file is larger than 256 kB", "Split it into several files.")
        findings.stop_if_any()
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block: list[tuple[int, str]] = []
    for number, row in enumerate([*rows, ""], 1):
        if row.strip():
            block.append((number, _clean(number, row, findings)))
        elif block:
            yield from _block(block)
            block = []


def _block(rows: list[tuple[int, str]]) -> Iterator[Block]:
    """A category ends with its line, whatever stands below it."""
    start = 0
    for at, (_, row) in enumerate(rows):
        if row.startswith("$CATEGORY:"):
            yield from _question(rows[start:at])
            yield Block(_marked(rows[at : at + 1]), (row,))
            start = at + 1
    yield from _question(rows[start:])


def _question(rows: list[tuple[int, str]]) -> Iterator[Block]:
    """A block of rows, unless they are all comments."""
    content = _marked([it for it in rows if not it[1].lstrip().startswith("//")]).strip()
    if content.text:
        yield Block(content, tuple(row for _, row in rows))


def _marked(rows: list[tuple[int, str]]) -> Marked:
    characters: list[str] = []
    places: list[Place] = []
    for number, row in rows:
        column = 0
        while column < len(row):
            escaped = _ESCAPED.get(row[column + 1 : column + 2]) if row[column] == "\\" else None
            characters.append(escaped or row[column])
            places.append(Place(number, column + 1))
            column += 2 if escaped else 1
        characters.append("\n")
        places.append(Place(number, len(row) + 1))
    return Marked("".join(characters), tuple(places))


def _clean(number: int, row: str, findings: Findings) -> str:
    row = row.replace("\t", " ")
    if row.isascii() and row.isprintable():
        return row
    for column, character in enumerate(row, 1):
        if is_harmful(character):
            what = f"A character that can't be seen stands here ({name_of(character)})"
            findings.add(Place(number, column), what, "Delete it.")
    return "".join(" " if is_harmful(character) else character for character in row)
