"""What can happen in a classroom, in the past tense. The log is made of these and nothing else.

People, rooms and activities stand here by their ids; names are kept apart, so that erasing a name
erases it everywhere.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from duologue_activities.activity import Activity
from duologue_activities.lesson import Lesson
from duologue_protocol.edits import Edit
from duologue_protocol.parts import CardOutcome, PersonRole, Verdict
from duologue_protocol.requests import Attention, Can, Helped, Level, Remainder

Origin = Literal["round", "students", "solo"]


class Happened(Struct, frozen=True, omit_defaults=True, tag_field="f"):
    """A fact, tagged with its kind in `f`."""


# People


class Enrolled(Happened, frozen=True, tag="enrolled"):
    who: str
    role: PersonRole
    level: Level = ""
    device: str = ""
    """Which device it was, as far as this class needs to know it again: a hash."""


class LevelSet(Happened, frozen=True, tag="level_set"):
    who: str
    level: Level


class Arrived(Happened, frozen=True, tag="arrived"):
    who: str


class WentAway(Happened, frozen=True, tag="went_away"):
    """The line was lost for longer than a hiccup."""

    who: str


class Left(Happened, frozen=True, tag="left"):
    """Went on purpose."""

    who: str


class Removed(Happened, frozen=True, tag="removed"):
    who: str


class WordsErased(Happened, frozen=True, tag="words_erased"):
    """What somebody had written was overwritten in the log before this: that, and when."""

    who: str


class Banned(Happened, frozen=True, tag="banned"):
    """Taken out, and not let in again, by whatever name."""

    who: str
    device: str = ""


class Unbanned(Happened, frozen=True, tag="unbanned"):
    who: str


class Muted(Happened, frozen=True, tag="muted"):
    who: str
    on: bool


# The class


class PairingAllowed(Happened, frozen=True, tag="pairing_allowed"):
    on: bool


class EvidenceKept(Happened, frozen=True, tag="evidence_kept"):
    """How lines come to be is kept from now on, or not any more."""

    on: bool


class ClassLocked(Happened, frozen=True, tag="class_locked"):
    on: bool


class NewCodeAsked(Happened, frozen=True, tag="new_code_asked"):
    """The teacher wants another join code, for so many days; 0: without an end."""

    days: int


class CodeChanged(Happened, frozen=True, tag="code_changed"):
    """The class has another join code, which stands beside the log."""


class RosterChanged(Happened, frozen=True, tag="roster_changed"):
    """Other people are expected; who, stands beside the log."""


class Gathered(Happened, frozen=True, tag="gathered"):
    """The class was stopped, called together, or sent back to work."""

    attention: Attention


class Announced(Happened, frozen=True, tag="announced"):
    by: str
    text: str


class Whispered(Happened, frozen=True, tag="whispered"):
    by: str
    to: str
    text: str


class ActivityBrought(Happened, frozen=True, tag="activity_brought"):
    """An activity as its file said it at that time: the log needs no file to be replayed."""

    key: str
    activity: Activity


class ConstraintSet(Happened, frozen=True, tag="constraint_set"):
    """Two students are kept apart or together; "": neither."""

    who: str
    other: str
    rule: Literal["", "apart", "together"]


class LinePinned(Happened, frozen=True, tag="line_pinned"):
    pin: str
    room: str
    line: int


class LineUnpinned(Happened, frozen=True, tag="line_unpinned"):
    pin: str


class PinShown(Happened, frozen=True, tag="pin_shown"):
    """To all; "" when none is shown any more."""

    pin: str


class Suggested(Happened, frozen=True, tag="suggested"):
    pin: str
    who: str
    text: str


class SuggestionShown(Happened, frozen=True, tag="suggestion_shown"):
    pin: str
    who: str


class ServerReturned(Happened, frozen=True, tag="server_returned"):
    """The server was away so long that every running clock gets that time back.

    Below 0: the computer's clock was put back meanwhile, and the deadlines with it.
    """

    outage_ms: int


# Pairing up


class SeekingStarted(Happened, frozen=True, tag="seeking_started"):
    who: str


class SeekingStopped(Happened, frozen=True, tag="seeking_stopped"):
    who: str


class WaitedLong(Happened, frozen=True, tag="waited_long"):
    """Nobody was found for a while: other ways are offered."""

    who: str


class Invited(Happened, frozen=True, tag="invited"):
    invitation: str
    by: str
    to: str
    room: str = ""


class InvitationEnded(Happened, frozen=True, tag="invitation_ended"):
    invitation: str


# Rooms


class RoomOpened(Happened, frozen=True, tag="room_opened"):
    """Who comes first among members plays the first role, and so on; observers play none."""

    room: str
    origin: Origin
    members: tuple[str, ...]
    observers: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    """The members' places in the list of roles, where they are not 0, 1, 2 …"""
    continues: tuple[str, ...] = ()
    """The rooms whose people and work go on in this one."""


