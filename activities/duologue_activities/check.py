"""From the text of an activity file to an Activity, or to all mistakes in it at once."""

import re
from collections.abc import Callable, Collection, Iterable
from pathlib import PurePath
from typing import Literal, TypeVar, cast, get_args

from duologue_activities import fields, kinds, material
from duologue_activities.activity import Activity, Kind, Order, Riddle
from duologue_activities.grid import read_grid
from duologue_activities.keys import KEYS, SPECIAL
from duologue_activities.kinds.rule import PARTNER
from duologue_activities.lines import read_model, read_script
from duologue_activities.mistakes import Findings, Mistake, Mistakes, Place
from duologue_activities.prescan import prescan
from duologue_activities.reading import Mapping, Node, Sequence, read_tree
from duologue_activities.roles import read_roles
from duologue_activities.stages.form import accepted
from duologue_activities.stages.words import has_content, plain_words
from duologue_protocol.parts import Turns
from duologue_protocol.requests import Level

__all__ = ["Mistake", "Mistakes", "decode", "load"]

Lookup = Literal["low", "medium", "high"]
Thing = TypeVar("Thing")

GRIDS = ("grid", "swap")
"""The keys that hold a table, in the order in which the tables are filled."""

_SLOT = re.compile(r"…|\.\.\.")


def load(text: str, name: str) -> Activity:
    """The activity in a file of this name ("the-wrong-order.yaml"). Raises Mistakes."""
    findings = Findings(name)
    identity = PurePath(name).stem
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identity) or len(identity) > 40:
        what = "The file's name must be small letters, digits and hyphens, at most 40"
        findings.add(Place(1, 1), what, "Call it like the-wrong-order.yaml.")
    root = read_tree(prescan(text, findings), findings)
    activity = _Activity(findings, root).read(identity)
    findings.stop_if_any()
    return activity


