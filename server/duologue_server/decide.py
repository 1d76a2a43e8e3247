"""From a request to facts, or a refusal. Pure: time, chance and the library come in."""

from duologue_protocol import requests
from duologue_protocol.parts import OVERSEES, TEACHES, PersonRole
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Query, Request
from duologue_server import (
    course,
    evidence,
    facts,
    lesson_course,
    lobby,
    missing,
    moderation,
    moving,
    plenary,
    regroup,
    rounds,
    timing,
    turns,
    work,
)
from duologue_server.asked import Asked
from duologue_server.classroom import HOLD_MS, OFFERS_AFTER_MS, Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room

STUDENT: frozenset[PersonRole] = frozenset({"student"})
TEACHER = TEACHES
"""Who leads the lesson: the teacher and co-teachers."""
OWNER: frozenset[PersonRole] = frozenset({"teacher"})
"""What lasts longer than a lesson is for the teacher who owns the class alone."""
BOTH = STUDENT | TEACHER
OVERSEER = OVERSEES
EVERYBODY = STUDENT | OVERSEES

WHO_MAY: dict[type[Request] | type[Query], frozenset[PersonRole]] = {
    requests.SetLevel: STUDENT,
    requests.Seek: STUDENT,
    requests.StopSeeking: STUDENT,
    requests.Invite: STUDENT,
    requests.Accept: STUDENT,
    requests.Decline: STUDENT,
    requests.Practise: STUDENT,
    requests.Propose: STUDENT,
    requests.Agree: STUDENT,
    requests.Leave: STUDENT,
    requests.Say: BOTH,
    requests.AskFloor: STUDENT,
    requests.GiveFloor: STUDENT,
    requests.Ready: STUDENT,
    requests.Fill: STUDENT,
    requests.WritePage: STUDENT,
    requests.EditText: STUDENT,
    requests.MoveItem: STUDENT,
    requests.Vote: STUDENT,
    requests.PassCard: STUDENT,
    requests.Correct: STUDENT,
    requests.AnswerCorrection: STUDENT,
    requests.TickGoal: STUDENT,
    requests.WriteNote: STUDENT,
    requests.CheckAim: STUDENT,
    requests.RateNote: STUDENT,
    requests.CallTeacher: STUDENT,
    requests.CancelCall: BOTH,
    requests.ReportSilent: STUDENT,
    requests.GoOn: STUDENT,
    requests.Suggest: STUDENT,
    requests.AskForTime: STUDENT,
    requests.PlanRound: TEACHER,
    requests.LoadLesson: TEACHER,
    requests.CloseLesson: TEACHER,
    requests.PlanLessonRound: TEACHER,
    requests.CancelPlan: TEACHER,
    requests.StartRound: TEACHER,
    requests.ChangeTime: TEACHER,
    requests.PauseTime: TEACHER,
    requests.GrantTime: TEACHER,
    requests.UndoTime: TEACHER,
    requests.Gather: TEACHER,
    requests.NextStage: TEACHER,
    requests.EndRound: TEACHER,
    requests.Broadcast: TEACHER,
    requests.Whisper: TEACHER,
    requests.Watch: OVERSEER,
    requests.Unwatch: OVERSEER,
    requests.ShowModel: TEACHER,
    requests.Place: TEACHER,
    requests.Exchange: TEACHER,
    requests.Split: TEACHER,
    requests.Merge: TEACHER,
    requests.SetConstraint: TEACHER,
    requests.PinLine: TEACHER,
    requests.ShowPin: TEACHER,
    requests.ShowSuggestion: TEACHER,
    requests.AllowPairing: TEACHER,
    requests.ChangeCode: OWNER,
    requests.KeepEvidence: OWNER,
    requests.Remove: TEACHER,
    requests.Ban: OWNER,
    requests.Unban: OWNER,
    requests.Mute: TEACHER,
    requests.ClearLine: TEACHER,
    requests.ClearWriting: TEACHER,
    requests.LockClass: TEACHER,
    requests.ListActivities: EVERYBODY,
    requests.ListLessons: TEACHER,
    requests.ShowActivity: OVERSEER,
    requests.ShowResults: EVERYBODY,
    requests.ListWritings: TEACHER,
}
"""Who may ask what: the one table."""

REFUSED_TO: dict[PersonRole, str] = {
    "student": "not_allowed",
    "teacher": "not_for_teachers",
    "co_teacher": "not_for_teachers",
    "observer": "not_for_observers",
}
"""What each role is told where the table says no."""

