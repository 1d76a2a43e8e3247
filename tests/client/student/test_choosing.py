"""Choosing together: searching the list, proposing, agreeing, leaving."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from duologue_client.student.app import StudentApp
from duologue_client.student.library import search
from duologue_client.widgets.command_line import CommandLine
from duologue_protocol.parts import Invitation, Library, Proposal
from duologue_protocol.requests import Accept, Agree, Leave, ListActivities, Propose
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until


@asynccontextmanager
async def choosing(*, answered: bool = True) -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    session = FakeSession()
    if answered:
        session.answers = {ListActivities: Library(views.ACTIVITIES)}
    session.feed(*views.in_room(views.CHOOSING))
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Choose together" in screen_text(app))
        yield session, pilot


async def test_an_activity_is_found_by_level_and_minutes_and_proposed() -> None:
    async with choosing() as (session, pilot):
        await until(pilot, lambda: "Trains" in screen_text(pilot.app))
        pilot.app.screen.query_one(CommandLine).text = "a2 10"
        await until(pilot, lambda: "At the café" not in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: session.submitted)
        assert session.submitted == [Propose(views.ROOM, "lost", 10)]


async def test_the_partners_proposal_is_agreed_to() -> None:
    async with choosing() as (session, pilot):
        await pilot.press("f4")
        assert session.submitted == []
        session.feed(Proposal(views.ROOM, views.CAFE, 12, "p2", ("p2",)))
        await until(pilot, lambda: "Ivan proposes: At the café" in screen_text(pilot.app))
        await pilot.press("f4")
        assert session.submitted == [Agree(views.ROOM)]
        session.feed(Proposal(views.ROOM, views.CAFE, 12, "p2", ("p2", "p1")))
        await until(pilot, lambda: "It starts when all agree" in screen_text(pilot.app))


async def test_a_third_is_let_in_and_the_room_left() -> None:
    async with choosing() as (session, pilot):
        session.feed(Invitation("i1", "p6", "p1", views.ROOM))
        await until(pilot, lambda: "Tomás asks to be the third" in screen_text(pilot.app))
        await pilot.press("f7", "f9")
        assert session.submitted == [Accept("i1"), Leave(views.ROOM)]


async def test_a_list_that_did_not_come_says_why_and_is_fetched_again() -> None:
    async with choosing(answered=False) as (session, pilot):
        await until(pilot, lambda: "Press Enter to try again" in screen_text(pilot.app))
        session.answers = {ListActivities: Library(views.ACTIVITIES)}
        await pilot.press("enter")
        await until(pilot, lambda: "Trains to the sea" in screen_text(pilot.app))


def test_every_word_of_a_search_must_fit() -> None:
    found = [activity.id for activity in search(views.ACTIVITIES, "travel a2")]
    assert found == ["lost"]
    assert [activity.id for activity in search(views.ACTIVITIES, "12")] == ["cafe", "lost"]
    assert search(views.ACTIVITIES, "c2") == []
