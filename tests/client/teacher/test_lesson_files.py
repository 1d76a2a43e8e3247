"""A lesson file on the teacher's screens: chosen, prepared by one key, seen where it is, closed."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from duologue_client.teacher.app import TeacherApp
from duologue_client.teacher.console.lessons import CLOSE, whereabouts
from duologue_client.teacher.plan import PlanScreen
from duologue_protocol.parts import Gone, Lesson, LessonRound, Lessons, Part, Plan, PlannedGroup
from duologue_protocol.requests import (
    CloseLesson,
    ListLessons,
    LoadLesson,
    PlanLessonRound,
    PlanRound,
    StartRound,
)
from support.fake_session import FakeSession
from support.screens import screen_text
from support.teaching import ACTIVITIES, CAFE, people, settled, taught_class

TICKET, FLATS = ACTIVITIES[0], ACTIVITIES[2]
LESSON = Lesson(
    "at-the-cafe",
    "At the café",
    45,
    (
        LessonRound(
            CAFE,
            12,
            "similar",
            "observer",
            "Before it: open the menus.\nLet everybody see what is on them before the first order is taken.",
        ),
        LessonRound(TICKET, 10),
    ),
)
OTHER = Lesson("first", "First meetings", 30, (LessonRound(FLATS, 15),))


@asynccontextmanager
async def taught(*parts: Part) -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    session = taught_class(*people(4), *parts)
    session.answers[ListLessons] = Lessons((LESSON, OTHER))
    async with TeacherApp(session).run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        yield session, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def at(following: int) -> Lesson:
    return Lesson(LESSON.id, LESSON.title, LESSON.minutes, LESSON.rounds, following=following)


async def test_a_lesson_is_chosen_from_those_that_are_there() -> None:
    async with taught() as (session, pilot):
        await press(pilot, "N")
        assert "At the café: 2 rounds, 45 min" in screen_text(pilot.app)
        assert "First meetings: 1 round, 30 min" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert session.submitted == [LoadLesson("at-the-cafe")]


async def test_one_key_prepares_its_next_round_and_another_starts_it() -> None:
    async with taught(LESSON) as (session, pilot):
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert session.submitted == [PlanLessonRound(0)]
        shown = screen_text(pilot.app)
        assert "Before it: open the menus." in shown
        assert "similar levels" in shown
        session.feed(Plan(CAFE, 12, (PlannedGroup(("p0", "p1"), ("customer", "barista")),)))
        await press(pilot, "plus")
        shown = screen_text(pilot.app)
        assert "Before it: open the menus." in shown
        assert "Let everybody see what is on them before the first order is taken." in shown
        session.submitted.pop()
        await press(pilot, "s")
        assert session.submitted[-1] == StartRound()


async def test_what_is_changed_before_the_start_keeps_how_the_file_groups() -> None:
    async with taught(LESSON) as (session, pilot):
        await press(pilot, "n", "r")
        wanted = PlanRound(CAFE.id, 12, "random", "observer", levels="similar")
        assert session.submitted[-1] == wanted
        await press(pilot, "l")
        assert session.submitted[-1] == PlanRound(CAFE.id, 12, "random", "observer", levels="mixed")


async def test_the_console_says_where_the_class_is() -> None:
    async with taught(at(1)) as (session, pilot):
        assert "At the café: round 1 of 2" in screen_text(pilot.app)
        await press(pilot, "n")
        assert session.submitted == [PlanLessonRound(1)]


async def test_after_the_last_round_any_activity_is_planned() -> None:
    async with taught(at(2)) as (session, pilot):
        await press(pilot, "n")
        assert PlanLessonRound(2) not in session.submitted


async def test_a_lesson_is_closed() -> None:
    async with taught(at(1)) as (session, pilot):
        await press(pilot, "N")
        assert "None: close At the café" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert session.submitted == [CloseLesson()]
        session.feed(Gone("lesson", ()))
        await settled(pilot)
        assert "round 1 of 2" not in screen_text(pilot.app)


def test_where_it_is_in_words() -> None:
    assert whereabouts(at(0)) == "At the café: 2 rounds, n prepares the first"
    assert whereabouts(at(1)) == "At the café: round 1 of 2"
    assert whereabouts(at(2)) == "At the café: the last round"
    assert whereabouts(at(2), ended=True) == "At the café: all its rounds are over"


def test_no_lesson_has_the_name_that_closes() -> None:
    assert not re.fullmatch(r"[a-z0-9-]+", CLOSE)
