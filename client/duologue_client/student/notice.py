"""What a student has to know before writing: who reads it, how long it is kept. Then in the help."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.widgets.wrapping import hanging, rows
from duologue_protocol.parts import Classroom

WIDTH, MARGIN = 60, 9


def notice(classroom: Classroom | None, width: int = WIDTH) -> Content:
    """Short sentences, one a row of so many cells."""
    mark = ("•", "$text-accent")
    return rows(*(hanging(mark, sentence, width, 2) for sentence in _sentences(classroom)))


def _sentences(classroom: Classroom | None) -> list[str]:
    days = classroom.keep_days if classroom else 0
    until = ngettext(
        "A lesson is deleted {0} day after it has ended.",
        "A lesson is deleted {0} days after it has ended.",
        days,
    ).format(days)
    counted = _(
        "It is counted how much you paste, whether you copy your card, and how soon you answer. "
        "You see the same figures in your results."
    )
    return [
        _("Your teacher can read everything that is written in the rooms."),
        _("When the teacher is reading, the room says so."),
        *([counted] if classroom and classroom.evidence else []),
        _(
            "Who is with you in a room reads what you write there, and your name is seen by the class."
        ),
        _("What you write is kept on the computer of your school or teacher."),
        *([until] if days else []),
        _(
            "Nobody else gets it. You may ask your teacher to show you what is kept, or to erase it."
        ),
        _("So write no address, telephone number or password here."),
    ]


class NoticeScreen(ModalScreen[None]):
    """A window over the first screen; it closes when it was read."""

    DEFAULT_CSS = """
    NoticeScreen { align: center middle; }
    NoticeScreen VerticalScroll {
        width: 68; max-width: 98%; height: auto; max-height: 98%; padding: 1 2;
        border: round $text-accent; background: $surface; scrollbar-size-vertical: 1;
    }
    NoticeScreen Static { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "close", show=False)]

    def __init__(self, classroom: Classroom | None, was_read: Callable[[], None]) -> None:
        """`was_read` is called when the student has closed it."""
        super().__init__()
        self._classroom = classroom
        self._was_read = was_read

    def compose(self) -> ComposeResult:
        understood = assemble((_("Enter: I have read it. F1 shows it again."), "bold $text-accent"))
        room = self.app.size.width - MARGIN  # pyright: ignore[reportUnknownMemberType]
        text = notice(self._classroom, min(WIDTH, room))
        with VerticalScroll() as box:
            box.border_title = Content(_("Before you begin"))
            box.border_subtitle = understood  # seen where the text is longer than the screen, too
            yield Static(text, markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        self._was_read()
        self.dismiss()
