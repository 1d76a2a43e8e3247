"""Erasing a student while the server runs and a lesson is on; and for good, whatever is restored."""

import asyncio
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from duologue_protocol import requests
from duologue_protocol.frames import Hello, Join
from duologue_server.backup_commands import backup, restore
from duologue_server.data_directory import DATABASE
from duologue_server.erasing import ask_again
from duologue_server.erasures import ERASED, Erasure, Erasures
from duologue_server.journal import Unknown
from duologue_server.journal.positions import POSITIONS
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry
from duologue_server.serve import Settings, running
from duologue_server.student_commands import student as commands
from support.classroom import School, Someone, school
from support.lesson import ROLE_PLAY
from support.wire import Wire

NAME = "Annabella Quist"
SECRET = "My number is zqsecret."


def erase(data: Path, name: str = "annabella") -> None:
    """As somebody types it in another window."""
    commands(["erase", name, "--yes", "--data", str(data)], result_action="return_value")


def every_byte(data: Path) -> bytes:
    files = [path for path in sorted(data.rglob("*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files).lower()


async def a_talk(english: School) -> tuple[Someone, Someone, Someone]:
    """A pair that talks in a round, and their teacher."""
    teacher, anna, boris = english.teacher(), english.student(NAME), english.student("Boris")
    await teacher.until(lambda: len(teacher.connection.view.people) == 3)
    teacher.tells(requests.PlanRound(ROLE_PLAY, 12))
    teacher.tells(requests.StartRound())
    for student in (anna, boris):
        await student.is_seated()
        student.tells(requests.Ready(student.room_id, 0, on=True))
    await anna.has_stage(1)
    anna.tells(requests.Say(anna.room_id, SECRET))
    await boris.hears(1)
    boris.tells(requests.Say(boris.room_id, "Thank you, Annabella."))
    await anna.hears(2)
    return teacher, anna, boris


async def test_the_lesson_goes_on_without_a_word_of_them(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        _teacher, anna, boris = await a_talk(english)
        room = boris.room_id
        await asyncio.to_thread(erase, tmp_path / "data")
        await anna.until(lambda: anna.connection.link.state == "stopped")
        await boris.until(lambda: boris.lines()[:1] == ["… … … …"])
        assert boris.room_id == room
        assert boris.stage == 1
        assert boris.lines()[1] == "Thank you, …."
        boris.tells(requests.Say(room, "I am still here."))
        await boris.hears(3)
        assert boris.refused == []
        left = every_byte(tmp_path / "data")
        for trace in (b"zqsecret", b"annabella", b"quist"):
            assert trace not in left
        assert b"boris" in left
        again = english.student(NAME, device="another")
        await again.until(lambda: again.connection.link.state == "live")
        assert (again.who != anna.who, again.lines()) == (True, [])


async def test_what_was_asked_of_a_server_that_died_is_done_by_the_next(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        _teacher, anna, _boris = await a_talk(english)
        record, who = english.record, anna.who
    with closing(Erasures(tmp_path / "data")) as erasures:
        erasures.ask(Erasure(record.id, who, (NAME,)))
        async with running(Settings(tmp_path / "data", port=0)):
            while await asyncio.to_thread(erasures.asked):
                await asyncio.sleep(0)
    assert b"zqsecret" not in every_byte(tmp_path / "data")


async def test_of_a_damaged_class_it_is_noted_why_it_was_not_done(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        _teacher, anna, _boris = await a_talk(english)
        record, who = english.record, anna.who
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as connection:
        connection.execute("UPDATE fact SET checksum = checksum + 1 WHERE seq = 3")
        connection.commit()
    settings = Settings(tmp_path / "data", port=0)
    async with running(settings) as server:
        assert list(server.damaged) == [record.id]
        with closing(Erasures(tmp_path / "data")) as erasures:
            erasures.ask(Erasure(record.id, who, (NAME,)))
            while not (await asyncio.to_thread(erasures.asked))[0].trouble:
                await asyncio.sleep(0)
            assert erasures.asked() == [Erasure(record.id, who, (NAME,), "damaged")]


async def test_a_bug_is_told_and_keeps_nobody_else_from_being_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise RuntimeError

    async with school(tmp_path) as english:
        _teacher, anna, _boris = await a_talk(english)
        asked = Erasure(english.record.id, anna.who, (NAME,))
        with closing(Erasures(tmp_path / "data")) as erasures:
            with monkeypatch.context() as broken:
                broken.setattr(Registry, "remove_person", dies)
                erasures.ask(asked)
                while not (await asyncio.to_thread(erasures.asked))[0].trouble:
                    await asyncio.sleep(0)
                assert erasures.asked() == [asked._replace(trouble="failed")]
            erasures.ask(asked)
            while await asyncio.to_thread(erasures.asked):
                await asyncio.sleep(0)
        assert b"annabella" not in every_byte(tmp_path / "data")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: " ".join(capsys.readouterr().out.split())


async def test_a_backup_that_is_put_back_brings_no_erased_word_back(
    tmp_path: Path, said: Callable[[], str]
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path) as english:
        await a_talk(english)
        await asyncio.to_thread(backup, kept, data=data)
        await asyncio.to_thread(erase, data)
    assert b"zqsecret" in kept.read_bytes()
    said()
    await asyncio.to_thread(restore, kept, data=data, replace=True)
    assert "Erased in it as well" in said()
    [aside] = data.glob("replaced-*")
    aside.rename(tmp_path / "aside")
    left = every_byte(data)
    for trace in (b"zqsecret", b"annabella", b"quist"):
        assert trace not in left
    assert b"boris" in left
    await asyncio.to_thread(restore, kept, data=tmp_path / "elsewhere")
    assert "Erased in it" not in said()
    assert b"zqsecret" in every_byte(tmp_path / "elsewhere")


async def test_a_restore_says_whom_it_could_not_erase_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path) as english:
        await a_talk(english)
        await asyncio.to_thread(backup, kept, data=data)
        await asyncio.to_thread(erase, data)

    async def is_full(*_: object) -> int:
        raise Unknown("full")

    monkeypatch.setattr(SqliteJournal, "redact", is_full)
    with pytest.raises(SystemExit):
        await asyncio.to_thread(restore, kept, data=data, replace=True)
    out, error = capsys.readouterr()
    assert "Erased in it" not in out
    assert "are still in it: 1" in error


KILLED_BEFORE_ERASING = """
import os, signal, sys
from pathlib import Path
from duologue_server import backup_commands
backup_commands.ask_again = lambda _directory: os.kill(os.getpid(), signal.SIGKILL)
backup_commands.restore(Path(sys.argv[1]), data=Path(sys.argv[2]), replace=True)
"""


async def test_what_a_killed_restore_has_left_is_erased_before_the_server_listens(
    tmp_path: Path,
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path) as english:
        await a_talk(english)
        await asyncio.to_thread(backup, kept, data=data)
        await asyncio.to_thread(erase, data)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_BEFORE_ERASING, kept, data
    )
    assert await process.wait() == -signal.SIGKILL
    [aside] = data.glob("replaced-*")
    aside.rename(tmp_path / "aside")
    assert b"zqsecret" in every_byte(data)
    async with running(Settings(data, port=0)):
        left = every_byte(data)
    for trace in (b"zqsecret", b"annabella", b"quist"):
        assert trace not in left
    assert b"boris" in left
    assert not ask_again(data)  # once is enough


async def test_a_database_that_was_copied_back_by_hand_brings_no_erased_word_back(
    tmp_path: Path,
) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy"
    async with school(tmp_path) as english:
        await a_talk(english)
    shutil.copytree(data, copy)
    await asyncio.to_thread(erase, data)
    for name in (DATABASE, POSITIONS):
        shutil.copy(copy / name, data / name)
    assert b"zqsecret" in every_byte(data)
    async with running(Settings(data, port=0)):
        assert b"zqsecret" not in every_byte(data)


async def test_an_erasure_that_waits_when_a_backup_is_put_back_is_done_in_it(
    tmp_path: Path, said: Callable[[], str]
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path) as english:
        _teacher, anna, boris = await a_talk(english)
        record, who = english.record, anna.who
        boris.tells(requests.Say(boris.room_id, "Thank you, Annie."))
        await anna.hears(3)
        await asyncio.to_thread(backup, kept, data=data)
    with closing(Erasures(data)) as erasures:  # nobody has come to it before the disk was full
        erasures.ask(Erasure(record.id, who, (NAME, "Annie"), "unwritable"))
        erasures.ask(Erasure(record.id, boris.who, None))  # needs no more than a sweep there
    said()
    await asyncio.to_thread(restore, kept, data=data, replace=True)
    assert "Erased in it as well, since it was so after the backup: students: 1." in said()
    [aside] = data.glob("replaced-*")
    aside.rename(tmp_path / "aside")
    left = every_byte(data)
    for trace in (b"zqsecret", b"annabella", b"annie", b"quist"):
        assert trace not in left
    assert b"boris" in left


async def test_a_restore_says_when_it_cannot_know_who_waits(
    tmp_path: Path, said: Callable[[], str]
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path):
        await asyncio.to_thread(backup, kept, data=data)
    (data / DATABASE).write_bytes(b"no database " * 1_000)
    said()
    await asyncio.to_thread(restore, kept, data=data, replace=True)
    assert "If so, erase them again." in said()


async def test_who_comes_again_after_being_erased_is_somebody_new_and_stays(tmp_path: Path) -> None:
    """Else the list of the erased would name them, and what they write now would be erased, too."""
    async with school(tmp_path) as english:
        _teacher, anna, _boris = await a_talk(english)
        await asyncio.to_thread(erase, tmp_path / "data")
        await anna.until(lambda: anna.connection.link.state == "stopped")
        await anna.connection.leave()
        again = english.student(NAME)
        await again.until(lambda: again.connection.link.state == "live")
        assert again.who != anna.who
        again.tells(requests.SetLevel("B1"))
        await again.kept()
        assert again.refused == []
        await asyncio.to_thread(erase, tmp_path / "data")
        hello = Hello(1, "test", Join(english.record.code, "Eva"), b"laptop" + bytes(10))
        whos: list[str] = []
        for _time in range(2):
            wires = [await Wire.greet(english.address.url, hello) for _ in range(2)]
            whos += dict.fromkeys(wire.view.who for wire in wires)
            await asyncio.to_thread(erase, tmp_path / "data", "Eva")
        eva = await Wire.greet(english.address.url, hello)
        assert len({anna.who, again.who, *whos, eva.view.who}) == len(whos) + 3 == 5
    async with running(Settings(tmp_path / "data", port=0)) as server:
        assert server.registry.people(english.record.id)[eva.view.who].name == "Eva"


async def test_a_class_that_cannot_be_read_keeps_no_server_from_starting(tmp_path: Path) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path) as english:
        _teacher, anna, _boris = await a_talk(english)
        await asyncio.to_thread(backup, kept, data=data)
        await asyncio.to_thread(erase, data)
    shutil.move(data / ERASED, tmp_path / ERASED)
    await asyncio.to_thread(restore, kept, data=data, replace=True)
    shutil.move(tmp_path / ERASED, data / ERASED)
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        connection.execute("UPDATE fact SET body = CAST(x'00' || body AS BLOB)")
        connection.commit()
    async with running(Settings(data, port=0)) as server:
        assert list(server.damaged) == [english.record.id]
        with closing(Erasures(data)) as erasures:
            assert erasures.asked() == [Erasure(english.record.id, anna.who, (NAME,), "damaged")]
