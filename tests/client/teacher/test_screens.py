"""The teacher's other screens: library, plan, a room, results; what they ask for and show."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from duologue_client.teacher.app import TeacherApp
from duologue_client.teacher.console.screen import Console
from duologue_client.teacher.library import LibraryScreen, matching
from duologue_client.teacher.outcome import outcomes
from duologue_client.teacher.plan import PlanScreen
from duologue_client.teacher.results import ResultsScreen
from duologue_client.teacher.room import RoomScreen
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.transcript import Transcript
from duologue_protocol.parts import (
    Correction,
    Line,
    Note,
    Part,
    Plan,
    PlannedGroup,
    Results,
    Round,
    SharedText,
    Writing,
    Writings,
)
from duologue_protocol.requests import (
    CancelCall,
    CancelPlan,
    ChangeTime,
    ClearLine,
    ClearWriting,
    ListActivities,
    ListWritings,
    Mute,
    NextStage,
    PlanRound,
    Say,
    ShowModel,
    ShowResults,
    StartRound,
    Unwatch,
    Watch,
)
from support.fake_session import FakeSession
from support.screens import screen_text
from support.teaching import (
    ACTIVITIES,
    CAFE,
    NOW_MS,
    people,
    result,
    running,
    settled,
    taught_class,
)

ROLES = ("customer", "barista")


@asynccontextmanager
async def taught(*parts: Part) -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    session = taught_class(*parts)
    async with TeacherApp(session).run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        yield session, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def plan(*groups: tuple[str, ...], reasons: tuple[str, ...] = ()) -> Plan:
    planned = tuple(PlannedGroup(members, ROLES[: len(members)]) for members in groups)
    return Plan(CAFE, 8, planned, (), reasons)


def by_hand(*groups: tuple[str, ...], minutes: int = 8) -> PlanRound:
    return PlanRound("cafe", minutes, "by_hand", "trio", groups)


async def test_what_wraps_on_the_help_page_stays_beside_its_key() -> None:
    async with taught(*running(2)) as (_session, pilot):
        await press(pilot, "f1")
        page = pilot.app.screen.query_one(Static)
        assert page.size.height == str(page.render()).count("\n") + 1


# The library


def test_activities_are_found_by_words_and_level() -> None:
    assert [one.id for one in matching(ACTIVITIES, "food ROLE", "")] == ["cafe"]
    assert [one.id for one in matching(ACTIVITIES, "", "B1")] == ["flats"]
    assert matching(ACTIVITIES, "nothing", "") == ()
    assert [one.id for one in matching(ACTIVITIES, "A2 10 food", "")] == ["cafe"]
    assert matching(ACTIVITIES, "food 7", "") == ()


async def test_typing_filters_and_enter_plans_the_activity() -> None:
    async with taught(*people(4)) as (session, pilot):
        await press(pilot, "l")
        pilot.app.screen.query_one(Input).value = "café"
        await settled(pilot)
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert session.submitted == [PlanRound("cafe", 8)]


async def test_tab_goes_through_the_levels() -> None:
    async with taught(*people(4)) as (_session, pilot):
        await press(pilot, "l", "tab")
        shown = pilot.app.screen.query_one(OptionList)
        assert [option.id for option in shown.options] == ["ticket"]
        await press(pilot, "shift+tab", "down")
        assert shown.highlighted == 1


async def test_both_cards_of_an_activity_are_read() -> None:
    async with taught(*people(4)) as (_session, pilot):
        await press(pilot, "l")
        assert "You are in a hurry." in screen_text(pilot.app)
        assert "It is your first day." in screen_text(pilot.app)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Console)


async def test_without_a_library_there_is_a_sentence() -> None:
    async with taught(*people(4)) as (session, pilot):
        del session.answers[ListActivities]
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert "! " in screen_text(pilot.app)


# The plan


@asynccontextmanager
async def planning() -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    """Two pairs planned, p4 not in a group, the cursor on p0."""
    async with taught(*people(5)) as (session, pilot):
        session.feed(plan(("p0", "p1"), ("p2", "p3"), reasons=("{p0} and {p1} meet again.",)))
        await press(pilot, "n")
        session.submitted.clear()
        yield session, pilot


async def test_a_plan_shows_its_reasons_with_names() -> None:
    async with planning() as (_session, pilot):
        assert "Anna and Boris meet again." in screen_text(pilot.app)
        assert "Not in a group (1)" in screen_text(pilot.app)


async def test_one_person_goes_to_another_group() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "enter", "down", "down", "enter")
        assert session.submitted == [by_hand(("p1",), ("p2", "p3", "p0"))]


async def test_two_people_exchange() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "enter", "down", "down", "down", "enter")
        assert session.submitted == [by_hand(("p2", "p1"), ("p0", "p3"))]


async def test_a_person_is_taken_out() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "x")
        assert session.submitted == [by_hand(("p1",), ("p2", "p3"))]


async def test_a_group_is_split() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "enter", "end", "enter")
        assert session.submitted == [by_hand(("p1",), ("p2", "p3"), ("p0",))]


async def test_a_draft_that_does_not_fit_does_not_start() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "x")
        session.refuse(session.submitted[-1], "At the café is for 2 to 3 people.")
        await press(pilot, "s")
        assert StartRound() not in session.submitted
        session.feed(plan(("p1",), ("p2", "p3")))
        await press(pilot, "s")
        assert session.submitted[-1] == StartRound()


async def test_pairs_from_nothing_by_hand() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "z", "home", "down", "enter", "down", "enter")
        assert session.submitted == [by_hand(("p0", "p1"))]


async def test_time_and_remainder_and_mixing() -> None:
    async with planning() as (session, pilot):
        groups = (("p0", "p1"), ("p2", "p3"))
        await press(pilot, "plus", "o", "r")
        assert session.submitted == [
            PlanRound("cafe", 9, "random", "trio", groups),
            PlanRound("cafe", 9, "random", "observer"),
            PlanRound("cafe", 9, "random", "observer"),
        ]


async def test_the_plan_is_left_when_the_round_has_started() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, PlanScreen)
        session.feed(Round(1, CAFE, "running"))
        await settled(pilot)
        assert isinstance(pilot.app.screen, Console)


async def test_a_plan_is_kept_or_forgotten() -> None:
    async with planning() as (session, pilot):
        await press(pilot, "escape")
        assert session.submitted == []
        await press(pilot, "n", "d")
        assert session.submitted == [CancelPlan()]


# A room


async def test_a_room_counts_words_as_the_wall_does() -> None:
    async with taught(*running(1)) as (_session, pilot):
        await press(pilot, "enter")
        assert "41 words" in screen_text(pilot.app)
        assert "38 words" in screen_text(pilot.app)


async def test_a_room_is_watched_as_long_as_it_is_open() -> None:
    async with taught(*running(4)) as (session, pilot):
        await press(pilot, "enter")
        progress = session.view.rooms["r3"].progress
        assert progress
        session.feed(msgspec.structs.replace(progress, watchers=("t",)))
        session.feed(*(Line("r3", n, "p6", f"line {n}", NOW_MS) for n in range(1, 4)))
        await settled(pilot)
        assert len(pilot.app.screen.query_one(Transcript).items) == 3
        assert "the room sees that you are reading" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert session.submitted == [Watch("r3"), Unwatch("r3")]


async def test_in_a_room_the_keys_mean_this_room() -> None:
    async with taught(*running(4)) as (session, pilot):
        await press(pilot, "enter", "plus", "minus", "c", "s", "down", "enter", "w")
        pilot.app.screen.query_one(Composer).text = "Ask for the price."
        await press(pilot, "enter", "escape")
        assert session.submitted == [
            Watch("r3"),
            ChangeTime(60_000, "r3"),
            ChangeTime(-60_000, "r3"),
            CancelCall("r3"),
            NextStage("r3"),
            Say("r3", "Ask for the price."),
            Unwatch("r3"),
        ]


async def test_what_is_no_line_is_cleared() -> None:
    written = (
        Note("r3", "p6", "p7", "rude note"),
        Correction("r3", 1, "p7", "rude correction"),
        SharedText("r3", "rude text", 1),
    )
    cleared = [
        ClearWriting("r3", "note", by="p6", to="p7"),
        ClearWriting("r3", "correction", by="p7", line=1),
        ClearWriting("r3", "text"),
        ClearWriting("r3", "field", by="p6", field="r1c1"),
        ClearWriting("r3", "field", field="q1"),
        ClearWriting("r3", "sentence", line=2, story=1),
    ]
    in_tables = (
        Writing("field", "p6", "rude field", "r1c1"),
        Writing("field", "", "rude together", "q1"),
        Writing("sentence", "p7", "rude story", story=1, number=2),
    )
    async with taught(*running(4)) as (session, pilot):
        await press(pilot, "enter")
        await press(pilot, "X")
        assert "Nothing else is written" in screen_text(pilot.app)
        session.feed(*written)
        session.answers[ListWritings] = Writings("r3", in_tables)
        for number, request in enumerate(cleared, 1):
            await press(pilot, "X")
            for words in ("rude note", "rude field", "the whole room: rude together", "In story 2"):
                assert words in screen_text(pilot.app)
            await press(pilot, *["down"] * number, "enter")
            assert session.submitted[-1] == request


async def test_a_line_is_cleared_and_its_author_muted() -> None:
    async with taught(*running(4)) as (session, pilot):
        await press(pilot, "enter", "x")
        assert "Choose a line first" in screen_text(pilot.app)
        session.feed(*(Line("r3", n, "p6", f"rude {n}", NOW_MS) for n in (1, 2)))
        await settled(pilot)
        await press(pilot, "down", "x", "down", "enter", "z")
        [_watch, clear, mute] = session.submitted
        assert isinstance(clear, ClearLine)
        assert mute == Mute("p6", on=True)
        line = session.view.rooms["r3"].lines[clear.line]
        session.feed(msgspec.structs.replace(line, text="", cleared=True))
        await settled(pilot)
        text = screen_text(pilot.app)
        assert f"rude {clear.line}" not in text
        assert "(cleared by the teacher)" in text
        await press(pilot, "x")
        assert "Choose a line first" in screen_text(pilot.app)


async def test_a_new_picture_of_the_class_is_watched_again() -> None:
    async with taught(*running(4)) as (session, pilot):
        await press(pilot, "enter")
        session.feed(*running(4), fresh=True)
        await settled(pilot)
        assert session.submitted == [Watch("r3"), Watch("r3")]
        assert isinstance(pilot.app.screen, RoomScreen)


# Results


def test_results_of_a_room_are_put_together() -> None:
    both = (result("r0", "p0", "p1", 0), result("r0", "p1", "p0", 1))
    (one,) = outcomes(both)
    assert (one.phrases, one.goals, one.answers) == ((1, 2), (2, 2), (6, 8))
    assert one.share == 0.4
    assert [line.by for line in one.lines] == ["p0", "p1"]


async def test_results_are_read_and_the_model_is_shown() -> None:
    async with taught(*running(2)) as (session, pilot):
        both = (result("r0", "p0", "p1", 0), result("r0", "p1", "p0", 1))
        session.answers[ShowResults] = Results(both)
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, ResultsScreen)
        await press(pilot, "v")
        assert session.submitted == []
        await press(pilot, "down")
        said = str(pilot.app.screen.query_one("#said", Static).render())
        assert "Good morning!" in said
        assert "Good questions!" in said
        await press(pilot, "m", "v")
        assert session.submitted == [ShowModel(), ShowModel("r0")]
