"""The programs of a replay: the teacher's or a student's screens, with the replay's keys over them."""

import time
from datetime import datetime
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from duologue_client.language import _
from duologue_client.replay.session import ReplaySession
from duologue_client.safe import assemble
from duologue_client.student.app import StudentApp
from duologue_client.teacher.app import TeacherApp

STEP_MS = 30_000
TICK_SECONDS = 0.25


class ReplayBar(Static):
    """Where the replay is, and its keys."""

    DEFAULT_CSS = """
    ReplayBar { dock: top; height: 1; padding: 0 1; background: $primary-muted; }
    """


class Replay(App[None]):
    """What both programs of a replay do. Its keys go before those of the screens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", show=False, priority=True),
        Binding("right_square_bracket,ъ", "speed(1)", show=False, priority=True),
        Binding("left_square_bracket,х", "speed(-1)", show=False, priority=True),
        Binding("full_stop,ю", "mark(1)", show=False, priority=True),
        Binding("comma,б", "mark(-1)", show=False, priority=True),
        Binding("shift+right", "step(1)", show=False, priority=True),
        Binding("shift+left", "step(-1)", show=False, priority=True),
        Binding("ctrl+c,f10", "quit", show=False, priority=True),
    ]

    replay: ReplaySession

    def begin(self) -> None:
        """Let time go on."""
        self._ticked = time.monotonic()
        self.set_interval(TICK_SECONDS, self._tick)

    def action_pause(self) -> None:
        self.replay.is_paused = not self.replay.is_paused
        self._draw()

    def action_speed(self, steps: int) -> None:
        self.replay.change_speed(steps)
        self._draw()

    def action_mark(self, way: int) -> None:
        """To the next (or last) call for help or pinned line."""
        found = self.replay.next_mark() if way > 0 else self.replay.last_mark()
        if not found:
            words = _("No more calls or pinned lines there.")
            self.notify(words, markup=False, timeout=3)
        self._draw()

    def action_step(self, way: int) -> None:
        self.replay.jump(self.replay.now_ms() + way * STEP_MS * self.replay.speed // 8)
        self._draw()

    def _tick(self) -> None:
        now = time.monotonic()
        self.replay.tick(now - self._ticked)
        self._ticked = now
        self._draw()

    def _draw(self) -> None:
        """The bar stands on whatever screen is on top."""
        screen = self.screen
        if isinstance(screen, ModalScreen) or not screen.is_mounted:
            return
        for writing in screen.query(TextArea):
            writing.disabled = True  # it would take the replay's keys for text
        for idle in screen.query("Composer, KeyBar, KeyLine"):
            idle.display = False  # nothing is written here, and most of their keys do nothing
        bars = screen.query(ReplayBar)
        if bars:
            bars.first().update(bar(self.replay, self.size.width), layout=False)
        else:
            screen.mount(ReplayBar(markup=False))


def bar(replay: ReplaySession, width: int) -> Content:
    """The state, the time of that day, how far it is, and the keys where there is room."""
    state = "‖" if replay.is_paused else "■" if replay.is_over else "▶"
    whole = max(1, replay.recording.ended_ms - replay.recording.began_ms)
    part = (replay.now_ms() - replay.recording.began_ms) / whole
    clock = datetime.fromtimestamp(replay.now_ms() / 1000).astimezone().strftime("%H:%M:%S")
    keys = _("Space pause · [ ] speed · , . calls and pins · Shift+← → · F1 keys · F10 close")
    words = f"{state} ×{replay.speed}  {clock}  {round(part * 100):3} %"
    shown = keys if len(words) + len(keys) + 6 <= width else _("Space · [ ] · , . · F10")
    return assemble((_("REPLAY "), "bold"), (words, "bold $text-primary"), f"   {shown}")


class TeacherReplay(Replay, TeacherApp):
    """The wall as it was."""

    def __init__(self, replay: ReplaySession, *arguments: Any) -> None:
        super().__init__(replay, *arguments)
        self.replay = replay

    def on_mount(self) -> None:
        super().on_mount()
        self.begin()


class StudentReplay(Replay, StudentApp):
    """What one student saw."""

    def __init__(self, replay: ReplaySession, *arguments: Any) -> None:
        super().__init__(replay, *arguments)
        self.replay = replay

    async def on_mount(self) -> None:
        await super().on_mount()
        self.begin()
