"""The room: keys and commands, the card, the script, the table, notes, and what is announced."""

from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.widgets import Input, Static
from textual.widgets._toast import Toast

from duologue_client.widgets.card import Card
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.form import Field
from duologue_client.widgets.help import HelpScreen
from duologue_client.widgets.transcript import Transcript
from duologue_protocol.parts import Cell, Gone, HelpCall, Member, Part, Progress
from duologue_protocol.requests import (
    CallTeacher,
    CancelCall,
    Fill,
    Leave,
    Ready,
    Say,
    TickGoal,
    WriteNote,
)
from support import student_views as views
from support.screens import screen_text, until
from support.student_room import composed, in_room, status, write

ROOM = views.ROOM


async def test_after_a_new_snapshot_everything_stands_once() -> None:
    async with in_room() as (session, pilot):
        session.feed(*views.talking(), views.line(7, "p2", "Hello again"), fresh=True)
        transcript = pilot.app.screen.query_one(Transcript)
        await until(pilot, lambda: len(transcript.items) == 7)
        assert screen_text(pilot.app).count("Sure. Small or large?") == 1


async def test_what_is_announced_covers_neither_the_stage_nor_what_was_said() -> None:
    async with in_room() as (session, pilot):
        session.feed(replace(views.PROGRESS, ends_at_ms=None, left_ms=30_000))
        await until(pilot, lambda: "The clock is stopped." in screen_text(pilot.app))
        screen = pilot.app.screen
        said = screen.query_one(Toast).region
        assert not said.overlaps(screen.query_one("#stage").region)
        assert not said.overlaps(screen.query_one("#left").region)


@pytest.mark.parametrize(
    ("others", "width", "shown"),
    [
        (("p2", "p4", "p6"), 80, "Room 3 · ● Ivan · ● Ali · ● Tomás"),
        (("p2", "p4"), 80, "Room 3 · Three ways to get fit · ● Ivan · ● Ali"),
        (("p2",), 60, "Room 3 · ● Ivan"),
    ],
)
async def test_a_narrow_screen_names_everybody_who_is_here(
    others: tuple[str, ...], width: int, shown: str
) -> None:
    members = tuple(Member(who, "a part of the story") for who in ("p1", *others))
    activity = replace(views.CAFE, title="Three ways to get fit")
    progress = replace(views.PROGRESS, members=members, activity=activity)
    async with in_room(*views.in_room(progress), size=(width, 24)) as (_session, pilot):
        head = pilot.app.screen.query_one("#head", Static)
        assert str(head.render()) == shown
        assert len(shown) <= head.size.width


