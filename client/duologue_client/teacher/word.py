"""A small window in which the teacher writes to a room or to all."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.widgets.composer import Composer
from duologue_protocol import limits


class Word(ModalScreen[str | None]):
    """Asks for a text of at most one line's length; None where nothing is to be sent."""

    DEFAULT_CSS = """
    Word { align: center middle; }
    Word > Vertical {
        width: 72; max-width: 94%; height: auto;
        border: heavy $text-primary; background: $surface; padding: 1 2;
    }
    Word Composer { margin-top: 1; }
    Word #keys { color: $foreground 60%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(assemble(self._question))
            yield Composer()
            yield Static(assemble(_("Enter sends · Ctrl+J new row · Esc goes back")), id="keys")

    def on_mount(self) -> None:
        self.query_one(Composer).focus()

    def on_composer_sent(self, event: Composer.Sent) -> None:
        text = event.text.strip()
        if len(text) > limits.LINE_CHARACTERS:
            sentence = _("That is too long: at most {most} letters. Shorten it.")
            words = sentence.format(most=limits.LINE_CHARACTERS)
            self.query_one("#keys", Static).update(assemble((words, "$text-warning")))
        elif text:
            self.dismiss(text)

    def action_cancel(self) -> None:
        self.dismiss(None)
