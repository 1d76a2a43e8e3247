"""What an activity is about, as its file lists it: items, questions, words, differences, a text."""

import re
from collections.abc import Sequence
from typing import Final

from duologue_activities import fields
from duologue_activities.activity import Difference, Grid, GridCell, Order, Question, Riddle, Role
from duologue_activities.lines import read_rows
from duologue_activities.mistakes import Findings, Place
from duologue_activities.reading import Mapping, Node, Scalar
from duologue_activities.roles import flowing
from duologue_activities.stages.words import has_content
from duologue_protocol.limits import FIELD_CHARACTERS

ITEMS: Final = (3, 12)
QUESTIONS: Final = (1, 12)
WORDS: Final = (2, 40)
BANNED: Final = (1, 6)
DIFFERENCES: Final = (3, 12)
OPTIONS: Final = (2, 6)
PROMPTS: Final = (1, 8)
PASSAGE_CHARACTERS: Final = 500
PASSAGE_LINES: Final = 20
GAPS: Final = 2
"""Gaps that each role must have in a text, at least."""
ITEM_CHARACTERS: Final = 200

_GAP = re.compile(r"\{([^{}]*)\}")


def read_order(findings: Findings, node: Node, *, is_keyed: bool) -> Order:
    items = fields.texts(findings, "items", node, *ITEMS, ITEM_CHARACTERS)
    if len({item.casefold() for item in items}) < len(items):
        findings.add(node.place, "Two items are the same", "Take one of the two out.")
    return Order(items, is_keyed, is_dealt=is_keyed)


def read_questions(findings: Findings, node: Node) -> tuple[Question, ...]:
    """A list of keys ask, answer and perhaps wrong."""
    return tuple(
        _question(findings, item) for item in fields.items(findings, "questions", node, *QUESTIONS)
    )


def _question(findings: Findings, node: Node) -> Question:
    pairs = fields.pairs(findings, "A question", node)
    values = {key.value: value for key, value in pairs}
    for key, _ in pairs:
        if key.value not in ("ask", "answer", "wrong"):
            what = f"{key.value} is no key of a question"
            findings.add(key.place, what, "The keys are ask, answer or wrong.")
    for name in ("ask", "answer"):
        if name not in values:
            findings.add(node.place, f"{name} is missing", f"Write {name}: and a text.")
    ask = fields.text(findings, "ask", values["ask"], ITEM_CHARACTERS) if "ask" in values else ""
    answers = _answers(findings, values["answer"]) if "answer" in values else ("",)
    wrong = values.get("wrong")
    choices = fields.texts(findings, "wrong", wrong, 1, 5, FIELD_CHARACTERS) if wrong else ()
    if wrong and {it.casefold() for it in answers} & {it.casefold() for it in choices}:
        what = "The answer stands among the wrong ones"
        findings.add(wrong.place, what, "Take it out there.")
    return Question(ask, answers, choices)


def _answers(findings: Findings, node: Node) -> tuple[str, ...]:
    text = fields.text(findings, "answer", node, FIELD_CHARACTERS)
    answers = tuple(part.strip() for part in text.split(" / "))
    if text and not all(map(has_content, answers)):
        findings.add(node.place, "An answer is empty", "Write a word on each side of /.")
    return answers


def read_words(findings: Findings, node: Node) -> tuple[Riddle, ...]:
    """Words to guess: a list, or each with the words that must not be said for it."""
    if isinstance(node, Mapping):
        if not WORDS[0] <= len(node.pairs) <= WORDS[1]:
            what = f"words has {len(node.pairs)} entries"
            findings.add(node.place, what, f"Write {WORDS[0]} to {WORDS[1]}.")
        return tuple(_riddle(findings, word, banned) for word, banned in node.pairs)
    return tuple(map(Riddle, fields.texts(findings, "words", node, *WORDS, 40)))


def _riddle(findings: Findings, word: Scalar, node: Node) -> Riddle:
    name = f"The words for {word.value}"
    banned = fields.texts(findings, name, node, *BANNED, 40)
    return Riddle(fields.text(findings, "A word of words", word, 40), banned)


