"""The last line of a screen: the few keys that matter here."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widgets import Static

from duologue_client.keys import Key
from duologue_client.language import _
from duologue_client.safe import assemble


class KeyBar(Static):
    """Keys with their labels, from the table of keys."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; background: $surface; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._drawn = Content("")

    def show(self, table: Iterable[Key], labels: Mapping[str, str] | None = None) -> None:
        """Show the rows that have a label; `labels` gives others, by name, or takes one ("")."""
        others = labels or {}
        parts: list[tuple[str, str]] = []
        room = self.size.width - 2
        for row in table:
            label = others.get(row.name, _(row.label) if row.label else "")
            if not label:
                continue
            room -= len(row.shown) + len(label) + 3
            if room < -2 and parts:
                break
            parts += [(f"{row.shown} ", "bold $text-accent"), (f"{label}   ", "$foreground 60%")]
        drawn = assemble(*parts)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(drawn)
