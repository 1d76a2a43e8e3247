"""A running server deletes what is past its time: by a clock that is told, on a real journal."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from duologue_protocol import requests
from duologue_server import facts
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.past_lessons import HOUR_MS
from duologue_server.registry import Registry
from duologue_server.replay import whole_log
from duologue_server.retention import DAY_MS, KEEP_DAYS
from support.classroom import School, Someone, school
from support.lesson import ROLE_PLAY


async def every_byte(running: School, folder: Path) -> bytes:
    """All that the disk holds, while the server runs."""
    await running.server.school.settled()
    files = [path for path in sorted((folder / "data").rglob("*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


async def teaches(running: School) -> tuple[Someone, Someone]:
    """A lesson in which a secret was said, and which is over."""
    teacher, anna, boris = running.teacher(), running.student("Annabella"), running.student("Boris")
    await teacher.until(lambda: len(teacher.connection.view.people) == 3)
    teacher.tells(requests.PlanRound(ROLE_PLAY, 12))
    teacher.tells(requests.StartRound())
    for student in (anna, boris):
        await student.is_seated()
        student.tells(requests.Ready(student.room_id, 0, on=True))
    await anna.has_stage(1)
    anna.tells(requests.Say(anna.room_id, "My number is zqsecret."))
    await boris.hears(1)
    return teacher, anna


async def ends(teacher: Someone, anna: Someone) -> None:
    teacher.tells(requests.EndRound(0))
    await anna.until(
        lambda: anna.room and anna.room.progress and anna.room.progress.state == "ended"
    )


def now_ms(running: School) -> int:
    return running.server.school.clock.now_ms()


async def test_a_lesson_past_its_time_is_gone_and_the_class_lives_on(tmp_path: Path) -> None:
    async with school(tmp_path) as running:
        teacher, anna = await teaches(running)
        await ends(teacher, anna)
        past = running.server.past_lessons.delete
        await past(now_ms(running) + KEEP_DAYS * DAY_MS - HOUR_MS)
        assert b"zqsecret" in await every_byte(running, tmp_path)
        assert anna.lines() == ["My number is zqsecret."]
        await past(now_ms(running) + KEEP_DAYS * DAY_MS + DAY_MS)
        await anna.until(lambda: anna.connection.view.me and not anna.connection.view.me.room)
        assert b"zqsecret" not in await every_byte(running, tmp_path)
        assert b"Annabella" in await every_byte(running, tmp_path)
        anna.tells(requests.SetLevel("B1"))  # the same person, whose commands count on
        await anna.kept()
        await teacher.until(
            lambda: "B1" in [p.level for p in teacher.connection.view.people.values()]
        )


async def test_a_room_that_plays_is_waited_for(tmp_path: Path) -> None:
    async with school(tmp_path) as running:
        teacher, anna = await teaches(running)
        late = now_ms(running) + (KEEP_DAYS + 1) * DAY_MS
        await running.server.past_lessons.delete(late)
        assert b"zqsecret" in await every_byte(running, tmp_path)
        await ends(teacher, anna)
        await running.server.past_lessons.delete(late)
        assert b"zqsecret" in await every_byte(running, tmp_path), "looked at again too early"
        await running.server.past_lessons.delete(late + HOUR_MS)
        assert b"zqsecret" not in await every_byte(running, tmp_path)


async def test_how_long_is_a_matter_of_the_class(tmp_path: Path) -> None:
    async with school(tmp_path) as running:
        teacher, anna = await teaches(running)
        await ends(teacher, anna)
        running.server.registry.keep_for(running.record.id, 3)
        await running.server.past_lessons.delete(now_ms(running) + 3 * DAY_MS + HOUR_MS)
        assert b"zqsecret" not in await every_byte(running, tmp_path)


async def test_a_closed_class_past_its_time_is_deleted_with_all_names(tmp_path: Path) -> None:
    async with school(tmp_path) as running:
        teacher, anna = await teaches(running)
        await ends(teacher, anna)
        registry = running.server.registry
        registry.close_classroom(running.record.id, now_ms(running))
        await running.server.past_lessons.delete(now_ms(running) + (KEEP_DAYS - 1) * DAY_MS)
        assert len(registry.classrooms()) == 1
        await running.server.past_lessons.delete(now_ms(running) + (KEEP_DAYS + 1) * DAY_MS)
        assert registry.classrooms() == []
        left = await every_byte(running, tmp_path)
        for trace in (b"zqsecret", b"Annabella", b"Boris", b"English B1"):
            assert trace not in left


async def test_it_is_looked_at_when_the_server_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without anybody in the class: a lesson of long ago, and a server that was off since."""
    async with school(tmp_path) as running:
        teacher, anna = await teaches(running)
        await ends(teacher, anna)
        class_id = running.record.id
    await _age(tmp_path / "data", class_id, (KEEP_DAYS + 1) * DAY_MS)
    done = asyncio.Event()
    monkeypatch.setattr(Registry, "sweep", told(done, Registry.sweep))
    async with school(tmp_path) as running:
        async with asyncio.timeout(60):
            await done.wait()
        assert b"zqsecret" not in await every_byte(running, tmp_path)


def told(done: asyncio.Event, sweep: Callable[[Registry], bool]) -> Callable[[Registry], bool]:
    """The same, and whoever waits for it hears that it was done."""
    loop = asyncio.get_running_loop()

    def sweeps(registry: Registry) -> bool:
        swept = sweep(registry)
        loop.call_soon_threadsafe(done.set)
        return swept

    return sweeps


async def _age(directory: Path, class_id: str, by_ms: int) -> None:
    """Make a log older."""
    journal = await SqliteJournal.open(directory)
    older: dict[int, bytes] = {}
    async for seq, body in whole_log(journal, class_id):
        moment = facts.decode(body)
        older[seq] = facts.encode(
            facts.Moment(moment.at_ms - by_ms, moment.facts, moment.by, moment.inst, moment.n)
        )
    await journal.redact(class_id, older)
    await journal.close()
