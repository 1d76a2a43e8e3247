"""Which screen is shown, what happens to the draft, and how one leaves."""

import pytest
from msgspec.structs import replace
from textual.filter import NoColor

from duologue_client.places import Draft
from duologue_client.student.app import StudentApp
from duologue_client.student.choosing import Choosing
from duologue_client.student.lobby import Lobby
from duologue_client.student.results import RoomResults
from duologue_client.student.room import Room
from duologue_client.student.waiting import Waiting
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.help import HelpScreen
from duologue_protocol.parts import Gone
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until


async def test_a_lesson_from_connecting_to_the_lobby_again() -> None:
    session = FakeSession()
    session.turn_link("connecting")
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Connecting" in screen_text(app))
        session.turn_link("live")
        session.feed(*views.LOBBY, fresh=True)
        await until(pilot, lambda: isinstance(app.screen, Lobby))
        session.feed(*views.in_room(views.CHOOSING))
        await until(pilot, lambda: isinstance(app.screen, Choosing))
        session.feed(views.PROGRESS)
        await until(pilot, lambda: isinstance(app.screen, Room))
        session.feed(replace(views.PROGRESS, state="ended", ends_at_ms=None))
        await until(pilot, lambda: isinstance(app.screen, RoomResults))
        session.feed(*views.PEOPLE, Gone("seat", (views.ROOM,)))
        await until(pilot, lambda: isinstance(app.screen, Lobby))


async def test_help_is_closed_when_the_round_begins() -> None:
    session = FakeSession()
    session.feed(*views.LOBBY)
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        session.feed(*views.talking())
        await until(pilot, lambda: isinstance(app.screen, Room))
        assert len(app.screen_stack) == 2


async def test_help_closes_by_escape() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: "call the teacher" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Room))


async def test_the_draft_of_last_time_is_there_and_what_stands_is_kept() -> None:
    session, kept = FakeSession(), list[Draft]()
    session.feed(*views.talking())
    app = StudentApp(session, Draft("Could I", "r3 line"), kept.append)
    async with app.run_test() as pilot:
        composer = app.screen.query_one(Composer)
        assert composer.text == "Could I"
        await pilot.press("!")
        await until(pilot, lambda: kept and kept[-1].text == "Could I!")
        await pilot.press("enter")
        await until(pilot, lambda: kept[-1].text == "")


async def test_a_draft_never_goes_to_another_room() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session, Draft("secret of room 3"))
    async with app.run_test() as pilot:
        moved = replace(views.PROGRESS, room="r9", number=9)
        me = replace(views.PEOPLE[0], room="r9")
        session.feed(moved, replace(views.SEAT, room="r9"), me)
        await until(pilot, lambda: "Room 9" in screen_text(app))
        assert app.screen.query_one(Composer).text == ""


async def test_a_connection_that_stopped_says_why_and_closes_by_f10() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test() as pilot:
        session.turn_link("stopped", "This class is closed.")
        await until(pilot, lambda: isinstance(app.screen, Waiting))
        await until(pilot, lambda: "This class is closed." in screen_text(app))
        await pilot.press("f10", "enter")
        await until(pilot, lambda: not app.is_running)


async def test_ctrl_q_does_nothing_and_ctrl_c_asks_for_a_second() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("ctrl+q", "ctrl+c")
        await until(pilot, lambda: "Press Ctrl+C again" in screen_text(app))
        assert app.is_running
        await pilot.press("ctrl+c")
        await until(pilot, lambda: not app.is_running)


async def test_quit_is_asked_and_may_be_declined() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test() as pilot:
        app.screen.query_one(Composer).text = "/quit"
        await pilot.press("enter")
        await until(pilot, lambda: "Leave the class?" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Room))
        assert app.is_running


async def test_without_colour_the_theme_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Room 3" in screen_text(app))
        assert app.theme == "ansi-dark"
        filters = app._filters  # pyright: ignore[reportPrivateUsage]
        assert any(isinstance(one, NoColor) for one in filters), "greys would be black on black"


async def test_a_line_kept_before_a_restart_is_no_note_after_it() -> None:
    session = FakeSession()
    session.feed(*views.reviewing())
    app = StudentApp(session, Draft("half a line", f"{views.ROOM} line"))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "before you sent: half" in screen_text(app))
        assert app.screen.query_one(Composer).text == ""
