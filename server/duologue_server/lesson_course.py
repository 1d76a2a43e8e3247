"""A lesson file in a class: loaded, played round by round, closed. Pure."""

from collections.abc import Mapping

from duologue_activities.activity import Activity
from duologue_activities.lesson import Lesson
from duologue_activities.preview import brief
from duologue_protocol import parts, requests
from duologue_protocol.refusals import Refused
from duologue_server import course, facts, rounds
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact


def load(asked: Asked, request: requests.LoadLesson) -> list[Fact]:
    """Its activities go into the log with it: later edits of their files change no lesson."""
    lesson = asked.lesson(request.lesson)
    activities = [asked.activity(one.activity) for one in lesson.rounds]
    new = {course.activity_key(it): course.brought(asked.state, it) for it in activities}
    keys = tuple(map(course.activity_key, activities))
    return [*(fact for it in new.values() for fact in it), facts.LessonLoaded(lesson, keys)]


def close(asked: Asked) -> list[Fact]:
    if asked.state.lesson is None:
        raise Refused("no_lesson")
    return [facts.LessonClosed()]


def plan(asked: Asked, request: requests.PlanLessonRound) -> list[Fact]:
    """The round as its file says it; people and groups as for any round."""
    loaded = asked.state.lesson
    if loaded is None:
        raise Refused("no_lesson")
    if request.number >= len(loaded.lesson.rounds):
        raise Refused("lesson_over", loaded.lesson.title)
    one = loaded.lesson.rounds[request.number]
    activity = asked.state.activities[loaded.activities[request.number]]
    wanted = requests.PlanRound(
        activity.id, one.minutes, remainder=one.remainder, levels=one.levels
    )
    return rounds.plan_of(asked, wanted, activity, request.number)


def shown(state: Classroom) -> parts.Part:
    """The lesson as its teacher sees it, and which round comes next."""
    if state.lesson is None:
        return parts.Gone("lesson", ())
    activities = [state.activities[key] for key in state.lesson.activities]
    by_id = {activity.id: activity for activity in activities}
    return described(state.lesson.lesson, by_id, state.lesson_following)


def described(
    lesson: Lesson, activities: Mapping[str, Activity], following: int = 0
) -> parts.Lesson:
    return parts.Lesson(
        id=lesson.id,
        title=lesson.title,
        minutes=lesson.minutes,
        rounds=tuple(
            parts.LessonRound(
                brief(activities[one.activity]), one.minutes, one.levels, one.remainder, one.note
            )
            for one in lesson.rounds
        ),
        note=lesson.note,
        following=following,
    )