class RoomWaits(Happened, frozen=True, tag="room_waits"):
    """The stage is over; the next one begins in new groups, when all rooms have come so far."""

    room: str


class TextEdited(Happened, frozen=True, tag="text_edited"):
    """The edit is one of the text as it was: it has its place behind all edits before."""

    room: str
    by: str
    edit: Edit
    pasted: int = 0
    """Characters of what it puts in, as far as evidence is kept."""
    cleared: bool = False
    """A teacher took the text away; earlier facts keep it."""


class TextKept(Happened, frozen=True, tag="text_kept"):
    """The text that the room has written together stands among its lines, and so does its original."""

    room: str
    phrases: tuple[int, ...] = ()


class ResultBrought(Happened, frozen=True, tag="result_brought"):
    """What a group has agreed on stands in the room that it becomes a part of."""

    room: str
    by: str
    """One of the group."""
    text: str


class RoomForgotten(Happened, frozen=True, tag="room_forgotten"):
    """Here a room opened that was deleted since, with all that was said of it: its number is used."""


class Proposed(Happened, frozen=True, tag="proposed"):
    room: str
    by: str
    activity: str
    minutes: int


class Agreed(Happened, frozen=True, tag="agreed"):
    room: str
    who: str


class ActivityBegan(Happened, frozen=True, tag="activity_began"):
    room: str
    activity: str
    minutes: int


class StageBegan(Happened, frozen=True, tag="stage_began"):
    room: str
    stage: int
    ends_at_ms: int


class ClockSet(Happened, frozen=True, tag="clock_set"):
    """A running stage got another deadline, or was paused with `left_ms` to go.

    `held`: the teacher has paused it, so that nobody's coming back lets it go on.
    """

    room: str
    ends_at_ms: int | None = None
    left_ms: int | None = None
    held: bool = False


class ClockChange(Struct, frozen=True, omit_defaults=True):
    """What a teacher did to one room's clock in this stage: shifted it, or paused it or not."""

    room: str
    stage: int
    delta_ms: int = 0
    paused: bool | None = None


class TimeChanged(Happened, frozen=True, tag="time_changed"):
    """What the teacher changed last, so that it can be taken back; empty when it was."""

    changes: tuple[ClockChange, ...] = ()


class TimeAsked(Happened, frozen=True, tag="time_asked"):
    room: str
    who: str
    on: bool


class Said(Happened, frozen=True, tag="said"):
    room: str
    by: str
    text: str
    phrases: tuple[int, ...] = ()
    pasted: int = 0
    """Characters, as far as evidence is kept."""
    copied: int = 0
    """Words in a row from the speaker's card, likewise."""


class TeacherSaid(Happened, frozen=True, tag="teacher_said"):
    room: str
    by: str
    text: str


class LineCleared(Happened, frozen=True, tag="line_cleared"):
    """A teacher took the text of a line away; the fact that said it keeps it."""

    room: str
    line: int
    by: str


class FieldCleared(Happened, frozen=True, tag="field_cleared"):
    """A teacher took away what stood in a field of a table; the fact that filled it keeps it."""

    room: str
    whose: str
    """"": the room's, filled together."""
    field: str
    by: str


class SentenceCleared(Happened, frozen=True, tag="sentence_cleared"):
    """A teacher took a sentence of a story away, both counted from 0; the fact that told it keeps it."""

    room: str
    story: int
    sentence: int
    by: str


class ScriptSpoken(Happened, frozen=True, tag="script_spoken"):
    """The line that was due was spoken; by "" where nobody plays its role.

    `right`: gaps that were filled rightly at once or later, of `gaps`.
    """

    room: str
    by: str
    text: str
    right: int = 0
    gaps: int = 0
    phrases: tuple[int, ...] = ()


class ScriptMissed(Happened, frozen=True, tag="script_missed"):
    """An attempt at the due line was wrong."""

    room: str
    by: str


class ReadySet(Happened, frozen=True, tag="ready_set"):
    room: str
    who: str
    on: bool


class Filled(Happened, frozen=True, tag="filled"):
    room: str
    who: str
    field: str
    text: str


