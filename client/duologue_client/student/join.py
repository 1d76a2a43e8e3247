"""The form that asks a student for what the command line has left out."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from duologue_client.base_app import BaseApp
from duologue_client.keys import both_layouts
from duologue_client.language import _
from duologue_client.safe import assemble


@dataclass(frozen=True)
class Answers:
    """What was filled in."""

    address: str
    """CODE@HOST, or a whole link."""
    name: str


class JoinForm(BaseApp[Answers]):
    """`run()` gives the answers, or None if the student closed it. `why` is said above the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding(both_layouts("ctrl+c"), "close", show=False, priority=True),
    ]

    CSS = """
    Screen { align: center middle; background: $background; }
    #form { width: 60; max-width: 98%; height: auto; padding: 1 2; border: round $text-accent; }
    #form Static { height: auto; }
    #form Input { margin-bottom: 1; }
    """

    def __init__(self, address: str = "", name: str = "", why: str = "") -> None:
        super().__init__()
        self._address = address
        self._name = name
        self._why = why

    def compose(self) -> ComposeResult:
        with Vertical(id="form") as form:
            form.border_title = assemble(_("Join a class"))
            yield Static(assemble((self._why, "$text-warning")), id="why", markup=False)
            yield Static(_("Code and server, as your teacher gave them"), markup=False)
            yield Input(self._address, placeholder="K7QM-2PXA@example.org", id="address")
            yield Static(_("Your name"), markup=False)
            yield Input(self._name, placeholder=_("Anna"), id="name")
            yield Static(_("Enter: next, join      Esc: close"), markup=False)

    def on_mount(self) -> None:
        self.query_one("#why").display = bool(self._why)
        empty = [field for field in self.query(Input) if not field.value.strip()]
        (empty or list(self.query(Input)))[0].focus()

    def action_close(self) -> None:
        """Nobody joins."""
        self.exit()

    def on_input_submitted(self) -> None:
        """Enter goes to the next empty field, and joins where there is none."""
        for field in self.query(Input):
            if not field.value.strip():
                field.focus()
                return
        address, name = (field.value.strip() for field in self.query(Input))
        self.exit(Answers(address, name))
