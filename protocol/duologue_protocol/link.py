"""The client's side of the link: what to send, keep and show. No I/O, no clock, no chance.

A shell calls the inputs (`opened`, `received`, `closed`, `submit`, `tick` …) and carries out the
effects they return, in order. docs/protocol.md tells the same story from outside.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from duologue_protocol import limits
from duologue_protocol.effects import (
    Admitted,
    Close,
    ComeBack,
    Effect,
    Forget,
    Keep,
    Kept,
    Refuse,
    Renew,
    Send,
    Show,
    Stop,
)
from duologue_protocol.frames import (
    Ack,
    Answer,
    Bye,
    Command,
    Event,
    Go,
    Hello,
    Nack,
    Passing,
    Ping,
    Pong,
    Refusal,
    Return,
    ServerFrame,
    Snapshot,
    Sorry,
    Welcome,
)
from duologue_protocol.link_states import MOVES, State
from duologue_protocol.refusals import CloseCode
from duologue_protocol.requests import Request
from duologue_protocol.return_time import ReturnTime

ODD_PONGS: Final = 2
"""Pongs in a row that name another position than ours, before we look for the gap."""


class ClientLink:
    """One person's link to one class, over any number of connections.

    `hello` is the first frame to send, with what the place file remembers; `last_n` and `waiting`
    come from the outbox. Times are milliseconds of the shell's own clock, told by `tick`.
    """

    def __init__(
        self, hello: Hello, last_n: int = 0, waiting: Iterable[tuple[int, Request]] = ()
    ) -> None:
        self.state = State.OFFLINE
        self.last_n = last_n
        self.waiting: dict[int, Request] = dict(waiting)
        """Commands that were not acknowledged, by number, in order."""
        self.position = (hello.epoch, hello.seq)
        """Epoch and sequence: one value."""
        self._hello = hello
        self._welcome: Welcome | None = None
        self._hb_ms = limits.HEARTBEAT_MS
        self._sent = 0  # the last command that is on the way on this connection
        self._resend_at = 0
        self._now = 0
        self._heard_at = 0
        self._live_since = 0
        self._beat_at = 0
        self._beats = 0
        self._odd_pongs = 0
        self._return = ReturnTime()

    # Inputs

    def opened(self) -> list[Effect]:
        """A connection is there."""
        if not self._move("opened"):
            return []
        self._welcome = None
        self._sent = self._resend_at = self._odd_pongs = 0
        self._heard_at = self._now
        epoch, seq = self.position
        return [Send(replace(self._hello, epoch=epoch, seq=seq))]

    def received(self, frame: ServerFrame) -> list[Effect]:
        """A frame came. One that its state does not know closes the connection."""
        if self.state not in (State.GREETING, State.LIVE):
            return []
        if not self._move(str(frame.__struct_config__.tag)):
            return self._close(CloseCode.PROTOCOL_ERROR)
        self._heard_at = self._now
        match frame:
            case Welcome():
                return self._welcomed(frame)
            case Snapshot():
                return self._pictured(frame)
            case Event():
                return self._followed(frame)
            case Passing():
                return [Show(frame.parts)]
            case Ack():
                return [*self._kept(frame.n), *self._send_more()]
            case Nack():
                return self._refused(frame)
            case Pong():
                return self._ponged(frame)
            case Go():
                self._return.told_ms = frame.in_ms
            case Sorry():
                self._return.sorry = frame
            case Answer():
                pass  # whoever asked knows the number
        return []

    def unreadable(self) -> list[Effect]:
        """What came is no frame of this protocol."""
        return self._close(CloseCode.MALFORMED)

    def closed(self, code: int, chance: float, *, refused: bool = False) -> list[Effect]:
        """The connection ended, or none came to be (code 1006). `chance` is of 0 to below 1.

        `refused`: none came to be, and that was clear at once: nobody listens there.
        """
        by_us = self.state is State.CLOSING
        if not self._move("closed"):
            return []
        why = self._return.sorry
        if not by_us and self._return.stays_away(code):
            return self._stop(code, why)
        return [ComeBack(self._return.in_ms(chance, refused=refused), why)]

    def submit(self, request: Request) -> list[Effect]:
        """Somebody wants this done: it gets its number now, and for good."""
        if self.state is State.STOPPED:
            return [Refuse(0, request, "line_down", ())]
        self.last_n += 1
        self.waiting[self.last_n] = request
        return [Keep(self.last_n, request), *self._send_more()]

    def withdraw(self, n: int) -> None:
        """`n`, the last number given, could not be kept on this device: it was never given."""
        if n == self.last_n and self.waiting.pop(n, None) is not None:
            self.last_n -= 1
            self._sent = min(self._sent, self.last_n)

    def renewed(self, inst: bytes) -> list[tuple[int, Request]]:
        """There is a new instance: what waits is numbered again from 1, as returned."""
        self._hello = replace(self._hello, inst=inst)
        self.waiting = dict(enumerate(self.waiting.values(), start=1))
        self.last_n = len(self.waiting)
        return list(self.waiting.items())

    def leave(self) -> list[Effect]:
        """The person leaves on purpose."""
        on_line = self.state in (State.GREETING, State.LIVE)
        if not self._move("stopped"):
            return []
        bye: list[Effect] = [Send(Bye()), Close(CloseCode.NORMAL)] if on_line else []
        return [*bye, Stop(CloseCode.NORMAL, None)]

    def tick(self, now_ms: int) -> list[Effect]:
        """The time now. Call it several times a second, connected or not."""
        asleep = self._now > 0 and now_ms - self._now > 2 * self._hb_ms
        self._now = now_ms
        if asleep:
            return self._wake()
        if self.state not in (State.GREETING, State.LIVE):
            return []
        if now_ms - self._heard_at > limits.CLIENT_PATIENCE * self._hb_ms:
            return self._close(CloseCode.NO_HEARTBEAT)
        return self._beat() if self.state is State.LIVE else []

    # What came

    def _welcomed(self, welcome: Welcome) -> list[Effect]:
        if self._welcome is not None:
            return self._close(CloseCode.PROTOCOL_ERROR)
        self._welcome = welcome
        self._hb_ms = max(welcome.hb_ms, 1)
        self._return.welcomed()
        if welcome.token:
            self._hello = replace(self._hello, auth=Return(welcome.token))
        kept = [effect for refusal in welcome.refused for effect in self._turned_down(refusal)]
        kept += [
            effect for n in list(self.waiting) if n <= welcome.last_n for effect in self._kept(n)
        ]
        begun = min(self.waiting, default=self.last_n + 1) - 1
        if welcome.last_n < begun:  # an older log came back: these numbers would be a gap there
            return [Admitted(welcome), *kept, Renew(), *self._close(CloseCode.GAP, back_in_ms=0)]
        self.last_n = max(self.last_n, welcome.last_n)
        self._sent = welcome.last_n
        return [Admitted(welcome), *kept]

    def _pictured(self, snapshot: Snapshot) -> list[Effect]:
        if self._welcome is None:
            return self._close(CloseCode.PROTOCOL_ERROR)
        self.position = (self._welcome.epoch, snapshot.seq)
        self._live_since = self._beat_at = self._now
        return [Show(snapshot.parts, fresh=True), *self._send_more()]

    def _followed(self, event: Event) -> list[Effect]:
        epoch, seq = self.position
        if event.s <= seq:
            return []
        if event.p != seq:
            return self._close(CloseCode.GAP)
        self.position = (epoch, event.s)
        self._odd_pongs = 0
        return [Show(event.parts)]

    def _refused(self, nack: Nack) -> list[Effect]:
        if nack.retry_ms is not None:
            if nack.n in self.waiting:
                self._sent = min(self._sent, nack.n - 1)
                self._resend_at = max(self._resend_at, self._now + nack.retry_ms)
            return []
        return [*self._turned_down(nack), *self._send_more()]

    def _turned_down(self, refusal: Nack | Refusal) -> list[Effect]:
        request = self.waiting.pop(refusal.n, None)
        if request is None:
            return []
        refuse = Refuse(refusal.n, request, refusal.code, refusal.detail)
        return [refuse, Forget(refusal.n)]

    def _ponged(self, pong: Pong) -> list[Effect]:
        at_rest = not any(n <= self._sent for n in self.waiting)
        self._odd_pongs = self._odd_pongs + 1 if at_rest and pong.vis != self.position[1] else 0
        return self._close(CloseCode.GAP) if self._odd_pongs >= ODD_PONGS else []

    # What follows

    def _move(self, happening: str) -> bool:
        follows = MOVES[self.state].get(happening)
        if follows is not None:
            self.state = follows
        return follows is not None

    def _close(self, code: CloseCode, back_in_ms: int | None = None) -> list[Effect]:
        if not self._move("closing"):
            return []
        if back_in_ms is not None:
            self._return.told_ms = back_in_ms
        return [Close(code)]

    def _kept(self, n: int) -> list[Effect]:
        request = self.waiting.pop(n, None)
        return [] if request is None else [Kept(n, request), Forget(n)]

    def _send_more(self) -> list[Effect]:
        return list(self._sendable()) if self.state is State.LIVE else []

    def _sendable(self) -> Iterator[Effect]:
        if self._now < self._resend_at:
            return
        on_the_way = sum(1 for n in self.waiting if n <= self._sent)
        later = [n for n in self.waiting if n > self._sent]
        for n in later[: limits.UNACKNOWLEDGED - on_the_way]:
            self._sent = n
            yield Send(Command(n, self.waiting[n]))

    def _beat(self) -> list[Effect]:
        self._return.held(self._now - self._live_since)
        more = self._send_more()
        if self._now - self._beat_at < self._hb_ms:
            return more
        self._beat_at = self._now
        self._beats += 1
        return [*more, Send(Ping(self._beats, self.position[1]))]

    def _wake(self) -> list[Effect]:
        """The device slept: the line is dead whatever it looks like, and nobody waits for us."""
        if self.state is State.OFFLINE:
            return [ComeBack(0, None)]
        return self._close(CloseCode.NO_HEARTBEAT, back_in_ms=0)

    def _stop(self, code: int, sorry: Sorry | None) -> list[Effect]:
        self._move("stopped")
        if code != CloseCode.NUMBER_REUSED:
            return [Stop(code, sorry)]
        # These numbers mean something else over there: give the requests back, begin anew.
        back: list[Effect] = []
        for n, request in self.waiting.items():
            back += [Refuse(n, request, "not_matched", ()), Forget(n)]
        self.waiting.clear()
        return [*back, Renew(), Stop(code, sorry)]
