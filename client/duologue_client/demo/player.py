"""Simulated people over real connections: a participant who waits and counts, and a student."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from time import monotonic

from duologue_client.connection import Connection
from duologue_client.demo.knowledge import Knowledge
from duologue_client.demo.mind import next_move
from duologue_client.demo.pace import Pace
from duologue_client.demo.situation import Key, Move, Nature
from duologue_client.fold import View
from duologue_client.session import Happening, RequestKept, RequestRefused, ViewChanged
from duologue_protocol.parts import Line, Progress
from duologue_protocol.requests import CallTeacher, Request, Say

TYPING_SIGN_SECONDS = 3.0
"""A sign is forgotten after six; it is renewed before."""


class Participant:
    """Somebody in the class, without a screen."""

    def __init__(self, enter: Callable[[], Connection]) -> None:
        self._enter = enter
        self.refused: list[RequestRefused] = []
        self.said: Counter[tuple[str, str]] = Counter()
        """Lines the server kept, by room and text."""
        self.heard: Counter[tuple[str, int]] = Counter()
        """How often each line came as news, by room and number."""
        self.seen: dict[str, Progress] = {}
        """How each room stood last."""
        self.times: dict[str, tuple[int, int]] = {}
        """When each room was first and last seen to change, in the server's milliseconds."""
        self._changed = asyncio.Event()
        self.is_down = False
        self.connection = self._come()
        self._running = asyncio.create_task(self.connection.run())

    @property
    def view(self) -> View:
        return self.connection.view

    def tells(self, request: Request) -> None:
        self.connection.submit(request)

    async def changed(self, seconds: float | None = None) -> None:
        """Wait for the next change, not longer than this."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        self._changed.clear()

    async def until(self, condition: Callable[[], object]) -> None:
        while not condition():
            await self.changed()

    async def drop(self, seconds: float) -> None:
        """Lose the line without a word, and come back."""
        self.is_down = True
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await asyncio.sleep(seconds)
        self.connection = self._come()
        self._running = asyncio.create_task(self.connection.run())
        self.is_down = False

    async def leave(self) -> None:
        await self.connection.leave()

    def _come(self) -> Connection:
        connection = self._enter()
        connection.listen(self._hear)
        return connection

    def _hear(self, happening: Happening) -> None:
        match happening:
            case RequestRefused():
                self.refused.append(happening)
            case RequestKept(request=Say() as say):
                self.said[say.room, say.text] += 1
            case ViewChanged():
                self._note(happening)
            case _:
                pass
        self._changed.set()

    def _note(self, changed: ViewChanged) -> None:
        for part in changed.parts:
            if isinstance(part, Line) and not changed.fresh:
                self.heard[part.room, part.number] += 1
            elif isinstance(part, Progress):
                now_ms = self.connection.now_ms()
                first = self.times.get(part.room, (now_ms, now_ms))[0]
                before = self.seen.get(part.room)
                if before is None or before.state != "ended":
                    self.times[part.room] = (first, now_ms)
                self.seen[part.room] = part


class Student(Participant):
    """Plays whatever is played: the mind decides, this does it when it is due."""

    def __init__(
        self,
        enter: Callable[[], Connection],
        nature: Nature,
        known: Mapping[str, Knowledge],
        pace: Pace,
    ) -> None:
        super().__init__(enter)
        self._nature, self._known, self._pace = nature, known, pace
        self._done: set[Key] = set()
        self._begun: Key = ()
        self._typing_at = self._due_at = self._signed_at = 0.0

    async def play(self) -> None:
        """Take part until cancelled."""
        while True:
            move = self._wanted()
            if move is None:
                self._begun = ()
                await self.changed()
            else:
                await self.changed(self._advance(move))

    def _wanted(self) -> Move | None:
        if self.is_down or self.connection.pending or self.connection.link.state != "live":
            return None
        now_ms = self.connection.now_ms()
        move = next_move(self.view, self._nature, self._known, self._pace, now_ms)
        return None if move is None or move.key in self._done else move

    def _advance(self, move: Move) -> float:
        """Go on with a move; seconds until the next look at it."""
        now = monotonic()
        if move.key != self._begun:
            self._begun, self._signed_at = move.key, 0.0
            self._typing_at = now + move.think_ms / 1000
            self._due_at = self._typing_at + move.type_ms / 1000
        if now >= self._due_at:
            self._done.add(move.key)
            if isinstance(move.request, CallTeacher):
                self._nature = replace(self._nature, calls=False)
            self.tells(move.request)
            return 0.0
        if now < self._typing_at:
            return self._typing_at - now
        self._sign(move, now)
        return min(self._due_at - now, TYPING_SIGN_SECONDS)

    def _sign(self, move: Move, now: float) -> None:
        if isinstance(move.request, Say) and now - self._signed_at >= TYPING_SIGN_SECONDS:
            self._signed_at = now
            self.connection.typing(move.request.room, on=True)
