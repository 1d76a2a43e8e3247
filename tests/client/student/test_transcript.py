"""The conversation as a widget: what it follows, what it keeps, and its cursor."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from duologue_client.fold import fold, snapshot
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.transcript import Transcript
from duologue_protocol.parts import Gone, Line
from support import student_views as views
from support.screens import screen_text, until
from support.student_room import in_room


def lines(count: int, text: str = "line") -> list[Line]:
    return [views.line(number, "p2", f"{text} {number}") for number in range(1, count + 1)]


class Reading(App[None]):
    def compose(self) -> ComposeResult:
        yield Transcript(lambda who: who, cursor=True)


@asynccontextmanager
async def reading(*said: Line) -> AsyncGenerator[tuple[Transcript, Pilot[Any]]]:
    app = Reading()
    async with app.run_test(size=(30, 10)) as pilot:
        transcript = app.query_one(Transcript)
        transcript.focus()
        transcript.show(said)
        await pilot.pause()
        await pilot.pause()
        yield transcript, pilot


async def test_who_follows_still_does_when_the_composer_takes_more_rows() -> None:
    async with in_room(*views.in_room(), *lines(40)) as (session, pilot):
        await until(pilot, lambda: "line 40" in screen_text(pilot.app))
        pilot.app.screen.query_one(Composer).text = "one\ntwo\nthree\nfour"
        await until(pilot, lambda: pilot.app.screen.query_one(Composer).size.height > 3)
        await until(pilot, lambda: "line 40" in screen_text(pilot.app))
        session.feed(views.line(41, "p2", "line 41"))
        await until(pilot, lambda: "line 41" in screen_text(pilot.app))


async def test_a_narrower_place_wraps_everything_again() -> None:
    said = lines(12, "a longer line than before")
    async with reading(*said) as (transcript, pilot):
        assert transcript.virtual_size.height == 24
        await pilot.resize_terminal(60, 10)
        await until(pilot, lambda: transcript.virtual_size.height == 12)
        assert screen_text(pilot.app).rstrip(" ▁▂▃▄▅▆▇█\n").endswith("a longer line than before 12")


async def test_what_is_replaced_in_the_middle_leaves_no_old_row() -> None:
    said = lines(6)
    async with reading(*said) as (transcript, pilot):
        transcript.show([*said[:2], replace(said[2], text="", cleared=True), *said[3:]])
        await until(pilot, lambda: "cleared by the teacher" in screen_text(pilot.app))
        transcript.show(said[:1])
        await until(pilot, lambda: screen_text(pilot.app).split("\n")[1] == "")
        assert "line 1" in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["down"], 1),
        (["down", "down"], 2),
        (["up"], 40),
        (["home", "up"], 40),
        (["end", "down"], 1),
        (["home", "pagedown"], 11),
        (["end", "pageup"], 30),
        (["home", "pageup"], 1),
    ],
)
async def test_the_cursor_goes_from_line_to_line(keys: list[str], number: int) -> None:
    async with reading(*lines(40)) as (transcript, pilot):
        await pilot.press(*keys)
        assert transcript.chosen == lines(40)[number - 1]
        await until(pilot, lambda: f"line {number}\n" in _without_bar(pilot))


async def test_a_click_chooses_a_line() -> None:
    async with reading(*lines(40)) as (transcript, pilot):
        await pilot.click(Transcript, offset=(5, 0))
        assert transcript.chosen == lines(40)[30]


async def test_what_is_counted_of_lines_is_what_stands_there_now() -> None:
    view = snapshot("p1", views.talking())
    room = view.rooms[views.ROOM]
    before = room.words()
    fold(view, replace(room.lines[2], text="", phrases=(), cleared=True))
    assert room.words() == {**before, "p1": before["p1"] - 8}
    assert 0 not in room.ticked("p1")
    fold(view, Gone("transcript", (views.ROOM,)))
    assert room.words() == {}
    assert room.ticked() == {}


def _without_bar(pilot: Pilot[Any]) -> str:
    """The screen without what the scroll bar draws."""
    rows = screen_text(pilot.app).split("\n")
    return "\n".join(row.rstrip(" ▁▂▃▄▅▆▇█") for row in rows)
