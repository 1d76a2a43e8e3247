"""Stories of the floor: one after the other in order, who asks for it, and a chair who gives it."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from duologue_activities.activity import Stage
from duologue_protocol import requests
from duologue_protocol.parts import Turns
from support.lesson import LIBRARY, Lesson

TRIAL = next(one for one in LIBRARY.values() if one.kind == "trial" and len(one.roles) == 5)
FOUR = ("anna", "boris", "clara", "dima")


def a_talk(turns: Turns, chair: str = "", floor: tuple[str, ...] = ()) -> Lesson:
    """Four people of a trial in a room of their own, in a stage with these turns."""
    stage = Stage("talk", "Talk", "Talk.", 10, turns=turns, chair=chair, floor=floor)
    activity = replace(TRIAL, id="talk", stages=(stage, TRIAL.stages[-1]), size=(4, 12))
    lesson = Lesson({"talk": activity})
    lesson.enrol("teacher", role="teacher")
    lesson.enrol(*FOUR)
    lesson.starts_round("talk", groups=(FOUR,))
    return lesson


def say(lesson: Lesson, who: str, text: str = "…!") -> None:
    lesson.tells(who, requests.Say(lesson.room_id(who), text))


def asks(lesson: Lesson, who: str, *, on: bool = True) -> None:
    lesson.tells(who, requests.AskFloor(lesson.room_id(who), on))


def silenced(lesson: Lesson, *people: str) -> bool:
    """May none of them speak?"""
    return all(
        lesson.refuses(who, requests.Say(lesson.room_id(who), "Hey")) == "listen_now"
        for who in people
    )


def speakers(lesson: Lesson) -> list[str] | None:
    progress = lesson.room("anna").progress
    assert progress
    return None if progress.speakers is None else list(progress.speakers)


def order(lesson: Lesson) -> list[str]:
    room = lesson.state.room_of("anna")
    assert room
    return list(room.members)


def test_in_strict_turns_the_floor_goes_round_as_the_roles_stand() -> None:
    lesson = a_talk("strict")
    first, second, third, last = order(lesson)
    assert speakers(lesson) == [first]
    say(lesson, first)
    say(lesson, first, "And I have more to say.")
    assert silenced(lesson, second, third, last)
    assert lesson.refuses(second, requests.AskFloor(lesson.room_id(second), on=True)) == (
        "not_your_turn"
    )
    for who in (first, second, third):
        asks(lesson, who, on=False)
    assert speakers(lesson) == [last]
    asks(lesson, last, on=False)
    assert speakers(lesson) == [first]
    lesson.holds()


def test_who_is_away_or_does_not_answer_keeps_nobody_waiting() -> None:
    lesson = a_talk("strict")
    first, second, third, last = order(lesson)
    lesson.drop(first)
    assert lesson.views[second].my_room
    assert silenced(lesson, third, last)
    say(lesson, second)
    lesson.tells(third, requests.ReportSilent(lesson.room_id(third), second))
    say(lesson, third)
    lesson.arrive(first)
    assert speakers_of(lesson, third) == [first]
    lesson.holds()


def speakers_of(lesson: Lesson, who: str) -> list[str]:
    progress = lesson.room(who).progress
    assert progress
    return list(progress.speakers or ())


def test_in_a_queue_who_speaks_has_the_floor_and_who_asked_first_is_next() -> None:
    lesson = a_talk("queue")
    assert speakers(lesson) is None
    say(lesson, "anna")
    assert speakers(lesson) == ["anna"]
    for who in ("clara", "boris", "dima", "clara"):
        asks(lesson, who)
    asks(lesson, "dima", on=False)
    progress = lesson.room("anna").progress
    assert progress
    assert progress.hands == ("boris", "clara")
    assert silenced(lesson, "boris", "clara", "dima")
    asks(lesson, "anna", on=False)
    assert speakers(lesson) == ["boris"]
    lesson.drop("clara")
    asks(lesson, "boris", on=False)
    assert speakers(lesson) is None
    say(lesson, "dima")
    assert speakers(lesson) == ["dima"]
    lesson.holds()


def test_the_chair_gives_the_floor_and_may_always_speak() -> None:
    judge = TRIAL.roles[0].key
    floor = tuple(role.key for role in TRIAL.roles[:3])
    lesson = a_talk("queue", judge, floor)
    chair, second, third, juror = order(lesson)
    assert speakers(lesson) == [chair]
    assert silenced(lesson, second, third, juror)
    asks(lesson, third)
    asks(lesson, second)
    assert lesson.refuses(juror, requests.AskFloor(lesson.room_id(juror), on=True)) == "listen_now"
    assert lesson.refuses(second, requests.GiveFloor(lesson.room_id(second))) == "not_the_chair"
    lesson.tells(chair, requests.GiveFloor(lesson.room_id(chair)))
    assert speakers(lesson) == [chair, third]
    say(lesson, chair, "Briefly, please.")
    say(lesson, third)
    asks(lesson, third, on=False)
    assert speakers(lesson) == [chair]
    lesson.tells(chair, requests.GiveFloor(lesson.room_id(chair)))
    assert speakers(lesson) == [chair, second]
    lesson.tells(chair, requests.GiveFloor(lesson.room_id(chair)))
    assert speakers(lesson) == [chair]
    lesson.drop(chair)
    say(lesson, second, "The judge is away, so we go on.")
    assert speakers_of(lesson, second) == [second]
    lesson.holds()


@pytest.mark.parametrize("turns", ["strict", "queue"])
def test_the_next_stage_knows_nothing_of_it(turns: Turns) -> None:
    lesson = a_talk(turns)
    say(lesson, order(lesson)[0])
    lesson.all_ready()
    progress = lesson.room("anna").progress
    assert progress
    assert (progress.holder, progress.hands, progress.speakers) == ("", (), None)
    room = lesson.room_id("anna")
    floor: tuple[Callable[[], requests.Request], ...] = (
        lambda: requests.AskFloor(room, on=True),
        lambda: requests.GiveFloor(room),
    )
    assert {lesson.refuses("anna", request()) for request in floor} == {"no_floor"}
    lesson.holds()


def test_one_who_is_alone_needs_no_floor() -> None:
    lesson = a_talk("strict")
    first, *others = order(lesson)
    lesson.drop(*others[:-1])
    lesson.drop(first)
    assert speakers_of(lesson, others[-1]) == []
    say(lesson, others[-1], "Nobody is here.")
    lesson.holds()