WRITES: tuple[type[Request], ...] = (
    requests.Say,
    requests.Fill,
    requests.WritePage,
    requests.EditText,
    requests.Correct,
    requests.AnswerCorrection,
    requests.WriteNote,
    requests.Suggest,
)
"""What others may read of it: nothing for one who is muted. Calling the teacher is not among it."""


LISTENING: frozenset[type[Request]] = frozenset(
    {
        requests.SetLevel,
        requests.StopSeeking,
        requests.Decline,
        requests.Leave,
        requests.CallTeacher,
        requests.CancelCall,
        requests.AskForTime,
        requests.Suggest,
    }
)
"""What students may do while the teacher has stopped everybody."""

STOPS_ROOM = (facts.RoomWaits, facts.RoomEnded)
"""What may let a round go on in new groups, or end it."""


def authorise(role: PersonRole, request: Request | Query) -> None:
    """Raises Refused: when this role may not ask that."""
    allowed = WHO_MAY[type(request)]
    if role not in allowed:
        owners = role == "co_teacher" and allowed == OWNER
        raise Refused("owner_only" if owners else REFUSED_TO[role])


def decide(asked: Asked, request: Request) -> tuple[Fact, ...]:
    """What happens because of this request; the state is not changed.

    Raises Refused: when it can't be done.
    """
    authorise(asked.person.role, request)
    if asked.person.muted and isinstance(request, WRITES):
        raise Refused("muted")
    if not asked.teaches and asked.state.attention != "work" and type(request) not in LISTENING:
        raise Refused("listen")
    decided = _decide(asked, request)
    answers = missing.back(asked.state, asked.by, asked.now_ms)
    if answers and isinstance(decided[0], facts.CommandRefused):
        return (*decided, *answers)
    return _with_what_follows(asked.state, [*answers, *decided], asked.now_ms)


def _with_what_follows(state: Classroom, decided: list[Fact], now_ms: int) -> tuple[Fact, ...]:
    if not any(isinstance(fact, STOPS_ROOM) for fact in decided):
        return tuple(decided)
    regrouped = regroup.with_new_groups(state, decided, now_ms)
    return tuple(course.with_round_end(state, regrouped))


def _decide(asked: Asked, request: Request) -> list[Fact]:
    match request:
        case requests.Say():
            return work.say(asked, request)
        case requests.SetLevel():
            return lobby.set_level(asked, request)
        case requests.Seek():
            return lobby.seek(asked)
        case requests.StopSeeking():
            return lobby.stop_seeking(asked)
        case requests.Invite():
            return lobby.invite(asked, request)
        case requests.Accept():
            return lobby.accept(asked, request)
        case requests.Decline():
            return lobby.decline(asked, request)
        case requests.Practise():
            return lobby.practise(asked, request)
        case requests.Propose():
            return lobby.propose(asked, request)
        case requests.Agree():
            return lobby.agree(asked, request)
        case requests.Leave():
            return work.leave(asked, request)
        case requests.Ready():
            return work.ready(asked, request)
        case requests.AskFloor():
            return turns.ask_floor(asked, request)
        case requests.GiveFloor():
            return turns.give_floor(asked, request)
        case requests.Fill():
            return work.fill(asked, request)
        case requests.WritePage():
            return work.write_page(asked, request)
        case requests.EditText():
            return work.edit_text(asked, request)
        case requests.MoveItem():
            return work.move_item(asked, request)
        case requests.Vote():
            return work.vote(asked, request)
        case requests.PassCard():
            return work.pass_card(asked, request)
        case requests.Correct():
            return work.correct(asked, request)
        case requests.AnswerCorrection():
            return work.answer_correction(asked, request)
        case requests.TickGoal():
            return work.tick_goal(asked, request)
        case requests.WriteNote():
            return work.write_note(asked, request)
        case requests.CheckAim():
            return work.check_aim(asked, request)
        case requests.RateNote():
            return work.rate_note(asked, request)
        case requests.CallTeacher():
            return work.call_teacher(asked, request)
        case requests.CancelCall():
            return work.cancel_call(asked, request)
        case requests.ReportSilent():
            return missing.report_silent(asked, request)
        case requests.GoOn():
            return missing.go_on(asked, request)
        case requests.Suggest():
            return plenary.suggest(asked, request)
        case requests.AskForTime():
            return timing.ask_for_time(asked, request)
        case _:
            return _decide_for_teacher(asked, request)


