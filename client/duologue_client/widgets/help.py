"""All keys and commands of a screen, from the table of keys."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue_client.keys import Key, both_layouts, slash_command
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.widgets.wrapping import hanging, heading, rows


class HelpScreen(ModalScreen[None]):
    """A window over the screen that asked for it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 80; max-width: 98%; height: auto; max-height: 98%; padding: 0 2;
        border: round $text-accent; background: $surface; scrollbar-size-vertical: 1;
    }
    HelpScreen Static { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(both_layouts("escape,f1,question_mark,q,enter"), "close", show=False)
    ]

    def __init__(
        self, table: Iterable[Key], marks: str = "", privacy: Content | None = None
    ) -> None:
        """`marks` explains the signs of the screen that asked, `privacy` what becomes of texts."""
        super().__init__()
        self._table = tuple(table)
        self._marks = marks
        self._privacy = privacy

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = Content(_("Keys and commands"))
            box.border_subtitle = Content(_("Esc closes"))
            yield Static(self._page(), markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        self.dismiss()

    def _page(self) -> Content:
        lines = [self._row(row) for row in self._table]
        if self._marks:
            lines += [Content(""), heading(_("Signs")), assemble(self._marks)]
        if self._privacy:
            lines += [Content(""), heading(_("Who reads what you write")), self._privacy]
        return rows(*lines)

    def _row(self, row: Key) -> Content:
        command = f"/{slash_command(row)}" if row.slash else ""
        if row.argument:
            command += f" {_(row.argument)}"
        keys = assemble((f"{row.shown:9}", "bold $text-accent"), (f"{command:18}", "$text-success"))
        return hanging(keys, _(row.help), 71, 28)  # a scroll bar takes one of 72
