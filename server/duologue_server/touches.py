"""Which pieces of people's documents a fact changes. A piece is named here, and rendered by project.py."""

from collections.abc import Iterable, Iterator

from duologue_server import facts, turns
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room

Touch = tuple[str, ...]
"""A piece: the tag of its part and what it is about."""


def touched(state: Classroom, fact: Fact) -> Iterator[Touch]:
    """The pieces that a fact changed, asked right after it was folded."""
    match fact:
        case facts.Said() | facts.TeacherSaid():
            yield "line", fact.room, str(len(state.rooms[fact.room].lines))
        case facts.PageOpened() | facts.ResultBrought():
            yield "line", fact.room, str(len(state.rooms[fact.room].lines))
        case facts.TextKept():
            lines = len(state.rooms[fact.room].lines)
            yield from (("line", fact.room, str(it)) for it in range(max(lines - 1, 1), lines + 1))
        case facts.ScriptSpoken() | facts.ScriptMissed():
            room = state.rooms[fact.room]
            if isinstance(fact, facts.ScriptSpoken):
                yield "line", fact.room, str(len(room.lines))
                yield "progress", fact.room
            yield from (("prompt", fact.room, who) for who in room.members)
        case (
            facts.Enrolled()
            | facts.LevelSet()
            | facts.Arrived()
            | facts.WentAway()
            | facts.Left()
            | facts.Removed()
            | facts.Muted()
        ):
            yield "person", fact.who
            if isinstance(fact, facts.Enrolled | facts.Removed):
                yield ("absent",)
            theirs = state.room_of(fact.who)
            if theirs and (isinstance(fact, facts.Arrived) or turns.passes_floor(theirs)):
                yield "progress", theirs.id
            if theirs and theirs.activity and theirs.activity.has_experts:  # a part may be missing
                yield from (("seat", theirs.id, who) for who in theirs.people)
        case facts.Banned() | facts.Unbanned():
            yield "person", fact.who
            yield "banned", fact.who
        case facts.LineCleared():
            yield "line", fact.room, str(fact.line)
            room = state.rooms[fact.room]
            about = [by for line, by in room.corrections if line == fact.line]
            yield from (("correction", fact.room, str(fact.line), by) for by in about)
            if room.lines[fact.line - 1].kind == "text":
                readers = room.people + room.watchers
                yield from (("shared_text", room.id, who) for who in readers)
        case facts.SeekingStarted() | facts.SeekingStopped() | facts.WaitedLong():
            yield "person", fact.who
            yield "queue", fact.who
            yield from (("queue", seeker.who) for seeker in state.seekers())
        case facts.Invited() | facts.InvitationEnded():
            yield "invitation", fact.invitation
        case (
            facts.PairingAllowed()
            | facts.ClassLocked()
            | facts.CodeChanged()
            | facts.Gathered()
            | facts.EvidenceKept()
        ):
            yield ("classroom",)
            if isinstance(fact, facts.EvidenceKept):  # the wall tells who copied a card
                yield from (("progress", room.id) for room in state.playing())
        case facts.RosterChanged():
            yield ("absent",)
        case facts.ConstraintSet():
            yield "constraint", fact.who, fact.other
        case facts.LinePinned() | facts.LineUnpinned():
            yield "pin", fact.pin
        case facts.PinShown():
            yield from (("plenary", who) for who in state.people)
        case facts.Suggested():
            yield "pin", fact.pin
            yield from (("plenary", who) for who in state.people)
        case facts.SuggestionShown():
            yield from (("plenary", who) for who in state.people)
        case facts.TimeChanged():
            yield from (("progress", change.room) for change in fact.changes)
        case facts.Whispered():
            yield "whisper", f"w{state.seq}"
        case facts.Announced():
            yield "announcement", f"a{state.seq}"
        case facts.ServerReturned():
            yield ("round",)
            yield from (("progress", room.id) for room in state.playing())
        case facts.RoundPlanned() | facts.PlanCancelled():
            yield ("plan",)
        case facts.LessonLoaded() | facts.LessonClosed():
            yield ("lesson",)
        case facts.RoundStarted() | facts.RoundEnding() | facts.RoundEnded():
            yield ("plan",)
            yield ("lesson",)
            yield ("round",)
        case facts.ActivityBrought() | facts.CommandRefused() | facts.NewCodeAsked():
            pass
        case facts.WordsErased() | facts.RoomForgotten():
            pass  # written while nobody is shown anything
        case _:
            yield from _touched_in_room(state.rooms[fact.room], fact)


