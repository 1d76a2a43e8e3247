"""Writing in a room: lines, pastes, limits, typing signs, refusals, and a line that drops."""

import pytest
from msgspec.structs import replace
from textual import events

from duologue_client.widgets.composer import Composer
from duologue_client.widgets.said import Sending
from duologue_client.widgets.transcript import Transcript
from duologue_protocol.parts import Typing
from duologue_protocol.requests import Correct, Say, WriteNote
from support import stage_views
from support import student_views as views
from support.screens import screen_text, until
from support.student_room import composed, in_room, status, write

ROOM = views.ROOM


async def test_a_line_is_said_shown_as_sending_and_then_kept() -> None:
    async with in_room() as (session, pilot):
        await write(pilot, "Do you take cards?")
        assert session.submitted == [Say(ROOM, "Do you take cards?")]
        assert composed(pilot) == ""
        transcript = pilot.app.screen.query_one(Transcript)
        await until(pilot, lambda: transcript.items[-1] == Sending("Do you take cards?"))
        assert "sending …" in screen_text(pilot.app)
        kept = views.line(7, "p1", "Do you take cards?", (3,))
        session.keep(session.submitted[0])
        session.feed(kept)
        await until(pilot, lambda: transcript.items[-1] == kept)
        assert "sending" not in screen_text(pilot.app)
        assert "PHRASES 3 OF 4" in screen_text(pilot.app)


async def test_what_is_typed_right_behind_enter_stays() -> None:
    async with in_room() as (session, pilot):
        for key in "One":
            pilot.app.post_message(events.Key(key, key))
        pilot.app.post_message(events.Key("enter", "\r"))
        for key in "Two":
            pilot.app.post_message(events.Key(key, key))
        await until(pilot, lambda: session.submitted and composed(pilot) == "Two")
        assert session.submitted == [Say(ROOM, "One")]


async def test_keys_typed_in_one_burst_are_all_sent() -> None:
    async with in_room() as (session, pilot):
        for key in "How much?":
            pilot.app.post_message(events.Key(key, key))
        pilot.app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: session.submitted)
        assert session.submitted == [Say(ROOM, "How much?")]


async def test_ctrl_j_starts_a_row_and_a_paste_keeps_its_rows() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("a", "ctrl+j", "b")
        pilot.app.post_message(events.Paste("\x1b[31mone\ntwo\x07"))
        await until(pilot, lambda: "two" in composed(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: session.submitted)
        assert session.submitted == [Say(ROOM, "a\nbone\ntwo")]


async def test_a_paste_too_long_is_cut_and_said() -> None:
    async with in_room() as (_session, pilot):
        pilot.app.post_message(events.Paste("word " * 200_000))
        await until(pilot, lambda: "only its beginning" in status(pilot))
        assert 990 <= len(composed(pilot)) <= 1000


async def test_a_line_too_long_stays_in_the_composer() -> None:
    async with in_room() as (session, pilot):
        await write(pilot, "x" * 1001)
        assert session.submitted == []
        assert len(composed(pilot)) == 1001
        assert "too long" in status(pilot)


async def test_what_was_pasted_and_still_stands_is_counted_where_the_class_asks_for_it() -> None:
    async with in_room() as (session, pilot):
        session.feed(replace(views.CLASSROOM, evidence=True))
        await pilot.press("a", "space")
        pilot.app.post_message(events.Paste("pasted words"))
        pilot.app.post_message(events.Paste("gone again"))
        await until(pilot, lambda: "gone again" in composed(pilot))
        for _letter in "gone again":
            await pilot.press("backspace")
        await pilot.press("enter")
        await until(pilot, lambda: session.submitted)
        assert session.submitted == [Say(ROOM, "a pasted words", pasted=12)]
        await write(pilot, "pasted words, typed")
        assert session.submitted[1:] == [Say(ROOM, "pasted words, typed")]


async def test_the_last_hundred_letters_count_down() -> None:
    async with in_room() as (_session, pilot):
        pilot.app.screen.query_one(Composer).text = "x" * 950
        await until(pilot, lambda: "50 left" in screen_text(pilot.app))


async def test_typing_is_told_once_and_ends_when_sent() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("H", "i")
        assert session.typed == [(ROOM, True)]
        await pilot.press("enter")
        await until(pilot, lambda: len(session.typed) == 2)
        assert session.typed[-1] == (ROOM, False)


async def test_typing_ends_when_the_keys_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Composer, "IDLE_SECONDS", 0.001)
    async with in_room() as (session, pilot):
        await pilot.press("H")
        await until(pilot, lambda: session.typed == [(ROOM, True), (ROOM, False)])


