"""A simulated class on a server: its people, and what they do in the background."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from duologue_client.address import Address
from duologue_client.connection import Connection
from duologue_client.demo.knowledge import Knowledge
from duologue_client.demo.pace import Pace
from duologue_client.demo.player import Student
from duologue_client.demo.situation import Nature
from duologue_client.demo.teacher import Teacher
from duologue_client.entrance import join, teach
from duologue_client.error_log import note_unexpected
from duologue_protocol.requests import Level

TEACHER: Final = "Ms Lee"
STUDENTS: Final[tuple[tuple[str, Level], ...]] = (
    ("Anna", "A2"),
    ("Boris", "A2"),
    ("Daria", "B1"),
    ("Egor", "A2"),
    ("Galina", "B1"),
    ("Ilya", "A2"),
)
CALLS: Final = "Boris"
DROPS: Final = "Egor"
DROPPED_AFTER_SECONDS: Final = 60.0
AWAY_SECONDS: Final = 12.0


@dataclass(frozen=True)
class Opened:
    """A class on a server that was started for it."""

    address: Address
    key: str
    places: Path
    """Where its people keep what a device keeps."""


OpenClass = Callable[[], AbstractAsyncContextManager[Opened]]
"""Starts a server; leaving the context stops it and forgets all."""


class Company:
    """The simulated people of one class."""

    def __init__(self, opened: Opened, pace: Pace) -> None:
        self._opened, self._pace = opened, pace
        self._tasks: list[asyncio.Task[None]] = []
        self.known: dict[str, Knowledge] = {}
        self.students: list[Student] = []
        self.teacher = Teacher(partial(self.as_teacher, TEACHER), pace)

    @property
    def host(self) -> str:
        """Where the server is, as people type it."""
        return self._opened.address.server

    def as_teacher(self, name: str) -> Connection:
        opened = self._opened
        return teach(opened.address, opened.key, name, inside=opened.places / "teacher")

    def as_student(self, name: str, level: Level = "") -> Connection:
        opened = self._opened
        return join(opened.address, name, level, inside=opened.places / "students")

    async def gather(self, count: int, *, calls: bool = True, leaves: bool = True) -> None:
        """The teacher learns the library, students come and take part."""
        self.known.update(await self.teacher.learn())
        for place, (name, level) in enumerate(STUDENTS[:count]):
            nature = Nature(name, place / len(STUDENTS), calls and name == CALLS, leaves)
            enter = partial(self.as_student, name, level)
            student = Student(enter, nature, self.known, self._pace)
            self.students.append(student)
            self.begin(student.play())
        await self.teacher.until(lambda: len(self.teacher.view.students()) >= count)

    async def lose_a_line(self) -> None:
        """One student's line drops once, in the middle of a room, and comes back."""
        student = next((s for s in self.students if s.view.me and s.view.me.name == DROPS), None)
        if student is None:
            return
        await student.until(lambda: student.view.my_room)
        await asyncio.sleep(self._pace.pause_ms(DROPPED_AFTER_SECONDS) / 1000)
        await student.drop(self._pace.pause_ms(AWAY_SECONDS) / 1000)

    def begin(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do this beside all else, until everybody leaves."""
        self._tasks.append(asyncio.create_task(_noted(doing)))

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        everybody = [*self.students, self.teacher]
        await asyncio.gather(*(someone.leave() for someone in everybody))


@asynccontextmanager
async def company(open_class: OpenClass, pace: Pace) -> AsyncGenerator[Company]:
    """A class with its teacher; students come with `gather`."""
    async with open_class() as opened:
        people = Company(opened, pace)
        try:
            yield people
        finally:
            await people.leave()


async def _noted(doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except Exception as error:  # a simulated person's fault must not end somebody's lesson
        note_unexpected(error)
        raise
