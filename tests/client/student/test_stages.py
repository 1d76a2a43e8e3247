"""Ordering, voting, guessing, writing, answering and correcting in a room, by the keyboard."""

import pytest
from msgspec.structs import replace
from textual import events
from textual.widget import Widget

from duologue_client.widgets.ballot import BallotBox
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.form import Field
from duologue_client.widgets.ordering import OrderList
from duologue_client.widgets.reading import Reading
from duologue_protocol.parts import Deck, Page, Passage, Progress, Turns
from duologue_protocol.requests import (
    AnswerCorrection,
    AskFloor,
    Correct,
    Fill,
    GiveFloor,
    MoveItem,
    PassCard,
    Ready,
    Request,
    Say,
    Vote,
    WritePage,
)
from support import stage_views as views
from support.screens import screen_text, until
from support.student_room import composed, in_room, status, write
from support.student_views import PROGRESS, ROOM, talking


async def test_a_thing_is_picked_up_carried_and_put_down() -> None:
    async with in_room(*views.ordering()) as (session, pilot):
        await pilot.press("f6", "enter", "down", "down", "enter")
        await pilot.pause()
        assert session.submitted == [MoveItem(ROOM, "A", 2)]
        await pilot.press("escape")
        assert pilot.app.screen.query_one(Composer).has_focus


async def test_what_a_partner_moves_meanwhile_does_not_take_it_out_of_the_hand() -> None:
    async with in_room(*views.ordering()) as (session, pilot):
        await pilot.press("f6", "space", "down")
        a, b, c, d = views.ORDERING.items
        session.feed(replace(views.ORDERING, items=(a, b, d, c)))
        await pilot.pause()
        await pilot.press("down", "space")
        await pilot.pause()
        assert session.submitted == [MoveItem(ROOM, "A", 2)]


async def test_a_thing_is_moved_by_command_too() -> None:
    async with in_room(*views.ordering()) as (session, pilot):
        await write(pilot, "/move c 1")
        assert session.submitted == [MoveItem(ROOM, "C", 0)]
        await write(pilot, "/move c")
        assert "/move B 1" in status(pilot)
        await write(pilot, "I think C is first.")
        assert session.submitted[1:] == [Say(ROOM, "I think C is first.")]


async def test_what_only_the_partner_can_read_is_not_there() -> None:
    async with in_room(*views.ordering()) as (_session, pilot):
        assert "(your partner tells it)" in screen_text(pilot.app)
        assert pilot.app.screen.query_one(OrderList).option_count == 4


async def test_enter_votes() -> None:
    async with in_room(*views.voting()) as (session, pilot):
        await pilot.press("f6", "up", "enter")
        await pilot.pause()
        assert session.submitted[0] in (Vote(ROOM, 0), Vote(ROOM, 1))
        assert not pilot.app.screen.query_one(BallotBox).has_focus
        await write(pilot, "/vote 2")
        assert session.submitted[-1] == Vote(ROOM, 1)


async def test_the_card_is_put_aside() -> None:
    async with in_room(*views.explaining()) as (session, pilot):
        assert "Your word: kettle" in screen_text(pilot.app)
        assert "Don't say: tea, water, boil" in screen_text(pilot.app)
        await pilot.press("f6")
        await write(pilot, "/pass")
        assert session.submitted == [PassCard(ROOM, 3), PassCard(ROOM, 3)]


async def test_who_guesses_sees_how_many_questions_are_left() -> None:
    async with in_room(*views.guessing()) as (session, pilot):
        assert "questions 4/20" in screen_text(pilot.app)
        assert any(isinstance(part, Deck) for part in views.guessing())
        await write(pilot, "/pass")
        assert not session.submitted
        assert "Only who holds a card" in status(pilot)


async def test_enter_keeps_the_page_and_f6_fetches_it_back() -> None:
    async with in_room(*views.writing()) as (session, pilot):
        assert "The lift stopped" in screen_text(pilot.app)
        await write(pilot, "It was dark.")
        assert session.submitted == [WritePage(ROOM, 0, "It was dark.")]
        page = next(part for part in views.writing() if part.__class__.__name__ == "Page")
        session.feed(replace(page, text="It was dark."))
        await until(pilot, lambda: "You wrote: It was dark." in screen_text(pilot.app))
        await pilot.press("f6")
        await pilot.pause()
        assert composed(pilot) == "It was dark."


