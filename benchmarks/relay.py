"""Server CPU per delivered line in rooms of two, beside a bare relay in the same run.

A line goes to the partner and back to its author: two deliveries. The bare relay is sent the same
bytes. Variants take turns in every round, in changing order; only ratios within a round count.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Protocol

from benchmarks.lesson import LIBRARY, all_talk, catch_up, students_come, teacher_comes
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import Server, server
from benchmarks.websocket import ClientSocket, connect, ignore
from duologue_protocol import codec
from duologue_protocol.frames import Command
from duologue_protocol.requests import Say

WINDOW = 1
"""Lines a student has on the way when the server is kept as busy as it can be: whoever has seen
their own line says the next one. More would let a server answer several with one write."""

TICK_SECONDS = 0.005
SPOKEN = [line.text for activity in LIBRARY.values() for line in activity.model]


@dataclass
class Tally:
    """What came back, of all lines of one variant."""

    said: int = 0
    delivered: int = 0
    latencies: list[float] = field(default_factory=list[float])
    going_on: bool = False
    """Answer each line that came back with the next one."""


class Speaker(Protocol):
    def say(self) -> None: ...


class UnderTest(Protocol):
    """A server whose costs can be asked."""

    async def cpu_seconds(self) -> float: ...
    def busy_ns(self) -> int | None: ...


class Talker:
    """A student who does nothing but talk, or the same on the bare relay."""

    def __init__(
        self,
        socket: ClientSocket,
        tally: Tally,
        room: str,
        place: int,
        mark: bytes = b"",
    ) -> None:
        self._socket = socket
        self._tally = tally
        self._mark = mark
        self._n = 0
        self._sent: deque[float] = deque()
        # A number is put in by hand, always as five bytes: 0xce and a big-endian one.
        texts = islice(cycle(SPOKEN), place, place + len(SPOKEN))
        frames = [codec.encode(Command(2**31, Say(room, text + mark.decode()))) for text in texts]
        self._lines = cycle([frame.split((2**31).to_bytes(4, "big"), 1) for frame in frames])
        socket.received = self._received_bare if mark else self._received

    def say(self) -> None:
        before, after = next(self._lines)
        self._n += 1
        self._tally.said += 1
        self._sent.append(time.perf_counter())
        self._socket.send(before + self._n.to_bytes(4, "big") + after)

    def _received(self, payload: bytes) -> None:
        kind = payload[4:6]
        if kind == b"ev":
            self._tally.delivered += 1
        elif kind == b"ac":
            self._came_back()
        elif kind == b"na":
            raise AssertionError(codec.decode_server_frame(payload))

    def _received_bare(self, payload: bytes) -> None:
        self._tally.delivered += 1
        if payload.endswith(self._mark):
            self._came_back()

    def _came_back(self) -> None:
        self._tally.latencies.append(time.perf_counter() - self._sent.popleft())
        if self._tally.going_on:
            self.say()


@dataclass
class Variant:
    """A server under test with its students in their rooms."""

    name: str
    server: UnderTest
    tally: Tally
    talkers: Sequence[Speaker]


@dataclass(frozen=True)
class Measured:
    """One variant in one round."""

    cpu_us: float
    """Per delivered line."""
    delivered_per_second: float
    busy: float
    """Share of the time in which the server's main thread ran or was ready to."""
    p50_ms: float
    p99_ms: float


async def _bare_room(port: int, tally: Tally, number: int) -> list[Talker]:
    talkers: list[Talker] = []
    for place, mark in enumerate((b".", b"!"), 2 * number):
        socket = await connect(port, ignore)
        socket.send(b"room %d" % number)
        talkers.append(Talker(socket, tally, f"room {number}", place, mark))
    return talkers


