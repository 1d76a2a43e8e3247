"""The quiz stage: questions with choices, or with an answer to write."""

from collections.abc import Mapping
from hashlib import blake2b

from duologue_activities.activity import Question
from duologue_activities.stages.form import same
from duologue_protocol.parts import Cell

COLUMNS = ("Question", "Answer")


def field(number: int) -> str:
    """Of the question at this place, counted from 0."""
    return f"q{number + 1}"


def choices(question: Question) -> tuple[str, ...]:
    """What one may choose from, in an order that does not tell; empty: the answer is written."""
    if not question.wrong:
        return ()
    every = (question.answers[0], *question.wrong)
    if {it.casefold() for it in every} == {"true", "false"}:
        return tuple(sorted(every, key=str.casefold, reverse=True))
    return tuple(sorted(every, key=lambda it: blake2b(f"{question.ask} {it}".encode()).digest()))


def is_right(question: Question, text: str) -> bool:
    """Does it say one of the answers? Case, punctuation and articles don't count."""
    return any(same(answer, text) for answer in question.answers)


def rows(
    questions: tuple[Question, ...], filled: Mapping[str, str], *, laid_open: bool
) -> tuple[tuple[Cell, ...], ...]:
    """Each question with what was answered, and with the key once it is laid open."""
    return tuple(
        (Cell(question.ask), _answer(question, field(at), filled.get(field(at), ""), laid_open))
        for at, question in enumerate(questions)
    )


def _answer(question: Question, name: str, text: str, laid_open: bool) -> Cell:
    given = Cell(text, name, choices=choices(question))
    if not laid_open:
        return given
    return Cell(text, name, is_right(question, text), question.answers[0], given.choices)
