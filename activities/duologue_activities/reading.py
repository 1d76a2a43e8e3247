"""YAML as a tree of texts with their places: no types, anchors, aliases, tags or second document.

The parser's events are read one by one, so what nests too deeply is refused before it is read.
Every value stays the text that was written: nothing turns into a number, a date or "false".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from duologue_activities.mistakes import Findings, Mistakes, Place
from duologue_activities.prescan import is_harmful, name_of, without_harm
from duologue_activities.yaml_errors import explain

NESTING = 8
"""Lists and mappings inside one another, at most."""

NODES = 1_500
"""Texts, lists and mappings of a file, at most; the largest good one has a quarter of it."""


@dataclass(frozen=True)
class Scalar:
    """A text. `rows` are its lines with their places, if it was written as a block after `|`."""

    place: Place
    value: str
    rows: tuple[tuple[Place, str], ...] | None = None


@dataclass(frozen=True)
class Sequence:
    place: Place
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Mapping:
    """Keys with their values; of a key that was written twice, the first."""

    place: Place
    pairs: tuple[tuple[Scalar, "Node"], ...]


Node = Scalar | Sequence | Mapping


def read_tree(text: str, findings: Findings, first: str = "kind: role-play") -> Mapping:
    """The file as a tree. Raises Mistakes if there is no tree to check further.

    `first` is how such a file may begin.
    """
    try:
        return _document(text, findings, first)
    except MarkedYAMLError as error:
        place, what, remedy = explain(error)
    except (YAMLError, ValueError, ArithmeticError):  # bad escapes raise the last two
        place, what = Place(1, 1), "This can't be read as YAML"
        remedy = "Take backslashes out of texts in double quotes."
    if not findings.mistakes:  # a tab, say, that was noted already explains the rest
        findings.add(place, what, remedy)
    raise Mistakes(findings.mistakes)


def _document(text: str, findings: Findings, first: str) -> Mapping:
    events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    root: Node | None = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            if getattr(event, "version", None) or getattr(event, "tags", None):
                findings.add(_place(event), "A line that begins with % stands here", "Take it out.")
            if root is not None:
                what = "A second document begins here"
                findings.add(_place(event), what, "Write one file for each, without ---.")
                raise Mistakes(findings.mistakes)
        elif isinstance(event, NodeEvent):
            root = _Tree(events, text.split("\n"), findings).node(event, 1)
    if not isinstance(root, Mapping):
        what = "The file holds no keys" if root else "The file is empty"
        findings.add(root.place if root else Place(1, 1), what, f"Begin with {first}.")
        raise Mistakes(findings.mistakes)
    return root


class _Tree:
    """Builds a tree out of the parser's events."""

    def __init__(self, events: Iterator[Event], source: list[str], findings: Findings) -> None:
        self._events = events
        self._source = source
        self._findings = findings
        self._nodes = 0

    def node(self, event: Event, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > NODES:
            self._stop(event, f"More than {NODES} texts stand before this one", "Write less.")
        self._refuse_extras(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if depth > NESTING:
            self._stop(event, "Lists stand too deep inside one another", "Write them flat.")
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        place, value = _place(event), str(event.value)
        for character in filter(is_harmful, value):
            what = f"This text makes a character that can't be seen ({name_of(character)})"
            self._findings.add(place, what, "Take the backslash and what follows it out.")
        value = without_harm(value)
        if event.style != "|":
            return Scalar(place, value)
        rows = value.rstrip("\n").split("\n")
        source = self._source[place.line : place.line + len(rows)]
        return Scalar(
            place,
            value,
            tuple(
                (Place(number, len(written) - len(row) + 1), row)
                for number, (written, row) in enumerate(
                    zip(source, rows, strict=False), place.line + 1
                )
            ),
        )

    def _sequence(self, event: Event, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(following := next(self._events), SequenceEndEvent):
            items.append(self.node(following, depth + 1))
        return Sequence(_place(event), tuple(items))

    def _mapping(self, event: Event, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while isinstance(following := next(self._events), NodeEvent):
            key = self.node(following, depth + 1)
            value = self.node(next(self._events), depth + 1)
            if isinstance(value, Scalar) and not value.value:
                value = replace(value, place=key.place)  # an empty text has no place of its own
            if not isinstance(key, Scalar):
                what = "A list or a mapping stands where a key should be"
                self._findings.add(key.place, what, "Put texts with [ or { into quotes.")
            elif key.value in pairs:
                first = pairs[key.value][0].place.line
                what = f"{key.value} is written twice (first in line {first})"
                self._findings.add(key.place, what, "Take one of the two out.")
            else:
                pairs[key.value] = (key, value)
        return Mapping(_place(event), tuple(pairs.values()))

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            what = "A name after * stands here (an alias)"
            self._stop(event, what, "Write the text out, in quotes if it begins with *.")
        if event.anchor is not None:
            what = "A name after & stands here (an anchor)"
            self._findings.add(_place(event), what, "Take it out, or put the text into quotes.")
        if event.ctag is not None:
            what = "A word after ! stands here (a tag)"
            self._findings.add(_place(event), what, "Take it out, or put the text into quotes.")

    def _stop(self, event: Event, what: str, remedy: str) -> NoReturn:
        self._findings.add(_place(event), what, remedy)
        raise Mistakes(self._findings.mistakes)


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