async def test_what_wraps_on_the_help_page_stays_beside_its_key() -> None:
    async with in_room() as (_session, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        page = pilot.app.screen.query_one(Static)
        await until(pilot, lambda: page.size.height > 0)
        lines = str(page.render()).split("\n")
        last = next(number for number, line in enumerate(lines) if "/goal" in line)
        assert max(map(cell_len, lines[: last + 1])) <= page.size.width


async def test_who_scrolled_up_stays_there_and_is_told() -> None:
    lines = [views.line(number, "p2", f"line {number}") for number in range(1, 61)]
    async with in_room(*views.in_room(), *lines) as (session, pilot):
        transcript = pilot.app.screen.query_one(Transcript)
        await until(pilot, lambda: "line 60" in screen_text(pilot.app))
        await pilot.press("pageup")
        await until(pilot, lambda: transcript.scroll_y < transcript.max_scroll_y - 2)
        at = transcript.scroll_y
        session.feed(views.line(61, "p2", "line 61"))
        session.feed(views.line(62, "p2", "line 62"))
        await until(pilot, lambda: "2 new" in screen_text(pilot.app))
        assert transcript.scroll_y == at
        await pilot.press("ctrl+end")
        await until(pilot, lambda: "line 62" in screen_text(pilot.app))
        await until(pilot, lambda: "new ↓" not in screen_text(pilot.app))


async def test_ready_is_told_for_the_stage_that_was_seen() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("f4")
        assert session.submitted == [Ready(ROOM, 1, on=True)]
        session.feed(replace(views.PROGRESS, ready=("p1",)))
        await until(pilot, lambda: "waiting for your partner" in status(pilot))
        await write(pilot, "/готово")
        assert session.submitted[-1] == Ready(ROOM, 1, on=False)
        session.feed(replace(views.PROGRESS, ready=("p2",)))
        await until(pilot, lambda: "Ivan ready; you are not yet" in status(pilot))


async def test_the_teacher_is_called_with_a_word_and_the_call_cancelled() -> None:
    async with in_room() as (session, pilot):
        await write(pilot, "/help! what means to go")
        assert session.submitted == [CallTeacher(ROOM, "what means to go")]
        session.feed(replace(views.PROGRESS, call=HelpCall("p1", "", views.NOW_MS)))
        await until(pilot, lambda: "teacher was called" in status(pilot))
        await pilot.press("f3")
        assert session.submitted[-1] == CancelCall(ROOM)


async def test_an_unknown_command_stays_with_a_sentence() -> None:
    async with in_room() as (session, pilot):
        await write(pilot, "/dnoe")
        assert session.submitted == []
        assert composed(pilot) == "/dnoe"
        assert "no command /dnoe" in status(pilot)


async def test_the_card_scrolls_ticks_goals_and_gives_typing_back() -> None:
    async with in_room() as (session, pilot):
        card = pilot.app.screen.query_one(Card)
        await pilot.press("f2")
        await until(pilot, lambda: card.has_focus)
        assert card.max_scroll_y > 0
        await pilot.press("end")
        await until(pilot, lambda: "WORDS SAID" in screen_text(pilot.app))
        await pilot.press("2")
        assert session.submitted == [TickGoal(ROOM, 1, on=True)]
        await pilot.press("S")
        await until(pilot, lambda: composed(pilot) == "S")
        assert pilot.app.screen.query_one(Composer).has_focus


async def test_a_goal_is_ticked_by_command_and_unticked() -> None:
    async with in_room() as (session, pilot):
        await write(pilot, "/goal 1")
        assert session.submitted == [TickGoal(ROOM, 0, on=False)]
        await write(pilot, "/goal 7")
        assert "no such goal" in status(pilot)


async def test_on_a_phone_the_card_is_a_page_of_its_own() -> None:
    async with in_room(size=(44, 24)) as (_session, pilot):
        card = pilot.app.screen.query_one(Card)
        assert not card.display
        await pilot.press("f2")
        await until(pilot, lambda: card.has_focus and "customer" in screen_text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: not card.display)


async def test_a_script_line_shows_its_gaps_and_takes_empty_lines() -> None:
    async with in_room(*views.reading_script()) as (session, pilot):
        assert "I think I ____ my bag" in screen_text(pilot.app)
        assert "(2) wallet …" in screen_text(pilot.app)
        await write(pilot, "/ purse")
        assert session.submitted == [Say(ROOM, "/ purse")]
        session.feed(replace(views.PROMPT, wrong=1))
        await until(pilot, lambda: "Not quite" in screen_text(pilot.app))
        session.feed(replace(views.PROMPT, text="Thank you!", hints=(), wrong=0))
        await until(pilot, lambda: "Enter says this line" in screen_text(pilot.app))
        await write(pilot, "")
        assert session.submitted[-1] == Say(ROOM, "")


async def test_without_a_prompt_the_script_says_whose_turn_it_is() -> None:
    parts = views.reading_script()
    async with in_room(*parts) as (session, pilot):
        progress = next(part for part in parts if isinstance(part, Progress))
        session.feed(replace(progress, turn="p2"), Gone("prompt", (ROOM,)))
        await until(pilot, lambda: "Ivan has the next line" in screen_text(pilot.app))
        await write(pilot, "")
        assert session.submitted == []


async def test_a_table_is_filled_by_keyboard() -> None:
    async with in_room(*views.filling()) as (session, pilot):
        await pilot.press("f6")
        fields = list(pilot.app.screen.query(Field))
        assert [field.field for field in fields] == ["f12", "f21", "f23", "f32"]
        await until(pilot, lambda: fields[0].has_focus)
        await pilot.press("2", "enter")
        assert session.submitted == [Fill(ROOM, "f12", "2")]
        await until(pilot, lambda: fields[1].has_focus)
        await pilot.press("down", "9", "tab")
        await until(pilot, lambda: len(session.submitted) == 2)
        assert session.submitted[-1] == Fill(ROOM, "f23", "9")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.query_one(Composer).has_focus)


async def test_what_is_being_typed_into_a_field_stays_when_the_table_changes() -> None:
    async with in_room(*views.filling()) as (session, pilot):
        await pilot.press("f6", "4")
        changed = replace(views.TABLE, rows=(*views.TABLE.rows[:2], _kept_last_row()))
        session.feed(changed)
        fields = list(pilot.app.screen.query(Field))
        await until(pilot, lambda: fields[3].value == "7")
        assert fields[0].value == "4"
        assert isinstance(pilot.app.focused, Input)


