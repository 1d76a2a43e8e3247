"""What simulated students have learnt by heart: an activity's model, script and table. Pure.

They know it from the demo's own teacher, in this process; a student's line never carries it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from duologue_protocol.parts import ModelLine, Preview

GAP: Final = re.compile(r"\{([^{}]*)\}")
FREE: Final = ("...", "…", "")
BLANK: Final = "____"

OWN_WORDS: Final = {
    "a town or country": "Riga",
    "a city": "Riga",
    "something on it": "a yellow star",
    "clothes": "a red hat",
    "more breakfast": "three pancakes",
    "a programme or film": "a film about sharks",
    "a dish you love": "pizza",
    "something to eat": "bread and cheese",
    "what do you think of that?": "very good to know",
    "what is she like?": "slow but clever",
    "say yes, and where it is": "Yes, it's opposite the park",
}
"""What to say in a gap where one may say anything, by its hint; without one, the hint itself."""


class Known(NamedTuple):
    """One cell of a table. `role`: who alone is given it, "" for all."""

    role: str
    value: str


@dataclass(frozen=True)
class Knowledge:
    """One activity."""

    model: tuple[ModelLine, ...] = ()
    script: Mapping[str, str] = field(default_factory=dict[str, str])
    """Whole lines by how they are shown with blanks; a free gap stands as its hint in braces."""
    tables: tuple[tuple[tuple[Known, ...], ...], ...] = ()
    """The tables of the activity, each a row of cells after the other."""
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of a quiz, by question."""
    words: tuple[str, ...] = ()
    """To be guessed, in their order."""
    sentences: tuple[str, ...] = ()
    """Of a text that is rebuilt."""


NOTHING: Final = Knowledge()


def learn(preview: Preview) -> Knowledge:
    """All that helps to play an activity well."""
    titles = [role.title for role in preview.roles]
    rows = preview.material.splitlines()
    if preview.activity.kind in ("information-gap", "half-text", "describe-and-draw"):
        blocks = preview.material.split("\n\n")
        tables = tuple(_table(block.splitlines()[1:], titles) for block in blocks)
        return Knowledge(preview.model, tables=tables)
    if preview.activity.kind == "spot-the-difference":
        answers = {str(at): _named(row) for at, row in enumerate(rows, 1)}
        return Knowledge(preview.model, answers=answers)
    if preview.activity.kind in ("dictogloss", "running-dictation"):
        sentences = re.findall(r"[^.!?]+[.!?]+", " ".join(preview.material.split()))
        return Knowledge(preview.model, sentences=tuple(it.strip() for it in sentences))
    if preview.activity.kind in ("taboo", "twenty-questions"):
        return Knowledge(preview.model, words=tuple(row.partition(":")[0] for row in rows))
    if preview.activity.kind in ("reasoning-gap", "jigsaw", "quiz"):
        pairs = (row.partition(" → ") for row in rows)
        answers = {ask: right.split(" / ")[0] for ask, arrow, right in pairs if arrow}
        return Knowledge(preview.model, answers=answers)
    lines = [text for row in rows for text in _of_roles(row, titles)]
    return Knowledge(preview.model, {_blank(line): _whole(line) for line in lines})


def own_words(line: str, name: str) -> str:
    """The whole line with this person's words in the free gaps."""

    def said(gap: re.Match[str]) -> str:
        return name if "name" in gap[1] else OWN_WORDS.get(gap[1], gap[1] or "well")

    return GAP.sub(said, line)


def _table(rows: list[str], titles: list[str]) -> tuple[tuple[Known, ...], ...]:
    return tuple(tuple(_cell(text, titles) for text in row.split(" | ")) for row in rows)


def _named(row: str) -> str:
    """A difference as one would write it down: the thing, and one of its sides."""
    thing, _colon, sides = row.partition(": ")
    return f"{thing} {sides.split(' / ')[0]}"


def _of_roles(row: str, titles: list[str]) -> list[str]:
    return [row.removeprefix(f"{title}: ") for title in titles if row.startswith(f"{title}: ")][:1]


def _cell(text: str, titles: list[str]) -> Known:
    text = text.strip()
    for title in titles:
        if text.startswith(f"{title}: "):
            return Known(title, text.removeprefix(f"{title}: "))
    return Known("", text)


def _blank(line: str) -> str:
    return GAP.sub(lambda gap: f"({BLANK})" if _is_free(gap) else BLANK, line)


def _whole(line: str) -> str:
    return GAP.sub(lambda gap: f"{{{_hint(gap)}}}" if _is_free(gap) else _answer(gap), line)


def _is_free(gap: re.Match[str]) -> bool:
    return _answer(gap) in FREE


def _answer(gap: re.Match[str]) -> str:
    return gap[1].partition("=")[0].split("|")[0].strip()


def _hint(gap: re.Match[str]) -> str:
    return gap[1].partition("=")[2].strip()
