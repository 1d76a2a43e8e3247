"""One person's session over a real line: keeps, sends, folds, and comes back by itself."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from ssl import SSLError
from time import monotonic
from typing import Final

from websockets.exceptions import WebSocketException

from duologue_client.address import Address
from duologue_client.asked import Asked
from duologue_client.clock import ServerClock, elapsed_ms
from duologue_client.device import Device
from duologue_client.error_log import error_log, note_unexpected
from duologue_client.fold import View, fold, snapshot
from duologue_client.language import _, translate_refusal
from duologue_client.line import NO_CLOSE_FRAME, Line, can_be_sent, unreachable, why_stopped
from duologue_client.places import Draft
from duologue_client.session import (
    Happening,
    LinkChanged,
    LinkState,
    RequestKept,
    RequestRefused,
    ViewChanged,
)
from duologue_protocol import effects
from duologue_protocol.codec import Malformed, decode_server_frame, encode
from duologue_protocol.frames import (
    Answer,
    Ask,
    Command,
    Join,
    Ping,
    Pong,
    Teach,
    TypingNow,
)
from duologue_protocol.link import ClientLink
from duologue_protocol.link_states import State
from duologue_protocol.parts import Body
from duologue_protocol.refusals import CloseCode, Refused
from duologue_protocol.requests import Query, Request

TICK_SECONDS: Final = 0.25
SAVE_SECONDS: Final = 1.0
UNKNOWN_HERE: Final = (CloseCode.NOT_ALLOWED, CloseCode.REMOVED)
"""Codes after which the token is worth nothing."""


class Connection:
    """A `Session` over a websocket. Run it once: by `start`, or by awaiting `run`."""

    def __init__(self, address: Address, device: Device, auth: Join | Teach) -> None:
        self._address = address
        self._device = device
        self._place, outbox = self._device.place, self._device.outbox
        self._link = ClientLink(self._device.hello(auth), outbox.last_n, outbox.waiting.items())
        self._line = Line(address)
        self._view = View(who=self._place.who)
        self._changed = LinkChanged("connecting", kept=len(self._link.waiting))
        self._listeners: list[Callable[[Happening], None]] = []
        self._clock = ServerClock()
        self._asked = Asked()
        self._sent_at = (0, 0)  # the last ping's count (0: hello), and when it went
        self._trouble = ""
        self._retry_at = 0.0
        self._saved_at = 0.0
        self._woken = asyncio.Event()
        self._ended = asyncio.Event()
        self._attempt: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self.chance: Callable[[], float] = random.random
        """Draws what spreads the retries of many clients."""

    # What screens know (Session)

    @property
    def view(self) -> View:
        return self._view

    @property
    def link(self) -> LinkChanged:
        return replace(self._changed, kept=len(self._link.waiting))

    @property
    def pending(self) -> tuple[Request, ...]:
        return tuple(self._link.waiting.values())

    @property
    def draft(self) -> Draft:
        """What stood in the composer when this was closed last, or since."""
        return Draft(self._place.draft, self._place.draft_of)

    @property
    def informed(self) -> bool:
        """The student has read who reads along, and how long it is kept."""
        return self._place.informed

    def keep_informed(self) -> None:
        """Remember that they have."""
        self._place.informed = True

    def keep_draft(self, draft: Draft) -> None:
        """Remember what stands in the composer; on disk within seconds, and when this ends."""
        self._place.draft, self._place.draft_of = draft

    def listen(self, listener: Callable[[Happening], None]) -> None:
        self._listeners.append(listener)

    def submit(self, request: Request) -> None:
        if not can_be_sent(request):
            self._tell(RequestRefused(request, translate_refusal("not_sendable")))
            return
        self._do(self._link.submit(request))
        if self._changed.state != "live":
            self._change(self._changed.state, self._changed.sentence)

    async def ask(self, query: Query) -> Body:
        if self._link.state is not State.LIVE:
            raise Refused("line_down")
        q = self._asked.next()
        self._line.send(encode(Ask(q, query)))
        return await self._asked.answer_to(q)

    def typing(self, room: str, on: bool) -> None:
        if self._link.state is State.LIVE:
            self._line.send(encode(TypingNow(room, on)))

    def now_ms(self) -> int:
        return self._clock.now_ms()

    # Its life

    def start(self) -> None:
        """Run it beside what else runs."""
        self._running = asyncio.create_task(self.run())

    async def run(self) -> None:
        """Connect, and come back again and again, until it stops or somebody leaves."""
        ticking = asyncio.create_task(self._tick())
        try:
            while self._link.state is not State.STOPPED:
                self._attempt = asyncio.create_task(self._connect())
                await asyncio.wait([self._attempt])
                await self._wait()
        finally:
            tasks = [task for task in (ticking, self._attempt) if task is not None]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._asked.line_down()
            self._save()
            self._device.close()
            self._ended.set()

    async def leave(self) -> None:
        """Say good-bye and stop; what was not sent waits on this device."""
        self._do(self._link.leave())
        if self._attempt is None:
            self._device.close()
            return
        if not self._line.is_open:
            self._attempt.cancel()
        await self._ended.wait()

    async def _connect(self) -> None:
        code, refused = NO_CLOSE_FRAME, False
        self._change("connecting", self._trouble)
        try:
            code = await self._line.hold(self._opened, self._heard)
            self._trouble = ""
        except (OSError, WebSocketException) as error:  # TimeoutError is an OSError
            self._trouble = unreachable(error, self._address)
            refused = not isinstance(error, TimeoutError | SSLError)
        except Exception as error:  # noqa: BLE001 whatever it is, nobody sees a traceback
            note_unexpected(error)
            self._trouble = _(
                "Something went wrong inside this program. It tries again; {file} tells where."
            ).format(file=error_log())
        self._asked.line_down()
        self._do(self._link.closed(code, self.chance(), refused=refused))

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            while self._link.state is not State.STOPPED and monotonic() < self._retry_at:
                self._woken.clear()
                async with asyncio.timeout(self._retry_at - monotonic()):
                    await self._woken.wait()

    async def _tick(self) -> None:
        while True:
            self._do(self._link.tick(elapsed_ms()))
            if monotonic() - self._saved_at >= SAVE_SECONDS:
                self._save()
            await asyncio.sleep(TICK_SECONDS)

    def _opened(self) -> None:
        self._sent_at = (0, elapsed_ms())
        self._do(self._link.opened())

    def _heard(self, data: bytes | str) -> None:
        try:
            frame = decode_server_frame(data if isinstance(data, bytes) else b"")
        except Malformed:
            self._do(self._link.unreadable())
            return
        if isinstance(frame, Answer):
            self._asked.answered(frame)
        elif isinstance(frame, Pong) and frame.c == self._sent_at[0]:
            self._clock.told(frame.now_ms, self._sent_at[1], elapsed_ms())
        self._do(self._link.received(frame))

    # Carrying out what the link wants

    def _do(self, wanted: list[effects.Effect]) -> None:
        unkept = 0
        for effect in wanted:
            match effect:
                case effects.Keep():
                    unkept = self._keep(effect)
                case effects.Send(frame=Command(n=n)) if n == unkept:
                    pass
                case effects.Send(frame=frame):
                    if isinstance(frame, Ping):
                        self._sent_at = (frame.c, elapsed_ms())
                    self._line.send(encode(frame))
                case effects.Close():
                    self._line.close(effect.code)
                case effects.Show():
                    self._show(effect)
                case effects.Kept():
                    self._tell(RequestKept(effect.request))
                case effects.Refuse():
                    sentence = translate_refusal(effect.code, self._named(effect.detail))
                    self._tell(RequestRefused(effect.request, sentence))
                case effects.Forget():
                    self._device.forget(effect.n)
                case effects.Renew():
                    self._link.renewed(self._device.renew())
                case effects.Admitted():
                    self._admitted(effect)
                case effects.ComeBack():
                    self._come_back(effect)
                case effects.Stop():
                    self._stop(effect)

    def _named(self, detail: tuple[str, ...]) -> tuple[str, ...]:
        """A refusal names people by their ids; readers know their names."""
        people = self._view.people
        return tuple(people[word].name if word in people else word for word in detail)

    def _keep(self, effect: effects.Keep) -> int:
        """0, or the number that could not be kept and so was never given."""
        if self._device.keep(effect.n, effect.request):
            return 0
        self._link.withdraw(effect.n)
        sentence = _("This device could not keep it: is its disk full? Make room, then send again.")
        self._tell(RequestRefused(effect.request, sentence))
        return effect.n

    def _show(self, effect: effects.Show) -> None:
        if effect.fresh:
            self._view = snapshot(self._place.who, effect.parts)
            self._trouble = ""
            self._change("live")
        else:
            for part in effect.parts:
                fold(self._view, part)
        self._tell(ViewChanged(effect.parts, effect.fresh))

    def _admitted(self, effect: effects.Admitted) -> None:
        welcome = effect.welcome
        self._clock.told(welcome.now_ms, self._sent_at[1], elapsed_ms(), anew=True)
        self._place.who = welcome.who
        self._place.token = welcome.token or self._place.token
        self._save()

    def _come_back(self, effect: effects.ComeBack) -> None:
        if effect.why is not None:
            self._trouble = translate_refusal(effect.why.code, effect.why.detail)
        self._retry_at = monotonic() + effect.in_ms / 1000
        self._change("waiting", self._trouble)

    def _stop(self, effect: effects.Stop) -> None:
        if effect.code in UNKNOWN_HERE:
            self._place.token = ""
        self._save()
        self._change("stopped", why_stopped(effect.code, effect.why))

    def _save(self) -> None:
        self._saved_at = monotonic()
        self._place.position = self._link.position
        self._device.save()

    def _change(self, state: LinkState, sentence: str = "") -> None:
        retry_at = self._retry_at if state == "waiting" else 0.0
        changed = LinkChanged(state, sentence, retry_at, len(self._link.waiting))
        self._woken.set()
        if changed != self._changed:
            self._changed = changed
            self._tell(changed)

    def _tell(self, happening: Happening) -> None:
        for listener in self._listeners:
            try:
                listener(happening)
            except Exception as error:  # noqa: BLE001 a screen's mistake must not cost the line
                note_unexpected(error)