async def test_a_field_that_was_cleared_says_who_cleared_it_until_it_is_filled() -> None:
    async with in_room(*views.filling()) as (session, pilot):
        before, (first, *others) = views.TABLE.rows[:2], views.TABLE.rows[2]

        def shown(cell: Cell) -> tuple[Part, ...]:
            return (replace(views.TABLE, rows=(*before, (first, others[0], cell, *others[2:]))),)

        session.feed(*shown(replace(others[1], text="rude")))
        await until(pilot, lambda: "rude" in screen_text(pilot.app))
        session.feed(*shown(replace(others[1], text="", cleared=True)))
        await until(pilot, lambda: "(cleared" in screen_text(pilot.app))
        assert "rude" not in screen_text(pilot.app)
        session.feed(*shown(replace(others[1], text="7")))
        await until(pilot, lambda: "(cleared" not in screen_text(pilot.app))
        laid_open = replace(others[1], text="", right=False, answer="7", cleared=True)
        session.feed(*shown(laid_open))
        await until(pilot, lambda: "✘ (cleared" in screen_text(pilot.app))


def _kept_last_row() -> tuple[Any, ...]:
    first, leaves, platform, price = views.TABLE.rows[2]
    return first, leaves, replace(platform, text="7"), price


async def test_tables_laid_open_tell_right_from_wrong_by_sign() -> None:
    async with in_room(*views.filling()) as (session, pilot):
        session.feed(*views.comparing())
        await until(pilot, lambda: "✘ 9:40 →" in screen_text(pilot.app))
        assert "✔ 2" in screen_text(pilot.app)
        assert not pilot.app.screen.query(Field)


async def test_in_the_review_one_writes_to_the_partner() -> None:
    async with in_room(*views.reviewing()) as (session, pilot):
        assert "Note to Ivan" in screen_text(pilot.app)
        await write(pilot, "Well asked!")
        assert session.submitted == [WriteNote(ROOM, "p2", "Well asked!")]


async def test_the_round_is_not_left_but_an_own_room_is() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("f9")
        assert session.submitted == []
        assert "The round runs" in status(pilot)
        session.feed(replace(views.PROGRESS, origin="students"))
        await pilot.pause()
        await pilot.press("f9")
        await until(pilot, lambda: "Back to the lobby?" in screen_text(pilot.app))
        assert session.submitted == []  # it would end the partner's room as well
        await pilot.press("enter")
        await until(pilot, lambda: session.submitted == [Leave(ROOM)])


async def test_time_stage_and_watcher_are_announced() -> None:
    async with in_room() as (session, pilot):
        later = replace(views.PROGRESS, ends_at_ms=views.NOW_MS + 312_000)
        session.feed(later)
        await until(pilot, lambda: "01:00 more" in screen_text(pilot.app))
        session.feed(replace(later, watchers=("t1",)))
        await until(pilot, lambda: "Ms Petrova is reading" in screen_text(pilot.app))
        session.feed(replace(later, stage=2, began_ms=views.NOW_MS))
        await until(pilot, lambda: "Now: Swap" in screen_text(pilot.app))


async def test_the_clock_warns_by_word() -> None:
    async with in_room() as (session, pilot):
        session.clock_ms = views.NOW_MS + 252_000 - 45_000
        pilot.app.tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "! 00:45 last minute" in screen_text(pilot.app))
        session.clock_ms += 33_000
        pilot.app.tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "!! 00:12 ends now" in screen_text(pilot.app))


async def test_a_card_longer_than_its_place_says_so_and_how_goals_are_ticked() -> None:
    async with in_room() as (session, pilot):
        await until(pilot, lambda: "▼ more: F2 · goals 1/2" in screen_text(pilot.app))
        await pilot.press("f2")
        await until(pilot, lambda: "↑↓ read · 1 2 tick · Esc" in screen_text(pilot.app))
        await pilot.press("2")
        assert session.submitted == [TickGoal(ROOM, 1, on=True)]
    async with in_room(size=(200, 50)) as (_session, pilot):
        assert "▼ more" not in screen_text(pilot.app)


async def test_the_card_has_all_the_room_until_there_is_more_to_read() -> None:
    preparing = replace(views.PROGRESS, stage=0)
    async with in_room(*views.in_room(preparing)) as (session, pilot):
        await until(pilot, lambda: "2 ○ nothing with nuts" in screen_text(pilot.app))
        assert "○ Do you take cards?" in screen_text(pilot.app)
        assert "▼ more" not in screen_text(pilot.app)
        session.feed(*views.LINES)
        await until(pilot, lambda: "Good morning!" in screen_text(pilot.app))
        assert "▼ more" in screen_text(pilot.app)


async def test_a_long_answer_in_a_table_is_read_from_its_beginning() -> None:
    async with in_room(*views.filling()) as (_session, pilot):
        await pilot.press("f6")
        field = pilot.app.focused
        assert isinstance(field, Field)
        await pilot.press(*"Monday or Tuesday", "enter")
        await until(pilot, lambda: field.cursor_position == 0)
        await pilot.press("up")
        await until(pilot, lambda: field.cursor_position == len(field.value))
