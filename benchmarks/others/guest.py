"""Somebody who does nothing but talk in a room of two, whatever language its server speaks."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from itertools import cycle, islice
from pathlib import Path
from typing import Protocol

from benchmarks.others.program import Program
from benchmarks.relay import SPOKEN, Speaker, Tally


def texts(place: int) -> Iterator[str]:
    """The lines of the person at this place, the same as those of a student of ours."""
    return cycle(islice(cycle(SPOKEN), place, place + len(SPOKEN)))


class Voice:
    """Says the next line, and counts what comes back."""

    def __init__(self, tally: Tally, lines: Iterator[bytes], send: Callable[[bytes], None]) -> None:
        self._tally = tally
        self._lines = lines
        self._send = send
        self._sent: deque[float] = deque()

    def say(self) -> None:
        self._tally.said += 1
        self._sent.append(time.perf_counter())
        self._send(next(self._lines))

    def heard(self, *, own: bool) -> None:
        """A line has come, one's own or the partner's."""
        self._tally.delivered += 1
        if own:
            self._tally.latencies.append(time.perf_counter() - self._sent.popleft())
            if self._tally.going_on:
                self.say()


class Inbox:
    """What comes while one waits for something that is known."""

    PATIENCE_SECONDS = 60

    def __init__(self) -> None:
        self._received: asyncio.Queue[bytes] = asyncio.Queue()

    def put(self, payload: bytes) -> None:
        self._received.put_nowait(payload)

    async def until(self, sign: bytes) -> bytes:
        """The first payload that has this in it; those before it are dropped."""
        payload = b""
        async with asyncio.timeout(self.PATIENCE_SECONDS):
            while sign not in payload:
                payload = await self._received.get()
        return payload


class Guest(Protocol):
    """Who is known to the server, and in no room yet."""

    async def enter(self, place: int, tally: Tally) -> Speaker:
        """Come into the room of this place; rooms are of two."""
        ...


class Other(Protocol):
    """A server that a school would take instead."""

    name: str
    install: str
    """What to type when it is missing."""
    keeps: bool
    """Whether there is a history."""

    def is_here(self) -> bool: ...

    def running(self, folder: Path, guests: int) -> AbstractAsyncContextManager[Program]: ...

    def guests(self, program: Program, folder: Path, number: int) -> AsyncIterator[Guest]: ...

    async def kept(self, folder: Path) -> int:
        """How many lines are on disk, when it has stopped."""
        ...
