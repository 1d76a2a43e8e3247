"""All together: what the teacher says, and a line of somebody's to be made better."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from duologue_client import keys
from duologue_client.language import _
from duologue_client.safe import Piece, assemble, one_row
from duologue_client.session import Happening, RequestRefused
from duologue_client.student.screen import StudentScreen
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.keybar import KeyBar
from duologue_client.widgets.status import StatusLine
from duologue_protocol.requests import Suggest

ANNOUNCEMENTS = 3
"""The latest words of the teacher that stay in sight."""


class Plenary(StudentScreen):
    """Rooms wait meanwhile; whoever is sent back finds everything as it was."""

    KEYS = keys.PLENARY
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.PLENARY)

    DEFAULT_CSS = """
    Plenary #head { height: 1; padding: 0 1; background: $surface; }
    Plenary #board { height: 1fr; padding: 1 2; }
    Plenary #said { height: auto; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        with VerticalScroll(id="board", can_focus=False):
            yield Static(id="said", markup=False)
        yield StatusLine()
        yield Composer()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Composer).focus()
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        head = (_("All together: your room waits for you."), "bold $text-accent")
        self.query_one("#head", Static).update(assemble(head))
        self.query_one("#said", Static).update(self._board())
        shown = self.view.plenary
        asks = _("Write it better, Enter suggests") if shown else _("Listen to your teacher")
        self.query_one(Composer).ask_for(asks, _("My suggestion") if shown else "")
        self.query_one(KeyBar).show(keys.PLENARY)

    def on_composer_sent(self, event: Composer.Sent) -> None:
        text = event.text.strip()
        if keys.is_command(text):
            if self.run_command(text):
                self.query_one(Composer).take_out(event.text)
            return
        if len(text) > self.query_one(Composer).limit:
            self.say(_("That is too long. Shorten it, or send it in two parts."))
        elif text and self.view.plenary:
            self.say("")
            self.query_one(Composer).take_out(event.text)
            self.session.submit(Suggest(text))
        elif text:
            self.say(_("The teacher shows no line now."))

    def heard(self, happening: Happening) -> None:
        super().heard(happening)
        if isinstance(happening, RequestRefused) and isinstance(happening.request, Suggest):
            self.query_one(Composer).give_back(happening.request.text)

    def _board(self) -> Content:
        latest = list(self.view.announcements.values())[-ANNOUNCEMENTS:]
        pieces: list[Piece] = []
        for one in latest:
            pieces += [(f"✎ {one_row(self.view.name(one.by), 24)}: ", "bold"), one.text, "\n"]
        shown = self.view.plenary
        if shown is None:
            return assemble(*pieces)
        pieces += ["\n", (_("MAKE THIS BETTER"), "bold $text-accent"), "\n\n"]
        pieces += [(shown.text, "bold"), "\n"]
        for text in shown.better:
            pieces += ["\n", ("✔ ", "$text-success"), text]
        if shown.mine:
            pieces += ["\n\n", (_("My suggestion: "), "$foreground 60%"), shown.mine]
        return assemble(*pieces)
