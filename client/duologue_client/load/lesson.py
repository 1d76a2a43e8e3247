"""A school at work: students come, are put into rooms, talk for some minutes, and are counted."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter, process_time
from typing import Any, Final

from duologue_client.address import Address
from duologue_client.demo.knowledge import Knowledge
from duologue_client.demo.pace import Pace
from duologue_client.demo.player import Participant
from duologue_client.demo.situation import Nature
from duologue_client.language import _
from duologue_client.load.machine import Taken, taken_by
from duologue_client.load.meter import Meter
from duologue_client.load.player import LoadTeacher, MeasuredStudent
from duologue_client.stop import Stop
from duologue_protocol.requests import ListActivities

COME_SECONDS: Final = 0.02
"""Between one student who comes and the next."""
LIMIT_SECONDS: Final = 300.0
"""How long everybody has to get in and to begin to talk, and then to hear the last line."""
LOOK_SECONDS: Final = 0.05
"""How often this program looks whether it is late itself."""


@dataclass(frozen=True)
class ClassOfLoad:
    """A class without anybody in it."""

    address: Address
    key: str


@dataclass(frozen=True)
class Found:
    """What a load came to."""

    students: int
    classes: int
    seconds: float
    speed: float
    """How many times a human pace."""
    meter: Meter
    own_cpu_seconds: float
    late: Sequence[float]
    """How late this program's own timers were, in seconds."""
    idle: Taken | None
    """The server before anybody came."""
    begun: Taken | None
    ended: Taken | None


class School:
    """Simulated people of several classes, in one event loop."""

    def __init__(self, classes: Sequence[ClassOfLoad], students: int, pace: Pace) -> None:
        self.meter = Meter()
        self._classes, self._count, self._pace = classes, students, pace
        self._known: dict[str, Knowledge] = {}
        self._teachers = [LoadTeacher(one.address, one.key, pace) for one in classes]
        self._students: list[MeasuredStudent] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._late: list[float] = []

    async def open(self) -> None:
        """Teachers come and learn the library. Raises Stop: a class can't be had or has people."""
        for teacher in self._teachers:
            await teacher.until(partial(_is_settled, teacher))
            if teacher.connection.link.state != "live":
                raise Stop(teacher.connection.link.sentence)
            if teacher.view.students():
                raise Stop(_("There are people in this class. A load needs one without anybody."))
        self._known.update(await self._teachers[0].learn())

    async def fill(self) -> None:
        """Students come one after the other; returns when all sit in rooms, and most rooms talk."""
        for number in range(self._count):
            place = number % len(self._classes)
            nature = Nature(f"Student {number + 1}", number % 10 / 10)
            address = self._classes[place].address
            self._students.append(
                MeasuredStudent(address, nature, self._known, self._pace, self.meter)
            )
            await asyncio.sleep(COME_SECONDS)
        for student in self._students:
            await student.until(partial(_is_live, student))
        activities = self._teachers[0].activities
        for place, teacher in enumerate(self._teachers):
            self._begin(teacher.keep_busy(activities, place))
        for student in self._students:
            self._begin(student.play())
        for student in self._students:
            await student.until(partial(_sits, student))
        while self.meter.said < self._count / 2:
            await asyncio.sleep(LOOK_SECONDS)

    async def talk(self, seconds: float, server: int | None, idle: Taken | None) -> Found:
        """Measure for so long; then nobody says any more, and all that was said is waited for."""
        self.meter.begin()
        self._begin(self._watch_myself())
        began, cpu, begun = perf_counter(), process_time(), taken_by(server)
        await asyncio.sleep(seconds)
        spent, cpu, ended = perf_counter() - began, process_time() - cpu, taken_by(server)
        await self._stop()
        async with asyncio.timeout(LIMIT_SECONDS):
            for student in self._students:
                await self._has_heard(student)
        return Found(
            students=self._count,
            classes=len(self._classes),
            seconds=spent,
            speed=self._pace.speed,
            meter=self.meter,
            own_cpu_seconds=cpu,
            late=self._late,
            idle=idle,
            begun=begun,
            ended=ended,
        )

    async def leave(self) -> None:
        await self._stop()
        everybody: list[Participant] = [*self._students, *self._teachers]
        await asyncio.gather(*(someone.leave() for someone in everybody))

    async def _has_heard(self, student: MeasuredStudent) -> None:
        """Their lines are kept, and an answer has come: it comes after all that was shown."""
        await student.until(lambda: not student.connection.pending)
        await student.until(partial(_is_live, student))
        await student.connection.ask(ListActivities())

    async def _watch_myself(self) -> None:
        while True:
            due = perf_counter() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self._late.append(max(0.0, perf_counter() - due))

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(doing))

    async def _stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_settled(someone: Participant) -> bool:
    return someone.connection.link.state != "connecting"


def _is_live(someone: Participant) -> bool:
    return someone.connection.link.state == "live"


def _sits(student: MeasuredStudent) -> bool:
    """In a room that plays."""
    room = student.view.my_room
    return bool(room and room.progress and room.progress.state == "playing")


async def load(
    classes: Sequence[ClassOfLoad], students: int, seconds: float, pace: Pace, server: int | None
) -> Found:
    """Play for so many seconds with everybody in their rooms.

    `server` is the process to look at. Raises Stop: it can't be played.
    """
    idle, school = taken_by(server), School(classes, students, pace)
    try:
        async with asyncio.timeout(LIMIT_SECONDS + students * COME_SECONDS):
            await school.open()
            await school.fill()
        return await school.talk(seconds, server, idle)
    except TimeoutError:
        raise Stop(
            _("Not everybody got into a room that talks within {seconds} seconds.").format(
                seconds=round(LIMIT_SECONDS + students * COME_SECONDS)
            )
        ) from None
    finally:
        await school.leave()
