"""The lobby: inviting, looking for a partner, answering, practising alone."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from msgspec.structs import replace
from textual.pilot import Pilot

from duologue_client.student.app import StudentApp
from duologue_client.widgets.command_line import CommandLine
from duologue_client.widgets.status import StatusLine
from duologue_protocol.parts import Announcement, Invitation, Library, Part, Queue, Results
from duologue_protocol.requests import (
    Accept,
    Decline,
    Invite,
    ListActivities,
    Practise,
    Seek,
    SetLevel,
    ShowResults,
    StopSeeking,
)
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until


@asynccontextmanager
async def in_lobby(*parts: Part) -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    session = FakeSession()
    session.answers = {ListActivities: Library(views.ACTIVITIES)}
    session.feed(*views.LOBBY, *parts)
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Ivan" in screen_text(app))
        yield session, pilot


async def command(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(CommandLine).text = text
    await pilot.press("enter")
    await pilot.pause()


async def test_arrows_and_enter_invite_a_person() -> None:
    async with in_lobby() as (session, pilot):
        await pilot.press("down", "enter")
        assert session.submitted == [Invite("p6")]


async def test_a_name_is_searched_and_invited() -> None:
    async with in_lobby() as (session, pilot):
        await pilot.press("k", "i")
        await until(pilot, lambda: "Tomás" not in screen_text(pilot.app))
        await pilot.press("enter")
        assert session.submitted == [Invite("p5")]


async def test_a_name_may_be_given_with_the_command() -> None:
    async with in_lobby() as (session, pilot):
        await command(pilot, "/invite tom")
        assert session.submitted == [Invite("p6")]
        await command(pilot, "/invite nobody")
        assert "Nobody here is called nobody" in pilot.app.screen.query_one(StatusLine).shown


async def test_seeking_is_begun_shown_and_stopped() -> None:
    async with in_lobby() as (session, pilot):
        await pilot.press("f5")
        assert session.submitted == [Seek()]
        session.feed(Queue(1, 2, views.NOW_MS - 5_000))
        await until(pilot, lambda: "place 1" in screen_text(pilot.app))
        session.clock_ms += 60_000
        pilot.app.tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "01:05 so far" in screen_text(pilot.app))
        await command(pilot, "/seek")
        assert session.submitted[-1] == StopSeeking()


async def test_an_invitation_is_answered_by_key() -> None:
    async with in_lobby(Invitation("i1", "p2", "p1")) as (session, pilot):
        await until(pilot, lambda: "Ivan wants to work with you" in screen_text(pilot.app))
        await pilot.press("f7")
        await pilot.press("f8")
        assert session.submitted == [Accept("i1"), Decline("i1")]


async def test_one_without_partner_may_practise_alone() -> None:
    async with in_lobby(Queue(1, 1, views.NOW_MS, offers=True)) as (session, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: "A lost bag" in screen_text(pilot.app))
        assert "At the café" not in screen_text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: session.submitted)
        assert session.submitted == [Practise("lost")]


async def test_a_level_is_set_and_a_wrong_one_explained() -> None:
    async with in_lobby() as (session, pilot):
        await command(pilot, "/level b1")
        assert session.submitted == [SetLevel("B1")]
        await command(pilot, "/level 7")
        assert "A level is A1" in pilot.app.screen.query_one(StatusLine).shown


async def test_pairing_stopped_by_the_teacher_is_not_offered() -> None:
    async with in_lobby() as (session, pilot):
        assert "find me a partner" in screen_text(pilot.app)
        session.feed(replace(views.CLASSROOM, pairing_allowed=False))
        await until(pilot, lambda: "find me a partner" not in screen_text(pilot.app))
        assert "Your teacher starts the round" in screen_text(pilot.app)


async def test_the_teachers_word_appears() -> None:
    async with in_lobby() as (session, pilot):
        session.feed(Announcement("a2", "t1", "Five minutes!", views.NOW_MS))
        await until(pilot, lambda: "Five minutes!" in screen_text(pilot.app))


async def test_earlier_results_say_when_there_are_none() -> None:
    async with in_lobby() as (session, pilot):
        session.answers[ShowResults] = Results(())
        await pilot.press("f9")
        await until(pilot, lambda: "no results yet" in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "WHAT HAPPENS NEXT" in screen_text(pilot.app))
