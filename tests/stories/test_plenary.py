"""Stories of lines that are pinned in silence, and made better by all together."""

import pytest

from duologue_protocol import parts, requests
from support.lesson import ROLE_PLAY, Lesson


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", "assistant", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    lesson.starts_round(
        ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"), ("clara", "dima"))
    )
    lesson.all_ready()
    lesson.tells("anna", requests.Say("r1", "Boris, how much costs it?"))
    return lesson


def test_a_line_is_pinned_without_anybody_in_the_room_knowing(lesson: Lesson) -> None:
    before = {who: len(lesson.heard[who]) for who in ("anna", "boris", "clara")}
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True))
    assert {who: len(lesson.heard[who]) for who in before} == before
    for who in ("teacher", "assistant"):
        assert lesson.hears(who, parts.Pin).text == "Boris, how much costs it?"
    lesson.holds()
    lesson.tells("teacher", requests.PinLine("r1", 1, on=False))
    assert not lesson.views["assistant"].pins
    lesson.holds()


def test_only_what_students_said_is_pinned(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.Say("r1", "Go on!"))
    assert lesson.refuses("teacher", requests.PinLine("r1", 2, on=True)) == "no_line"
    assert lesson.refuses("teacher", requests.PinLine("r1", 9, on=True)) == "no_line"


def test_the_class_makes_a_line_better_and_nobody_is_named(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True), requests.EndRound(0))
    lesson.tells("teacher", requests.Gather("plenary"))
    pin = lesson.hears("teacher", parts.Pin).id
    assert lesson.refuses("clara", requests.Suggest("Too soon")) == "no_line_shown"

    lesson.tells("teacher", requests.ShowPin(pin))
    shown = lesson.hears("dima", parts.Plenary)
    assert shown.text == "…, how much costs it?"
    assert "anna" not in repr(shown)
    lesson.tells("clara", requests.Suggest("How much does it cost?\x1b[2J"))
    lesson.tells("dima", requests.Suggest("What costs it?"))
    assert lesson.hears("clara", parts.Plenary).mine == "How much does it cost?"
    assert lesson.hears("boris", parts.Plenary).better == ()
    assert lesson.hears("teacher", parts.Pin).suggestions == (
        ("clara", "How much does it cost?"),
        ("dima", "What costs it?"),
    )

    lesson.tells("teacher", requests.ShowSuggestion("clara"))
    assert lesson.hears("boris", parts.Plenary).better == ("How much does it cost?",)
    assert "clara" not in repr(lesson.hears("boris", parts.Plenary))
    lesson.holds()
    lesson.tells("teacher", requests.ShowPin(""))
    assert lesson.views["boris"].plenary is None
    lesson.holds()


def test_a_suggestion_that_is_taken_back_is_shown_no_more(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True))
    lesson.tells("teacher", requests.ShowPin(lesson.hears("teacher", parts.Pin).id))
    lesson.tells("clara", requests.Suggest("How much is it?"))
    lesson.tells("teacher", requests.ShowSuggestion("clara"))
    lesson.tells("clara", requests.Suggest(""))
    assert lesson.hears("boris", parts.Plenary).better == ()
    assert lesson.refuses("teacher", requests.ShowSuggestion("clara")) == "no_pin"
    lesson.holds()


def test_a_line_that_is_unpinned_is_not_shown_any_more(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True))
    pin = lesson.hears("teacher", parts.Pin).id
    lesson.tells("teacher", requests.ShowPin(pin), requests.PinLine("r1", 1, on=False))
    assert lesson.views["boris"].plenary is None
    assert lesson.refuses("teacher", requests.ShowPin(pin)) == "no_pin"
    lesson.holds()


def test_a_line_that_is_cleared_is_gone_from_everywhere(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True))
    lesson.tells("teacher", requests.ShowPin(lesson.hears("teacher", parts.Pin).id))
    lesson.tells("teacher", requests.ClearLine("r1", 1))
    assert lesson.views["clara"].plenary is None
    assert not lesson.views["teacher"].pins
    lesson.holds()


def test_who_is_muted_suggests_nothing(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True))
    lesson.tells("teacher", requests.ShowPin(lesson.hears("teacher", parts.Pin).id))
    lesson.tells("teacher", requests.Mute("clara", on=True))
    assert lesson.refuses("clara", requests.Suggest("x")) == "muted"
