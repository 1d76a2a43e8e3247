"""Sentences for a terminal: broken between words, and what is copied stays in one piece. Pure."""

import re
from typing import Final
from unicodedata import combining, east_asian_width

LEAST_COLUMNS: Final = 20
"""Where fewer are left beside a head, the text begins under it."""

_PIECE: Final = re.compile(r"(?:`[^`\n]*`|\S)+")
"""A word, or what stands between backticks: a command, with what touches it."""


def fitted(text: str, columns: int | None, head: str = "") -> str:
    """The text in rows of so many columns, `head` before the first and room for it before the others.

    A row that begins with a space is to be copied, or was laid out by hand: it stays as it is, and so
    does a word, or a command between backticks, that is wider than a row. None: nothing is broken.
    """
    if columns is None:
        return head + text
    margin = _width(head)
    if head and columns - margin < LEAST_COLUMNS:
        head, margin = f"{head.rstrip()}\n  ", 2
    rows: list[str] = []
    for row in text.split("\n"):
        rows += [row] if row.startswith(" ") else _broken(row, columns - margin)
    return head + ("\n" + " " * margin).join(rows)


def _broken(row: str, columns: int) -> list[str]:
    rows = [""]
    for piece in _PIECE.findall(row):
        longer = f"{rows[-1]} {piece}".lstrip(" ")
        if rows[-1] and _width(longer) > columns:
            rows.append(piece)
        else:
            rows[-1] = longer
    return rows


def _width(text: str) -> int:
    """In columns of a terminal, nearly: letters of East Asia take two, marks on letters none."""
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )
