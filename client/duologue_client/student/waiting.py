"""Before the first picture of the class, and after the last: what the connection does."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from duologue_client import keys
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.session import Happening
from duologue_client.student.screen import StudentScreen
from duologue_client.widgets.keybar import KeyBar
from duologue_client.widgets.status import link_sentence

TABLE = (keys.HELP, keys.QUIT)


class Waiting(StudentScreen):
    """One sentence in the middle."""

    KEYS = TABLE
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(TABLE)

    DEFAULT_CSS = """
    Waiting { align: center middle; }
    Waiting #sentence { width: 60; max-width: 96%; height: auto; text-align: center; }
    Waiting KeyBar { dock: bottom; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="sentence", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        self.tick(0.0)
        self.query_one(KeyBar).show(TABLE)

    def tick(self, now: float) -> None:
        link = self.session.link
        said = link_sentence(link, now) or _("You are in. One moment …")
        if link.state in ("connecting", "waiting") and link.sentence:
            said += "\n\n" + link.sentence
        if link.state == "stopped":
            said += "\n\n" + _("What you had written is kept on this device. F10 closes.")
        title = ("duologue", "bold $text-accent")
        self.query_one("#sentence", Static).update(assemble(title, "\n\n", said))

    def heard(self, happening: Happening) -> None:  # noqa: ARG002 - any of them may change it
        self.draw()
