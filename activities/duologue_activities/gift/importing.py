"""From GIFT questions to an activity file with a quiz; what does not fit stays as a comment."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duologue_activities import material
from duologue_activities.activity import Question
from duologue_activities.gift.reading import Answer, GiftQuestion, read
from duologue_activities.mistakes import Findings, Mistake, Mistakes
from duologue_activities.stages.words import has_content
from duologue_protocol.limits import FIELD_CHARACTERS
from duologue_protocol.requests import Level

_MOST = material.QUESTIONS[1]
_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?(:0+(\.0+)?)?")
_SPAN = re.compile(r"([-+]?[0-9]{1,9})(:|\.\.)([-+]?[0-9]{1,9})")
_NUMBERS = 12
"""Whole numbers of a range that can be written out as answers."""
_WRONG = 5
"""Wrong choices of a question, at most."""
_TRUTHS = ("true", "false")

_HEAD = """\
kind: quiz
title: {title}
level: {level}
minutes: {minutes}
theme: {theme}
lookup: low
aims:
  - I can say why an answer is right, and ask for reasons.
phrases:
  - "I think it's …"
  - "Are you sure?"
  - "It can't be …, because …"
  - "Let's write …"
task: |
  Answer the questions alone first. Then compare: where your answers are different, say why, and write one.
questions:
"""

_MODEL = """\
model: |
  a: What have you got for the first question?
  b: I think it's the first answer. And you?
  a: I've got another one. Are you sure?
  b: Not really. Why do you think so?
  a: It can't be the first one, because we had that word last week.
  b: That's true, I forgot. Let's write your answer.
  a: And the next one?
  b: There we have the same. That was easy!
"""


class Imported(NamedTuple):
    """What came of a GIFT file."""

    text: str
    """The activity file; empty where no question can be taken."""
    taken: int
    notes: tuple[Mistake, ...]
    """What was lost or left out, each with its line; the file is good without it."""
    left: int
    """Questions that are in the file and did not fit into this activity."""
    following: int
    """The number of the first of them, counted from 1 in the file."""


def import_gift(
    text: str,
    name: str,
    *,
    title: str,
    level: Level = "B1",
    theme: str = "quiz",
    start: int = 1,
) -> Imported:
    """An activity file of the questions from number `start` on, as many as fit into one.

    Raises Mistakes: all that is wrong with the GIFT file.
    """
    findings = Findings(name)
    questions = read(text, findings)
    findings.stop_if_any()
    notes = Findings(name)
    entries, taken, left = _entries(notes, questions, start)
    count = sum(question.kind != "category" for question in questions)
    if not taken:
        what = "No question here can be part of a quiz"
        remedy = "Write choices, true or false, or short answers."
        raise Mistakes([*notes.mistakes, Mistake(name, 1, 1, what, remedy)])
    head = _HEAD.format(
        title=_quoted(title[:60]), level=level, minutes=5 + 2 * taken, theme=_quoted(theme[:40])
    )
    return Imported(head + entries + _MODEL, taken, tuple(notes.mistakes), left, count - left + 1)


def _entries(
    notes: Findings, questions: Sequence[GiftQuestion], start: int
) -> tuple[str, int, int]:
    """The lines of `questions`, how many there are, and how many more did not fit."""
    rows: list[str] = []
    number = taken = left = 0
    for question in questions:
        if question.kind == "category":
            rows.append(f"  # {question.ask}\n")
            continue
        number += 1
        if number < start:
            continue
        asked = questions_of(question)
        if left or taken + len(asked) > _MOST:
            left += 1
        elif (reason := _why_not(question, asked)) is not None:
            what, remedy = reason
            notes.add(question.place, what, f"{remedy} It stays as a comment.")
            rows += [f"  # {row}\n" for row in question.source]
        else:
            taken += len(asked)
            rows += _entries_of(notes, question, asked)
    return "".join(rows), taken, left


def _why_not(question: GiftQuestion, asked: Sequence[Question]) -> tuple[str, str] | None:
    """Why a question can't be part of a quiz, and what to write instead; None: it can."""
    match question.kind:
        case "essay":
            return "An essay has no right answer", "Take it as a prompt of an opinion-gap."
        case "description":
            return "This is a text without a question", "Write it into the task."
        case "number" if not all(_numbers(it.text) for it in question.answers):
            return "A range of numbers is too wide for a quiz", "Write one number, like {#42}."
        case "choice" if not any(answer.weight == 100 for answer in question.answers):
            return "Several choices are right together", "Ask for each in a question of its own."
        case "short" if any("*" in answer.text for answer in question.answers):
            return "A * stands for any text here", "Write the answers out."
        case "matching" if len(asked) < 2:
            return "Fewer than two pairs stand here", "Write =what -> answer for each."
        case _:
            return next((why for one in asked if (why := _too_much(one))), None)


