"""A window over the lobby: which activity to practise alone."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from duologue_client.language import _
from duologue_client.session import Session
from duologue_client.student.picker import Picker
from duologue_protocol.requests import Practise


class PracticeScreen(ModalScreen[None]):
    """Enter starts the activity; its other lines speak themselves."""

    DEFAULT_CSS = """
    PracticeScreen { align: center middle; }
    PracticeScreen #window {
        width: 90%; height: 80%; border: round $text-accent; background: $background;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            window.border_title = Content(_("Practise alone: the other lines speak themselves"))
            window.border_subtitle = Content(_("Enter starts · Esc closes"))
            yield Picker(self._session, people=1)

    def on_picker_picked(self, event: Picker.Picked) -> None:
        self._session.submit(Practise(event.activity.id))
        self.dismiss()

    def on_picker_commanded(self) -> None:
        self.query_one(Picker).clear()

    def action_close(self) -> None:
        self.dismiss()
