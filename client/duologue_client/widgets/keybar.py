"""The last line of a screen: the few keys that matter here."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widgets import Static

from duologue_client.keys import Key
from duologue_client.language import _
from duologue_client.safe import assemble

GAP = 3
"""Cells between two keys."""

MOST_NEEDED = 4
"""So many keys are worth more than the space between them."""


class KeyBar(Static):
    """Keys with their labels, from the table of keys."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; background: $surface; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._drawn = Content("")

    def show(self, table: Iterable[Key], labels: Mapping[str, str] | None = None) -> None:
        """Show the rows that have a label; `labels` gives others, by name, or takes one ("")."""
        others = labels or {}
        named = [(row.shown, others.get(row.name, _(row.label))) for row in table]
        drawn = _fitted([pair for pair in named if pair[1]], self.size.width)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(drawn)


def _fitted(keys: list[tuple[str, str]], width: int) -> Content:
    """As many keys as the row takes; closer together where the first four fit only so."""
    first = keys[:MOST_NEEDED]
    gap = 1 if _cells(first, 1) <= width < _cells(first, GAP) else GAP
    while len(keys) > 1 and _cells(keys, gap) > width:
        keys = keys[:-1]
    pairs = [
        assemble((f"{shown} ", "bold $text-accent"), (label, "$foreground 60%"))
        for shown, label in keys
    ]
    return Content(" " * gap).join(pairs)


def _cells(keys: list[tuple[str, str]], gap: int) -> int:
    return sum(len(shown) + 1 + len(label) for shown, label in keys) + gap * (len(keys) - 1)
