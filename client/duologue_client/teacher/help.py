"""All keys that work on a screen, from the table of keys."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue_client.keys import Key, both_layouts
from duologue_client.language import _
from duologue_client.safe import assemble


class Help(ModalScreen[None]):
    """A window over the screen that asked for it."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > Vertical {
        width: 74; max-width: 96%; height: auto; max-height: 96%;
        border: heavy $text-primary; background: $surface; padding: 0 2;
        border-title-style: bold;
    }
    Help VerticalScroll { height: auto; max-height: 40; scrollbar-size-vertical: 1; }
    Help Static { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(both_layouts("escape,f1,question_mark,q,enter"), "close", show=False)
    ]

    def __init__(self, table: Iterable[Key], later: Iterable[Key] = ()) -> None:
        """`later`: keys that have nothing to do now."""
        super().__init__()
        self._table = tuple(table)
        self._later = tuple(later)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = assemble(_("Keys that work here and now"))
            with VerticalScroll():
                yield Static(self._rows(), markup=False)

    def action_close(self) -> None:
        self.dismiss()

    def _rows(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        for key in self._table:
            parts += [(f"{key.shown:12}", "bold $text-primary"), _(key.help), "\n"]
        if self._later:
            parts += ["\n", (_("Nothing to do for these now:"), "$foreground 60%"), "\n"]
        for key in self._later:
            parts.append((f"{key.shown:12}{_(key.help)}\n", "$foreground 60%"))
        parts += ["\n", (_("Esc closes this window"), "$foreground 60%")]
        return assemble(*parts)
