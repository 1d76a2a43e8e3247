"""The information gap: ask for what is missing, answer what is asked, write it down. Pure."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from duologue_client.demo.situation import Move, Situation
from duologue_protocol.limits import FIELD_CHARACTERS
from duologue_protocol.parts import Line
from duologue_protocol.requests import Fill

QUESTIONS: Final = (
    "What have you got for {row}, {column}?",
    "Could you tell me about {row}, {column}?",
    "And {row}, {column}: what does your table say?",
)
SENTENCE_END: Final = re.compile(r"(?<=[.?!;])\s+")
ASKED_ENOUGH: Final = 2
"""After so many questions, what the partner said is written down as it is."""


class Spot(NamedTuple):
    """One cell of my table, with what it should be."""

    row: str
    column: str
    field: str
    """"" where it was given to me."""
    text: str
    value: str
    is_private: bool
    """Only my role was given it."""

    @property
    def question(self) -> str:
        variant = (len(self.row) + len(self.column)) % len(QUESTIONS)
        return QUESTIONS[variant].format(row=self.row, column=_spoken(self.column))

    @property
    def answer(self) -> str:
        return f"{self.row}, {_spoken(self.column)}: {self.value}."


def next_move(at: Situation) -> Move | None:
    """Fill, answer and ask, or volunteer; None: my table is full and nobody asks."""
    spots = list(_spots(at))
    return _fill(at, spots) or _say(at, spots)


def _spots(at: Situation) -> Iterator[Spot]:
    table = at.room.table
    if table is None:
        return
    for number, row in enumerate(table.rows):
        label = row[0].text if row[0].field is None else f"number {number + 1}"
        for place, cell in enumerate(row):
            known = at.cells[number][place] if number < len(at.cells) else None
            value = known.value if known else cell.text
            private = known is not None and known.role == at.seat.role
            yield Spot(label, table.columns[place], cell.field or "", cell.text, value, private)


def _fill(at: Situation, spots: list[Spot]) -> Move | None:
    for spot in spots:
        if spot.field and not spot.text and (heard := _heard(at, spot)):
            fill = Fill(at.progress.room, spot.field, heard)
            key = ("fill", *at.here, spot.field)
            return Move(key, fill, at.thinking_ms(), at.pace.typing_ms(heard))
    return None


def _heard(at: Situation, spot: Spot) -> str:
    """What a partner told me for this cell; "" if nobody has."""
    asked = [place for place, line in enumerate(at.lines) if _asks(at, line, spot)]
    for place, line in enumerate(at.lines):
        if at.is_mine(line) or spot.value.casefold() not in line.text.casefold():
            continue
        if (asked and place > asked[0]) or _names(line.text, spot.row):
            return spot.value
    answers = [line for line in at.lines[asked[-1] + 1 :] if not at.is_mine(line)] if asked else []
    if len(asked) >= ASKED_ENOUGH and answers:
        return answers[0].text[:FIELD_CHARACTERS]
    return ""


def _asks(at: Situation, line: Line, spot: Spot) -> bool:
    return line.by == at.me and spot.question in line.text


def _say(at: Situation, spots: list[Spot]) -> Move | None:
    said = [spot.answer for spot in _asked_of_me(at, spots)]
    to_find = [spot for spot in spots if spot.field and not spot.text]
    last = at.lines[-1] if at.lines else None
    theirs = last is not None and not at.is_mine(last)
    if not said and not to_find and theirs and last and not _names_any(last.text, spots):
        said = [spot.answer for spot in spots if spot.is_private and not _told(at, spot)][:1]
    text = " ".join(said + [spot.question for spot in to_find[:1]])
    if not text:
        return None
    if theirs and last:
        wait_ms = at.pace.reading_ms(last.text) + at.thinking_ms()
        return at.says(text, "reply", wait_ms)
    if said or (last is None and at.seat.starts):
        return at.says(text, "start", at.thinking_ms())
    return at.breaks_silence(text)


def _asked_of_me(at: Situation, spots: list[Spot]) -> list[Spot]:
    """Cells that partners named, and that I have and have not told since."""
    asked: list[Spot] = []
    for place, line in enumerate(at.lines):
        if at.is_mine(line):
            continue
        later = " ".join(one.text for one in at.lines[place + 1 :] if at.is_mine(one))
        asked += [spot for spot in _named(line.text, spots) if spot.answer not in later]
    return list(dict.fromkeys(asked))


def _named(text: str, spots: list[Spot]) -> list[Spot]:
    """Cells given to me that are named by row and column; by the row alone, my private ones."""
    found: list[Spot] = []
    for sentence in SENTENCE_END.split(text):
        given = [spot for spot in spots if not spot.field and _names(sentence, spot.row)]
        exact = [spot for spot in given if _names(sentence, spot.column)]
        about_row = [spot for spot in given if spot.is_private]
        columns = any(_names(sentence, spot.column) for spot in spots)
        found += exact if columns else about_row if sentence.endswith("?") else []
    return found


def _names_any(text: str, spots: list[Spot]) -> bool:
    return any(_names(text, spot.row) and _names(text, spot.column) for spot in spots)


def _names(text: str, label: str) -> bool:
    return _spoken(label).casefold() in text.casefold()


def _spoken(label: str) -> str:
    """A table's head in the middle of a sentence."""
    label = label.rstrip("?")
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _told(at: Situation, spot: Spot) -> bool:
    return any(at.is_mine(line) and spot.answer in line.text for line in at.lines)
