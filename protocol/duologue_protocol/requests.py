"""What people may ask for: commands that change the classroom, queries that only read it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from duologue_protocol import limits

Count = Annotated[int, Meta(ge=0, le=limits.LARGEST_COUNT)]
"""A whole number that every language's clients can hold exactly."""

Identity = Annotated[str, Meta(min_length=1, max_length=40)]
"""The name the server gave to a person, a room, an invitation or an activity."""

Level = Literal["", "A1", "A2", "B1", "B2", "C1", "C2"]
"""A level of the Common European Framework, or empty where nobody said."""

LineText = Annotated[str, Meta(max_length=limits.LINE_CHARACTERS)]
NoteText = Annotated[str, Meta(max_length=limits.NOTE_CHARACTERS)]
FieldText = Annotated[str, Meta(max_length=limits.FIELD_CHARACTERS)]
CallText = Annotated[str, Meta(max_length=limits.CALL_CHARACTERS)]
EditStep = int | Annotated[str, Meta(max_length=limits.TEXT_CHARACTERS)]
Edit = Annotated[tuple[EditStep, ...], Meta(min_length=1, max_length=limits.EDIT_STEPS)]
"""How a text changes, from its start: a number above 0 keeps so many characters, one below 0 takes so
many out, a text is put in; what is left is kept."""
Pasted = Annotated[int, Meta(ge=0, le=limits.LINE_CHARACTERS)]
"""How many characters of a text were pasted and stand in it as they were."""

Can = Literal["", "not_yet", "partly", "yes"]
"""What somebody says of themselves; empty: nothing."""

Helped = Literal["", "no", "partly", "yes"]
"""What somebody says of a note to them; empty: nothing."""

Minutes = Annotated[int, Meta(ge=1, le=180)]
Group = Annotated[tuple[Identity, ...], Meta(max_length=12)]


class Wire(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="t"):
    """Whatever crosses the wire: frozen, tagged with its kind in `t`, no unknown fields."""


# In the lobby


class SetLevel(Wire, frozen=True, tag="set_level"):
    """I say my level of the language."""

    level: Level


class Seek(Wire, frozen=True, tag="seek"):
    """Find me a partner."""


class StopSeeking(Wire, frozen=True, tag="stop_seeking"):
    """I don't look for a partner any more."""


class Invite(Wire, frozen=True, tag="invite"):
    """Work with me. From inside a room that is still choosing: come to us as the third.

    To somebody in such a room: may I come to you as the third?
    """

    to: Identity


class Accept(Wire, frozen=True, tag="accept"):
    """Yes to an invitation."""

    invitation: Identity


class Decline(Wire, frozen=True, tag="decline"):
    """No to an invitation; by who sent it, to take it back."""

    invitation: Identity


class Practise(Wire, frozen=True, tag="practise"):
    """I play this activity alone: its other lines speak themselves."""

    activity: Identity


# In a room


class Propose(Wire, frozen=True, tag="propose"):
    """In a room that is choosing: let us play this. Takes the place of an earlier proposal."""

    room: Identity
    activity: Identity
    minutes: Minutes


class Agree(Wire, frozen=True, tag="agree"):
    """Yes to the room's proposal; it starts when all have agreed."""

    room: Identity


class Leave(Wire, frozen=True, tag="leave"):
    """I go back to the lobby, out of a room that students opened or that has ended."""

    room: Identity


class Say(Wire, frozen=True, tag="say"):
    """A line for my room; in a script, my attempt at the line that is mine now."""

    room: Identity
    text: LineText
    pasted: Pasted = 0
    """Counted where the class keeps evidence (`classroom.evidence`)."""


class AskFloor(Wire, frozen=True, tag="ask_floor"):
    """I want to speak, where the floor is passed on; or not any more, or I pass it on."""

    room: Identity
    on: bool


class GiveFloor(Wire, frozen=True, tag="give_floor"):
    """As the chair: the next who asked has the floor now, or nobody."""

    room: Identity


class Ready(Wire, frozen=True, tag="ready"):
    """I am ready to go on from this stage, or not after all.

    `stage` is the stage the person saw, so that a late key never skips the next one.
    """

    room: Identity
    stage: Count
    on: bool


class Fill(Wire, frozen=True, tag="fill"):
    """I write this into a field of my table; empty clears it."""

    room: Identity
    field: Identity
    text: FieldText


