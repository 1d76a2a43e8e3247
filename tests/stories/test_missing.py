"""Stories of partners who vanish: told at once, a clock that waits, and then a choice."""

import pytest

from duologue_protocol import parts, requests
from support.lesson import DIALOGUE, ROLE_PLAY, Lesson

TWO_PAIRS = (("anna", "boris"), ("clara", "dima"))


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.all_ready()
    return lesson


def progress(lesson: Lesson, who: str) -> parts.Progress:
    shown = lesson.room(who).progress
    assert shown
    return shown


def test_since_when_a_partner_is_away_is_known(lesson: Lesson) -> None:
    lesson.passes(5)
    lesson.drop("boris")
    for who in ("anna", "teacher"):
        boris = lesson.views[who].people["boris"]
        assert (boris.presence, boris.since_ms) == ("away", lesson.now_ms)
    lesson.arrive("boris")
    assert lesson.views["anna"].people["boris"].since_ms == 0


def test_a_partner_who_does_not_answer_stops_the_clock_until_they_do(lesson: Lesson) -> None:
    left = (lesson.state.rooms["r1"].ends_at_ms or 0) - lesson.now_ms
    lesson.tells("anna", requests.ReportSilent("r1", "boris"))
    assert progress(lesson, "boris").silent == (("boris", lesson.now_ms),)
    assert progress(lesson, "anna").left_ms == left
    lesson.passes(40)
    lesson.tells("boris", requests.Say("r1", "Sorry, the door!"))
    assert progress(lesson, "anna").silent == ()
    assert (progress(lesson, "anna").ends_at_ms or 0) - lesson.now_ms == left
    lesson.holds()


def test_nobody_waits_for_who_does_not_answer_to_be_ready(lesson: Lesson) -> None:
    lesson.tells("anna", requests.ReportSilent("r1", "boris"))
    lesson.tells("anna", requests.Ready("r1", 1, on=True))
    assert lesson.state.rooms["r1"].stage == 2
    lesson.holds()


def test_before_the_wait_is_over_there_is_nothing_to_choose(lesson: Lesson) -> None:
    assert lesson.refuses("anna", requests.GoOn("r1", "alone")) == "nothing_to_choose"
    lesson.drop("boris")
    lesson.passes(119)
    assert lesson.refuses("anna", requests.GoOn("r1", "alone")) == "nothing_to_choose"


def test_after_the_wait_one_goes_on_alone_and_keeps_everything(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Say("r1", "I'm afraid there's a mistake."))
    lesson.drop("boris")
    lesson.passes(121)
    assert progress(lesson, "anna").choose
    lesson.tells("anna", requests.GoOn("r1", "alone"))
    assert lesson.state.rooms["r1"].members == ["anna"]
    lesson.tells("anna", requests.Ready("r1", 1, on=True))
    assert lesson.lines("anna") == ["I'm afraid there's a mistake."]
    assert lesson.state.rooms["r1"].words["anna"] == 5
    lesson.holds()

    lesson.arrive("boris")
    assert lesson.room_id("boris") == "r1", "who comes back is in the same room"
    assert lesson.lines("boris") == ["I'm afraid there's a mistake."]
    lesson.holds()


def test_who_goes_on_alone_may_read_the_card_that_nobody_has(lesson: Lesson) -> None:
    def shared() -> list[str]:
        seat = lesson.room("anna").seat
        assert seat
        return [card for _title, card in seat.shared]

    room = lesson.state.rooms["r1"]
    role = room.role_of("boris")
    assert role
    lesson.drop("boris")
    lesson.passes(121)
    assert shared() == []
    lesson.tells("anna", requests.GoOn("r1", "alone"))
    assert shared() == [role.card]
    lesson.holds()
    lesson.enrol("eva")
    assert lesson.room_id("eva") == "r1"
    assert shared() == []
    lesson.holds()


def test_after_the_wait_one_joins_another_room(lesson: Lesson) -> None:
    lesson.drop("boris")
    lesson.passes(121)
    lesson.tells("anna", requests.GoOn("r1", "join"))
    assert lesson.room_id("anna") == "r2"
    assert lesson.state.rooms["r1"].state == "ended"
    lesson.arrive("boris")
    lesson.holds()


def test_where_no_room_takes_one_more_one_is_told(lesson: Lesson) -> None:
    lesson.enrol("eva")
    if lesson.room_id("eva") != "r2":
        lesson.tells("teacher", requests.Place("eva", "r2"))
    lesson.drop("boris")
    lesson.passes(121)
    assert lesson.refuses("anna", requests.GoOn("r1", "join")) == "no_place_elsewhere"


def test_after_the_wait_one_may_wait_again(lesson: Lesson) -> None:
    lesson.drop("boris")
    lesson.passes(121)
    lesson.tells("anna", requests.GoOn("r1", "wait"))
    assert progress(lesson, "anna").left_ms
    assert not progress(lesson, "anna").choose
    lesson.passes(121)
    assert progress(lesson, "anna").choose
    lesson.arrive("boris")
    assert not progress(lesson, "anna").choose
    lesson.holds()


def test_in_a_script_the_missing_ones_lines_speak_themselves(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.EndRound(0))
    lesson.starts_round(DIALOGUE, formation="by_hand", groups=(("anna", "boris"),))
    while lesson.stage("anna") != "script":
        lesson.all_ready()
    room = lesson.state.rooms[lesson.room_id("anna")]
    lesson.tells("anna", requests.ReportSilent(room.id, "boris"))
    lesson.passes(121)
    lesson.tells("anna", requests.GoOn(room.id, "alone"))
    assert room.turn == "anna"
    lesson.holds()


def test_the_teacher_overrules_the_wait(lesson: Lesson) -> None:
    lesson.drop("boris")
    lesson.tells("teacher", requests.PauseTime(on=False, room="r1"))
    assert lesson.state.rooms["r1"].ends_at_ms
    lesson.tells("teacher", requests.Place("anna", "r2"))
    assert lesson.room_id("anna") == "r2"
    lesson.holds()


def test_a_report_about_somebody_elsewhere_is_refused(lesson: Lesson) -> None:
    assert lesson.refuses("anna", requests.ReportSilent("r1", "dima")) == "no_partner"
    assert lesson.refuses("anna", requests.ReportSilent("r1", "anna")) == "no_partner"
