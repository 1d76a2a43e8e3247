"""A term of a class: lessons on many days, in which people write whatever can be written."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from msgspec.structs import replace

from duologue_activities.stages import script
from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.erasure import Written, concerned
from duologue_server.evolve import evolve_each
from duologue_server.facts import Moment
from duologue_server.room import Room
from support import stage_work
from support.lesson import LIBRARY, Lesson

DAY_SECONDS = 86_400
STUDENTS = ("anna", "boris", "clara", "dima", "eva")
WRONG = "no idea"
MARKED, NAME, MARK = "anna", "Annabella Quist", "zqword"
"""One student, the name for `marked`, and what stands in all that she wrote or is quoted of her."""
ONE_OF_EACH_KIND = tuple({activity.kind: activity.id for activity in LIBRARY.values()}.values())


def term(*activities: str, lesson: Lesson | None = None) -> Lesson:
    """A lesson a week, with these activities (one of each kind if none is named)."""
    lesson = lesson or Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol(*STUDENTS, level="B1")
    for activity in activities or ONE_OF_EACH_KIND:
        lesson.tells("teacher", requests.Broadcast(f"Today: {activity}"))
        lesson.starts_round(activity)
        for room in list(lesson.state.in_round()):
            _plays(lesson, room)
        _together(lesson)
        _try(lesson, "teacher", requests.EndRound(0))
        lesson.passes(7 * DAY_SECONDS)
    return lesson


def marked(log: list[Moment]) -> list[Moment]:
    """Whatever concerns her has the mark in it; whatever does not says her name."""

    def tell(fact: facts.Fact, whose: tuple[str, ...]) -> str:
        assert isinstance(fact, Written)
        if isinstance(fact, facts.Filled):
            return MARK if MARKED in whose and fact.text == WRONG else fact.text
        return (
            f"{fact.text} {MARK}"
            if MARKED in whose
            else f"{fact.text} said {NAME.upper()}, {NAME}!"
        )

    return retold(log, tell)


def moments(lesson: Lesson) -> list[Moment]:
    return [facts.decode(body) for body in lesson.log]


def _together(lesson: Lesson) -> None:
    """The teacher pins lines, all make one of them better, and a word goes to one alone."""
    for room in lesson.state.rooms.values():
        _try(lesson, "teacher", requests.PinLine(room.id, len(room.lines), on=True))
    _try(lesson, "teacher", requests.Gather("plenary"))
    for pin in lesson.state.pins:
        _try(lesson, "teacher", requests.ShowPin(pin))
        for who in STUDENTS:
            _try(lesson, who, requests.Suggest(f"I would put it so: {who}."))
            _try(lesson, "teacher", requests.ShowSuggestion(who))
    for who in STUDENTS:
        _try(lesson, "teacher", requests.Whisper(who, "Well done!"))
    _try(lesson, "teacher", requests.Gather("work"))


def _plays(lesson: Lesson, room: Room) -> None:
    _try(lesson, room.members[0], requests.CallTeacher(room.id, "What is a refund?"))
    _try(lesson, "teacher", requests.Say(room.id, "Well begun!"))
    while room.plays:
        stage = room.stage
        for who in [*room.members, *room.members]:
            if room.plays and room.stage == stage:
                lesson.passes(5)
                _works(lesson, room, who)
        for who in list(room.members):
            _try(lesson, who, requests.Ready(room.id, stage, on=True))
        if room.plays and room.stage == stage:
            _try(lesson, "teacher", requests.NextStage(room.id))


def _works(lesson: Lesson, room: Room, who: str) -> None:
    assert room.current
    partner = next(it for it in room.people if it != who)
    _try(lesson, who, requests.Say(room.id, f"Well, {who} thinks so, in stage {room.stage}."))
    if room.due and room.turn == who:
        _try(lesson, who, requests.Say(room.id, script.spoken(room.due)))
    keys = stage_work.keys(room, who) if room.current.kind in ("form", "quiz") else {}
    for number, (field, key) in enumerate(keys.items()):
        _try(lesson, who, requests.Fill(room.id, field, key if number % 2 else WRONG))
    _try(lesson, who, requests.WritePage(room.id, room.stage, f"A page of {who}."))
    words = f"{MARK if who == MARKED else who} wrote this. "
    edit = (len(room.draft.text), words) if room.draft.text else (words,)
    _try(lesson, who, requests.EditText(room.id, room.stage, len(room.draft.edits), edit))
    _try(lesson, who, requests.Vote(room.id, 1))
    _try(lesson, who, requests.TickGoal(room.id, 0, on=True))
    _try(lesson, who, requests.WriteNote(room.id, partner, "Good questions!"))
    for line in [it for it in room.lines[-4:] if it.by]:
        better = f"{line.text} Really!"
        _try(lesson, who, requests.Correct(room.id, line.number, better))
        _try(lesson, line.by, requests.AnswerCorrection(room.id, line.number, who, "accepted"))
        _try(lesson, line.by, requests.Say(room.id, better))


def _try(lesson: Lesson, who: str, request: requests.Request) -> None:
    with suppress(Refused):
        lesson.tells(who, request)


def retold(log: list[Moment], tell: Callable[[facts.Fact, tuple[str, ...]], str]) -> list[Moment]:
    """The same log with other words: `tell` is asked for every text, and whose data it is."""
    return list(_retold(log, tell))


def _retold(
    log: list[Moment], tell: Callable[[facts.Fact, tuple[str, ...]], str]
) -> Iterator[Moment]:
    state = Classroom()
    for seq, moment in enumerate(log, 1):
        told: list[facts.Fact] = []
        for fact in evolve_each(state, seq, moment):
            if isinstance(fact, Written) and fact.text:
                told.append(replace(fact, text=tell(fact, concerned(state, fact))))
            else:
                told.append(fact)
        yield replace(moment, facts=tuple(told))
