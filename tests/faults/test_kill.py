"""The server is killed in mid-round and started again: everybody is back, no word is lost."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from duologue_client.entrance import join, teach
from duologue_protocol import requests
from duologue_protocol.parts import Lessons
from support.classroom import Someone
from support.distance import Apart, begin_talk
from support.process import ServerProcess, free_port


class Killed(Apart):
    """A class on a server that is going to be killed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ServerProcess(folder / "data", free_port()))
        self.places = folder
        self.people: list[Someone] = []

    def student(self, name: str) -> Someone:
        someone = Someone(join(self.address, name, inside=self.places / name))
        self.people.append(someone)
        return someone

    def teacher(self) -> Someone:
        someone = Someone(teach(self.address, self.key, "Ms Lee", inside=self.places / "teacher"))
        self.people.append(someone)
        return someone


@pytest.fixture
async def english(tmp_path: Path) -> AsyncGenerator[Killed]:
    killed = Killed(tmp_path)
    await killed.server.start()
    yield killed
    for someone in killed.people:
        await someone.connection.leave()
    await killed.server.kill()


async def in_talk(english: Killed) -> tuple[Someone, Someone, Someone]:
    """A teacher and a pair that talks."""
    teacher, anna, boris = english.teacher(), english.student("Anna"), english.student("Boris")
    await begin_talk(teacher, anna, boris, minutes=30)
    return teacher, anna, boris


async def test_the_round_goes_on_with_the_right_time_left(english: Killed) -> None:
    teacher, anna, boris = await in_talk(english)
    anna.tells(requests.Say(anna.room_id, "Said before"))
    await boris.until(lambda: boris.lines() == ["Said before"])
    assert anna.room
    seat, progress = anna.room.seat, anna.room.progress
    assert progress
    assert progress.ends_at_ms

    await english.server.kill()
    await anna.until(lambda: anna.connection.link.state == "waiting")
    anna.tells(requests.Say(anna.room_id, "Said while it was dead"))
    await english.server.start()

    await boris.until(lambda: boris.lines() == ["Said before", "Said while it was dead"])
    await anna.until(lambda: anna.lines() == ["Said before", "Said while it was dead"])
    await teacher.until(lambda: teacher.connection.link.state == "live")
    assert anna.room.seat == seat
    after = anna.room.progress
    assert after
    assert after.ends_at_ms
    # A short outage moves no deadline; a longer one is given back, never more than that.
    assert progress.ends_at_ms <= after.ends_at_ms <= progress.ends_at_ms + 60_000
    assert after.stage == progress.stage


async def test_no_line_is_lost_or_doubled_however_often_it_is_killed(english: Killed) -> None:
    _, anna, boris = await in_talk(english)
    told: list[str] = []
    for number in range(4):
        for speaker in (anna, boris):
            for place in range(3):
                text = f"{speaker.who} {number} {place}"
                told.append(text)
                speaker.tells(requests.Say(speaker.room_id, text))
        for _ in range(number * 2):
            await asyncio.sleep(0)  # let some of it be on the way
        await english.server.kill()
        await english.server.start()
    for someone in (anna, boris):
        await someone.kept()
    for someone in (anna, boris):
        await someone.hears(len(told))
        assert sorted(someone.lines()) == sorted(told)
        for who in (anna.who, boris.who):
            own = [text for text in told if text.startswith(who)]
            assert [text for text in someone.lines() if text.startswith(who)] == own


async def test_a_stop_is_graceful(english: Killed) -> None:
    anna = english.student("Anna")
    await anna.until(lambda: anna.connection.link.state == "live")
    assert await english.server.stop() == 0
    await anna.until(lambda: anna.connection.link.state == "waiting")


async def test_a_lesson_file_is_where_it_was_for_a_console_that_is_new(english: Killed) -> None:
    teacher, anna, boris = english.teacher(), english.student("Anna"), english.student("Boris")
    await teacher.until(lambda: len(teacher.connection.view.students()) == 2)
    lessons = await teacher.connection.ask(requests.ListLessons())
    assert isinstance(lessons, Lessons)
    teacher.tells(requests.LoadLesson(lessons.lessons[0].id))
    teacher.tells(requests.PlanLessonRound(0))
    teacher.tells(requests.StartRound())
    await anna.is_seated()
    await boris.is_seated()
    await teacher.kept()
    await teacher.connection.leave()
    await english.server.kill()

    await english.server.start()
    again = english.teacher()
    await again.until(lambda: again.connection.view.lesson)
    assert again.connection.view.lesson
    assert again.connection.view.lesson.title == lessons.lessons[0].title
    assert again.connection.view.lesson.following == 1
    again.tells(requests.EndRound(0))
    again.tells(requests.PlanLessonRound(1))
    await again.until(lambda: again.connection.view.plan)
    assert again.connection.view.plan
    assert again.connection.view.plan.activity == lessons.lessons[0].rounds[1].activity
