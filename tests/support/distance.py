"""A pair that talks, on a server that stands somewhere else: in another process, behind a bad line."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from duologue_client.address import Address, parse_address
from duologue_client.entrance import join, teach
from duologue_protocol import requests
from duologue_server.registry import Registry
from support.classroom import Someone
from support.lesson import ROLE_PLAY
from support.process import ServerProcess


def at_once() -> float:
    """The back-off of clients who are in a hurry."""
    return 0.0


async def pair(address: Address, key: str, folder: Path) -> tuple[Someone, Someone, Someone]:
    """A teacher and a pair that talks, each at a device of their own."""
    teacher = Someone(teach(address, key, "Ms Lee", inside=folder / "teacher"))
    anna, boris = (Someone(join(address, n, inside=folder / n)) for n in ("Anna", "Boris"))
    for someone in (teacher, anna, boris):
        someone.connection.chance = at_once
    await begin_talk(teacher, anna, boris, minutes=60)
    return teacher, anna, boris


async def begin_talk(teacher: Someone, anna: Someone, boris: Someone, minutes: int) -> None:
    """A round in which these two may talk."""
    await teacher.until(lambda: len(teacher.connection.view.students()) == 2)
    teacher.tells(requests.PlanRound(ROLE_PLAY, minutes))
    await teacher.until(lambda: teacher.connection.view.plan)
    teacher.tells(requests.StartRound())
    for student in (anna, boris):
        await student.is_seated()
    teacher.tells(requests.NextStage())
    for student in (anna, boris):
        await student.has_stage(1)


class Apart:
    """A class on a server in a process of its own."""

    def __init__(self, folder: Path, server: ServerProcess, host: str = "127.0.0.1") -> None:
        self.server = server
        registry = Registry(folder / "data")
        record, self.key = registry.create_classroom("English B1", time.time_ns() // 1_000_000)
        registry.close()
        self.address = parse_address(f"{record.code}@{host}:{server.port}")


@asynccontextmanager
async def apart(
    folder: Path, server: ServerProcess, host: str = "127.0.0.1"
) -> AsyncGenerator[tuple[Apart, Someone, Someone]]:
    """A pair that talks there."""
    english = Apart(folder, server, host)
    await server.start()
    people = await pair(english.address, english.key, folder)
    try:
        yield english, people[1], people[2]
        for someone in people:
            await someone.connection.leave()
    finally:
        await server.kill()
