"""Texts as words, so that two can be compared without their punctuation."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "'’‘ʼ`´＇"
_MEANINGFUL = "%&@#"  # punctuation to Unicode, but part of what is said
_STRAIGHT = str.maketrans(_APOSTROPHES, "'" * len(_APOSTROPHES))
_ASCII_WORD = re.compile(r"[A-Za-z0-9$+<=>^|~%&@#]+(?:['`][A-Za-z0-9$+<=>^|~%&@#]+)*")
"""What `words` finds in ASCII, thirty times as fast: each line is looked through for its card's."""


class Word(NamedTuple):
    """A word as it is compared, and where it stands in its text."""

    plain: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """The words of a text: letters, digits, signs, and apostrophes inside a word."""
    if text.isascii():
        found_ascii = _ASCII_WORD.finditer(text)
        return tuple(Word(_plain(word[0]), word.start(), word.end()) for word in found_ascii)
    found: list[Word] = []
    start: int | None = None
    for place in range(len(text) + 1):
        inside = place < len(text) and _is_inside(text, place)
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            found.append(Word(_plain(text[start:place]), start, place))
            start = None
    return tuple(found)


def plain_words(text: str) -> tuple[str, ...]:
    """Only what is compared."""
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text.lower().replace("`", "'")))
    return tuple(word.plain for word in words(text))


def has_content(text: str) -> bool:
    """Is there a letter or a digit?"""
    return any(character.isalnum() for character in text)


def tidy(text: str) -> str:
    """The text with one space where there were more, or a line end."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_inside(text: str, place: int) -> bool:
    if text[place] in _APOSTROPHES:
        return (
            0 < place < len(text) - 1 and _is_sound(text[place - 1]) and _is_sound(text[place + 1])
        )
    return _is_sound(text[place])


@lru_cache(4_096)
def _is_sound(character: str) -> bool:
    if character in _APOSTROPHES:
        return False
    return unicodedata.category(character)[0] in "LMNS" or character in _MEANINGFUL


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_STRAIGHT).casefold())
