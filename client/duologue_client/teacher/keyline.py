"""The last line of a screen: the few keys that matter here and now."""

from collections.abc import Iterable

from textual.widgets import Static

from duologue_client.keys import Key
from duologue_client.language import _
from duologue_client.safe import assemble

MOST = 5


class KeyLine(Static):
    """Keys with their names, from the table of keys."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: tuple[Key, ...] = ()

    def show(self, table: Iterable[Key], names: tuple[str, ...] = ()) -> None:
        """Show the keys of these rows, as far as they are there, in this order; without any, those
        that have a label."""
        by_name = {key.name: key for key in table}
        chosen = [by_name[name] for name in names if name in by_name] or [
            key for key in by_name.values() if key.label
        ]
        if tuple(chosen[:MOST]) == self._shown:
            return
        self._shown = tuple(chosen[:MOST])
        parts: list[tuple[str, str]] = []
        for key in self._shown:
            parts += [
                (f"{key.shown} ", "bold $text-primary"),
                (f"{_(key.label)}   ", "$foreground"),
            ]
        self.update(assemble(*parts), layout=False)
