"""A question that is answered by yes or no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue_client.language import _
from duologue_client.safe import assemble


class Question(ModalScreen[bool]):
    """Enter, y or «д» (да): True; Esc, n or «н» (нет): False.

    «н» is also the key of y in the Russian layout: where it is not clear what was meant, it is no.
    """

    DEFAULT_CSS = """
    Question { align: center middle; }
    Question Static {
        width: 56; max-width: 96%; height: auto; padding: 1 2;
        border: round $text-accent; background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter,д", "answer(True)", show=False),
        Binding("n,escape,н,т", "answer(False)", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        yes_or_no = _("Enter: yes      Esc: no")
        yield Static(
            assemble(self._question, "\n\n", (yes_or_no, "bold $text-accent")), markup=False
        )

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
