"""Everybody at once: 40 rooms start together, and 200 students come back together.

The yardstick is a bare server with the same library: one frame of the same size to as many people,
and as many connections that come at once and are sent as much.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from benchmarks.lesson import MINUTES, ROLE_PLAY, Person, catch_up, students_come, teacher_comes
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import Server, server
from benchmarks.websocket import ClientSocket, connect, ignore
from duologue_protocol import requests
from duologue_protocol.frames import Return


class Taken(NamedTuple):
    """Until the last of all has it."""

    ms: float
    cpu_ms: float
    bytes_each: int


async def _timed(under_test: Server, doing: Callable[[], Awaitable[int]]) -> Taken:
    """`doing` returns how many bytes each person was sent."""
    cpu, began = await under_test.cpu_seconds(), time.perf_counter()
    each = await doing()
    spent = time.perf_counter() - began
    return Taken(spent * 1000, (await under_test.cpu_seconds() - cpu) * 1000, each)


async def _start(students: int) -> Taken:
    """All rooms of a round, from the teacher's key to the last card on a screen."""
    async with server("duologue", "uvloop") as under_test:
        came = await students_come(under_test, students)
        teacher = await teacher_comes(under_test)
        await teacher.tell(requests.PlanRound(ROLE_PLAY.id, MINUTES))
        await catch_up(came)
        before = sum(person.bytes for person in came)

        async def start() -> int:
            await teacher.tell(requests.StartRound())
            await asyncio.gather(*(person.seated.wait() for person in came))
            return (sum(person.bytes for person in came) - before) // students

        return await _timed(under_test, start)


async def _bare_start(students: int, size: int) -> Taken:
    """One frame to so many people in one room."""
    async with server("bare") as under_test:
        crowd = _Crowd(1)
        sockets: list[ClientSocket] = []
        for _ in range(students):
            sockets.append(await connect(under_test.port, ignore))
            sockets[-1].received = crowd.received
            sockets[-1].send(b"the room")
            sockets[-1].send(b"here")
            crowd.left = len(sockets)
            await crowd.reached()

        async def start() -> int:
            crowd.left = students
            sockets[0].send(bytes(size))
            await crowd.reached()
            return size

        return await _timed(under_test, start)


async def _reconnects(students: int) -> Taken:
    """Everybody's line is cut, and all come back at once, to all there is to see."""
    async with server("duologue", "uvloop", classes=-(-students // 50)) as under_test:
        came = await students_come(under_test, students)
        for person in came:
            person.socket.close()
        await asyncio.gather(*(person.socket.lost.wait() for person in came))

        async def come_back() -> int:
            again = [Person() for _ in came]
            await asyncio.gather(
                *(
                    new.come(under_test.port, Return(old.token))
                    for new, old in zip(again, came, strict=True)
                )
            )
            return sum(person.bytes for person in again) // students

        return await _timed(under_test, come_back)


async def _bare_reconnects(students: int, size: int) -> Taken:
    """So many connections at once, each of which is sent as much back."""
    async with server("bare") as under_test:
        crowd = _Crowd(students)

        async def one(number: int) -> ClientSocket:
            socket = await connect(under_test.port, ignore)
            socket.received = crowd.received
            socket.send(b"room %d" % number)
            socket.send(bytes(size))
            return socket

        async def come() -> int:
            await asyncio.gather(*(one(number) for number in range(students)))
            await crowd.reached()
            return size

        return await _timed(under_test, come)


class _Crowd:
    """Waits until a frame has come to everybody."""

    def __init__(self, people: int) -> None:
        self.left = people
        self._all = asyncio.Event()

    def received(self, _payload: bytes) -> None:
        self.left -= 1
        if self.left == 0:
            self._all.set()

    async def reached(self) -> None:
        await asyncio.wait_for(self._all.wait(), 60)
        self._all.clear()


async def run(rounds: int, *, quick: bool) -> Report:
    rooms, back = (5, 10) if quick else (40, 200)
    found: dict[str, list[Taken]] = {}
    for _ in range(rounds):
        start, again = await _start(2 * rooms), await _reconnects(back)
        for name, taken in (
            (
                f"bare: a frame to {2 * rooms} people",
                await _bare_start(2 * rooms, start.bytes_each),
            ),
            (f"start of {rooms} rooms at once", start),
            (f"bare: {back} connections at once", await _bare_reconnects(back, again.bytes_each)),
            (f"{back} reconnects at once", again),
        ):
            found.setdefault(name, []).append(taken)
    return _report(found)


def _report(found: dict[str, list[Taken]]) -> Report:
    report = Report(
        "Everybody at once, until the last has it",
        (
            "what",
            "bytes each",
            "ms",
            "min ms",
            "max ms",
            "CPU ms",
            "CPU × bare: median",
            "min",
            "max",
        ),
    )
    bare: list[float] = []
    for name, rounds in found.items():
        ms, cpu = [taken.ms for taken in rounds], [taken.cpu_ms for taken in rounds]
        bare = cpu if name.startswith("bare") else bare
        report.add(
            name,
            rounds[0].bytes_each,
            percentile(ms, 0.5),
            min(ms),
            max(ms),
            percentile(cpu, 0.5),
            *ratios(cpu, bare),
        )
    return report
