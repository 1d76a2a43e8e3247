"""A session whose server is a recording: time goes on at a chosen speed, stops, and jumps."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from duologue_client import fold
from duologue_client.fold import View
from duologue_client.language import _
from duologue_client.session import Happening, LinkChanged, RequestRefused, ViewChanged
from duologue_protocol.parts import Body, Part
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Query, Request, Unwatch, Watch

SPEEDS: Final = (1, 2, 4, 8, 16, 32)


class Recording(Protocol):
    """A lesson as one person saw it."""

    who: str
    began_ms: int
    ended_ms: int

    @property
    def marks(self) -> Sequence[int]:
        """Times worth a jump, in ms, in order."""
        ...

    def as_it_was(self, now_ms: int) -> tuple[Part, ...]: ...

    def until(self, now_ms: int) -> tuple[Part, ...]:
        """What changed since the time that was looked at last."""
        ...


class ReplaySession:
    """Takes no requests; `tick` lets time go on."""

    def __init__(self, recording: Recording, speed: int = 8) -> None:
        self.recording = recording
        self.speed = speed
        self.is_paused = False
        self.link = LinkChanged("live")
        self.pending: tuple[Request, ...] = ()
        self._now = float(recording.began_ms)
        self._listeners: list[Callable[[Happening], None]] = []
        self.view = View(who=recording.who)
        self.jump(recording.began_ms)

    # What screens use

    def listen(self, listener: Callable[[Happening], None]) -> None:
        self._listeners.append(listener)

    def submit(self, request: Request) -> None:
        if not isinstance(request, Watch | Unwatch):  # all is read here anyway
            self._tell(RequestRefused(request, _("This is a replay: nothing can be changed.")))

    async def ask(self, query: Query) -> Body:  # noqa: ARG002 - as Session has it
        """Raises Refused: a recording answers nothing."""
        raise Refused("line_down")

    def typing(self, room: str, on: bool) -> None:
        """Nobody sees it."""

    def now_ms(self) -> int:
        return int(self._now)

    # The replay's own

    @property
    def is_over(self) -> bool:
        return self._now >= self.recording.ended_ms

    def tick(self, seconds: float) -> None:
        """So many seconds have passed here."""
        if self.is_paused or self.is_over:
            return
        self._now = min(self._now + seconds * 1000 * self.speed, self.recording.ended_ms)
        changed = self.recording.until(self.now_ms())
        for part in changed:
            fold.fold(self.view, part)
        if changed:
            self._tell(ViewChanged(changed))

    def jump(self, now_ms: int) -> None:
        """Everything as it was at this time."""
        self._now = min(max(now_ms, self.recording.began_ms), self.recording.ended_ms)
        everything = self.recording.as_it_was(self.now_ms())
        self.view = fold.snapshot(self.recording.who, everything)
        self._tell(ViewChanged(everything, fresh=True))

    def next_mark(self) -> bool:
        """Jump to the next call for help or pinned line; False where there is none."""
        return self._jump_to(next((m for m in self.recording.marks if m > self._now), None))

    def last_mark(self) -> bool:
        """Jump to the one before; a second ago counts as here."""
        earlier = [mark for mark in self.recording.marks if mark < self._now - 1000 * self.speed]
        return self._jump_to(earlier[-1] if earlier else None)

    def change_speed(self, steps: int) -> None:
        place = SPEEDS.index(self.speed) + steps
        self.speed = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]

    def _jump_to(self, mark: int | None) -> bool:
        if mark is not None:
            self.jump(mark)
        return mark is not None

    def _tell(self, happening: Happening) -> None:
        for listener in self._listeners:
            listener(happening)
