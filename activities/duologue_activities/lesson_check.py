"""From the text of a lesson file to a Lesson, or to all mistakes in it at once."""

import re
from collections.abc import Collection, Mapping
from pathlib import PurePath
from typing import Final, cast, get_args

from duologue_activities import fields, reading
from duologue_activities.activity import Activity
from duologue_activities.lesson import Lesson, LessonRound
from duologue_activities.mistakes import Findings, Place
from duologue_activities.prescan import prescan
from duologue_activities.reading import Node, Scalar, read_tree
from duologue_protocol.requests import Levels, Remainder

KEYS: Final = {
    "title": "title: At the café",
    "minutes": "minutes: 45",
    "note": "note: a line to the teacher",
    "rounds": "rounds: and below it entries that begin with - activity: the-wrong-order",
}
"""Each key of a lesson with how to write it."""
ROUND_KEYS: Final = {
    "activity": "activity: the-wrong-order",
    "minutes": "minutes: 12",
    "levels": "levels: similar",
    "remainder": "remainder: observer",
    "note": "note: what you say before this round",
}
"""The same of a round."""
ROUNDS: Final = (1, 12)
MINUTES: Final = (5, 240)
ROUND_MINUTES: Final = (3, 90)
_NEEDED: Final = ("title", "minutes", "rounds")
_IS_LESSON = re.compile(r"^rounds[ ]*:", re.MULTILINE)


def is_lesson(text: str) -> bool:
    """Is this file a lesson: has it `rounds:` at its top level?"""
    return _IS_LESSON.search(text) is not None


def load_lesson(text: str, name: str, activities: Mapping[str, Activity]) -> Lesson:
    """The lesson in a file of this name ("at-the-cafe.yaml"). Raises Mistakes."""
    findings = Findings(name)
    identity = PurePath(name).stem
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identity) or len(identity) > 40:
        what = "The file's name must be small letters, digits and hyphens, at most 40"
        findings.add(Place(1, 1), what, "Call it like at-the-cafe.yaml.")
    root = read_tree(prescan(text, findings), findings, KEYS["title"])
    lesson = _Lesson(findings, root, activities).read(identity)
    findings.stop_if_any()
    return lesson


class _Lesson:
    """Reads the keys of one file."""

    def __init__(
        self, findings: Findings, root: reading.Mapping, activities: Mapping[str, Activity]
    ) -> None:
        self._findings, self._root, self._activities = findings, root, activities

    def read(self, identity: str) -> Lesson:
        findings = self._findings
        values = self._keys("a lesson", self._root, KEYS, _NEEDED)
        minutes = self._number("minutes", values, MINUTES)
        entries = values.get("rounds")
        items = fields.items(findings, "rounds", entries, *ROUNDS) if entries else ()
        lesson = Lesson(
            id=identity,
            title=self._text("title", values, 60),
            minutes=minutes,
            rounds=tuple(map(self._round, items)),
            note=self._text("note", values, 300, lines=2),
        )
        if lesson.in_rounds > minutes and not findings.mistakes:
            what = f"The rounds need {lesson.in_rounds} minutes, the lesson has {minutes}"
            place = entries.place if entries else self._root.place
            findings.add(place, what, "Give them less, take one out, or write more minutes.")
        return lesson

    def _round(self, node: Node) -> LessonRound:
        if not isinstance(node, reading.Mapping):
            what = "A round must be keys with their values"
            self._findings.add(node.place, what, "Write - activity: the-wrong-order.")
            return LessonRound("", ROUND_MINUTES[0])
        values = self._keys("a round", node, ROUND_KEYS, ("activity",))
        activity = self._activity(values["activity"]) if "activity" in values else None
        minutes = activity.minutes if activity else ROUND_MINUTES[0]
        if "minutes" in values:
            minutes = self._number("minutes", values, ROUND_MINUTES)
        return LessonRound(
            activity=activity.id if activity else "",
            minutes=minutes,
            levels=cast("Levels", self._choice("levels", values, get_args(Levels)) or "any"),
            remainder=cast(
                "Remainder", self._choice("remainder", values, get_args(Remainder)) or "trio"
            ),
            note=self._text("note", values, 300, lines=2),
        )

    def _activity(self, node: Node) -> Activity | None:
        """By its id, or by its file, whose name says the id."""
        written = node.value.strip() if isinstance(node, Scalar) else "a list"
        name = PurePath(written).stem if written.endswith((".yaml", ".yml")) else written
        if name in self._activities:
            return self._activities[name]
        close = fields.close_to(name, self._activities)
        remedy = f"Did you mean {close}?" if close else "`duologue activity list` shows them all."
        self._findings.add(
            node.place, f"There is no activity {written or 'without a name'}", remedy
        )
        return None

    def _keys(
        self, name: str, node: reading.Mapping, known: Mapping[str, str], needed: Collection[str]
    ) -> dict[str, Node]:
        """The values of known keys; others and missing ones are noted."""
        values = {key.value: value for key, value in node.pairs}
        for key, _ in node.pairs:
            if key.value not in known:
                what = f"{key.value or 'An empty text'} is no key of {name}"
                remedy = fields.nearest(key.value, known, "The keys are")
                self._findings.add(key.place, what, remedy)
        for name_of_key in needed:
            if name_of_key not in values:
                what = f"{name_of_key} is missing"
                self._findings.add(node.place, what, f"Write {known[name_of_key]}.")
        return values

    def _text(self, key: str, values: Mapping[str, Node], most: int, lines: int = 1) -> str:
        node = values.get(key)
        return fields.text(self._findings, key, node, most, lines) if node else ""

    def _choice(self, key: str, values: Mapping[str, Node], known: Collection[str]) -> str:
        node = values.get(key)
        return fields.choice(self._findings, key, node, known) if node else ""

    def _number(self, key: str, values: Mapping[str, Node], bounds: tuple[int, int]) -> int:
        node = values.get(key)
        return fields.whole_number(self._findings, key, node, *bounds) if node else bounds[1]
