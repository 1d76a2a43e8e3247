"""GIFT questions, as Moodle's own importer takes them: kind, text, answers with their weights."""

import re
from html import unescape
from typing import Literal, NamedTuple

from duologue_activities.gift.marked import Block, Marked, blocks
from duologue_activities.mistakes import Findings, Place

Kind = Literal[
    "choice", "true-false", "short", "number", "matching", "essay", "description", "category"
]

BLANK = "_____"
"""Stands in a question where its answers stood in the middle of it."""

QUESTIONS, ANSWERS = 2_000, 40
"""Questions in a file and answers to one of them, at most."""

_WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_TAG = re.compile(r"<[^<>]*>")
_TRUTHS = {"T": "true", "TRUE": "true", "F": "false", "FALSE": "false"}


class Answer(NamedTuple):
    text: str
    weight: float
    """In percent: 100 is right."""
    of: str = ""
    """In a matching question, what it belongs to; empty for one that belongs to nothing."""


class GiftQuestion(NamedTuple):
    place: Place
    kind: Kind
    ask: str
    """Of a category: its name."""
    answers: tuple[Answer, ...] = ()
    name: str = ""
    has_feedback: bool = False
    source: tuple[str, ...] = ()
    """Its lines as they are written."""


def read(text: str, findings: Findings) -> tuple[GiftQuestion, ...]:
    """The questions and categories of a file; what is wrong with any of them is noted.

    Raises Mistakes for a file that is too large.
    """
    questions: list[GiftQuestion] = []
    for block in blocks(text, findings):
        if len(questions) == QUESTIONS:
            what = f"More than {QUESTIONS} questions stand before this one"
            findings.add(block.content.place, what, "Split the file into several.")
            break
        questions.append(_Question(findings, block).read())
    return tuple(questions)


