"""Latency of a class's lines while one student floods the server, beside the same class in peace.

The server has its limits as they are. Students talk in pairs at a steady pace; a flooder sends as
much as the line takes: heartbeats, questions, or requests. Peace and floods take turns in every
round, in changing order; only ratios within a round count.
"""

import asyncio
from collections.abc import Callable, Iterator
from itertools import count

from benchmarks.lesson import Person, all_talk, catch_up, students_come, teacher_comes
from benchmarks.relay import Talker, Tally, drained, talk_at
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import Server, server
from benchmarks.websocket import ignore
from duologue_protocol import codec
from duologue_protocol.frames import Ask, Command, Join, Ping
from duologue_protocol.requests import ListActivities, SetLevel

LINES_A_SECOND = 0.9
"""Of each student: below the pace that is allowed, so that nothing is held back."""

UNSENT_BYTES = 262_144
"""What the flooder keeps ready for the line."""

FLUSH_SECONDS = 0.002

Flood = Callable[[], Iterator[bytes]]


def _heartbeats() -> Iterator[bytes]:
    return (codec.encode(Ping(n, 0)) for n in count())


def _questions() -> Iterator[bytes]:
    return (codec.encode(Ask(n, ListActivities())) for n in count())


def _requests() -> Iterator[bytes]:
    """Each that counts is shown to the whole class; most come too fast."""
    return (codec.encode(Command(1 + n // 50, SetLevel("B1"))) for n in count())


FLOODS: dict[str, Flood] = {
    "heartbeats": _heartbeats,
    "questions": _questions,
    "requests": _requests,
}


class Flooder:
    """A student of the same class whose program has gone mad."""

    def __init__(self, person: Person, flood: Flood) -> None:
        self.sent = 0
        self._socket = person.socket
        self._frames = flood()
        self._socket.received = ignore
        self._task = asyncio.create_task(self._pour())

    async def _pour(self) -> None:
        while not self._socket.lost.is_set():
            while self._socket.unsent_bytes < UNSENT_BYTES:
                self._socket.send(next(self._frames))
                self.sent += 1
            await asyncio.sleep(FLUSH_SECONDS)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._socket.close()


class Class:
    """Students who talk in pairs, and room for one more who does not."""

    def __init__(self, under_test: Server, people: list[Person]) -> None:
        self._under_test = under_test
        self._tally = Tally()
        self._talkers = [
            Talker(person.socket, self._tally, person.room, place)
            for place, person in enumerate(people)
        ]
        self._flooders = 0

    async def measure(self, flood: str, seconds: float) -> tuple[float, float]:
        """Milliseconds from a line to its acknowledgement: median and 99th percentile."""
        flooder = await self._flooder(FLOODS[flood]) if flood else None
        self._tally.latencies.clear()
        await talk_at(self._talkers, LINES_A_SECOND * len(self._talkers), seconds)
        await drained(self._tally)
        if flooder:
            await flooder.stop()
        latencies = self._tally.latencies
        return percentile(latencies, 0.5) * 1000, percentile(latencies, 0.99) * 1000

    async def _flooder(self, flood: Flood) -> Flooder:
        self._flooders += 1
        code, _key = self._under_test.doors[0]
        join = Join(code, f"Flooder {self._flooders}")
        return Flooder(await Person().come(self._under_test.port, join), flood)


async def run(rounds: int, *, quick: bool) -> Report:
    students, seconds = (10, 1.5) if quick else (60, 6.0)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ("", *FLOODS)}
    async with server("limited") as under_test:
        people = await students_come(under_test, students)
        teacher = await teacher_comes(under_test)
        await all_talk(teacher)
        teacher.socket.received = ignore
        await catch_up(people)
        school = Class(under_test, people)
        await school.measure("", seconds / 3)  # warm caches and buffers
        for number in range(rounds):
            names = list(found)
            for place in range(len(names)):
                name = names[(place + number) % len(names)]
                found[name].append(await school.measure(name, seconds))
    return _report(found)


def _report(found: dict[str, list[tuple[float, float]]]) -> Report:
    report = Report(
        "Latency of the others' lines while one student floods",
        ("flood", "p50 ms", "× peace: median", "min", "max", "p99 ms", "× peace, p99"),
    )
    peace = found[""]
    for name, measured in found.items():
        p99 = ratios([p99 for _p50, p99 in measured], [p99 for _p50, p99 in peace])
        report.add(
            name or "none",
            percentile([p50 for p50, _p99 in measured], 0.5),
            *ratios([p50 for p50, _p99 in measured], [p50 for p50, _p99 in peace]),
            percentile([p99 for _p50, p99 in measured], 0.5),
            p99[0],
        )
    return report
