"""What is looked at before the parser sees a file: its size, its characters, its brackets.

A parser can be kept busy for half a minute by 50 kB of "[" (and a terminal can be driven by a
control character in a card), so both are refused here, in one pass.
"""

import unicodedata

from duologue_activities.mistakes import Findings, Place

FILE_BYTES = 65_536
"""An activity file, at most."""

OPEN_BRACKETS = 40
"""Brackets and braces open at the same place, at most. Quotes and comments are counted too."""

_JOINERS = "\u200c\u200d"  # some languages spell with them
_OPENING, _CLOSING = "[{", "]}"


def prescan(text: str, findings: Findings) -> str:
    """The text with a space for each character that may not be there, so that reading can go on.

    A byte order mark at the start and Windows line ends are part of no text and are taken off.
    Raises Mistakes for a file that is too large or too deeply nested to be read at all.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text.encode("utf-8", "surrogatepass")) > FILE_BYTES:
        findings.add(Place(1, 1), "The file is larger than 64 kB", "Make two activities out of it.")
        findings.stop_if_any()
    rows = text.split("\n")
    _bound_brackets(rows, findings)
    return "\n".join(_clean(number, row, findings) for number, row in enumerate(rows, 1))


def is_harmful(character: str) -> bool:
    """Can it change how other text looks, or drive a terminal? A line end is not harmful."""
    if character == "\n" or character in _JOINERS:
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        or ord(character) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(character) <= 0xFDEF
    )


def without_harm(text: str) -> str:
    """The text with a space for each character that may not be there."""
    return "".join(" " if is_harmful(character) else character for character in text)


def name_of(character: str) -> str:
    """How a person finds this character's meaning: its code and name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character').lower()}"


def _clean(number: int, row: str, findings: Findings) -> str:
    if row.isascii() and row.isprintable():
        return row
    for column, character in enumerate(row, 1):
        if character == "\t":
            findings.add(Place(number, column), "A tab stands here", "Write spaces instead.")
        elif is_harmful(character):
            what = f"A character that can't be seen stands here ({name_of(character)})"
            findings.add(Place(number, column), what, "Delete it.")
    return without_harm(row)


def _bound_brackets(rows: list[str], findings: Findings) -> None:
    depth = 0
    for number, row in enumerate(rows, 1):
        for column, character in enumerate(row, 1):
            if character in _OPENING:
                depth += 1
            elif character in _CLOSING:
                depth = max(0, depth - 1)
            if depth > OPEN_BRACKETS:
                what = f"More than {OPEN_BRACKETS} brackets are open here"
                findings.add(Place(number, column), what, "Close each [ with ] and each { with }.")
                findings.stop_if_any()
