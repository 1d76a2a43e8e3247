"""The fold: what each fact changes in the classroom. It never refuses, asks a clock or draws lots.

The state is changed in place: a copy of a class of thousands for every line would cost more than
all the rest. The same log still always gives the same state, which is what counts.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec import structs

from duologue_server import evidence, facts, plenary, room_fold
from duologue_server.classroom import (
    Classroom,
    Counted,
    Invitation,
    Person,
    Received,
    Round,
)
from duologue_server.facts import Fact, Moment

ANNOUNCEMENTS = 20
"""How many announcements are kept in sight."""

REMEMBERED = 64
"""Commands of one client that can still be told from others with the same number."""


def evolve(state: Classroom, seq: int, moment: Moment) -> None:
    """Fold the moment at position `seq` (the next one) into the state."""
    for _ in evolve_each(state, seq, moment):
        pass


def fold(log: Iterable[Moment]) -> Classroom:
    """The state that a whole log leads to."""
    state = Classroom()
    for seq, moment in enumerate(log, 1):
        evolve(state, seq, moment)
    return state


def evolve_each(state: Classroom, seq: int, moment: Moment) -> Iterator[Fact]:
    """The same, stopping after each fact for whoever looks at what it changed."""
    state.seq = seq
    if moment.n:
        sender = (moment.by, moment.inst)
        received = state.received.get(sender) or state.received.setdefault(sender, Received())
        received.last_n = moment.n
        if moment.digest:  # else it was erased what was asked, long after it was answered
            received.recent[moment.n] = _counted(seq, moment)
        received.recent.pop(moment.n - REMEMBERED, None)
    for fact in moment.facts:
        _fold(state, seq, moment.at_ms, fact)
        yield fact


def _counted(seq: int, moment: Moment) -> Counted:
    first = moment.facts[0]
    if isinstance(first, facts.CommandRefused):
        return Counted(seq, moment.digest, first.code, first.detail)
    return Counted(seq, moment.digest, "", ())


def _fold(state: Classroom, seq: int, at_ms: int, fact: Fact) -> None:
    match fact:
        case facts.Said():
            room = state.rooms[fact.room]
            room_fold.add_line(room, at_ms, fact.by, fact.text, "said", fact.phrases)
            if state.evidence:
                evidence.note(room, fact.pasted, fact.copied)
        case (
            facts.Enrolled()
            | facts.LevelSet()
            | facts.Arrived()
            | facts.WentAway()
            | facts.Left()
            | facts.Removed()
            | facts.Banned()
            | facts.Unbanned()
            | facts.Muted()
        ):
            _fold_person(state, at_ms, fact)
        case (
            facts.SeekingStarted()
            | facts.SeekingStopped()
            | facts.WaitedLong()
            | facts.Invited()
            | facts.InvitationEnded()
        ):
            _fold_pairing(state, at_ms, fact)
        case (
            facts.PairingAllowed()
            | facts.EvidenceKept()
            | facts.ClassLocked()
            | facts.NewCodeAsked()
            | facts.CodeChanged()
            | facts.RosterChanged()
            | facts.Gathered()
            | facts.TimeChanged()
            | facts.ConstraintSet()
            | facts.Announced()
            | facts.Whispered()
            | facts.ActivityBrought()
            | facts.ServerReturned()
            | facts.CommandRefused()
            | facts.WordsErased()
            | facts.RoomForgotten()
        ):
            _fold_class(state, seq, at_ms, fact)
        case (
            facts.LessonLoaded()
            | facts.LessonClosed()
            | facts.RoundPlanned()
            | facts.PlanCancelled()
            | facts.RoundStarted()
            | facts.RoundEnding()
            | facts.RoundEnded()
        ):
            _fold_round(state, at_ms, fact)
        case (
            facts.LinePinned()
            | facts.LineUnpinned()
            | facts.PinShown()
            | facts.Suggested()
            | facts.SuggestionShown()
        ):
            plenary.fold(state, fact)
        case facts.RoomOpened():
            room_fold.open_room(state, at_ms, fact)
        case facts.MemberPlaced() | facts.MemberLeft():
            room_fold.fold_membership(state, state.rooms[fact.room], fact)
        case facts.ActivityBegan():
            room = state.rooms[fact.room]
            room.activity = state.activities[fact.activity]
            room.current = room.activity.stages[room.stage]
            room.minutes = fact.minutes
            room.proposal = None
            room.state = "playing"
        case (
            facts.StageBegan()
            | facts.RoomWaits()
            | facts.ClockSet()
            | facts.TimeAsked()
            | facts.FoundSilent()
            | facts.FoundBack()
            | facts.WaitEnded()
            | facts.ReadySet()
            | facts.RoomEnding()
            | facts.RoomEnded()
            | facts.RoomShelved()
            | facts.ModelShown()
        ):
            room_fold.fold_course(state.rooms[fact.room], at_ms, fact)
        case facts.LineCleared():
            room_fold.clear_line(state, state.rooms[fact.room], fact)
        case facts.FieldCleared() | facts.SentenceCleared():
            room_fold.clear_writing(state.rooms[fact.room], fact)
        case (
            facts.TeacherSaid()
            | facts.ScriptSpoken()
            | facts.ScriptMissed()
            | facts.PageOpened()
            | facts.ResultBrought()
            | facts.TextKept()
        ):
            room_fold.fold_line(state.rooms[fact.room], at_ms, fact)
            if isinstance(fact, facts.PageOpened) and state.evidence and not fact.cleared:
                evidence.note(state.rooms[fact.room], fact.pasted, 0)
        case (
            facts.HandRaised()
            | facts.FloorGiven()
            | facts.PageWritten()
            | facts.TextEdited()
            | facts.StoryContinued()
            | facts.Ordered()
            | facts.Voted()
            | facts.QuestionAsked()
            | facts.CardEnded()
            | facts.Corrected()
            | facts.CorrectionAnswered()
            | facts.CorrectionUsed()
        ):
            room_fold.fold_stage(state, state.rooms[fact.room], at_ms, fact)
        case (
            facts.Proposed()
            | facts.Agreed()
            | facts.Filled()
            | facts.GoalTicked()
            | facts.NoteWritten()
            | facts.NoteRated()
            | facts.AimChecked()
            | facts.Called()
            | facts.CallEnded()
            | facts.Watched()
            | facts.Unwatched()
        ):
            room_fold.fold_work(state.rooms[fact.room], at_ms, fact)
        case _:
            assert_never(fact)


def _fold_person(
    state: Classroom,
    at_ms: int,
    fact: facts.Enrolled
    | facts.LevelSet
    | facts.Arrived
    | facts.WentAway
    | facts.Left
    | facts.Removed
    | facts.Banned
    | facts.Unbanned
    | facts.Muted,
) -> None:
    match fact:
        case facts.Enrolled():
            person = Person(
                fact.who, fact.role, fact.level, device=fact.device, absent_since_ms=at_ms
            )
            state.people[fact.who] = person
            state.removed.discard(fact.who)
        case facts.LevelSet():
            state.people[fact.who].level = fact.level
        case facts.Arrived():
            state.people[fact.who].presence = "here"
            state.people[fact.who].absent_since_ms = 0
            if room := state.room_of(fact.who):
                room.choose = False
        case facts.WentAway() | facts.Left():
            person = state.people[fact.who]
            person.presence = "away" if isinstance(fact, facts.WentAway) else "left"
            person.absent_since_ms = person.absent_since_ms or at_ms
        case facts.Removed():
            state.people.pop(fact.who)
            state.removed.add(fact.who)
        case facts.Banned():
            state.people.pop(fact.who)
            state.banned[fact.who] = fact.device
        case facts.Unbanned():
            state.banned.pop(fact.who)
            state.removed.add(fact.who)
        case facts.Muted():
            state.people[fact.who].muted = fact.on


def _fold_pairing(
    state: Classroom,
    at_ms: int,
    fact: facts.SeekingStarted
    | facts.SeekingStopped
    | facts.WaitedLong
    | facts.Invited
    | facts.InvitationEnded,
) -> None:
    match fact:
        case facts.SeekingStarted():
            state.people[fact.who].seeking_since_ms = at_ms
        case facts.SeekingStopped():
            state.people[fact.who].seeking_since_ms = None
            state.people[fact.who].offers = False
        case facts.WaitedLong():
            state.people[fact.who].offers = True
        case facts.Invited():
            state.invitations[fact.invitation] = Invitation(fact.by, fact.to, fact.room)
        case facts.InvitationEnded():
            state.invitations.pop(fact.invitation)


def _fold_class(
    state: Classroom,
    seq: int,
    at_ms: int,
    fact: facts.PairingAllowed
    | facts.EvidenceKept
    | facts.ClassLocked
    | facts.NewCodeAsked
    | facts.CodeChanged
    | facts.RosterChanged
    | facts.Gathered
    | facts.TimeChanged
    | facts.ConstraintSet
    | facts.Announced
    | facts.Whispered
    | facts.ActivityBrought
    | facts.ServerReturned
    | facts.CommandRefused
    | facts.WordsErased
    | facts.RoomForgotten,
) -> None:
    match fact:
        case facts.PairingAllowed():
            state.pairing_allowed = fact.on
        case facts.EvidenceKept():
            evidence.keep(state, on=fact.on)
        case facts.ClassLocked():
            state.locked = fact.on
        case facts.Gathered():
            state.attention = fact.attention
            state.gathered_ms = at_ms
        case facts.ConstraintSet():
            pair = frozenset({fact.who, fact.other})
            state.constraints.pop(pair, None)
            if fact.rule:
                state.constraints[pair] = fact.rule
        case facts.TimeChanged():
            state.time_changes = fact.changes
            for change in fact.changes:
                if change.delta_ms > 0:
                    state.rooms[change.room].asking.clear()
        case facts.Announced():
            state.announcements[f"a{seq}"] = (fact.by, fact.text, at_ms)
            while len(state.announcements) > ANNOUNCEMENTS:
                state.announcements.pop(next(iter(state.announcements)))
        case facts.Whispered():
            state.whispers[f"w{seq}"] = (fact.by, fact.to, fact.text, at_ms)
            while len(state.whispers) > ANNOUNCEMENTS:
                state.whispers.pop(next(iter(state.whispers)))
        case facts.ActivityBrought():
            state.activities[fact.key] = fact.activity
        case facts.ServerReturned():
            _give_back(state, fact.outage_ms)
        case facts.RoomForgotten():
            state.opened += 1
        case facts.NewCodeAsked():
            state.code_wanted = fact.days
        case facts.CodeChanged():
            state.code_wanted = None
        case facts.WordsErased():
            state.erased.add(fact.who)
        case facts.CommandRefused() | facts.RosterChanged():
            pass


def _give_back(state: Classroom, outage_ms: int) -> None:
    for room in state.playing():
        if room.ends_at_ms is not None:
            room.ends_at_ms += outage_ms
        if room.pause_ends_ms is not None:
            room.pause_ends_ms += outage_ms
    if state.round and state.round.ends_at_ms is not None:
        state.round.ends_at_ms += outage_ms


def _fold_round(
    state: Classroom,
    at_ms: int,
    fact: facts.LessonLoaded
    | facts.LessonClosed
    | facts.RoundPlanned
    | facts.PlanCancelled
    | facts.RoundStarted
    | facts.RoundEnding
    | facts.RoundEnded,
) -> None:
    match fact:
        case facts.LessonLoaded() | facts.LessonClosed():
            state.lesson = fact if isinstance(fact, facts.LessonLoaded) else None
            state.lesson_following = 0
            if state.plan:  # what was planned for the lesson before is any round now
                state.plan = structs.replace(state.plan, lesson_round=None)
        case facts.RoundPlanned():
            state.plan = fact
        case facts.PlanCancelled():
            state.plan = None
        case facts.RoundStarted():
            home = tuple(group.members for group in state.plan.groups) if state.plan else ()
            state.plan = None
            state.round = Round(
                fact.number,
                fact.activity,
                fact.minutes,
                began_ms=at_ms,
                left_out=fact.left_out,
                home=home,
            )
            state.stood_out.update(fact.left_out)
            if fact.lesson_round is not None:
                state.lesson_following = fact.lesson_round + 1
        case facts.RoundEnding():
            assert state.round
            state.round.state = "ending"
            state.round.ends_at_ms = fact.ends_at_ms
        case facts.RoundEnded():
            assert state.round
            state.round.state = "ended"
            state.round.ends_at_ms = None
