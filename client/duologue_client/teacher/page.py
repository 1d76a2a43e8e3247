"""What every full screen of the teacher does: hear the session, draw at most four times a second."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

from duologue_client.keys import Key
from duologue_client.language import translate_refusal
from duologue_client.session import Happening, LinkChanged, RequestRefused
from duologue_client.teacher.desk import Desk
from duologue_client.teacher.help import Help
from duologue_client.teacher.keys import LOOKING_ON, THE_OWNERS
from duologue_client.teacher.palette import Palette
from duologue_client.teacher.status import Status

DRAW_SECONDS = 0.25
"""Changes of this long are drawn together."""


class Page(Screen[Any]):
    """A screen over one session. Its own `draw` puts the view on the widgets."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Screen has it
    KEYS: ClassVar[tuple[Key, ...]] = ()
    """The rows of the key table that work here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._soon: Timer | None = None

    @property
    def program(self) -> App[None]:
        """The program that shows this screen."""
        return self.app  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    def draw(self) -> None:
        """Show the view as it is now."""
        self.query_one(Status).show(self.desk.session.link)

    def on_mount(self) -> None:
        self.set_interval(1, self.draw_if_seen)
        self.call_after_refresh(self.draw_if_seen)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.draw_if_seen)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw_if_seen)

    def heard(self, happening: Happening) -> None:
        """Something happened in the session."""
        if isinstance(happening, LinkChanged):
            self.query_one(Status).show(happening)
        if isinstance(happening, RequestRefused):
            self.trouble(happening.sentence)
        if self._soon is None:
            self._soon = self.set_timer(DRAW_SECONDS, self._draw_soon)

    def action_command(self, name: str) -> None:
        """Do what a row of the key table names. What was said of the last one is over."""
        self.say("")
        if refusal := self.refused(name):
            self.trouble(translate_refusal(refusal))
            return
        action: Callable[[], None] = getattr(self, f"action_{name}")
        action()

    def refused(self, name: str) -> str:
        """The code of the refusal by which my role may not do what this row names; "" if it may."""
        me = self.desk.view.me
        if me and me.role == "observer" and name not in LOOKING_ON:
            return "not_for_observers"
        if me and me.role == "co_teacher" and name in THE_OWNERS:
            return "owner_only"
        return ""

    @property
    def offered(self) -> list[Key]:
        """The rows of the key table that my role may do."""
        return [key for key in self.KEYS if not self.refused(key.name)]

    def works(self, name: str) -> bool:
        """Has this row of the key table anything to do here and now?"""
        del name
        return True

    def action_help(self) -> None:
        now = [key for key in self.offered if self.works(key.name)]
        later = [key for key in self.offered if not self.works(key.name)]
        self.program.push_screen(Help(now, later))

    def action_palette(self) -> None:
        def run(name: str | None) -> None:
            if name:
                self.action_command(name)

        rows = [key for key in self.offered if hasattr(self, f"action_{key.name}")]
        rows.sort(key=lambda key: not self.works(key.name))
        self.program.push_screen(Palette(key for key in rows if key.name != "palette"), run)

    def say(self, sentence: str) -> None:
        """Tell what a key came to, in the status line."""
        self.query_one(Status).say(sentence)

    def trouble(self, sentence: str) -> None:
        """Tell why something was not done."""
        self.query_one(Status).say(sentence, trouble=True)

    def draw_if_seen(self) -> None:
        """Draw, unless another page covers this one; a small window over it does not."""
        stack = self.program.screen_stack
        if self in stack and all(above.is_modal for above in stack[stack.index(self) + 1 :]):
            self.draw()

    def _draw_soon(self) -> None:
        self._soon = None
        self.draw_if_seen()
