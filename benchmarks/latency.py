"""How soon a line comes at a steady pace: at the partner's, and back as an acknowledgement.

One of each room's two speaks. The bare relay keeps nothing and acknowledges nothing: its author
gets the line back instead. Both are sent the same bytes. What a commit can't be faster than is the
disk: the time of one fdatasync, between the rounds, stands beside them.
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle
from tempfile import TemporaryFile

from benchmarks.lesson import all_talk, catch_up, students_come, teacher_comes
from benchmarks.relay import SPOKEN, talk_at
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import Server, server
from benchmarks.websocket import ClientSocket, connect, ignore
from duologue_protocol import codec
from duologue_protocol.frames import Command
from duologue_protocol.requests import Say

RATES = (100, 1_000)
"""Lines a second, each delivered to one partner and acknowledged or sent back to its author."""


@dataclass
class Times:
    """Of one variant in one round, in seconds."""

    partner: list[float] = field(default_factory=list[float])
    author: list[float] = field(default_factory=list[float])


class Pair:
    """Who speaks and who listens."""

    def __init__(
        self, speaker: ClientSocket, listener: ClientSocket, line: Callable[[int], bytes]
    ) -> None:
        self.times = Times()
        self._speaker, self._line = speaker, line
        self._n = 0
        self._to_partner: deque[float] = deque()
        self._to_author: deque[float] = deque()
        self.answers: Callable[[bytes], bool] = lambda _payload: True
        listener.received = self._at_partner
        speaker.received = self._at_author

    def say(self) -> None:
        self._n += 1
        now = time.perf_counter()
        self._to_partner.append(now)
        self._to_author.append(now)
        self._speaker.send(self._line(self._n))

    @property
    def waits(self) -> bool:
        return bool(self._to_partner or self._to_author)

    def _at_partner(self, payload: bytes) -> None:
        if payload[4:6] in (b"ev", b"cm"):  # an event; the bare relay's is the command itself
            self.times.partner.append(time.perf_counter() - self._to_partner.popleft())

    def _at_author(self, payload: bytes) -> None:
        if self.answers(payload):
            self.times.author.append(time.perf_counter() - self._to_author.popleft())


def _lines(room: str, first: int) -> Callable[[int], bytes]:
    texts: Iterator[str] = cycle(SPOKEN[first:] + SPOKEN[:first])
    return lambda n: codec.encode(Command(n, Say(room, next(texts))))


async def _bare(under_test: Server, rooms: int) -> list[Pair]:
    pairs: list[Pair] = []
    for number in range(rooms):
        one, other = [await connect(under_test.port, ignore) for _ in range(2)]
        for socket in (one, other):
            socket.send(b"room %d" % number)
        pairs.append(Pair(one, other, _lines(f"r{number}", number)))
    return pairs


async def _duologue(under_test: Server, rooms: int) -> list[Pair]:
    came = await students_come(under_test, 2 * rooms)
    teacher = await teacher_comes(under_test)
    await all_talk(teacher)
    await catch_up(came)
    teacher.socket.received = ignore
    by_room = {
        person.room: [other for other in came if other.room == person.room] for person in came
    }
    pairs: list[Pair] = []
    for number, (room, (one, other)) in enumerate(by_room.items()):
        pair = Pair(one.socket, other.socket, _lines(room, number))
        pair.answers = lambda payload: payload[4:6] == b"ac"
        pairs.append(pair)
    return pairs


async def _measure(pairs: list[Pair], rate: int, seconds: float) -> Times:
    for pair in pairs:
        pair.times = Times()
    await talk_at(pairs, rate, seconds)
    for pair in pairs:
        while pair.waits:
            await asyncio.sleep(0.01)
    return Times(
        [taken for pair in pairs for taken in pair.times.partner],
        [taken for pair in pairs for taken in pair.times.author],
    )


def _disk() -> list[float]:
    """Seconds that a page takes to be on disk."""
    taken: list[float] = []
    with TemporaryFile() as file:
        for _ in range(50):
            file.write(bytes(4_096))
            file.flush()
            began = time.perf_counter()
            getattr(os, "fdatasync", os.fsync)(file.fileno())
            taken.append(time.perf_counter() - began)
    return taken


async def run(rounds: int, *, quick: bool) -> Report:
    rooms, seconds = (5, 0.3) if quick else (90, 3.0)
    report = Report(
        "How soon a line comes, rooms of two",
        ("lines/s", "what", "p50 ms", "p99 ms", "p50 × bare: median", "min", "max"),
    )
    async with AsyncExitStack() as stack:
        variants = {
            "bare": await _bare(await stack.enter_async_context(server("bare")), rooms),
            "duologue": await _duologue(
                await stack.enter_async_context(server("duologue", "uvloop")), rooms
            ),
        }
        for pairs in variants.values():
            await _measure(pairs, RATES[0], seconds / 3)
        for rate in RATES[:1] if quick else RATES:
            found: dict[str, list[Times]] = {name: [] for name in variants}
            disk: list[list[float]] = []
            for number in range(rounds):
                disk.append(_disk())
                for name in sorted(variants, reverse=bool(number % 2)):
                    found[name].append(await _measure(variants[name], rate, seconds))
            _add(report, rate, found, disk)
    return report


def _add(report: Report, rate: int, found: dict[str, list[Times]], disk: list[list[float]]) -> None:
    rows = {
        "bare, at the partner's": [times.partner for times in found["bare"]],
        "at the partner's, kept": [times.partner for times in found["duologue"]],
        "bare, back at the author's": [times.author for times in found["bare"]],
        "acknowledged to its author": [times.author for times in found["duologue"]],
        "the disk alone: one fdatasync": disk,
    }
    bare: list[float] = []
    for name, rounds in rows.items():
        medians = [percentile(taken, 0.5) for taken in rounds]
        bare = medians if name.startswith("bare") else bare
        p99 = percentile([percentile(taken, 0.99) for taken in rounds], 0.5)
        report.add(
            f"{rate:,}", name, percentile(medians, 0.5) * 1000, p99 * 1000, *ratios(medians, bare)
        )
