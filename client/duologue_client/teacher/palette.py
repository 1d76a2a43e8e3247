"""A window that finds any action of a screen by what it does; Enter does it."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue_client.keys import Key
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.widgets.choices import Choices
from duologue_client.widgets.command_line import CommandLine


class Palette(ModalScreen[str | None]):
    """Its result is the name of a row of the key table, None where nobody chose."""

    DEFAULT_CSS = """
    Palette { align: center top; }
    Palette > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 90%; margin-top: 2;
        border: heavy $text-primary; background: $surface; padding: 0 1;
    }
    Palette Choices { height: auto; max-height: 16; background: $surface; margin-top: 1; }
    Palette #keys { color: $foreground 60%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False, priority=True)]

    def __init__(self, table: Iterable[Key]) -> None:
        super().__init__()
        self._table = tuple(table)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield CommandLine(placeholder=_("What do you want to do? Type a word of it"))
            yield Choices()
            yield Static(assemble(_("Enter does it · Esc goes back")), id="keys")

    def on_mount(self) -> None:
        self.query_one(CommandLine).focus()
        self._show("")

    def on_command_line_moved(self, event: CommandLine.Moved) -> None:
        self.query_one(Choices).move(event.key)

    def on_command_line_searched(self, event: CommandLine.Searched) -> None:
        self._show(event.text)

    def on_composer_sent(self) -> None:
        if chosen := self.query_one(Choices).chosen:
            self.dismiss(chosen)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _show(self, wanted: str) -> None:
        found = matching(self._table, wanted)
        self.query_one(Choices).show((key.name, _row(key)) for key in found)


def matching(table: Iterable[Key], wanted: str) -> list[Key]:
    """Rows whose words contain all that was typed, in the reader's language."""
    words = wanted.casefold().split()
    return [
        key
        for key in table
        if all(
            word in f"{_(key.help)} {_(key.label) if key.label else ''}".casefold()
            for word in words
        )
    ]


def _row(key: Key) -> Content:
    return assemble((f"{key.shown:11}", "bold $text-primary"), _(key.help))