def read_differences(findings: Findings, node: Node) -> tuple[Difference, ...]:
    """A thing, and how it is in each picture: `hat: [red, blue]`."""
    pairs = fields.pairs(findings, "differences", node)
    if not DIFFERENCES[0] <= len(pairs) <= DIFFERENCES[1]:
        what = f"differences has {len(pairs)} entries"
        findings.add(node.place, what, f"Write {DIFFERENCES[0]} to {DIFFERENCES[1]}.")
    return tuple(
        Difference(
            fields.text(findings, "A thing of differences", thing, 60),
            fields.texts(findings, f"The sides of {thing.value}", sides, 2, 4, 60),
        )
        for thing, sides in pairs
    )


def read_passages(findings: Findings, node: Node, count: int) -> tuple[str, ...]:
    """So many texts, with an empty line between two."""
    whole = fields.text(
        findings, "passage", node, count * PASSAGE_CHARACTERS, count * PASSAGE_LINES
    )
    passages = tuple(flowing(part) for part in re.split(r"\n[ \t]*\n", whole.strip()))
    if len(passages) != count:
        what = f"passage has {len(passages)} paragraphs"
        findings.add(node.place, what, f"Write {count}, with an empty line between two.")
    for passage in passages:
        if len(passage) > PASSAGE_CHARACTERS:
            what = f"A paragraph of passage has {len(passage)} characters"
            findings.add(node.place, what, f"Write at most {PASSAGE_CHARACTERS}.")
    return passages


def read_text(
    findings: Findings, node: Node, roles: Sequence[Role]
) -> tuple[tuple[Role, ...], Grid]:
    """A text of which each role lacks some words: {anna: summer} is for Anna to find out.

    Each role's own text goes onto its card, and the words that are lacking into one table.
    """
    rows = read_rows(findings, "text", node)
    keys = [role.key for role in roles]
    found: list[tuple[str, str]] = []
    for place, row in rows:
        found += [_gap(findings, place, match, keys) for match in _GAP.finditer(row)]
    for key in keys:
        count = sum(owner == key for owner, _ in found)
        if rows and count < GAPS:
            what = f"{key} has {count} gaps in the text, and needs at least {GAPS}"
            findings.add(node.place, what, f"Write {{{key}: word}} where {key} lacks a word.")
    whole = "\n".join(row for _, row in rows)
    texted = tuple(
        Role(role.key, role.title, f"{role.card}\n\n{_for(role.key, whole)}".strip())
        for role in roles
    )
    return texted, Grid(("Gap", "Word"), _table(found, keys))


def _gap(
    findings: Findings, row: Place, match: re.Match[str], roles: Sequence[str]
) -> tuple[str, str]:
    place = Place(row.line, row.column + match.start())
    owner, colon, word = (part.strip() for part in match[1].partition(":"))
    if not colon or owner not in roles:
        what = "This gap does not say whose it is"
        findings.add(place, what, f"Write it like {{{next(iter(roles), 'role')}: word}}.")
    elif not has_content(word):
        findings.add(place, "The word of this gap is empty", "Write it behind the colon.")
    return owner, word


def _for(role: str, text: str) -> str:
    """The text with this role's gaps numbered, and the others' words in brackets."""
    count = 0

    def shown(match: re.Match[str]) -> str:
        nonlocal count
        owner, _, word = match[1].partition(":")
        count += 1
        return f"({count}) ____" if owner.strip() == role else f"({count}) {_first(word)}"

    return _GAP.sub(shown, text)


def _first(word: str) -> str:
    return word.split(" / ")[0].strip()


def _table(
    found: Sequence[tuple[str, str]], roles: Sequence[str]
) -> tuple[tuple[GridCell, ...], ...]:
    """A row a gap; a cell is given to the role that does not lack it."""
    other = {owner: next((key for key in roles if key != owner), owner) for owner in roles}
    return tuple(
        (GridCell(str(number)), GridCell(word, other.get(owner, owner)))
        for number, (owner, word) in enumerate(found, 1)
    )