async def test_what_is_written_next_joins_the_page() -> None:
    async with in_room(*views.taking_notes()) as (session, pilot):
        await write(pilot, "park")
        await write(pilot, "three stops")
        first, second = "dog, bus\npark", "dog, bus\npark\nthree stops"
        assert session.submitted == [WritePage(ROOM, 0, first), WritePage(ROOM, 0, second)]
        await write(pilot, "x" * 999)
        assert len(session.submitted) == 2
        assert "too long" in status(pilot)
        assert composed(pilot) == "x" * 999


async def test_a_page_that_was_fetched_back_is_written_anew() -> None:
    async with in_room(*views.taking_notes()) as (session, pilot):
        await pilot.press("p", "a", "f6", "f6")
        await pilot.pause()
        assert composed(pilot) == "dog, bus\npa"
        await pilot.press("r", "k", "enter")
        await pilot.pause()
        assert session.submitted == [WritePage(ROOM, 0, "dog, bus\npark")]


async def test_a_choice_is_named_by_its_number() -> None:
    async with in_room(*views.answering()) as (session, pilot):
        await pilot.press("f6", "2", "enter")
        await pilot.pause()
        assert session.submitted == [Fill(ROOM, "q1", "Ben")]
        assert [field.value for field in pilot.app.screen.query(Field)] == ["Ben", "after four"]


async def test_a_line_is_mended_and_a_correction_taken() -> None:
    async with in_room(*views.correcting()) as (session, pilot):
        await pilot.press("f7")
        await pilot.pause()
        assert composed(pilot) == "We are staying by the sea since Monday."
        await write(pilot, "We have been staying by the sea since Monday!")
        text = "We have been staying by the sea since Monday!"
        assert session.submitted == [Correct(ROOM, 2, text)]
        await pilot.press("f8")
        await pilot.pause()
        assert session.submitted[1] == AnswerCorrection(ROOM, 1, "p2", "accepted")
        await write(pilot, "/own Yesterday I visited a castle.")
        own = AnswerCorrection(ROOM, 1, "p2", "rewritten", "Yesterday I visited a castle.")
        assert session.submitted[2] == own
        await write(pilot, "/disagree")
        assert session.submitted[3] == AnswerCorrection(ROOM, 1, "p2", "disagreed")


async def test_an_empty_line_stops_mending() -> None:
    async with in_room(*views.correcting()) as (session, pilot):
        await pilot.press("f7")
        await write(pilot, "")
        await write(pilot, "Shall we go on?")
        assert session.submitted == [Say(ROOM, "Shall we go on?")]


def in_turns(turns: Turns, **now: object) -> Progress:
    """Talking, with the floor passed on; p1 is me."""
    stages = tuple(replace(stage, turns=turns) for stage in PROGRESS.stages)
    return replace(PROGRESS, stage=1, stages=stages, **now)


ASKED = [
    (
        in_turns("queue", holder="p2", speakers=("p2",)),
        "Ivan has the floor",
        AskFloor(ROOM, on=True),
    ),
    (
        in_turns("queue", holder="p2", speakers=("p2",), hands=("p1",)),
        "number 1 to speak",
        AskFloor(ROOM, on=False),
    ),
    (in_turns("queue"), "Say something", AskFloor(ROOM, on=True)),
    (
        in_turns("queue", holder="p1", speakers=("p1",), hands=("p2",)),
        "Ivan asks for it: Ctrl+T passes",
        AskFloor(ROOM, on=False),
    ),
    (in_turns("strict", holder="p1", speakers=("p1",)), "floor is yours", AskFloor(ROOM, on=False)),
    (
        in_turns("queue", chairs=("p1",), speakers=("p1",), hands=("p2",)),
        "Ctrl+T gives it to Ivan",
        GiveFloor(ROOM),
    ),
]