def _decide_for_teacher(
    asked: Asked,
    request: requests.PlanRound
    | requests.LoadLesson
    | requests.CloseLesson
    | requests.PlanLessonRound
    | requests.CancelPlan
    | requests.StartRound
    | requests.ChangeTime
    | requests.PauseTime
    | requests.GrantTime
    | requests.UndoTime
    | requests.Gather
    | requests.NextStage
    | requests.EndRound
    | requests.Broadcast
    | requests.Whisper
    | requests.Watch
    | requests.Unwatch
    | requests.ShowModel
    | requests.Place
    | requests.Exchange
    | requests.Split
    | requests.Merge
    | requests.SetConstraint
    | requests.PinLine
    | requests.ShowPin
    | requests.ShowSuggestion
    | requests.AllowPairing
    | requests.ChangeCode
    | requests.KeepEvidence
    | requests.Moderation,
) -> list[Fact]:
    match request:
        case requests.PlanRound():
            return rounds.plan(asked, request)
        case requests.LoadLesson():
            return lesson_course.load(asked, request)
        case requests.CloseLesson():
            return lesson_course.close(asked)
        case requests.PlanLessonRound():
            return lesson_course.plan(asked, request)
        case requests.CancelPlan():
            return rounds.cancel_plan(asked)
        case requests.StartRound():
            return rounds.start(asked)
        case requests.ChangeTime():
            return timing.change_time(asked, request)
        case requests.PauseTime():
            return timing.pause_time(asked, request)
        case requests.GrantTime():
            return timing.grant_time(asked)
        case requests.UndoTime():
            return timing.undo_time(asked)
        case requests.Gather():
            return timing.gather(asked, request)
        case requests.NextStage():
            return rounds.next_stage(asked, request)
        case requests.EndRound():
            return rounds.end_round(asked, request)
        case requests.Broadcast():
            return rounds.broadcast(asked, request)
        case requests.Whisper():
            return rounds.whisper(asked, request)
        case requests.Watch():
            return rounds.watch(asked, request)
        case requests.Unwatch():
            return rounds.unwatch(asked, request)
        case requests.ShowModel():
            return rounds.show_model(asked, request)
        case requests.Place():
            return moving.place(asked, request)
        case requests.Exchange():
            return moving.exchange(asked, request)
        case requests.Split():
            return moving.split(asked, request)
        case requests.Merge():
            return moving.merge(asked, request)
        case requests.SetConstraint():
            return moving.set_constraint(asked, request)
        case requests.PinLine():
            return plenary.pin_line(asked, request)
        case requests.ShowPin():
            return plenary.show_pin(asked, request)
        case requests.ShowSuggestion():
            return plenary.show_suggestion(asked, request)
        case requests.AllowPairing():
            return rounds.allow_pairing(asked, request)
        case requests.ChangeCode():
            return [facts.NewCodeAsked(request.days)]
        case requests.KeepEvidence():
            return evidence.switch(request)
        case _:
            return moderation.moderate(asked, request)


def next_deadline_ms(state: Classroom) -> int | None:
    """When the clock has to be looked at next."""
    ends = [end for room in state.playing() if (end := _end(room)) is not None]
    ends += [
        person.seeking_since_ms + OFFERS_AFTER_MS
        for person in state.seekers()
        if person.seeking_since_ms is not None and not person.offers
    ]
    if state.attention != "work":
        ends.append(state.gathered_ms + HOLD_MS)
    return min(ends, default=None)


def _end(room: Room) -> int | None:
    return room.ends_at_ms if room.left_ms is None else room.pause_ends_ms


def decide_clock(state: Classroom, now_ms: int) -> tuple[Fact, ...]:
    """What happens because time has passed. What is not due yet is left alone."""
    if state.attention != "work" and state.gathered_ms + HOLD_MS <= now_ms:
        return tuple(timing.let_go(state, now_ms))
    due: list[Fact] = []
    for room in state.playing():
        end = _end(room)
        if end is not None and end <= now_ms:
            paused = room.left_ms is not None
            over = missing.wait_is_over(state, room, now_ms)
            due += over if paused else course.time_is_up(room, now_ms)
    due += [
        facts.WaitedLong(person.who)
        for person in state.seekers()
        if not person.offers and (person.seeking_since_ms or 0) + OFFERS_AFTER_MS <= now_ms
    ]
    return _with_what_follows(state, due, now_ms)