class WritePage(Wire, frozen=True, tag="write_page"):
    """My page in a stage where all write before anybody reads; empty takes it back."""

    room: Identity
    stage: Count
    text: LineText
    pasted: Pasted = 0
    """As in `say`."""


class EditText(Wire, frozen=True, tag="edit_text"):
    """Change the text that the room writes together.

    The edit is one of the text at this version. What others have changed since comes first: the server
    finds the edit its place behind that.
    """

    room: Identity
    stage: Count
    version: Count
    edit: Edit
    pasted: Annotated[int, Meta(ge=0, le=limits.TEXT_CHARACTERS)] = 0
    """As in `say`, of what the edit puts in."""


class MoveItem(Wire, frozen=True, tag="move_item"):
    """Put a thing of the order at this place, counted from 0; the others make room."""

    room: Identity
    item: Identity
    place: Count


class Vote(Wire, frozen=True, tag="vote"):
    """I vote for this option, counted from 0; a second vote takes the place of the first."""

    room: Identity
    option: Count


class PassCard(Wire, frozen=True, tag="pass_card"):
    """The card that I hold is put aside. `number` is the card I saw, from 1."""

    room: Identity
    number: Count


class Correct(Wire, frozen=True, tag="correct"):
    """A better wording for a partner's line; a second one takes the place of the first."""

    room: Identity
    line: Count
    text: LineText


class AnswerCorrection(Wire, frozen=True, tag="answer_correction"):
    """What I say to a correction of my line: accepted, rewritten in my own way, or disagreed."""

    room: Identity
    line: Count
    by: Identity
    verdict: Literal["accepted", "rewritten", "disagreed"]
    text: LineText = ""


class TickGoal(Wire, frozen=True, tag="tick_goal"):
    """I reached this goal of my card (counted from 0), or not after all."""

    room: Identity
    goal: Count
    on: bool


class CheckAim(Wire, frozen=True, tag="check_aim"):
    """Can I do this now (an aim of the activity, counted from 0)? My own answer to myself."""

    room: Identity
    aim: Count
    can: Can


class RateNote(Wire, frozen=True, tag="rate_note"):
    """Did this partner's note to me help?"""

    room: Identity
    by: Identity
    helped: Helped


class WriteNote(Wire, frozen=True, tag="write_note"):
    """Feedback for one partner; a second one takes the place of the first."""

    room: Identity
    to: Identity
    text: NoteText


class CallTeacher(Wire, frozen=True, tag="call_teacher"):
    """We need the teacher; what for may be empty."""

    room: Identity
    text: CallText = ""


class CancelCall(Wire, frozen=True, tag="cancel_call"):
    """The call is settled: by who called, or by a teacher who came."""

    room: Identity


class ReportSilent(Wire, frozen=True, tag="report_silent"):
    """My partner is here and does not answer: the room's clock waits for them."""

    room: Identity
    who: Identity


class GoOn(Wire, frozen=True, tag="go_on"):
    """The wait for a partner is over, and I choose: go on without them, join another room, or
    wait again."""

    room: Identity
    how: Literal["alone", "join", "wait"]


class Suggest(Wire, frozen=True, tag="suggest"):
    """A better wording for the line that the teacher shows to all; a second one takes the place
    of the first, empty takes it back."""

    text: LineText


class AskForTime(Wire, frozen=True, tag="ask_for_time"):
    """We ask for a minute more for this stage, or not any more."""

    room: Identity
    on: bool


# The teacher

Formation = Literal["random", "by_hand"]
Remainder = Literal["trio", "observer"]
Attention = Literal["work", "frozen", "plenary"]
"""What the class does: works in rooms; listens there, and nobody writes; or is all together."""
Levels = Literal["any", "similar", "mixed"]


class PlanRound(Wire, frozen=True, tag="plan_round"):
    """Put people into groups for an activity, to be looked at before it starts.

    `random`: the server groups everybody who is free, no pair twice while it can be avoided;
    `groups` are kept as they are and the rest is grouped around them.
    `by_hand`: `groups` and nobody else. The order in a group is the order of its roles.
    `levels`: groups at random are of similar levels, or of mixed ones, as far as that goes.
    """

    activity: Identity
    minutes: Minutes
    formation: Formation = "random"
    remainder: Remainder = "trio"
    groups: tuple[Group, ...] = ()
    levels: Levels = "any"


