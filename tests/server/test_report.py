"""What is counted of lessons: per room, per student, per class."""

import pytest

from duologue_protocol import requests
from duologue_server import facts
from duologue_server.export import FORMATS, Format
from duologue_server.lesson_records import ClassReport
from duologue_server.lesson_report import LESSON_GAP_MS, find_students
from support.lesson import GAP, ROLE_PLAY, Lesson
from support.played import hostile, played, reported


@pytest.fixture(scope="module")
def report() -> ClassReport:
    lesson = played()
    lesson.holds()
    return reported(lesson)


def test_a_room_tells_who_did_what(report: ClassReport) -> None:
    room = report.lessons[0].rooms[0]
    anna, boris = room.people
    assert (room.number, room.activity, room.finished) == (1, "The wrong order", True)
    assert [(one.name, one.role, one.words) for one in room.people] == [
        ("Anna", "guest", 16),
        ("Boris", "waiter", 7),
    ]
    assert anna.share == 16 / 23
    assert anna.phrases_used == (2, 7)
    assert dict(anna.phrases)["I'm afraid …"] == "Excuse me, I'm afraid there's a mistake."
    assert dict(anna.phrases)["Could I have …?"] == ""
    assert dict(boris.phrases)["I'm really sorry about …"] == "I'm really sorry about that."
    assert room.phrases_used == (3, 7)
    assert anna.goals[0] == ("I get the right food, and I get it in time.", True)
    assert anna.goals_reached == (1, 3)
    assert [(note.by, note.text) for note in anna.notes] == [("Boris", "You asked very politely.")]
    assert room.notes == 1
    assert room.ended_ms == room.began_ms + 80_000


def test_lines_keep_their_order_stage_speaker_and_phrases(report: ClassReport) -> None:
    lines = report.lessons[0].rooms[0].lines
    assert [(line.name, line.kind, line.stage) for line in lines] == [
        ("Anna", "said", "Talk"),
        ("Boris", "said", "Talk"),
        ("Boris", "said", "Talk"),
        ("Anna", "said", "Talk"),
        ("Teacher", "teacher", "Talk"),
    ]
    assert lines[3].text == "I'd like the vegetable soup, please.\nNot the chicken."
    assert lines[3].phrases == ("I'd like …, please",)


def test_gaps_of_a_script_are_counted(report: ClassReport) -> None:
    room = report.lessons[0].rooms[2]
    gaps = room.people[0].answers
    assert gaps[0] == gaps[1] > 0
    assert room.answers == (2 * gaps[0], 2 * gaps[1])
    assert not room.finished


def test_a_students_lesson_is_the_sum_of_their_rooms(report: ClassReport) -> None:
    lesson = report.lessons[0]
    anna = lesson.students[0]
    assert [room.number for room, _work in anna.rooms] == [1, 3]
    assert anna.turns == sum(len(work.lines) for _room, work in anna.rooms)
    assert anna.words == 16 + anna.rooms[1][1].words
    assert anna.share == anna.words / (23 + lesson.rooms[2].words)
    assert anna.phrases_used == (2 + 8, 7 + 8)
    assert (anna.goals_reached[0], anna.notes) == (1, 1)


def test_a_class_has_lessons_with_their_phrases(report: ClassReport) -> None:
    assert [len(lesson.rooms) for lesson in report.lessons] == [4, 1]
    phrases = dict(report.lessons[0].phrases)
    assert phrases["I'm afraid …"] == 2
    assert phrases["Could I have …?"] == 0
    counts = list(phrases.values())
    assert counts == sorted(counts, reverse=True)


def test_a_room_that_still_plays_has_no_end(report: ClassReport) -> None:
    [room] = report.lessons[1].rooms
    assert room.ended_ms is None
    assert report.lessons[1].ended_ms == room.lines[-1].at_ms


@pytest.mark.parametrize(("between_ms", "lessons"), [(LESSON_GAP_MS - 1, 1), (LESSON_GAP_MS, 2)])
def test_a_lesson_is_one_meeting(between_ms: int, lessons: int) -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY)
    lesson.tells("teacher", requests.EndRound(0))
    lesson.passes(between_ms / 1000)
    lesson.starts_round(ROLE_PLAY)
    assert len(reported(lesson).lessons) == lessons


def test_a_long_lesson_stays_one_as_long_as_rooms_open() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    for _ in range(4):
        lesson.starts_round(ROLE_PLAY)
        lesson.tells("teacher", requests.EndRound(0))
        lesson.passes(LESSON_GAP_MS / 1000 / 2)
    [one] = reported(lesson).lessons
    assert len(one.rooms) == 4


def test_observers_are_no_speakers() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara")
    lesson.starts_round(ROLE_PLAY, remainder="observer")
    [one] = reported(lesson).lessons
    [room] = one.rooms
    observer = next(student for student in one.students if student.observed)
    assert room.observers == (observer.name,)
    assert len(room.people) == 2
    assert (observer.rooms, observer.share, observer.observed) == ((), None, (room,))


def test_fields_of_an_information_gap_are_counted() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(GAP, formation="by_hand", groups=(("anna", "boris"),))
    lesson.all_ready()
    table = lesson.room("anna").table
    assert table
    field = next(cell.field for row in table.rows for cell in row if cell.field)
    lesson.tells("anna", requests.Fill("r1", field, "surely wrong"))
    right, of = reported(lesson).lessons[0].rooms[0].people[0].answers
    assert (right, of > 0) == (0, True)


def test_a_class_that_has_played_nothing_has_no_lessons() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    assert reported(lesson).lessons == ()


def test_an_erased_name_is_gone_everywhere() -> None:
    lesson = played()
    lesson.happen([facts.Removed("boris")])
    del lesson.directory.names["boris"]
    report = reported(lesson)
    assert "Boris" not in repr(report)
    boris = next(one for one in report.lessons[0].students if one.who == "boris")
    assert (boris.name, boris.is_named) == ("(name erased)", False)


def test_students_are_found_by_the_beginning_of_their_name(report: ClassReport) -> None:
    lesson = report.lessons[0]
    for typed in ("Anna", "anna", "ANN", "Анна"):
        assert [one.name for one in find_students(lesson, typed)] == ["Anna"], typed
    assert find_students(lesson, "Zoe") == ()


def test_everything_in_a_report_is_clean() -> None:
    report = repr(reported(hostile(), title="B1 \x1b[2J\u202e"))
    for harm in ("\\x1b", "\\u202e", "\\u2066", "\\x07"):
        assert harm not in report


@pytest.mark.parametrize("format_", FORMATS)
def test_a_cleared_line_is_in_no_file_and_counted_nowhere(format_: Format) -> None:
    lesson = played()
    room = lesson.room_id("anna")
    lesson.tells("anna", requests.Say(room, "A very rude thing, I'm afraid"))
    rude = len(lesson.state.rooms[room].lines)
    counted = reported(lesson).lessons[-1].words
    lesson.tells("teacher", requests.ClearLine(room, rude))
    found = reported(lesson)
    files = b"".join(FORMATS[format_](found, None).values()).decode()
    assert "very rude" not in files
    if format_ != "moodle":  # which holds no lines
        assert "(cleared by the teacher)" in files.replace("\\", "")
    assert found.lessons[-1].words == counted - 6
