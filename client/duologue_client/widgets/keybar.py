"""The last line of a screen: the few keys that matter here."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widgets import Static

from duologue_client.keys import Key
from duologue_client.language import _
from duologue_client.safe import assemble

GAPS = (3, 2, 1)
"""Cells between two keys, where there is room and where there is less."""

FIRST_TO_GO = ("quit", "down", "leave")
"""By name, where not all fit: the help has them, and a text says by itself that it goes on."""

WELL_KNOWN = ("help", "card", "call")
"""Always on the same keys: these stand without a word rather than that another one goes."""


class KeyBar(Static):
    """Keys with their labels, from the table of keys."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; background: $surface; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._drawn = Content("")

    def show(self, table: Iterable[Key], labels: Mapping[str, str] | None = None) -> None:
        """Show the rows that have a label; `labels` gives others, by name, or takes one ("")."""
        others = labels or {}
        named = [(row, others.get(row.name, _(row.label))) for row in table]
        drawn = _fitted([pair for pair in named if pair[1]], self.size.width)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(drawn)


def _fitted(keys: list[tuple[Key, str]], width: int) -> Content:
    """As many keys as the row takes: closer together first, then without what is needed least."""
    going = [pair for name in FIRST_TO_GO for pair in keys if pair[0].name == name]
    while (gap := _gap(keys, width)) is None and len(keys) > 1:
        if going:
            keys = [pair for pair in keys if pair is not going[0]]
            going = going[1:]
        elif known := [
            row for name in WELL_KNOWN for row, label in keys if label and row.name == name
        ]:
            keys = [(row, "" if row == known[0] else label) for row, label in keys]
        else:
            keys = keys[:-1]
    pairs = [
        assemble(
            (row.shown, "bold $text-accent"), (f" {label}" if label else "", "$foreground 60%")
        )
        for row, label in keys
    ]
    return Content(" " * (gap or 1)).join(pairs)


def _gap(keys: list[tuple[Key, str]], width: int) -> int | None:
    """The widest gap with which they fit; None: with none."""
    cells = sum(len(row.shown) + (len(label) + 1 if label else 0) for row, label in keys)
    return next((gap for gap in GAPS if cells + gap * (len(keys) - 1) <= width), None)