class HandRaised(Happened, frozen=True, tag="hand_raised"):
    """Somebody asks for the floor, or does not any more."""

    room: str
    who: str
    on: bool


class FloorGiven(Happened, frozen=True, tag="floor_given"):
    """The floor is somebody's; "": nobody's."""

    room: str
    who: str


class PageWritten(Happened, frozen=True, tag="page_written"):
    """Read by nobody else before it is opened."""

    room: str
    who: str
    text: str
    pasted: int = 0
    """Characters of what was added, as far as evidence is kept."""


class PageOpened(Happened, frozen=True, tag="page_opened"):
    """What somebody wrote became a line of the room. `about`: the story it belongs to."""

    room: str
    by: str
    text: str
    phrases: tuple[int, ...] = ()
    about: str = ""
    pasted: int = 0
    """Characters that were pasted into it."""
    cleared: bool = False
    """A teacher took it away before it was opened."""


class StoryContinued(Happened, frozen=True, tag="story_continued"):
    """A sentence was added to a story of a chain; the stories are opened at the end."""

    room: str
    by: str
    story: int
    text: str
    pasted: int = 0
    """Characters that were pasted into it."""


class Ordered(Happened, frozen=True, tag="ordered"):
    """The items, counted from 0, have this order now: for the whole room, or only for `by` (own)."""

    room: str
    by: str
    order: tuple[int, ...]
    own: bool = False


class Voted(Happened, frozen=True, tag="voted"):
    room: str
    who: str
    option: int


class QuestionAsked(Happened, frozen=True, tag="question_asked"):
    """One of the questions for the card that is played was used up."""

    room: str
    who: str


class CardEnded(Happened, frozen=True, tag="card_ended"):
    """The card that was played is over; `by` said the word that ended it."""

    room: str
    by: str
    outcome: CardOutcome


class Corrected(Happened, frozen=True, tag="corrected"):
    room: str
    line: int
    by: str
    text: str
    cleared_by: str = ""
    """The teacher who took it away; an earlier fact keeps it."""


class CorrectionAnswered(Happened, frozen=True, tag="correction_answered"):
    room: str
    line: int
    by: str
    """Who had corrected."""
    verdict: Verdict
    text: str = ""


class CorrectionUsed(Happened, frozen=True, tag="correction_used"):
    """The author of a line that was corrected has said it the better way since."""

    room: str
    line: int
    by: str


class GoalTicked(Happened, frozen=True, tag="goal_ticked"):
    room: str
    who: str
    goal: int
    on: bool


class NoteWritten(Happened, frozen=True, tag="note_written"):
    room: str
    by: str
    to: str
    text: str
    cleared_by: str = ""
    """The teacher who took it away; an earlier fact keeps it."""


class NoteRated(Happened, frozen=True, tag="note_rated"):
    room: str
    by: str
    """Who wrote the note."""
    to: str
    helped: Helped


class AimChecked(Happened, frozen=True, tag="aim_checked"):
    """Somebody says of themselves whether they can do this now."""

    room: str
    who: str
    aim: int
    can: Can


class Called(Happened, frozen=True, tag="called"):
    room: str
    by: str
    text: str


class CallEnded(Happened, frozen=True, tag="call_ended"):
    room: str


class Watched(Happened, frozen=True, tag="watched"):
    room: str
    by: str


class Unwatched(Happened, frozen=True, tag="unwatched"):
    room: str
    by: str


class MemberPlaced(Happened, frozen=True, tag="member_placed"):
    """`place`: in the list of roles; without, the first that no member has."""

    room: str
    who: str
    place: int | None = None


class MemberLeft(Happened, frozen=True, tag="member_left"):
    room: str
    who: str
    missed: bool = False
    """They were away or silent too long, and the room goes on without them."""


class FoundSilent(Happened, frozen=True, tag="found_silent"):
    """Somebody is here and does not answer, a partner says."""

    room: str
    who: str
    by: str


class FoundBack(Happened, frozen=True, tag="found_back"):
    """Who did not answer has done something."""

    room: str
    who: str


class WaitEnded(Happened, frozen=True, tag="wait_ended"):
    """The partner did not come back while the clock waited: who is here may choose."""

    room: str


class RoomEnding(Happened, frozen=True, tag="room_ending"):
    """The teacher ends it; what is left of the grace period may be used."""

    room: str
    ends_at_ms: int


class RoomEnded(Happened, frozen=True, tag="room_ended"):
    room: str
    finished: bool
    """All its stages were played."""


