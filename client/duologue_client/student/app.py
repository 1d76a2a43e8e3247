"""The student's program: the screen that fits where the view says they are."""

import time
from collections.abc import Callable
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from duologue_client.base_app import BaseApp
from duologue_client.keys import both_layouts
from duologue_client.language import _
from duologue_client.places import Draft
from duologue_client.session import Happening, Session
from duologue_client.student.choosing import Choosing
from duologue_client.student.lobby import Lobby
from duologue_client.student.notice import NoticeScreen
from duologue_client.student.plenary import Plenary
from duologue_client.student.results import RoomResults
from duologue_client.student.room import Room
from duologue_client.student.screen import StudentScreen
from duologue_client.student.waiting import Waiting

Place = tuple[str, str]
"""Which screen, and of which room."""

WAITING: Place = ("waiting", "")
NO_DRAFT: Final = Draft()


def _forget_it(draft: Draft) -> None:
    """Keep no draft."""


class StudentApp(BaseApp[None]):
    """connecting → lobby → room (choosing, playing) → results → lobby."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-phone"),
        (72, "-narrow"),
        (100, "-wide"),
        (160, "-huge"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(both_layouts("ctrl+q"), "nothing", show=False, priority=True),
        Binding(both_layouts("ctrl+c"), "interrupt", show=False, priority=True),
    ]

    CSS = """
    * {
        scrollbar-color: $foreground 30%; scrollbar-color-hover: $foreground 50%;
        scrollbar-color-active: $foreground 50%; scrollbar-background: $background;
        scrollbar-background-hover: $background; scrollbar-background-active: $background;
    }
    /* Below the stage's instruction and over the card: what is new there has just been said. */
    ToastRack { dock: top; align: right top; margin-top: 3; }
    Toast { width: 44; max-width: 90%; padding: 0 1; margin-top: 0; }
    Screen.-narrow Toast { width: 32; }
    """

    class Heard(Message):
        """The session reported something."""

        def __init__(self, happening: Happening) -> None:
            super().__init__()
            self.happening = happening

    def __init__(
        self,
        session: Session,
        draft: Draft = NO_DRAFT,
        keep_draft: Callable[[Draft], None] = _forget_it,
        notice_read: Callable[[], None] | None = None,
    ) -> None:
        """`draft` is what stood in the composer last time; `keep_draft` is told what stands now.

        `notice_read` is told when the notice of who reads along was read; None: it was before.
        """
        super().__init__()
        self.session = session
        self._draft = draft
        self._keep = keep_draft
        self._notice_read = notice_read
        self._place: Place | None = None
        self._interrupted = False

    async def on_mount(self) -> None:
        self.session.listen(self._hear)
        await self._go_where_the_view_says()
        self.set_interval(1.0, self.tick)

    async def on_student_app_heard(self, event: Heard) -> None:
        await self._go_where_the_view_says()
        for screen in self.screen_stack:
            if isinstance(screen, StudentScreen) and screen.is_mounted:
                screen.heard(event.happening)

    def tick(self) -> None:
        """A second has passed."""
        now = time.monotonic()
        for screen in self.screen_stack:
            if isinstance(screen, StudentScreen) and screen.is_mounted:
                screen.tick(now)

    def action_nothing(self) -> None:
        """Ctrl+Q is too near to other keys to end a lesson."""

    def action_interrupt(self) -> None:
        """Ctrl+C copies what is selected; twice without a selection, it closes the program."""
        focused = self.focused
        if isinstance(focused, TextArea) and focused.selected_text:
            self.copy_to_clipboard(focused.selected_text)
        elif self._interrupted:
            self.exit()
        else:
            self._interrupted = True
            self.set_timer(3.0, self._calm_down)
            self.notify(_("Press Ctrl+C again to leave the class."), markup=False, timeout=3)

    def _calm_down(self) -> None:
        self._interrupted = False

    def _hear(self, happening: Happening) -> None:
        self.post_message(self.Heard(happening))

    async def _go_where_the_view_says(self) -> None:
        place = where(self.session)
        if place == self._place:
            return
        first, self._place = self._place is None, place
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        screen = self._screen_for(place)
        if first:
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)  # pyright: ignore[reportUnknownMemberType]
        if self._notice_read and place != WAITING:
            await self.push_screen(NoticeScreen(self.session.view.classroom, self._was_read))

    def _was_read(self) -> None:
        if self._notice_read:
            self._notice_read()
        self._notice_read = None

    def _screen_for(self, place: Place) -> StudentScreen:
        name, room = place
        match name:
            case "plenary":
                return Plenary(self.session)
            case "lobby":
                return Lobby(self.session)
            case "choosing":
                return Choosing(self.session, room)
            case "playing":
                return Room(self.session, room, self._draft_for(room), self._keep_draft)
            case "results":
                return RoomResults(self.session, room)
            case _:
                return Waiting(self.session)

    def _draft_for(self, room: str) -> Draft:
        """What was written for one room never goes to another."""
        if not self._draft.of:  # kept by an older version, which did not know
            self._draft = Draft(self._draft.text, f"{room} line")
        elif self._draft.of.partition(" ")[0] != room:
            self._keep_draft(NO_DRAFT)
        return self._draft

    def _keep_draft(self, draft: Draft) -> None:
        self._draft = draft
        self._keep(draft)


def where(session: Session) -> Place:
    """The screen that fits the view."""
    view = session.view
    if view.me is None or session.link.state == "stopped":
        return WAITING
    if view.classroom and view.classroom.attention == "plenary":
        return "plenary", ""
    room = view.my_room
    if view.me.room is None or room is None or room.progress is None:
        return "lobby", ""
    places = {"choosing": "choosing", "ended": "results"}
    return places.get(room.progress.state, "playing"), view.me.room
