"""The teacher's program: a console over one session."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from duologue_client.base_app import BaseApp
from duologue_client.keys import both_layouts
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_client.session import Happening, RequestRefused, Session
from duologue_client.teacher.console.screen import Console
from duologue_client.teacher.desk import Desk
from duologue_client.teacher.page import Page


class TeacherApp(BaseApp[None]):
    """Closing it, or losing the line, changes nothing in the lesson."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(both_layouts("ctrl+q"), "nothing", show=False, priority=True),
        Binding(both_layouts("ctrl+c"), "quit_soon", show=False, priority=True),
    ]

    CSS = """
    Screen { background: $background; }
    ModalScreen { background: $background 65%; }
    * {
        scrollbar-color: $foreground 30%; scrollbar-color-hover: $foreground 50%;
        scrollbar-color-active: $foreground 50%; scrollbar-background: $background;
        scrollbar-background-hover: $background; scrollbar-background-active: $background;
    }
    ToastRack { dock: top; align: right top; margin-top: 2; }
    Toast { width: 38; max-width: 90%; padding: 0 1; }
    """

    class Heard(Message):
        """The session reported something."""

        def __init__(self, happening: Happening) -> None:
            super().__init__()
            self.happening = happening

    def __init__(self, session: Session, host: str = "") -> None:
        """`host` is where students find the server, as they type it after the code's @."""
        super().__init__()
        self.desk = Desk(session, host)

    def on_mount(self) -> None:
        self.push_screen(Console(self.desk))
        self.desk.session.listen(self._hear)

    def on_teacher_app_heard(self, event: Heard) -> None:
        if isinstance(event.happening, RequestRefused):
            self.notify(one_row(event.happening.sentence, 400), severity="warning", markup=False)
        for screen in self.screen_stack:
            if isinstance(screen, Page) and screen.is_mounted:
                screen.heard(event.happening)

    def action_nothing(self) -> None:
        """Ctrl+Q is too near to what one types."""

    def action_quit_soon(self) -> None:
        """Ctrl+C asks, as q does."""
        if isinstance(console := self.screen, Console):
            console.action_close()
        else:
            self.notify(_("Esc goes back to the console; q closes it there."), markup=False)

    def _hear(self, happening: Happening) -> None:
        self.post_message(self.Heard(happening))
