"""The notice: who reads along and for how long, shown once at joining and ever after in the help."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_client.student.app import StudentApp
from duologue_client.student.lobby import Lobby
from duologue_client.student.notice import NoticeScreen, notice
from duologue_client.student.room import Room
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until

SAYS = (
    "Your teacher can read everything",
    "Who is with you in a room reads",
    "deleted 120 days after it has ended",
    "Nobody else gets it",
    "no address, telephone number or password",
)


def session() -> FakeSession:
    made = FakeSession()
    made.feed(*views.LOBBY, replace(views.CLASSROOM, keep_days=120))
    return made


async def test_it_is_shown_at_joining_until_it_was_read() -> None:
    read: list[bool] = []
    app = StudentApp(session(), notice_read=lambda: read.append(True))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, NoticeScreen))
        shown = " ".join(screen_text(app).replace("│", " ").replace("•", " ").split())
        for sentence in SAYS:
            assert sentence in shown
        assert read == []
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Lobby))
        assert read == [True]


def test_it_tells_what_is_counted_where_something_is() -> None:
    words = "how much you paste"
    assert words in str(notice(replace(views.CLASSROOM, evidence=True), 300))
    assert words not in str(notice(views.CLASSROOM, 300))


async def test_a_round_that_begins_meanwhile_does_not_take_it_away() -> None:
    read: list[bool] = []
    feed = session()
    app = StudentApp(feed, notice_read=lambda: read.append(True))
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, NoticeScreen))
        feed.feed(*views.talking())
        await until(pilot, lambda: any(isinstance(one, Room) for one in app.screen_stack))
        await until(pilot, lambda: isinstance(app.screen, NoticeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Room))
        assert read == [True]


async def test_it_is_not_shown_again_and_stands_in_the_help() -> None:
    app = StudentApp(session())
    async with app.run_test(size=(80, 70)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Lobby))
        await pilot.press("f1")
        await until(pilot, lambda: "WHO READS WHAT YOU WRITE" in screen_text(app))
        shown = " ".join(screen_text(app).replace("│", " ").replace("•", " ").split())
        for sentence in SAYS:
            assert sentence in shown


async def test_this_device_remembers_that_it_was_read(tmp_path: Path) -> None:
    address = parse_address("K7QM-2PXA@127.0.0.1:9")
    connection = join(address, "Anna", inside=tmp_path)
    assert not connection.informed
    connection.keep_informed()
    await connection.leave()
    again, other = join(address, "Anna", inside=tmp_path), join(address, "Boris", inside=tmp_path)
    assert again.informed
    assert not other.informed
    await asyncio.gather(again.leave(), other.leave())


@pytest.mark.parametrize("classroom", [None, views.CLASSROOM])
def test_a_server_that_does_not_say_how_long_is_not_quoted(classroom: None) -> None:
    assert "deleted" not in notice(classroom).plain