def decode(data: bytes, name: str) -> str:
    """A file's text. Raises Mistakes if it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().split("\n")
        what = "This character is not written in UTF-8"
        mistake = Mistake(name, len(before), len(before[-1]) + 1, what, "Save the file as UTF-8.")
        raise Mistakes([mistake]) from None


class _Activity:
    """Reads the keys of one file."""

    def __init__(self, findings: Findings, root: Mapping) -> None:
        self._findings = findings
        self._root = root
        self._values = {key.value: value for key, value in root.pairs}
        said = self._choice("kind", kinds.KINDS)
        self._kind: Kind = cast("Kind", said) if said else "role-play"
        self._rule = kinds.KINDS[self._kind]
        if not said:  # nothing is known of what its kind needs
            self._rule = self._rule._replace(needs=frozenset(), may=SPECIAL)
        known = self._rule.known
        self._refuse_others(known)
        self._demand_missing()
        self._values = {key: value for key, value in self._values.items() if key in known}

    def read(self, identity: str) -> Activity:
        findings, values = self._findings, self._values
        minutes = self._number("minutes", 3, 90)
        roles = {role.key: role for role in read_roles(findings, values, self._rule)}
        script, model = values.get("script"), values.get("model")
        given_to = "describer" if self._kind == "describe-and-draw" else ""
        grids = tuple(
            read_grid(findings, values[key], roles, given_to) for key in GRIDS if key in values
        )
        if text := values.get("text"):
            texted, grid = material.read_text(findings, text, tuple(roles.values()))
            roles, grids = {role.key: role for role in texted}, (grid,)
            lacking = (cell for row in grid.rows for cell in row if cell.role)
            self._refuse_glossed(answer for cell in lacking for answer in accepted(cell))
        deck = self._material("words", material.read_words)
        if self._kind == "twenty-questions":  # here nothing is forbidden: it is what is true
            deck = tuple(Riddle(riddle.word, true=riddle.banned) for riddle in deck)
        self._refuse_glossed(riddle.word for riddle in deck)
        return Activity(
            id=identity,
            kind=self._kind,
            title=self._text("title", 60),
            level=cast("Level", self._choice("level", [it for it in get_args(Level) if it])),
            minutes=minutes,
            theme=self._text("theme", 40),
            note=self._text("note", 300, lines=2),
            aims=self._texts("aims", 1, 5, 160),
            phrases=self._phrases(),
            gloss=self._gloss(),
            roles=tuple(roles.values()),
            starts=self._starts(roles),
            stages=kinds.stages(
                self._kind,
                minutes,
                self._own_stages(minutes),
                tuple(roles.values()),
                self._turns(),
            ),
            checklist=self._texts("checklist", 1, 8, 160) or self._rule.checklist,
            model=read_model(findings, model, self._speakers(roles)) if model else (),
            script=read_script(findings, script, roles) if script else (),
            grids=tuple(grid for grid in grids if grid),
            order=self._order(),
            quiz=self._material("questions", material.read_questions),
            deck=deck,
            differences=self._material("differences", material.read_differences),
            options=self._texts("options", *material.OPTIONS, 60) or self._rule.options,
            prompts=self._texts("prompts", *material.PROMPTS, 200),
            passages=self._passages(),
            size=self._rule.size,
            doubles=self._rule.doubles,
            lookup=cast("Lookup", self._choice("lookup", ("low", "medium", "high")) or "high"),
        )

    def _refuse_others(self, known: frozenset[str]) -> None:
        for key, _ in self._root.pairs:
            if key.value in KEYS and key.value not in known:
                takers = [kind for kind, it in kinds.KINDS.items() if key.value in it.known]
                what = f"An activity of the kind {self._kind} has no {key.value}"
                remedy = f"Take it out, or write kind: {fields.listing(takers)}."
                self._findings.add(key.place, what, remedy)
            elif key.value not in known:
                what = f"{key.value or 'An empty text'} is no key of an activity"
                remedy = fields.nearest(key.value, sorted(known), "The keys are")
                self._findings.add(key.place, what, remedy)

    def _demand_missing(self) -> None:
        for key, example in KEYS.items():
            if key in self._rule.demanded and key not in self._values:
                self._findings.add(self._root.place, f"{key} is missing", f"Write {example}.")

    def _material(
        self, key: str, read: Callable[[Findings, Node], tuple[Thing, ...]]
    ) -> tuple[Thing, ...]:
        node = self._values.get(key)
        return read(self._findings, node) if node else ()

    def _passages(self) -> tuple[str, ...]:
        node = self._values.get("passage")
        if node is None:
            return ()
        shown = {rule.table for rule in self._rule.stages if rule.shows}
        return material.read_passages(self._findings, node, len(shown))

    def _order(self) -> Order | None:
        node = self._values.get("items")
        if node is None:
            return None
        return material.read_order(self._findings, node, is_keyed=self._kind == "strip-order")

    def _speakers(self, roles: Collection[str]) -> Collection[str]:
        """Who speaks in the model: a, b where all are the same, else the file's own roles."""
        supplied = {role.key for role in self._rule.supplies}
        if self._rule.supplies == (PARTNER,):
            return ("a", "b")
        return [key for key in roles if key not in supplied] if self._rule.most_roles else roles

    def _starts(self, roles: Collection[str]) -> str:
        if not roles:
            return ""
        return self._choice("starts", roles) or next(iter(roles))

    def _phrases(self) -> tuple[str, ...]:
        node = self._values.get("phrases")
        phrases = self._texts("phrases", 2, 8, 120)
        for phrase, item in zip(
            phrases, node.items if isinstance(node, Sequence) else (), strict=False
        ):
            if phrase and not all(has_content(it) for it in _SLOT.sub(" ", phrase).split("|")):
                what = "This phrase has no words of its own"
                self._findings.add(item.place, what, "Write some words beside the slot ….")
        return phrases

    def _gloss(self) -> tuple[tuple[str, str], ...]:
        node = self._values.get("gloss")
        if node is None:
            return ()
        pairs = fields.pairs(self._findings, "gloss", node)
        if len(pairs) > 20:
            what = f"gloss has {len(pairs)} words"
            self._findings.add(node.place, what, "Write at most 20.")
        return tuple(
            (
                fields.text(self._findings, "A word of gloss", word, 60),
                fields.text(self._findings, f"The meaning of {word.value}", meaning, 120),
            )
            for word, meaning in pairs
        )

    def _refuse_glossed(self, secret: Iterable[str]) -> None:
        """A word that is described and not said may not stand in the gloss, which all read."""
        node = self._values.get("gloss")
        private = {plain_words(word) for word in secret}
        for word, _ in node.pairs if isinstance(node, Mapping) else ():
            if plain_words(word.value) in private:
                what = f"{word.value} has to be found out, and everybody reads the gloss"
                self._findings.add(word.place, what, "Take it out here.")

    def _own_stages(self, minutes: int) -> dict[str, float]:
        own = self._minutes_of_stages()
        taken = sum(stage.minutes for stage in kinds.stages(self._kind, minutes, own))
        if taken > minutes:
            node = self._values.get("stages") or self._values.get("minutes") or self._root
            what = f"The stages need {taken:g} minutes, the activity has {minutes}"
            self._findings.add(node.place, what, "Give them less, or write more minutes.")
        return own

    def _minutes_of_stages(self) -> dict[str, float]:
        node = self._values.get("stages")
        if node is None:
            return {}
        names = [rule.name for rule in self._rule.stages]
        own: dict[str, float] = {}
        for key, value in fields.pairs(self._findings, "stages", node):
            if key.value in names:
                own[key.value] = fields.half_minutes(self._findings, key.value, value)
            else:
                what = f"An activity of the kind {self._kind} has no stage {key.value}"
                remedy = fields.nearest(key.value, names, "Its stages are")
                self._findings.add(key.place, what, remedy)
        return own

    def _turns(self) -> dict[str, Turns]:
        """How people take turns in stages in which they talk, by the stage's name."""
        node = self._values.get("turns")
        if node is None:
            return {}
        names = [rule.name for rule in self._rule.stages if rule.kind == "talk"]
        own: dict[str, Turns] = {}
        for key, value in fields.pairs(self._findings, "turns", node):
            said = fields.choice(self._findings, f"turns in {key.value}", value, get_args(Turns))
            if key.value not in names:
                what = f"{key.value} is no stage of a {self._kind} in which people only talk"
                remedy = fields.nearest(key.value, names, "Those are") if names else "Take it out."
                self._findings.add(key.place, what, remedy)
            elif said:
                own[key.value] = cast("Turns", said)
        return own

    def _text(self, key: str, most: int, lines: int = 1) -> str:
        node = self._values.get(key)
        return "" if node is None else fields.text(self._findings, key, node, most, lines)

    def _texts(self, key: str, least: int, most: int, characters: int) -> tuple[str, ...]:
        node = self._values.get(key)
        if node is None:
            return ()
        return fields.texts(self._findings, key, node, least, most, characters)

    def _choice(self, key: str, known: Collection[str]) -> str:
        node = self._values.get(key)
        return "" if node is None else fields.choice(self._findings, key, node, known)

    def _number(self, key: str, least: int, most: int) -> int:
        node = self._values.get(key)
        if node is None:
            return most
        return fields.whole_number(self._findings, key, node, least, most)