def _touched_in_room(
    room: Room,
    fact: facts.RoomOpened
    | facts.RoomWaits
    | facts.Proposed
    | facts.Agreed
    | facts.ActivityBegan
    | facts.StageBegan
    | facts.ClockSet
    | facts.TimeAsked
    | facts.FoundSilent
    | facts.FoundBack
    | facts.WaitEnded
    | facts.FieldCleared
    | facts.SentenceCleared
    | facts.ReadySet
    | facts.Filled
    | facts.HandRaised
    | facts.FloorGiven
    | facts.PageWritten
    | facts.TextEdited
    | facts.StoryContinued
    | facts.Ordered
    | facts.Voted
    | facts.QuestionAsked
    | facts.CardEnded
    | facts.Corrected
    | facts.CorrectionAnswered
    | facts.CorrectionUsed
    | facts.GoalTicked
    | facts.NoteWritten
    | facts.NoteRated
    | facts.AimChecked
    | facts.Called
    | facts.CallEnded
    | facts.Watched
    | facts.Unwatched
    | facts.MemberPlaced
    | facts.MemberLeft
    | facts.RoomEnding
    | facts.RoomEnded
    | facts.RoomShelved
    | facts.ModelShown,
) -> Iterator[Touch]:
    match fact:
        case facts.Filled() if not (room.current and room.current.together):
            yield "table", room.id, fact.who
        case facts.Filled():
            yield from (("table", room.id, who) for who in room.members)
            yield "progress", room.id
        case facts.FieldCleared():
            whose = [fact.whose] if fact.whose else room.people
            yield from (("table", room.id, who) for who in whose)
            yield "progress", room.id
        case facts.PageWritten() | facts.SentenceCleared():
            yield from (("page", room.id, who) for who in room.members)
        case facts.TextEdited():
            yield from (("shared_text", room.id, who) for who in room.people + room.watchers)
            yield "progress", room.id
        case facts.Ordered():
            yield from (("ordering", room.id, who) for who in room.people)
            yield "progress", room.id
        case facts.Voted():
            yield from (("ballot", room.id, who) for who in room.people)
        case facts.QuestionAsked() | facts.CardEnded():
            yield from (("deck", room.id, who) for who in room.people)
        case facts.Corrected() | facts.CorrectionAnswered() | facts.CorrectionUsed():
            yield "correction", room.id, str(fact.line), fact.by
        case facts.StoryContinued():
            pass  # nobody reads a story before it is opened
        case facts.GoalTicked():
            yield "seat", room.id, fact.who
        case facts.AimChecked():
            yield "seat", room.id, fact.who
        case facts.NoteWritten() | facts.NoteRated():
            yield "note", room.id, fact.by, fact.to
        case facts.ModelShown():
            yield "model", room.id
        case facts.Proposed() | facts.Agreed():
            yield "proposal", room.id
        case facts.Unwatched():
            yield "transcript", room.id, fact.by
            yield "progress", room.id
        case facts.Watched():
            yield "progress", room.id
            yield "reading", room.id, fact.by
            yield "shared_text", room.id, fact.by
        case facts.MemberPlaced() | facts.MemberLeft():
            yield "person", fact.who
            yield "progress", room.id
            yield "proposal", room.id
            around = {fact.who: None} | dict.fromkeys(room.people)  # another may start now
            yield from (("seat", room.id, who) for who in around)
            if isinstance(fact, facts.MemberPlaced):
                yield "returned", room.id, fact.who
            yield from on_desk(room, around)
        case facts.RoomOpened():
            yield from (("person", who) for who in room.people)
            yield "progress", room.id
        case facts.ActivityBegan() | facts.StageBegan() | facts.RoomEnded():
            yield "progress", room.id
            yield "proposal", room.id
            yield from (("seat", room.id, who) for who in room.people)
            yield from on_desk(room, room.people)
            yield from (("shared_text", room.id, who) for who in room.watchers)
        case _:
            yield "progress", room.id


DESK = ("prompt", "table", "page", "passage", "shared_text", "ordering", "ballot", "deck")
"""What somebody has before them in a stage, besides card and conversation."""


def on_desk(room: Room, people: Iterable[str]) -> Iterator[Touch]:
    """All that these people have before them in the stage that runs."""
    yield from ((kind, room.id, who) for who in people for kind in DESK)


def transcript(room: Room) -> Iterator[Touch]:
    """All that was said in a room, and what was said of it."""
    """All that was said in a room, and what was said of it."""
    yield from (("line", room.id, str(number)) for number in range(1, len(room.lines) + 1))
    yield from (("note", room.id, by, to) for by, to in room.notes)
    yield from (("correction", room.id, str(line), by) for line, by in room.corrections)
    yield "model", room.id