async def test_a_command_is_not_typing() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("slash", "d", "o")
        assert session.typed == []


async def test_the_partners_typing_is_shown_for_six_seconds() -> None:
    async with in_room() as (session, pilot):
        session.feed(Typing(ROOM, ("p2",)))
        await until(pilot, lambda: "Ivan is typing" in status(pilot))
        session.clock_ms += 6_000
        pilot.app.tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "typing" not in status(pilot))


async def test_a_refused_line_comes_back_before_what_was_typed_since() -> None:
    async with in_room() as (session, pilot):
        await write(pilot, "Two teas")
        pilot.app.screen.query_one(Composer).text = "and a cake"
        session.refuse(session.submitted[0], "This stage is not for that.")
        await until(pilot, lambda: "not for that" in status(pilot))
        assert composed(pilot) == "Two teas\nand a cake"


async def test_a_lost_line_is_said_with_seconds_and_typing_goes_on() -> None:
    async with in_room() as (session, pilot):
        session.turn_link("waiting")
        await write(pilot, "one")
        await write(pilot, "two")
        session.turn_link("waiting")
        pilot.app.tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "Your 2 messages are kept" in status(pilot))
        assert "Reconnecting" in status(pilot)
        assert screen_text(pilot.app).count("sending …") == 2
        session.turn_link("live")
        pilot.app.tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "Reconnecting" not in status(pilot))


async def test_who_is_muted_is_told_and_keeps_the_text() -> None:
    async with in_room() as (session, pilot):
        me = session.view.people["p1"]
        session.feed(replace(me, muted=True))
        await until(pilot, lambda: "has stopped your writing" in screen_text(pilot.app))
        await write(pilot, "But I only")
        session.refuse(session.submitted[0], "Your teacher has stopped your writing for now.")
        await until(pilot, lambda: composed(pilot) == "But I only")


async def test_a_cleared_line_says_who_cleared_it() -> None:
    async with in_room() as (session, pilot):
        session.feed(replace(views.line(3, "p2", ""), cleared=True))
        await until(pilot, lambda: "(cleared by the teacher)" in screen_text(pilot.app))
        assert "Small or large" not in screen_text(pilot.app)


async def test_a_half_written_line_never_becomes_a_note_and_is_shown_once_more() -> None:
    async with in_room() as (session, pilot):
        await pilot.press(*"Could I")
        session.feed(*views.reviewing())
        await until(pilot, lambda: "Note to Ivan" in screen_text(pilot.app))
        assert composed(pilot) == ""
        assert "before you sent: Could I" in status(pilot)
        await pilot.press(*"Good", "enter")
        await until(pilot, lambda: session.submitted)
        assert session.submitted == [WriteNote(ROOM, "p2", "Good")]


async def test_mending_a_line_gives_back_what_was_being_written() -> None:
    async with in_room(*stage_views.correcting()) as (session, pilot):
        await pilot.press(*"Shall we", "f7")
        await until(pilot, lambda: composed(pilot).startswith("We are staying"))
        await write(pilot, "We have stayed by the sea.")
        await until(pilot, lambda: composed(pilot) == "Shall we")
        assert session.submitted == [Correct(ROOM, 2, "We have stayed by the sea.")]