def _numbers(written: str) -> tuple[str, ...]:
    """All whole numbers that a range takes; a number alone; nothing where that is too much."""
    if _NUMBER.fullmatch(written):
        return (written.partition(":")[0],)
    if (span := _SPAN.fullmatch(written)) is None:
        return ()
    first, last = int(span[1]), int(span[3])
    if span[2] == ":":
        first, last = first - last, first + last
    return tuple(map(str, range(first, last + 1))) if last - first < _NUMBERS else ()


def _too_much(question: Question) -> tuple[str, str] | None:
    texts = (*question.answers, *question.wrong)
    right = {answer.casefold() for answer in question.answers}
    if not question.ask:
        return "Nothing is asked here", "Write the question before the brace."
    if len(question.ask) > material.ITEM_CHARACTERS:
        has = f"The question has {len(question.ask)} characters"
        return f"{has}, and {material.ITEM_CHARACTERS} fit", "Shorten it."
    if len(" / ".join(question.answers)) > FIELD_CHARACTERS:
        return f"The answers have more than {FIELD_CHARACTERS} characters", "Shorten them."
    if any(len(text) > FIELD_CHARACTERS for text in texts):
        return f"A choice has more than {FIELD_CHARACTERS} characters", "Shorten it."
    if len(question.wrong) > _WRONG:
        return f"{len(question.wrong)} wrong choices stand here, and {_WRONG} fit", "Take some out."
    if not question.answers or not all(map(has_content, question.answers)):
        return "A right answer has no letter and no digit", "Write it in words."
    if any("/" in text.split() for text in texts):
        return "A / between spaces stands in an answer", "Write it without the spaces."
    if right & {text.casefold() for text in question.wrong}:
        return "Right and wrong differ only in capital letters", "Write them differently."
    return None


def questions_of(question: GiftQuestion) -> tuple[Question, ...]:
    """As parts of a quiz: one, or one for each pair of a matching question.

    What has the whole weight is right, and nothing else.
    """
    texts = [answer.text for answer in question.answers]
    weights = [answer.weight for answer in question.answers]
    right = tuple(text for text, weight in zip(texts, weights, strict=True) if weight == 100)
    wrong = tuple(text for text, weight in zip(texts, weights, strict=True) if weight < 100)
    match question.kind:
        case "true-false":
            return (Question(question.ask, tuple(texts), tuple({*_TRUTHS} - {*texts})),)
        case "number":
            numbers = tuple(number for text in texts for number in _numbers(text))
            return (Question(question.ask, numbers),)
        case "matching":
            return tuple(_pair(question, answer) for answer in question.answers if answer.of)
        case kind:
            return (Question(question.ask, right, wrong if kind == "choice" else ()),)


def _pair(question: GiftQuestion, answer: Answer) -> Question:
    """Which of the answers belongs to this? Of the others, as many as a quiz shows."""
    others = dict.fromkeys(one.text for one in question.answers if one.text != answer.text)
    return Question(f"{question.ask} {answer.of}".strip(), (answer.text,), tuple(others)[:_WRONG])


def _entries_of(
    notes: Findings, question: GiftQuestion, asked: Sequence[Question]
) -> Iterator[str]:
    """The lines of a question, with what is lost noted."""
    for what, remedy in _lost(question):
        notes.add(question.place, what, remedy)
    if question.name:
        yield f"  # {question.name}\n"
    for it in asked:
        yield f"  - ask: {_quoted(it.ask)}\n"
        yield f"    answer: {_quoted(' / '.join(it.answers))}\n"
        if it.wrong:
            yield f"    wrong: [{', '.join(map(_quoted, it.wrong))}]\n"


def _lost(question: GiftQuestion) -> Iterator[tuple[str, str]]:
    if question.has_feedback:
        yield "Feedback is not taken over", "People talk about the answers when they are open."
    if any(0 < answer.weight < 100 for answer in question.answers):
        yield "An answer that is partly right counts as wrong", "Take it out if that is unfair."
    if question.kind == "choice" and sum(answer.weight == 100 for answer in question.answers) > 1:
        yield "Of the right choices only the first is shown", "Take the others out."


def _quoted(text: str) -> str:
    """As YAML reads it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
