"""A small window that asks which: a grace period, a room, a person, yes or no; many are found by typing."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue_client.language import _
from duologue_client.safe import assemble

FIND_FROM = 8
"""So many answers are found by typing a part of one."""


class Choice(ModalScreen[str | None]):
    """Asks for one of some answers; its result is the answer's key, None where nobody chose."""

    DEFAULT_CSS = """
    Choice { align: center middle; }
    Choice > Vertical {
        width: 64; max-width: 94%; height: auto; max-height: 90%;
        border: heavy $text-primary; background: $surface; padding: 1 2;
    }
    Choice OptionList { height: auto; max-height: 45vh; border: none; background: $surface; margin-top: 1; }
    Choice OptionList:focus { border: none; background-tint: $background 0%; }
    Choice #keys { margin-top: 1; color: $foreground 60%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, question: str, answers: Iterable[tuple[str, str]], first: int = 0) -> None:
        """Each answer is its key and its words; the cursor begins on `first`, counted from 0."""
        super().__init__()
        self._question = question
        self._answers = tuple(answers)
        self._first = first
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(assemble(self._question))
            yield OptionList(markup=False)
            yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        self._show()
        answers = self.query_one(OptionList)
        answers.highlighted = self._first if self._answers else None
        answers.focus()

    def on_key(self, event: events.Key) -> None:
        """Typing leaves the answers in which that stands."""
        if len(self._answers) < FIND_FROM:
            return
        if event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.character and event.is_printable:
            self._typed += event.character
        else:
            return
        event.stop()
        self._show()

    def _show(self) -> None:
        wanted = self._typed.casefold()
        answers = self.query_one(OptionList)
        answers.set_options(
            Option(assemble(words), id=key)
            for key, words in self._answers
            if wanted in words.casefold()
        )
        answers.highlighted = 0 if answers.option_count else None
        keys = _("Enter chooses · Esc goes back")
        if len(self._answers) >= FIND_FROM:
            found = _("Found by “{typed}”") if self._typed else _("Type to find")
            keys = f"{found.format(typed=self._typed)} · {keys}"
        self.query_one("#keys", Static).update(assemble(keys))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_cancel(self) -> None:
        self.dismiss(None)