class LoadLesson(Wire, frozen=True, tag="load_lesson"):
    """Take a lesson file for this class: its rounds are played one after the other."""

    lesson: Identity


class CloseLesson(Wire, frozen=True, tag="close_lesson"):
    """Play no lesson file any more; the round that runs goes on."""


class PlanLessonRound(Wire, frozen=True, tag="plan_lesson_round"):
    """Plan a round of the lesson (counted from 0), as its file says it; it is started as any."""

    number: Count


class CancelPlan(Wire, frozen=True, tag="cancel_plan"):
    """Forget the plan."""


class StartRound(Wire, frozen=True, tag="start_round"):
    """Start the round that was planned."""


class ChangeTime(Wire, frozen=True, tag="change_time"):
    """Add time (or take it, below 0) to the stage that runs: in one room, in the rooms that are
    in this stage (counted from 0), or in all."""

    delta_ms: Annotated[int, Meta(ge=-7_200_000, le=7_200_000)]
    room: Identity | None = None
    stage: Count | None = None


class PauseTime(Wire, frozen=True, tag="pause_time"):
    """Stop the clocks, or let them run again: of one room, of a stage's rooms, or of all."""

    on: bool
    room: Identity | None = None
    stage: Count | None = None


class GrantTime(Wire, frozen=True, tag="grant_time"):
    """A minute more for every room that asks for it."""


class UndoTime(Wire, frozen=True, tag="undo_time"):
    """Take back the last change of time, where its stage still runs."""


class Gather(Wire, frozen=True, tag="gather"):
    """Stop everybody, call everybody together, or send everybody back to work where they were."""

    attention: Attention


class NextStage(Wire, frozen=True, tag="next_stage"):
    """Go on to the next stage now: one room, or all."""

    room: Identity | None = None


class EndRound(Wire, frozen=True, tag="end_round"):
    """End the round (or one room) after this grace period."""

    grace_ms: Annotated[int, Meta(ge=0, le=600_000)]
    room: Identity | None = None


class Broadcast(Wire, frozen=True, tag="broadcast"):
    """Say something to the whole class, in rooms and lobby."""

    text: LineText


class Whisper(Wire, frozen=True, tag="whisper"):
    """Say something to one student alone."""

    to: Identity
    text: LineText


class Watch(Wire, frozen=True, tag="watch"):
    """Read along in a room. The room is told."""

    room: Identity


class Unwatch(Wire, frozen=True, tag="unwatch"):
    """Stop reading along."""

    room: Identity


class ShowModel(Wire, frozen=True, tag="show_model"):
    """Show the model performance of its activity to a room that has ended, or to all such."""

    room: Identity | None = None


class Place(Wire, frozen=True, tag="place"):
    """Put a student into a running room, out of the round's room they are in: as the role that
    nobody plays there, or as one more."""

    who: Identity
    room: Identity


class Exchange(Wire, frozen=True, tag="exchange"):
    """Two students change rooms and roles."""

    who: Identity
    other: Identity


class Split(Wire, frozen=True, tag="split"):
    """Make two rooms of one; both go on in its stage, by its clock."""

    room: Identity


class Merge(Wire, frozen=True, tag="merge"):
    """Everybody of a room joins another; the room they leave ends."""

    room: Identity
    into: Identity


class SetConstraint(Wire, frozen=True, tag="set_constraint"):
    """Keep two students apart when groups are made at random, or together; empty: neither."""

    who: Identity
    other: Identity
    rule: Literal["", "apart", "together"]


class PinLine(Wire, frozen=True, tag="pin_line"):
    """Keep a student's line for later, or not any more. The room is not told."""

    room: Identity
    line: Count
    on: bool


class ShowPin(Wire, frozen=True, tag="show_pin"):
    """Show a pinned line to all without its author, to be made better; empty: none."""

    pin: Annotated[str, Meta(max_length=40)]


class ShowSuggestion(Wire, frozen=True, tag="show_suggestion"):
    """Show to all what somebody suggests for the line that is shown, without the author."""

    who: Identity


class AllowPairing(Wire, frozen=True, tag="allow_pairing"):
    """Students may (or may not) pair up by themselves."""

    on: bool


