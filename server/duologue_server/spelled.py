"""Where a name stands in the texts that rooms write together: whose letters it is made of.

People type a few letters at a time, and into each other's words, so no single edit need hold a name.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from duologue_protocol.edits import Edit
from duologue_server import facts
from duologue_server.facts import Moment


class Place(NamedTuple):
    """A fact's place in the log: the position of its moment, and its number in it from 0."""

    seq: int
    number: int


class _Letter(NamedTuple):
    letter: str
    edit: Place
    offset: int
    """Among all that the edit puts in."""


def spelled(log: Iterable[Moment], names: re.Pattern[str]) -> dict[Place, set[int]]:
    """By edit, which letters of those that it puts in are part of a name in the end."""
    found: dict[Place, set[int]] = {}
    for text in _texts(log):
        for match in names.finditer("".join(one.letter for one in text)):
            for one in text[match.start() : match.end()]:
                found.setdefault(one.edit, set()).add(one.offset)
    return found


def _texts(log: Iterable[Moment]) -> list[list[_Letter]]:
    """The texts as they are when the log ends, letter by letter."""
    texts: dict[str, list[_Letter]] = {}
    for seq, moment in enumerate(log, 1):
        for number, fact in enumerate(moment.facts):
            if isinstance(fact, facts.TextEdited):
                before = texts.get(fact.room, [])
                texts[fact.room] = _applied(fact.edit, before, Place(seq, number))
    return list(texts.values())


def _applied(edit: Edit, text: list[_Letter], place: Place) -> list[_Letter]:
    after: list[_Letter] = []
    at = offset = 0
    for step in edit:
        if isinstance(step, str):
            after += [_Letter(one, place, offset + far) for far, one in enumerate(step)]
            offset += len(step)
        else:
            after += text[at : at + max(step, 0)]
            at += abs(step)
    return after + text[at:]
