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
from duologue_client.widgets.wrapping import hanging, rows

ROW_CELLS = 67
"""What the window has inside its frame on 80 columns, with a scroll bar."""
KEY_CELLS = 12


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
        lines = [_row(key, "bold $text-primary", "$foreground") for key in self._table]
        if self._later:
            quiet = "$foreground 60%"
            lines += [Content(""), assemble((_("Nothing to do for these now:"), quiet))]
            lines += [_row(key, quiet, quiet) for key in self._later]
        closes = assemble((_("Esc closes this window"), "$foreground 60%"))
        return rows(*lines, Content(""), closes)


def _row(key: Key, mark: str, text: str) -> Content:
    return hanging((key.shown, mark), (_(key.help), text), ROW_CELLS, KEY_CELLS)
