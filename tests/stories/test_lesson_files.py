"""Stories of a lesson file: loaded, played round by round, kept through a restart, closed."""

import pytest

from duologue_client import fold
from duologue_protocol import parts, requests
from duologue_server import facts, project
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve
from support.lesson import GAP, LIBRARY, ROLE_PLAY, Lesson

FILE = "at-the-table"
ROUNDS = LIBRARY.lessons[FILE].rounds


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    return lesson


def shown(lesson: Lesson) -> parts.Lesson:
    found = lesson.views["teacher"].lesson
    assert found
    return found


def test_its_rounds_are_played_one_after_the_other(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE))
    assert shown(lesson).following == 0
    assert [one.activity.id for one in shown(lesson).rounds] == [one.activity for one in ROUNDS]
    for number, one in enumerate(ROUNDS):
        lesson.tells("teacher", requests.PlanLessonRound(shown(lesson).following))
        plan = lesson.hears("teacher", parts.Plan)
        assert (plan.activity.id, plan.minutes) == (one.activity, one.minutes)
        assert shown(lesson).following == number
        lesson.tells("teacher", requests.StartRound())
        assert shown(lesson).following == number + 1
        lesson.tells("teacher", requests.EndRound(0))
        lesson.holds()
    over = lesson.refuses("teacher", requests.PlanLessonRound(3))
    assert over == "lesson_over"


def test_a_round_with_other_groups_is_still_the_lesson_s(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE), requests.PlanLessonRound(1))
    by_hand = (("anna", "dima"), ("boris", "clara"))
    again = requests.PlanRound(ROUNDS[1].activity, 10, "by_hand", groups=by_hand)
    lesson.tells("teacher", again, requests.StartRound())
    assert shown(lesson).following == 2


def test_another_activity_in_between_leaves_the_lesson_where_it_is(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE), requests.PlanLessonRound(0))
    lesson.tells("teacher", requests.PlanRound(GAP, 10), requests.StartRound())
    assert shown(lesson).following == 0


def test_it_is_where_it_was_after_a_restart(lesson: Lesson) -> None:
    """All there is of it is in the log, though its file has gone from the library."""
    lesson.tells("teacher", requests.LoadLesson(FILE), requests.PlanLessonRound(0))
    lesson.tells("teacher", requests.StartRound(), requests.EndRound(0))
    replayed = Classroom()
    for seq, body in enumerate(lesson.log, 1):
        evolve(replayed, seq, facts.decode(body))
    lesson.state, lesson.library = replayed, {}
    view = fold.snapshot("teacher", project.snapshot(replayed, lesson.directory, "teacher"))
    assert view.lesson == shown(lesson)
    lesson.tells("teacher", requests.PlanLessonRound(1), requests.StartRound())
    assert shown(lesson).following == 2


def test_only_teachers_see_it(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE))
    assert not any(isinstance(part, parts.Lesson) for part in lesson.heard["anna"])
    assert lesson.refuses("anna", requests.LoadLesson(FILE)) == "not_allowed"
    assert lesson.refuses("anna", requests.PlanLessonRound(0)) == "not_allowed"
    assert lesson.refuses("anna", requests.CloseLesson()) == "not_allowed"


def test_what_is_not_there_is_refused(lesson: Lesson) -> None:
    assert lesson.refuses("teacher", requests.LoadLesson("no-such-lesson")) == "no_lesson"
    assert lesson.refuses("teacher", requests.PlanLessonRound(0)) == "no_lesson"
    assert lesson.refuses("teacher", requests.CloseLesson()) == "no_lesson"


def test_a_round_that_runs_is_ended_first(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE))
    lesson.starts_round(ROLE_PLAY)
    assert lesson.refuses("teacher", requests.PlanLessonRound(0)) == "round_running"


def test_a_plan_of_the_lesson_before_is_no_round_of_this_one(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE), requests.PlanLessonRound(1))
    lesson.tells("teacher", requests.LoadLesson("first-meetings"), requests.StartRound())
    assert shown(lesson).following == 0
    lesson.holds()


def test_it_can_be_closed_and_another_loaded(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.LoadLesson(FILE), requests.PlanLessonRound(0))
    lesson.tells("teacher", requests.StartRound(), requests.CloseLesson())
    assert lesson.views["teacher"].lesson is None
    lesson.tells("teacher", requests.LoadLesson("first-meetings"))
    assert shown(lesson).following == 0
    lesson.holds()
