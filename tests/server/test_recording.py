"""A lesson looked at again from its log: the same parts that people saw, at any time."""

import pytest

from duologue_client import fold
from duologue_protocol import requests
from duologue_server import facts, project
from duologue_server.recording import BEFORE_MS, Recording
from support.lesson import ROLE_PLAY, Lesson


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.passes(60)
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    lesson.passes(10)
    lesson.tells("anna", requests.Say("r1", "Good morning!"))
    lesson.passes(20)
    lesson.tells("boris", requests.CallTeacher("r1", "What is a refund?"))
    lesson.passes(20)
    lesson.tells("teacher", requests.PinLine("r1", 1, on=True))
    lesson.tells("boris", requests.Say("r1", "Hello!"))
    return lesson


def recorded(lesson: Lesson, who: str) -> Recording:
    moments = [facts.decode(body) for body in lesson.log]
    return Recording(moments, lesson.directory, who, moments[0].at_ms, moments[-1].at_ms)


@pytest.mark.parametrize("who", ["anna", "boris"])
def test_a_student_sees_exactly_what_they_saw(lesson: Lesson, who: str) -> None:
    recording = recorded(lesson, who)
    view = fold.snapshot(who, recording.as_it_was(recording.ended_ms))
    assert view == fold.snapshot(who, project.snapshot(lesson.state, lesson.directory, who))


@pytest.mark.parametrize("who", ["anna", "teacher"])
def test_step_by_step_leads_to_the_same_view_as_a_jump(lesson: Lesson, who: str) -> None:
    walked, jumped = recorded(lesson, who), recorded(lesson, who)
    view = fold.snapshot(who, walked.as_it_was(lesson.now_ms - 55_000))
    for now_ms in range(lesson.now_ms - 55_000, lesson.now_ms + 1_000, 700):
        for part in walked.until(now_ms):
            fold.fold(view, part)
        assert view == fold.snapshot(who, jumped.as_it_was(now_ms))


def test_the_wall_has_every_rooms_lines_whether_they_were_watched_or_not(lesson: Lesson) -> None:
    recording = recorded(lesson, "teacher")
    view = fold.snapshot("teacher", recording.as_it_was(recording.ended_ms))
    assert [line.text for line in view.rooms["r1"].lines.values()] == ["Good morning!", "Hello!"]
    assert view.rows["r1"].last_text == "Hello!"


def test_a_jump_brings_corrections_and_what_was_said_of_notes(lesson: Lesson) -> None:
    lesson.all_ready()
    lesson.all_ready()
    assert lesson.stage("anna") == "review"
    lesson.tells("boris", requests.Correct("r1", 1, "Good evening!"))
    lesson.tells("boris", requests.WriteNote("r1", "anna", "Louder!"))
    lesson.tells("anna", requests.RateNote("r1", "boris", "yes"))
    recording = recorded(lesson, "teacher")
    room = fold.snapshot("teacher", recording.as_it_was(recording.ended_ms)).rooms["r1"]
    assert [one.text for one in room.corrections.values()] == ["Good evening!"]
    assert room.notes["boris", "anna"].helped == "yes"


def test_a_student_in_a_replay_is_shown_no_secret_either(lesson: Lesson) -> None:
    recording = recorded(lesson, "anna")
    lesson.heard["anna"] = list(recording.as_it_was(recording.ended_ms))
    lesson.no_secret_was_heard()


def test_calls_and_pinned_lines_are_marked(lesson: Lesson) -> None:
    said = lesson.state.rooms["r1"].lines[0].at_ms
    assert recorded(lesson, "teacher").marks == (said - BEFORE_MS, said + 20_000 - BEFORE_MS)


def test_before_somebody_came_there_was_nothing_to_see(lesson: Lesson) -> None:
    recording = recorded(lesson, "anna")
    assert recording.as_it_was(recording.began_ms - 1) == ()
