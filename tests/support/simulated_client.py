"""A person at a device: the real link and fold, a disk that outlives a kill, and no clock."""

from collections.abc import Callable
from random import Random

from duologue_client import fold
from duologue_client.fold import View
from duologue_protocol import effects
from duologue_protocol.codec import decode_server_frame, encode
from duologue_protocol.frames import Command, Event, Hello, Passing, Return, Snapshot
from duologue_protocol.link import ClientLink
from duologue_protocol.link_states import State
from duologue_protocol.requests import Request
from support.simulated_line import SimulatedLine


class SimulatedClient:
    """`watched` is called after each frame that changed what is shown."""

    def __init__(
        self, who: str, draw: Random, watched: Callable[["SimulatedClient", int], None]
    ) -> None:
        self.who = who
        self._draw = draw
        self._watched = watched
        self.inst = draw.randbytes(16)
        self.waiting: dict[int, Request] = {}
        """On this device's disk, as `last_n` and `inst`."""
        self.last_n = 0
        self.typed: list[Request] = []
        self.kept: list[Request] = []
        self.refused: list[tuple[Request, str]] = []
        self.remembered = ""
        """The room this person wrote in last."""
        self.now_ms = 0
        self.begin()

    def begin(self) -> None:
        """The program starts, with what the disk has."""
        hello = Hello(1, "simulated", Return(self.who), self.inst)
        self.link = ClientLink(hello, self.last_number(), self.waiting.items())
        self.view = View(who=self.who)
        self.line: SimulatedLine | None = None
        self.retry_at_ms = 0

    def last_number(self) -> int:
        return self.last_n

    def kill(self) -> None:
        """kill -9, and it starts again."""
        if self.line:
            self.line.cut()
            self.line.client_knows = True
        self.begin()

    def tick(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self._do(self.link.tick(now_ms))

    @property
    def is_live(self) -> bool:
        return self.link.state is State.LIVE

    @property
    def may_connect(self) -> bool:
        return self.link.state is State.OFFLINE and self.now_ms >= self.retry_at_ms

    def connect(self, line: SimulatedLine) -> None:
        self.line = line
        self._do(self.link.opened())

    def submit(self, request: Request) -> None:
        self.typed.append(request)
        self._do(self.link.submit(request))

    def hears(self, data: bytes) -> None:
        frame = decode_server_frame(data)
        before = self.link.position
        self._do(self.link.received(frame), folds=not isinstance(frame, Passing))
        assert self.link.position >= before, f"{self.who} went back from {before}"
        if isinstance(frame, Event | Snapshot):
            self._watched(self, self.link.position[1])

    def line_down(self, code: int) -> None:
        self._do(self.link.closed(code, self._draw.random()))

    def _do(self, wanted: list[effects.Effect], *, folds: bool = True) -> None:
        for effect in wanted:
            match effect:
                case effects.Keep():
                    self.waiting[effect.n] = effect.request
                    self.last_n = effect.n
                case effects.Send(frame=frame):
                    if isinstance(frame, Command):
                        assert frame.n in self.waiting, "sent before it was kept"
                    assert self.line
                    self.line.client_sends(encode(frame))
                case effects.Show() if folds:
                    self._show(effect)
                case effects.Kept():
                    self.kept.append(effect.request)
                case effects.Refuse():
                    self.refused.append((effect.request, effect.code))
                case effects.Forget():
                    self.waiting.pop(effect.n, None)
                case effects.Renew():
                    self.inst = self._draw.randbytes(16)
                    self.waiting = dict(self.link.renewed(self.inst))
                    self.last_n = len(self.waiting)
                case effects.ComeBack():
                    self.retry_at_ms = self.now_ms + effect.in_ms
                case effects.Close():
                    assert self.line
                    self.line.cut()
                case effects.Stop():
                    raise AssertionError(f"{self.who} was sent away: {effect}")
                case _:
                    pass

    def _show(self, effect: effects.Show) -> None:
        if effect.fresh:
            self.view = fold.snapshot(self.who, effect.parts)
            self.view.rows.clear()  # the wall's rows have no position
        else:
            for part in effect.parts:
                fold.fold(self.view, part)