async def bare_variant(under_test: Server, students: int) -> Variant:
    tally = Tally()
    rooms = [await _bare_room(under_test.port, tally, n) for n in range(students // 2)]
    return Variant("bare", under_test, tally, [talker for room in rooms for talker in room])


async def duologue_variant(
    name: str, under_test: Server, students: int, *, teachers: int
) -> Variant:
    """Students in rooms of two by a teacher's round; so many teachers stay for the wall."""
    came = await students_come(under_test, students)
    teacher = await teacher_comes(under_test)
    await all_talk(teacher)
    if not teachers:
        await teacher.leave()
    for number in range(1, teachers):
        (await teacher_comes(under_test, f"Colleague {number}")).socket.received = ignore
    await catch_up(came)  # from here on they are shown nothing but lines
    tally = Tally()
    talkers = [
        Talker(person.socket, tally, person.room, place) for place, person in enumerate(came)
    ]
    teacher.socket.received = ignore
    return Variant(name, under_test, tally, talkers)


async def _variants(stack: AsyncExitStack, students: int) -> list[Variant]:
    variants = [await bare_variant(await stack.enter_async_context(server("bare")), students)]
    for loop in ("asyncio", "uvloop"):
        for wall in (False, True):
            name = f"duologue, {loop}{', wall' if wall else ''}"
            under_test = await stack.enter_async_context(server("duologue", loop))
            variants.append(await duologue_variant(name, under_test, students, teachers=int(wall)))
    return variants


async def measure(variant: Variant, rate: int, seconds: float) -> Measured:
    """`rate` is delivered lines a second; 0: as many as the server can do."""
    tally, under_test = variant.tally, variant.server
    tally.latencies.clear()
    before = (tally.said, tally.delivered)
    cpu, busy, began = await under_test.cpu_seconds(), under_test.busy_ns(), time.perf_counter()
    if rate:
        await talk_at(variant.talkers, rate / 2, seconds)
    else:
        await _talk_on(variant, seconds)
    spent, busy_after = time.perf_counter() - began, under_test.busy_ns()
    await drained(tally)
    cpu = await under_test.cpu_seconds() - cpu
    said, delivered = tally.said - before[0], tally.delivered - before[1]
    assert delivered == 2 * said, f"{variant.name}: {said} said, {delivered} delivered"
    return Measured(
        cpu_us=cpu / delivered * 1e6,
        delivered_per_second=delivered / spent,
        busy=0.0 if busy is None or busy_after is None else (busy_after - busy) / spent / 1e9,
        p50_ms=percentile(tally.latencies, 0.5) * 1000,
        p99_ms=percentile(tally.latencies, 0.99) * 1000,
    )


async def _talk_on(variant: Variant, seconds: float) -> None:
    variant.tally.going_on = True
    for talker in variant.talkers:
        for _ in range(WINDOW):
            talker.say()
    await asyncio.sleep(seconds)
    variant.tally.going_on = False


async def talk_at(talkers: Iterable[Speaker], per_second: float, seconds: float) -> None:
    """Lines at a steady pace, whatever comes back."""
    turns, began, said = cycle(talkers), time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < seconds:
        due = round(passed * per_second)
        for talker in islice(turns, due - said):
            talker.say()
        said = due
        await asyncio.sleep(TICK_SECONDS)


async def drained(tally: Tally) -> None:
    async with asyncio.timeout(60):
        while tally.delivered % 2 or len(tally.latencies) == 0 or _on_the_way(tally):
            await asyncio.sleep(0.01)


def _on_the_way(tally: Tally) -> bool:
    return tally.delivered < 2 * tally.said


async def run(rounds: int, *, quick: bool) -> Report:
    """All variants at 400, 4,000 and as many delivered lines a second as they can do."""
    students, seconds = (20, 0.3) if quick else (180, 1.5)
    rates = (0,) if quick else (400, 4_000, 0)
    found: dict[int, list[list[Measured]]] = {rate: [] for rate in rates}
    async with AsyncExitStack() as stack:
        variants = await _variants(stack, students)
        for rate in rates:
            for variant in variants:  # warm caches and buffers
                await measure(variant, rate, seconds / 3)
            for n in range(rounds):
                found[rate].append(await one_round(variants, rate, seconds, n))
    return _report([variant.name for variant in variants], found)


async def one_round(
    variants: Sequence[Variant], rate: int, seconds: float, number: int
) -> list[Measured]:
    """Each variant once, by place; every round begins with another one."""
    order = [(place + number) % len(variants) for place in range(len(variants))]
    measured = {place: await measure(variants[place], rate, seconds) for place in order}
    return [measured[place] for place in range(len(variants))]


def _report(names: Sequence[str], found: dict[int, list[list[Measured]]]) -> Report:
    report = Report(
        "CPU of the server per delivered line, rooms of two",
        ("load", "server", "CPU µs", "× bare: median", "min", "max", "lines/s", "busy", "p50 ms"),
    )
    for rate, rounds in found.items():
        for place, name in enumerate(names):
            mine = [measured[place] for measured in rounds]
            against = ratios([m.cpu_us for m in mine], [measured[0].cpu_us for measured in rounds])
            report.add(
                f"{rate:,} lines/s" if rate else "saturated",
                name,
                percentile([m.cpu_us for m in mine], 0.5),
                *against,
                round(percentile([m.delivered_per_second for m in mine], 0.5)),
                f"{percentile([m.busy for m in mine], 0.5):.0%}",
                percentile([m.p50_ms for m in mine], 0.5),
            )
    return report
