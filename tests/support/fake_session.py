"""A session without a line: a test feeds its view and reads what was submitted."""

from collections.abc import Callable

from duologue_client import fold
from duologue_client.fold import View
from duologue_client.session import (
    Happening,
    LinkChanged,
    LinkState,
    RequestKept,
    RequestRefused,
    ViewChanged,
)
from duologue_protocol.parts import Body, Line, Part
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Query, Request, Say


class FakeSession:
    """Keeps requests pending until the test keeps or refuses them.

    With `answers_at_once` every request is acknowledged at once, and a line said comes back.
    """

    def __init__(self, who: str = "p1", *, answers_at_once: bool = False) -> None:
        self.view = View(who=who)
        self.link = LinkChanged("live")
        self.submitted: list[Request] = []
        self.pending: tuple[Request, ...] = ()
        self.typed: list[tuple[str, bool]] = []
        self.answers: dict[type[Query], Body] = {}
        self.clock_ms = 1_790_000_000_000
        self._answers_at_once = answers_at_once
        self._listeners: list[Callable[[Happening], None]] = []

    # What screens use

    def listen(self, listener: Callable[[Happening], None]) -> None:
        self._listeners.append(listener)

    def submit(self, request: Request) -> None:
        self.submitted.append(request)
        self.pending = (*self.pending, request)
        if self._answers_at_once:
            self.keep(request)
            if isinstance(request, Say):
                self._echo(request)

    async def ask(self, query: Query) -> Body:
        answer = self.answers.get(type(query))
        if answer is None:
            raise Refused("line_down")
        return answer

    def typing(self, room: str, on: bool) -> None:
        self.typed.append((room, on))

    def now_ms(self) -> int:
        return self.clock_ms

    # What tests do

    def feed(self, *parts: Part, fresh: bool = False) -> None:
        """Fold these parts and tell the screens; `fresh` drops what was known before."""
        if fresh:
            self.view = fold.snapshot(self.view.who, parts)
        else:
            for part in parts:
                fold.fold(self.view, part)
        self._tell(ViewChanged(parts, fresh))

    def keep(self, request: Request) -> None:
        """The server has acknowledged this request."""
        self._forget(request)
        self._tell(RequestKept(request))

    def refuse(self, request: Request, sentence: str) -> None:
        """The server has refused this request."""
        self._forget(request)
        self._tell(RequestRefused(request, sentence))

    def turn_link(self, state: LinkState, sentence: str = "", retry_at: float = 0.0) -> None:
        """The line is so from now on."""
        self.link = LinkChanged(state, sentence, retry_at, len(self.pending))
        self._tell(self.link)

    def _tell(self, happening: Happening) -> None:
        for listener in self._listeners:
            listener(happening)

    def _forget(self, request: Request) -> None:
        self.pending = tuple(one for one in self.pending if one is not request)

    def _echo(self, said: Say) -> None:
        number = max(self.view.rooms[said.room].lines, default=0) + 1
        self.feed(Line(said.room, number, self.view.who, said.text, self.clock_ms))
