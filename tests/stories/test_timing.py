"""Stories of a teacher's hand on the clocks: paused, undone, granted, everybody stopped, recalled."""

import pytest

from duologue_protocol import parts, requests
from support.lesson import ROLE_PLAY, Lesson


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    lesson.starts_round(
        ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"), ("clara", "dima"))
    )
    return lesson


def left_ms(lesson: Lesson, room: str) -> int:
    """What the clock of a room that runs shows."""
    end = lesson.state.rooms[room].ends_at_ms
    assert end is not None
    return end - lesson.now_ms


def test_all_clocks_are_paused_and_run_on_with_what_was_left(lesson: Lesson) -> None:
    before = left_ms(lesson, "r1")
    lesson.tells("teacher", requests.PauseTime(on=True))
    lesson.passes(600)
    progress = lesson.room("anna").progress
    assert progress
    assert (progress.ends_at_ms, progress.left_ms) == (None, before)

    lesson.tells("teacher", requests.PauseTime(on=False))
    assert left_ms(lesson, "r1") == before
    lesson.holds()


def test_one_room_is_paused_and_the_work_in_it_goes_on(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PauseTime(on=True, room="r1"))
    assert lesson.state.rooms["r2"].ends_at_ms
    lesson.all_ready()
    lesson.tells("anna", requests.Say("r1", "Still here"))
    room = lesson.state.rooms["r1"]
    assert (room.stage, room.ends_at_ms) == (1, None), "the next stage begins paused"
    lesson.holds()


def test_time_and_pause_go_to_the_rooms_of_one_stage(lesson: Lesson) -> None:
    for who in ("anna", "boris"):
        lesson.tells(who, requests.Ready("r1", 0, on=True))
    ahead, behind = left_ms(lesson, "r1"), left_ms(lesson, "r2")
    lesson.tells("teacher", requests.ChangeTime(120_000, stage=0))
    assert (left_ms(lesson, "r1"), left_ms(lesson, "r2")) == (ahead, behind + 120_000)
    lesson.tells("teacher", requests.PauseTime(on=True, stage=1))
    assert (lesson.state.rooms["r1"].held, lesson.state.rooms["r2"].held) == (True, False)
    assert lesson.refuses("teacher", requests.ChangeTime(60_000, stage=3)) == "no_clock"
    lesson.holds()


def test_who_comes_back_does_not_end_the_teachers_pause(lesson: Lesson) -> None:
    lesson.drop("boris")
    lesson.tells("teacher", requests.PauseTime(on=True))
    lesson.passes(200)
    lesson.arrive("boris")
    assert lesson.state.rooms["r1"].held
    lesson.tells("teacher", requests.PauseTime(on=False))
    assert lesson.state.rooms["r1"].ends_at_ms
    lesson.holds()


def test_a_pause_that_is_forgotten_ends_by_itself(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PauseTime(on=True))
    lesson.passes(3_599)
    assert lesson.state.rooms["r1"].held
    lesson.passes(2)
    assert lesson.state.rooms["r1"].ends_at_ms


def test_the_last_change_is_undone_once(lesson: Lesson) -> None:
    before = left_ms(lesson, "r1")
    lesson.tells("teacher", requests.ChangeTime(300_000), requests.UndoTime())
    assert left_ms(lesson, "r1") == left_ms(lesson, "r2") == before
    assert lesson.refuses("teacher", requests.UndoTime()) == "nothing_to_undo"

    lesson.tells("teacher", requests.ChangeTime(-7_000_000, "r1"), requests.UndoTime())
    assert left_ms(lesson, "r1") == before, "what was really taken comes back"
    lesson.tells("teacher", requests.PauseTime(on=True), requests.UndoTime())
    assert left_ms(lesson, "r1") == before
    lesson.tells("teacher", requests.PauseTime(on=True), requests.PauseTime(on=False))
    lesson.tells("teacher", requests.UndoTime())
    assert lesson.state.rooms["r1"].held
    lesson.holds()


def test_what_was_undone_belongs_to_its_stage(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.ChangeTime(60_000))
    for who in ("anna", "boris"):
        lesson.tells(who, requests.Ready("r1", 0, on=True))
    ahead, behind = left_ms(lesson, "r1"), left_ms(lesson, "r2")
    lesson.tells("teacher", requests.UndoTime())
    assert (left_ms(lesson, "r1"), left_ms(lesson, "r2")) == (ahead, behind - 60_000)


def test_rooms_ask_for_a_minute_and_the_teacher_grants_it_to_them(lesson: Lesson) -> None:
    lesson.tells("anna", requests.AskForTime("r1", on=True))
    shown = lesson.views["teacher"].rooms["r1"].progress
    assert shown
    assert shown.asking == ("anna",)
    asking, other = left_ms(lesson, "r1"), left_ms(lesson, "r2")

    lesson.tells("teacher", requests.GrantTime())
    assert (left_ms(lesson, "r1"), left_ms(lesson, "r2")) == (asking + 60_000, other)
    assert lesson.room("anna").progress
    assert not lesson.state.rooms["r1"].asking
    assert lesson.refuses("teacher", requests.GrantTime()) == "nobody_asks"
    lesson.holds()


def test_what_was_asked_for_one_stage_is_not_asked_for_the_next(lesson: Lesson) -> None:
    lesson.tells("anna", requests.AskForTime("r1", on=True))
    lesson.all_ready()
    assert not lesson.state.rooms["r1"].asking
    lesson.tells("anna", requests.AskForTime("r1", on=True), requests.AskForTime("r1", on=False))
    assert not lesson.state.rooms["r1"].asking
    lesson.holds()


@pytest.mark.parametrize("attention", ["frozen", "plenary"])
def test_everybody_is_stopped_and_goes_on_where_they_were(
    lesson: Lesson, attention: requests.Attention
) -> None:
    lesson.all_ready()
    before = left_ms(lesson, "r1")
    lesson.tells("teacher", requests.Gather(attention))
    assert lesson.hears("anna", parts.Classroom).attention == attention
    assert lesson.refuses("anna", requests.Say("r1", "But I")) == "listen"
    assert lesson.refuses("anna", requests.Ready("r1", 1, on=True)) == "listen"
    lesson.tells("anna", requests.CallTeacher("r1", "I can't see it"))
    lesson.passes(300)

    lesson.tells("teacher", requests.Gather("work"))
    assert left_ms(lesson, "r1") == left_ms(lesson, "r2") == before
    lesson.tells("anna", requests.Say("r1", "As I said"))
    assert lesson.lines("boris") == ["As I said"]
    lesson.holds()


def test_rooms_that_end_stand_still_as_well(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.EndRound(30_000), requests.Gather("frozen"))
    lesson.passes(300)
    assert lesson.state.rooms["r1"].state == "ending"
    lesson.tells("teacher", requests.Gather("work"))
    lesson.passes(31)
    assert not any(lesson.state.playing())
    lesson.holds()


def test_no_round_starts_while_everybody_is_stopped(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.EndRound(0), requests.Gather("plenary"))
    lesson.tells("teacher", requests.PlanRound(ROLE_PLAY, 12))
    assert lesson.refuses("teacher", requests.StartRound()) == "class_stopped"


def test_a_class_that_was_stopped_and_forgotten_works_again(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.Gather("frozen"))
    lesson.passes(3_601)
    assert lesson.hears("anna", parts.Classroom).attention == "work"
    assert lesson.state.rooms["r1"].ends_at_ms
    lesson.holds()
