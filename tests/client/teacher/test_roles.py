"""What observers and co-teachers may not do is not offered to them, and its key says why."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec
import pytest
from textual.pilot import Pilot

from duologue_client.keys import Key
from duologue_client.teacher import keys
from duologue_client.teacher.app import TeacherApp
from duologue_client.teacher.page import Page
from duologue_client.teacher.status import Status
from duologue_protocol.parts import Classroom, Person, PersonRole
from duologue_protocol.requests import KeepEvidence, Remove, Request
from duologue_server.decide import WHO_MAY
from support.fake_session import FakeSession
from support.screens import screen_text
from support.teaching import people, progress, running, settled, taught_class

CLASSROOM = Classroom("English B1", "K7QM-2PXA", pairing_allowed=True)
BACK = {"close", "help", "palette"}


@asynccontextmanager
async def seen_by(role: PersonRole) -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    """The console of somebody with this role, over a round of four rooms."""
    me = Person("t", "Kim", role, "here")
    calling = msgspec.structs.replace(progress(0), asking=("p0",))
    session = taught_class(*running(4), calling, CLASSROOM, me)
    session.submitted.clear()
    app = TeacherApp(session, "school.example")
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        yield session, pilot


async def presses_all(pilot: Pilot[None], table: tuple[Key, ...]) -> None:
    """Every key of a screen, and the first answer of whatever window it opens."""
    for key in table:
        name = key.keys.partition(",")[0]
        if not name or key.name in BACK:
            continue
        screen = pilot.app.screen
        await pilot.press(name)
        await pilot.pause()
        if pilot.app.screen is not screen and not isinstance(pilot.app.screen, Page):
            await pilot.press("down", "enter")
            await pilot.pause()
        while pilot.app.screen is not screen:
            await pilot.press("escape")
            await pilot.pause()


def status(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(Status).render())


def forbidden(role: PersonRole, submitted: list[Request]) -> list[Request]:
    return [one for one in submitted if role not in WHO_MAY[type(one)]]


@pytest.mark.parametrize("role", ["observer", "co_teacher"])
async def test_no_key_asks_for_what_the_server_would_refuse(role: PersonRole) -> None:
    async with seen_by(role) as (session, pilot):
        await presses_all(pilot, keys.CONSOLE)
        await pilot.press("tab")  # the list of people, where some keys work
        await presses_all(pilot, keys.CONSOLE)
        await pilot.press("tab", "enter")
        await settled(pilot)
        await presses_all(pilot, keys.ROOM)
        await pilot.press("escape", "r")
        await settled(pilot)
        await presses_all(pilot, keys.RESULTS)
        await pilot.press("escape", "l")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert session.submitted
        assert forbidden(role, session.submitted) == []


async def test_who_looks_on_is_offered_what_changes_nothing() -> None:
    async with seen_by("observer") as (session, pilot):
        text = screen_text(pilot.app)
        assert "you look on" in text
        last = text.splitlines()[-1]
        assert "Read" in last
        assert not any(words in last for words in ("Next round", "1 min more", "End", "Say to all"))
        await pilot.press("b")
        await settled(pilot)
        assert "You look on in this class" in status(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        assert "a minute more" not in screen_text(pilot.app)
        await pilot.press("escape", "ctrl+p", *"minute")
        await settled(pilot)
        assert "a minute more" not in screen_text(pilot.app)
        await pilot.press("escape", "l")
        await settled(pilot)
        assert "Plan it" not in screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert "You look on in this class" in status(pilot)
        assert session.submitted == []


async def test_who_looks_on_is_not_told_to_plan() -> None:
    session = taught_class(*people(3), CLASSROOM, Person("t", "Kim", "observer", "here"))
    async with TeacherApp(session, "").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "n plans" not in screen_text(pilot.app)
        assert "No round yet" in screen_text(pilot.app)


async def test_what_is_the_owners_is_not_offered_to_a_co_teacher() -> None:
    async with seen_by("co_teacher") as (session, pilot):
        session.feed(Person("o", "Olga O", "observer", "here"))
        await pilot.press("ctrl+p", *"join code")
        await settled(pilot)
        assert "make another join code" not in screen_text(pilot.app)
        await pilot.press("escape", "X")
        await settled(pilot)
        assert "Only the teacher who owns the class" in status(pilot)
        await pilot.press("tab", "home", "x")
        await settled(pilot)
        assert "Take out" in screen_text(pilot.app)
        assert "ban" not in screen_text(pilot.app).partition("Take out")[2]
        await pilot.press("down", "enter")
        await settled(pilot)
        assert [type(one) for one in session.submitted] == [Remove]
        await pilot.press("end", "x")
        await settled(pilot)
        assert "Only the teacher who owns the class" in status(pilot)


async def test_the_owner_is_offered_all() -> None:
    async with seen_by("teacher") as (session, pilot):
        await pilot.press("ctrl+p", *"how lines are", "enter")
        await settled(pilot)
        assert session.submitted == [KeepEvidence(on=True)]