class ChangeCode(Wire, frozen=True, tag="change_code"):
    """Make another join code, which lets students in for so many days (0: without an end). The old one
    lets nobody in any more; who is in stays in."""

    days: Annotated[int, Meta(ge=0, le=365)] = 0


class KeepEvidence(Wire, frozen=True, tag="keep_evidence"):
    """Keep how lines came to be (`evidence`), or keep it no more and forget what was kept."""

    on: bool


class Remove(Wire, frozen=True, tag="remove"):
    """Take a person out of the class and free the name."""

    who: Identity


class Ban(Wire, frozen=True, tag="ban"):
    """Take a student out of the class, and let that device in no more."""

    who: Identity


class Unban(Wire, frozen=True, tag="unban"):
    """Let a device that was banned join again."""

    who: Identity


class Mute(Wire, frozen=True, tag="mute"):
    """A student may read and not write, or may write again."""

    who: Identity
    on: bool


class ClearLine(Wire, frozen=True, tag="clear_line"):
    """Take the text of a line away from everybody; that it was there stays to be seen."""

    room: Identity
    line: Count


class ClearWriting(Wire, frozen=True, tag="clear_writing"):
    """Take away what somebody wrote that is no line: a note `to` somebody, a correction of a `line`, the
    common text of the room, a `field` of a table, or a sentence of a `story` that is not opened yet."""

    room: Identity
    what: Literal["note", "correction", "text", "field", "sentence"]
    by: Annotated[str, Meta(max_length=40)] = ""
    """Whose note, correction or field it is; a field that was filled together is nobody's."""
    to: Annotated[str, Meta(max_length=40)] = ""
    line: Count = 0
    """Of a story: which sentence, counted from 0."""
    field: Annotated[str, Meta(max_length=40)] = ""
    story: Count = 0
    """Counted from 0."""


class LockClass(Wire, frozen=True, tag="lock_class"):
    """Nobody new can join (or can again). Who was in comes back."""

    on: bool


Moderation = Remove | Ban | Unban | Mute | ClearLine | ClearWriting | LockClass
"""What keeps order in a class."""


Request = (
    SetLevel
    | Seek
    | StopSeeking
    | Invite
    | Accept
    | Decline
    | Practise
    | Propose
    | Agree
    | Leave
    | Say
    | AskFloor
    | GiveFloor
    | Ready
    | Fill
    | WritePage
    | EditText
    | MoveItem
    | Vote
    | PassCard
    | Correct
    | AnswerCorrection
    | TickGoal
    | CheckAim
    | RateNote
    | WriteNote
    | CallTeacher
    | CancelCall
    | ReportSilent
    | GoOn
    | Suggest
    | AskForTime
    | PlanRound
    | LoadLesson
    | CloseLesson
    | PlanLessonRound
    | CancelPlan
    | StartRound
    | ChangeTime
    | PauseTime
    | GrantTime
    | UndoTime
    | Gather
    | NextStage
    | EndRound
    | Broadcast
    | Whisper
    | Watch
    | Unwatch
    | ShowModel
    | Place
    | Exchange
    | Split
    | Merge
    | SetConstraint
    | PinLine
    | ShowPin
    | ShowSuggestion
    | AllowPairing
    | ChangeCode
    | KeepEvidence
    | Remove
    | Ban
    | Unban
    | Mute
    | ClearLine
    | ClearWriting
    | LockClass
)
"""A command's request: it changes the classroom, or is refused."""


# Queries


class ListActivities(Wire, frozen=True, tag="list_activities"):
    """The library, in brief. Answered by `Library`."""


class ListLessons(Wire, frozen=True, tag="list_lessons"):
    """The lesson files there are, in brief. Teachers only. Answered by `Lessons`."""


class ShowActivity(Wire, frozen=True, tag="show_activity"):
    """One activity whole, all cards and its model. Teachers only. Answered by `Preview`."""

    activity: Identity


class ShowResults(Wire, frozen=True, tag="show_results"):
    """What came of each of my rooms; for a teacher, of every room. Answered by `Results`."""


class ListWritings(Wire, frozen=True, tag="list_writings"):
    """What stands in a room's tables and unopened stories, for a teacher who is to clear some of it.
    Answered by `Writings`."""

    room: Identity


Query = ListActivities | ListLessons | ShowActivity | ShowResults | ListWritings