@pytest.mark.parametrize(("progress", "words", "request_"), ASKED)
async def test_the_floor_is_asked_for_passed_on_and_given(
    progress: Progress, words: str, request_: Request
) -> None:
    async with in_room(*talking(), progress) as (session, pilot):
        await until(pilot, lambda: words in screen_text(pilot.app))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: session.submitted == [request_])
        await write(pilot, "/floor")
        assert session.submitted == [request_, request_]


async def test_where_nobody_asks_for_the_floor_the_key_says_so() -> None:
    async with in_room(*talking(), in_turns("strict", holder="p2", speakers=("p2",))) as (
        session,
        pilot,
    ):
        await until(pilot, lambda: "Ivan has the floor now" in screen_text(pilot.app))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "don't have to ask" in status(pilot))
        assert session.submitted == []


async def test_f4_takes_what_enter_has_not_kept_yet_into_the_page() -> None:
    async with in_room(*views.writing()) as (session, pilot):
        await pilot.press(*"Dark", "f4")
        await until(pilot, lambda: len(session.submitted) == 2)
        assert session.submitted == [WritePage(ROOM, 0, "Dark"), Ready(ROOM, 0, on=True)]
        assert composed(pilot) == ""


async def test_a_passage_has_the_whole_width_of_a_small_screen_and_f2_the_card() -> None:
    async with in_room(*views.reading()) as (_session, pilot):
        await until(
            pilot, lambda: "at a bus stop with his owner. The dog" in screen_text(pilot.app)
        )
        assert "You are: customer" not in screen_text(pilot.app)
        await pilot.press("f2")
        await until(pilot, lambda: "You are: customer" in screen_text(pilot.app))
        await pilot.press("escape")
        await until(
            pilot, lambda: "at a bus stop with his owner. The dog" in screen_text(pilot.app)
        )


LONG = " ".join(f"This is sentence {number} of the story." for number in range(1, 120))


async def test_a_passage_longer_than_the_screen_is_read_to_its_end_by_the_page_keys() -> None:
    *before, passage = views.reading()
    assert isinstance(passage, Passage)
    async with in_room(*before, replace(passage, text=LONG)) as (_session, pilot):
        await until(pilot, lambda: "▼ more: PgDn" in screen_text(pilot.app))
        assert "PgDn Read on" in screen_text(pilot.app)
        assert "it goes away with this stage" not in screen_text(pilot.app)
        for _page in range(5):
            await pilot.press("pagedown")
        await until(pilot, lambda: "it goes away with this stage" in screen_text(pilot.app))
        await until(pilot, lambda: "▲ more: PgUp" in screen_text(pilot.app))
        for _page in range(5):
            await pilot.press("pageup")
        await until(pilot, lambda: "This is sentence 1 of" in screen_text(pilot.app))


async def test_a_passage_is_read_on_by_the_wheel() -> None:
    *before, passage = views.reading()
    assert isinstance(passage, Passage)
    async with in_room(*before, replace(passage, text=LONG)) as (_session, pilot):
        await until(pilot, lambda: "▼ more: PgDn" in screen_text(pilot.app))
        reading = pilot.app.screen.query_one(Reading)
        for _turn in range(20):
            reading.post_message(wheel_down(reading))
        await until(pilot, lambda: "it goes away with this stage" in screen_text(pilot.app))


async def test_a_long_text_above_the_conversation_is_read_before_it() -> None:
    *before, page = views.writing()
    assert isinstance(page, Page)
    async with in_room(*before, replace(page, before=(LONG, "The end."))) as (_session, pilot):
        await until(pilot, lambda: "▼ more: PgDn" in screen_text(pilot.app))
        for _page in range(40):
            await pilot.press("pagedown")
        await until(pilot, lambda: "The end." in screen_text(pilot.app))


def wheel_down(over: Widget) -> events.MouseScrollDown:
    place = over.region
    return events.MouseScrollDown(
        over, place.x + 1, place.y + 1, 0, 1, 0, shift=False, meta=False, ctrl=False
    )