class _Question:
    """Reads one block."""

    def __init__(self, findings: Findings, block: Block) -> None:
        self._findings = findings
        self._block = block
        self._format = ""
        self._has_feedback = False

    def read(self) -> GiftQuestion:
        content = self._block.content
        if content.text.startswith("$CATEGORY:"):
            return GiftQuestion(content.place, "category", content[10:].plain)
        name, rest = self._named(content)
        ask, inside = self._parts(rest)
        feedback = inside.text.rfind("####") if inside else -1
        if inside and feedback >= 0:
            self._has_feedback = True
            inside = inside[:feedback].strip()
        asked = self._text(ask, whole=True)
        kind, answers = self._answers(inside) if inside else ("description", ())
        return GiftQuestion(
            content.place, kind, asked, answers, name, self._has_feedback, self._block.source
        )

    def _named(self, content: Marked) -> tuple[str, Marked]:
        """Its name between two double colons, and what comes after it."""
        end = content.text.find("::", 2) if content.text.startswith("::") else -1
        if end < 0:
            return "", content[2:] if content.text.startswith("::") else content
        return content[2:end].plain, content[end + 2 :].strip()

    def _parts(self, rest: Marked) -> tuple[Marked, Marked | None]:
        """What is asked, with a blank for answers in its middle, and what stands in the braces."""
        start, end = rest.text.find("{"), rest.text.find("}")
        if start < 0 and end < 0:
            return rest, None
        if start < 0 or 0 <= end < start:
            what = "} closes nothing"
            self._findings.add(rest.places[end], what, r"Write { before the answers, or \} for }.")
            return rest, None
        if end < 0:
            what = "{ is opened here and not closed"
            remedy = "Close it with }, and leave no empty line in a question."
            self._findings.add(rest.places[start], what, remedy)
            return rest, None
        for at in range(start + 1, len(rest.text)):
            if rest.text[at] in "{}" and at != end:
                what = f"A second {rest.text[at]} stands in this question"
                remedy = rf"Write \{rest.text[at]} for it, or put an empty line between questions."
                self._findings.add(rest.places[at], what, remedy)
                break
        before, after = rest[:start], rest[end + 1 :]
        if not after.text.strip():
            return before, rest[start + 1 : end].strip()
        blank = Marked(BLANK, (rest.places[start],) * len(BLANK))
        whole = Marked(
            before.text + blank.text + after.text, before.places + blank.places + after.places
        )
        return whole, rest[start + 1 : end].strip()

    def _text(self, part: Marked, *, whole: bool = False) -> str:
        """As people read it. The format of the question is that of its answers, too."""
        part = part.strip()
        found = _FORMAT.match(part.text)
        form = found[1] if found else self._format
        if whole:
            self._format = form
        text = part[found.end() :].plain if found else part.plain
        return " ".join(unescape(_TAG.sub(" ", text)).split()) if form == "html" else text

    def _answers(self, inside: Marked) -> tuple[Kind, tuple[Answer, ...]]:
        text = inside.text
        if not text:
            return "essay", ()
        if text.count("~") + text.count("=") > ANSWERS:
            what = f"More than {ANSWERS} answers stand here"
            self._findings.add(inside.place, what, "Take some out, or close the brace before.")
            return "short", ()
        if text.startswith("#"):
            return "number", self._numbers(inside)
        if "~" in text:
            return "choice", self._choices(inside)
        if "=" in text and "->" in text:
            return "matching", self._pairs(inside)
        if truth := _TRUTHS.get(text.partition("#")[0].strip()):
            self._has_feedback = self._has_feedback or "#" in text
            return "true-false", (Answer(truth, 100),)
        return "short", self._written(inside)

    def _pairs(self, inside: Marked) -> tuple[Answer, ...]:
        """`=what -> answer`; one without what stands before the arrow is only there to mislead."""
        pairs: list[Answer] = []
        for part in inside.before("="):
            arrow = part.text.find("->")
            if part.text.strip() and arrow < 0:
                what = "No -> stands in this pair"
                self._findings.add(part.place, what, "Write =what -> answer.")
            elif part.text.strip():
                left = self._text(part[1:arrow] if part.text[0] == "=" else part[:arrow])
                pairs.append(self._answer(part[arrow + 2 :], 100)._replace(of=left))
        return tuple(pairs)

    def _choices(self, inside: Marked) -> tuple[Answer, ...]:
        """`~=` is the same as `=`, which has no weight behind it."""
        first, *signed = inside.before("~=")
        answers = [self._answer(first, 0)] if first.text.strip() else []
        for part, following in zip(signed, [*signed[1:], None], strict=True):
            is_prefix = part.text == "~" and following and following.text.startswith("=")
            if not is_prefix:
                right = part.text.startswith("=")
                answers.append(self._answer(part, 100 * right, weighted=not right))
        if len(answers) < 2:
            what = "Only one choice stands here"
            self._findings.add(inside.place, what, "Write ~ before each wrong one.")
        elif all(answer.weight <= 0 for answer in answers):
            what = "No choice is right"
            self._findings.add(inside.place, what, "Write = before the right one.")
        return tuple(answers)

    def _written(self, inside: Marked) -> tuple[Answer, ...]:
        first, *others = inside.before("=")
        answers = [self._answer(first, 100)] if first.text.strip() else []
        return (*answers, *(self._answer(one, 100) for one in others))

    def _numbers(self, inside: Marked) -> tuple[Answer, ...]:
        right, *wrong = inside[1:].before("~")
        self._has_feedback = self._has_feedback or bool(wrong)
        if not right.text.strip():
            what = "No number stands behind #"
            self._findings.add(inside.place, what, "Write {#42}, or {#42:1} to take 41 to 43.")
        return self._written(right)

    def _answer(self, part: Marked, weight: float, *, weighted: bool = True) -> Answer:
        """A text without its sign, with the weight before and the feedback behind it."""
        place = part.place
        said, *feedback = part.before("#")
        said = (said[1:] if said.text[:1] in "=~" else said).strip()
        if weighted and (found := _WEIGHT.match(said.text)):
            weight = min(100.0, float(found[1].lstrip("-"))) * (-1 if found[1][0] == "-" else 1)
            said = said[found.end() :]
        self._has_feedback = self._has_feedback or any(len(it.text.strip()) > 1 for it in feedback)
        text = self._text(said)
        if not text:
            what = "An answer is empty"
            self._findings.add(place, what, "Write a text behind = or ~, or take the sign out.")
        return Answer(text, weight)
