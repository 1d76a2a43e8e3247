"""The palette finds every action of every screen, and `?` tells what has something to do now."""

import pytest
from textual.pilot import Pilot

from duologue_client.keys import Key
from duologue_client.teacher import keys
from duologue_client.teacher.app import TeacherApp
from duologue_client.teacher.console.screen import Console
from duologue_client.teacher.library import LibraryScreen
from duologue_client.teacher.page import Page
from duologue_client.teacher.palette import Palette, matching
from duologue_client.teacher.pins import PinsScreen
from duologue_client.teacher.plan import PlanScreen
from duologue_client.teacher.results import ResultsScreen
from duologue_client.teacher.room import RoomScreen
from duologue_protocol.requests import ChangeCode, KeepEvidence, UndoTime
from support.screens import screen_text, until
from support.teaching import people, running, settled, taught_class

BY_WIDGETS = {"take", "up", "down", "pick", "show"}
"""What Enter and the arrows do in a list, and nothing else does."""


@pytest.mark.parametrize(
    "page", [Console, LibraryScreen, PlanScreen, RoomScreen, ResultsScreen, PinsScreen]
)
def test_every_row_of_the_key_table_is_an_action(page: type[Page]) -> None:
    names = {key.name for key in page.KEYS}
    assert {name for name in names if not hasattr(page, f"action_{name}")} <= BY_WIDGETS
    assert {"palette", "help"} <= names


def test_no_key_of_a_screen_does_two_things() -> None:
    tables = (keys.CONSOLE, keys.LIBRARY, keys.PLAN, keys.ROOM, keys.RESULTS, keys.PINS)
    for table in tables:
        every = [key for row in table for key in row.keys.split(",") if key]
        assert len(every) == len(set(every))


def test_words_find_an_action_in_any_order() -> None:
    table = (
        Key("undo", "take the last change of time back", "u"),
        Key("end", "end the round", "e"),
    )
    assert [key.name for key in matching(table, "TIME last")] == ["undo"]
    assert [key.name for key in matching(table, "the")] == ["undo", "end"]


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, Palette))
    await pilot.press(*text)
    await pilot.pause()


async def test_what_is_found_is_done() -> None:
    session = taught_class(*running(4))
    app = TeacherApp(session, "school.example")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await typed(pilot, "back")
        assert "take the last change of time back" in screen_text(app)
        assert "say something to the whole class" not in screen_text(app)
        await pilot.press("enter")
        await settled(pilot)
        assert session.submitted == [UndoTime()]
        await typed(pilot, "zzz")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Console))


async def test_what_has_no_key_is_done_by_its_words() -> None:
    session = taught_class(*running(4))
    app = TeacherApp(session, "school.example")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await typed(pilot, "pasted")
        await pilot.press("enter")
        await settled(pilot)
        assert session.submitted == [KeepEvidence(on=True)]
        await typed(pilot, "join code")
        await pilot.press("enter", "down", "down", "enter")
        await settled(pilot)
        assert session.submitted[1:] == [ChangeCode(1)]


async def test_help_tells_what_has_nothing_to_do_now() -> None:
    app = TeacherApp(taught_class(*people(3)), "school.example")
    async with app.run_test(size=(100, 60)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: "Nothing to do for these now:" in screen_text(app))
        now, later = screen_text(app).split("Nothing to do for these now:")
        assert "plan the next round" in now
        assert "stop all clocks" in later
