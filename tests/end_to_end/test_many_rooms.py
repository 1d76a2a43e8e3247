"""Forty students over real sockets, the console in a real terminal: one room falls silent."""

import asyncio
import sys
from functools import partial
from pathlib import Path

import pytest

from duologue_protocol.requests import PlanRound, Ready, Say, StartRound
from support.classroom import School, Someone, school
from support.lesson import ROLE_PLAY
from support.terminal import ENTER, Terminal

DUOLOGUE = (sys.executable, "-c", "from duologue_client.cli import main; main()")
STUDENTS = 40


async def test_two_keys_find_the_room_that_fell_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with school(tmp_path) as english:
        students = await pairs_that_talk(english)
        silent = students[17].room_id
        in_it = [one for one in students if one.room_id == silent]

        clock, now_ms = english.server.school.clock, english.server.school.clock.now_ms
        monkeypatch.setattr(clock, "now_ms", lambda: now_ms() + 65_000)  # a minute of silence
        for one in students:
            if one.room_id != silent:
                one.tells(Say(one.room_id, "Good morning!"))
                await one.kept()

        with console(english, tmp_path) as teacher:
            await asyncio.to_thread(teacher.shows, "20 rooms", "1 ? look", "silent 6")
            teacher.press("h", ENTER)
            names = [one.connection.view.name(one.who) for one in in_it]
            await asyncio.to_thread(teacher.shows, *names, "the room sees that you are reading")
            for one in in_it:
                await one.until(partial(is_read, one))


async def pairs_that_talk(english: School) -> list[Someone]:
    """A class in pairs, in the stage in which they talk."""
    students = [english.student(f"Student {number}") for number in range(STUDENTS)]
    teacher = english.teacher()
    await teacher.until(lambda: len(here(teacher)) == STUDENTS)
    teacher.tells(PlanRound(ROLE_PLAY, 60))
    teacher.tells(StartRound())
    for one in students:
        await one.is_seated()
        one.tells(Ready(one.room_id, 0, on=True))
    for one in students:
        await one.has_stage(1)
    return students


def is_read(one: Someone) -> bool:
    return bool(one.room and one.room.progress and one.room.progress.watchers)


def here(teacher: Someone) -> list[str]:
    students = teacher.connection.view.students()
    return [person.who for person in students if person.presence == "here"]


def console(english: School, folder: Path) -> Terminal:
    home = str(folder / "console")
    where = f"127.0.0.1:{english.server.port}"
    command = ("teach", english.record.code, "--server", where, "--name", "Mr Kay")
    surroundings = {
        "HOME": home,
        "XDG_STATE_HOME": home,
        "XDG_CONFIG_HOME": home,
        "DUOLOGUE_KEY": english.key,
        "DUOLOGUE_LANGUAGE": "en",
    }
    return Terminal([*DUOLOGUE, *command], 80, 24, surroundings)
