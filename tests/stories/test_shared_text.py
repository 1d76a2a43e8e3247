"""Stories of texts that are read for a while and then written together."""

from collections.abc import Iterator

import pytest

from duologue_activities.stages import rebuild
from duologue_protocol import limits, parts, requests
from duologue_protocol.edits import Edit
from support.lesson import LIBRARY, Lesson

GLOSS, DICTATION = "the-dog-who-took-the-bus", "the-note-on-the-fridge"


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    yield lesson
    lesson.holds()


def begins(lesson: Lesson, activity: str, *, stage: int) -> str:
    minutes = LIBRARY[activity].minutes
    plan = requests.PlanRound(activity, minutes, "by_hand", groups=(("anna", "boris"),))
    lesson.tells("teacher", plan, requests.StartRound())
    for _ in range(stage):
        lesson.all_ready()
    return lesson.room_id("anna")


def edit(lesson: Lesson, room: str, version: int, *steps: int | str) -> requests.EditText:
    return requests.EditText(room, lesson.state.rooms[room].stage, version, steps)


def text(lesson: Lesson, who: str) -> parts.SharedText:
    shared = lesson.room(who).shared_text
    assert shared
    return shared


def test_the_passage_is_shown_for_a_stage_and_goes_away(lesson: Lesson) -> None:
    begins(lesson, GLOSS, stage=0)
    shown = lesson.room("anna").passage
    assert shown
    assert shown.text == LIBRARY[GLOSS].passages[0]
    lesson.all_ready()
    assert lesson.room("anna").passage is None
    lesson.all_ready()
    assert lesson.room("boris").passage
    lesson.passes(5 * 60)
    assert lesson.room("boris").passage is None


def test_two_edits_of_one_version_both_stand(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    lesson.tells("anna", edit(lesson, room, 0, "A dog waited."))
    lesson.tells("anna", edit(lesson, room, 1, 2, "big "))
    lesson.tells("boris", edit(lesson, room, 1, 13, " It was late."))
    assert text(lesson, "anna").text == "A big dog waited. It was late."
    assert text(lesson, "boris").version == 3
    assert (text(lesson, "anna").mine, text(lesson, "boris").mine) == (2, 1)


def test_an_edit_takes_back_what_others_agreed_to(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    lesson.tells("boris", requests.Ready(room, 3, on=True))
    lesson.tells("anna", edit(lesson, room, 0, "One more word"))
    assert not lesson.state.rooms[room].ready


@pytest.mark.parametrize(
    ("version", "steps", "code"),
    [
        (1, ("x",), "no_text"),
        (0, (5, "x"), "no_text"),
        (0, (-1,), "no_text"),
        (0, (0,), "no_text"),
        (0, ("x" * limits.TEXT_CHARACTERS, "y"), "text_full"),
    ],
)
def test_what_is_no_edit_of_this_text(lesson: Lesson, version: int, steps: Edit, code: str) -> None:
    room = begins(lesson, GLOSS, stage=3)
    assert lesson.refuses("anna", edit(lesson, room, version, *steps)) == code


def test_escapes_do_not_get_into_the_text_and_spaces_stay(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    lesson.tells("anna", edit(lesson, room, 0, " a\x1b[2J\u202eb\n "))
    assert text(lesson, "boris").text == " ab\n "


def test_an_edit_for_the_stage_before_is_too_late(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    late = edit(lesson, room, 0, "x")
    lesson.all_ready()
    assert lesson.refuses("anna", late) == "stage_over"
    assert lesson.refuses("anna", edit(lesson, room, 0, "x")) == "not_now"


def test_afterwards_both_texts_are_there_and_what_is_met(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    lesson.tells("anna", edit(lesson, room, 0, "I think it was a dog. He waits with his owner."))
    assert not text(lesson, "anna").of
    lesson.all_ready()
    shown = text(lesson, "boris")
    assert 0 < shown.met < shown.of
    assert not shown.writable
    line, original = lesson.room("boris").lines.values()
    assert original.text == LIBRARY[GLOSS].passages[0]
    assert line.kind == "text"
    assert line.text.startswith("I think it was a dog.")
    assert lesson.state.rooms[room].words["anna"] == 11
    assert lesson.lines("anna") == [line.text, original.text]


def test_a_text_is_kept_when_the_teacher_ends_the_round(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    lesson.tells("anna", edit(lesson, room, 0, "A dog took a bus."))
    lesson.tells("teacher", requests.EndRound(0))
    assert lesson.lines("anna")[0] == "A dog took a bus."


def test_who_runs_reads_and_who_stays_writes(lesson: Lesson) -> None:
    room = begins(lesson, DICTATION, stage=1)
    wall = lesson.room("anna").passage
    assert wall
    assert wall.hidden
    assert wall.text == LIBRARY[DICTATION].passages[0]
    assert lesson.room("boris").passage is None
    assert lesson.refuses("anna", edit(lesson, room, 0, "Dear Max")) == "reader_listens"
    lesson.tells("boris", edit(lesson, room, 0, "Dear Max,"))
    lesson.tells("anna", requests.Say(room, "Comma!"))
    lesson.all_ready()
    assert lesson.room("anna").passage is None
    wall = lesson.room("boris").passage
    assert wall
    assert wall.text == LIBRARY[DICTATION].passages[1]
    lesson.tells("anna", edit(lesson, room, 1, 9, " there is soup"))
    lesson.all_ready()
    assert text(lesson, "anna").met == 5


def test_the_very_words_in_their_order_count_in_a_dictation() -> None:
    assert rebuild.in_order("The cat sleeps on the mat.", "the cat on a mat") == (4, 6)


def test_what_it_says_counts_in_a_dictogloss() -> None:
    wanted = "The drivers recognise him and he never pays."
    assert rebuild.carried(wanted, "He pays never. A driver recognised him.") == (4, 4)
    assert rebuild.carried(wanted, "He pays.") == (1, 4)


def test_a_teacher_who_reads_along_sees_it_grow(lesson: Lesson) -> None:
    room = begins(lesson, GLOSS, stage=3)
    lesson.tells("anna", edit(lesson, room, 0, "A dog"))
    lesson.tells("teacher", requests.Watch(room))
    lesson.tells("anna", edit(lesson, room, 1, 5, " waited."))
    shown = lesson.views["teacher"].rooms[room].shared_text
    assert shown
    assert shown.text == "A dog waited."
    assert not shown.writable
    lesson.holds()
    lesson.all_ready()
    shown = lesson.views["teacher"].rooms[room].shared_text
    assert shown
    assert shown.of
    lesson.holds()
    lesson.tells("teacher", requests.Unwatch(room))
    assert lesson.views["teacher"].rooms[room].shared_text is None