class RoomShelved(Happened, frozen=True, tag="room_shelved"):
    """Off the teacher's wall: a later round took its place, or its students have gone."""

    room: str


class ModelShown(Happened, frozen=True, tag="model_shown"):
    room: str


# Rounds


class PlannedGroup(Struct, frozen=True, omit_defaults=True):
    members: tuple[str, ...]
    observers: tuple[str, ...] = ()


class RoundPlanned(Happened, frozen=True, tag="round_planned"):
    activity: str
    minutes: int
    remainder: Remainder
    groups: tuple[PlannedGroup, ...]
    left_out: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    lesson_round: int | None = None
    """Which round of the lesson file it is, counted from 0; None: of none."""


class PlanCancelled(Happened, frozen=True, tag="plan_cancelled"):
    pass


class RoundStarted(Happened, frozen=True, tag="round_started"):
    number: int
    activity: str
    minutes: int
    left_out: tuple[str, ...] = ()
    lesson_round: int | None = None


class LessonLoaded(Happened, frozen=True, tag="lesson_loaded"):
    """The class plays a lesson file; it is kept here whole."""

    lesson: Lesson
    activities: tuple[str, ...]
    """By round, the keys under which they were brought."""


class LessonClosed(Happened, frozen=True, tag="lesson_closed"):
    pass


class RoundEnding(Happened, frozen=True, tag="round_ending"):
    ends_at_ms: int


class RoundEnded(Happened, frozen=True, tag="round_ended"):
    pass


class CommandRefused(Happened, frozen=True, tag="command_refused"):
    """Nothing happened, but the command's number is used up.

    Without a code there was nothing to do, and that is what the sender wanted.
    """

    code: str = ""
    detail: tuple[str, ...] = ()


Fact = (
    Enrolled
    | LevelSet
    | Arrived
    | WentAway
    | Left
    | Removed
    | WordsErased
    | Banned
    | Unbanned
    | Muted
    | PairingAllowed
    | EvidenceKept
    | ClassLocked
    | NewCodeAsked
    | CodeChanged
    | RosterChanged
    | Gathered
    | Announced
    | Whispered
    | ActivityBrought
    | ConstraintSet
    | LinePinned
    | LineUnpinned
    | PinShown
    | Suggested
    | SuggestionShown
    | ServerReturned
    | SeekingStarted
    | SeekingStopped
    | WaitedLong
    | Invited
    | InvitationEnded
    | RoomOpened
    | RoomWaits
    | ResultBrought
    | TextEdited
    | TextKept
    | RoomForgotten
    | Proposed
    | Agreed
    | ActivityBegan
    | StageBegan
    | ClockSet
    | TimeChanged
    | TimeAsked
    | Said
    | TeacherSaid
    | LineCleared
    | FieldCleared
    | SentenceCleared
    | ScriptSpoken
    | ScriptMissed
    | ReadySet
    | Filled
    | HandRaised
    | FloorGiven
    | PageWritten
    | PageOpened
    | StoryContinued
    | Ordered
    | Voted
    | QuestionAsked
    | CardEnded
    | Corrected
    | CorrectionAnswered
    | CorrectionUsed
    | GoalTicked
    | NoteWritten
    | NoteRated
    | AimChecked
    | Called
    | CallEnded
    | Watched
    | Unwatched
    | MemberPlaced
    | MemberLeft
    | FoundSilent
    | FoundBack
    | WaitEnded
    | RoomEnding
    | RoomEnded
    | RoomShelved
    | ModelShown
    | RoundPlanned
    | PlanCancelled
    | RoundStarted
    | LessonLoaded
    | LessonClosed
    | RoundEnding
    | RoundEnded
    | CommandRefused
)


class Moment(Struct, frozen=True, omit_defaults=True):
    """Facts that came of one command (or of the clock), kept together under one position."""

    at_ms: int
    facts: tuple[Fact, ...]
    by: str = ""
    inst: bytes = b""
    n: int = 0
    digest: bytes = b""
    """Of the request, so that a number used twice for different requests is noticed."""


_encoder = msgspec.msgpack.Encoder()
_moments: msgspec.msgpack.Decoder[Moment] = msgspec.msgpack.Decoder(Moment)


def encode(moment: Moment) -> bytes:
    return _encoder.encode(moment)


def decode(body: bytes) -> Moment:
    """A moment from the log.

    Raises msgspec.DecodeError: for a body that no version of this program wrote.
    """
    return _moments.decode(body)
