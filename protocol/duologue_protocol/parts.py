"""What a person sees: a small document in parts, each sent whole whenever it changes.

The server keeps no other picture of a client. A snapshot is all parts of a person's document, an
event is the parts that changed; a client stores each part under its key and draws what it stores.
A part never holds what its reader must not see.
"""

from typing import Final, Literal

from duologue_protocol.requests import (
    Attention,
    Can,
    Count,
    Helped,
    Level,
    Levels,
    Remainder,
    Wire,
)

Presence = Literal["here", "away", "left"]
PersonRole = Literal["student", "teacher", "co_teacher", "observer"]
"""The teacher owns the class; a co-teacher leads its lessons; an observer looks on."""
TEACHES: Final[frozenset[PersonRole]] = frozenset({"teacher", "co_teacher"})
"""Roles that lead a lesson."""
OVERSEES: Final[frozenset[PersonRole]] = frozenset({"teacher", "co_teacher", "observer"})
"""Roles that see the wall and may read along in every room."""
RoomState = Literal["choosing", "playing", "ending", "ended"]
Turns = Literal["free", "alternate", "strict", "queue"]
"""How people take turns at talking: as they like; nobody twice running; one after the other in the
order of the roles, each until they pass the floor on; who asks for the floor, in the order of asking."""

"""Alternate: nobody says two lines running while somebody else is there to answer."""
LineKind = Literal["said", "script", "answer", "brought", "text", "original", "teacher"]
"""An answer was written in a stage in which everybody writes before anybody reads; brought is what
a group has agreed on, for those it works with now; text is what the room has written together,
and original what it was to be like."""
StageKind = Literal[
    "prepare",
    "talk",
    "script",
    "form",
    "compare",
    "think",
    "chain",
    "write",
    "order",
    "quiz",
    "vote",
    "guess",
    "correct",
    "review",
]
CardOutcome = Literal["guessed", "buzzed", "passed", "spent"]
"""How a card of a guessing game ended: guessed; a banned word was said; put aside; no questions
are left."""
Verdict = Literal["accepted", "rewritten", "disagreed"]


class Classroom(Wire, frozen=True, tag="classroom"):
    """The class itself. One."""

    title: str
    code: str
    pairing_allowed: bool
    locked: bool = False
    """Nobody new can join."""
    attention: Attention = "work"
    keep_days: Count = 0
    """How many days a lesson is kept after it has ended; 0: it was not said."""
    evidence: bool = False
    """How lines came to be is kept: clients count what is pasted."""


class Person(Wire, frozen=True, tag="person"):
    """Somebody of the class. Key: who."""

    who: str
    name: str
    role: PersonRole
    presence: Presence
    room: str | None = None
    """The room they are in, None for the lobby."""
    seeking: bool = False
    level: Level = ""
    """Shown to oneself and to who sees all rooms."""
    muted: bool = False
    """May read and not write. Shown to oneself and to who sees all rooms."""
    since_ms: Count = 0
    """Since when they are not here; 0 while they are."""


class Banned(Wire, frozen=True, tag="banned"):
    """Somebody whose device can't join this class any more. For who sees all rooms. Key: who."""

    who: str
    name: str


class Announcement(Wire, frozen=True, tag="announcement"):
    """What a teacher said to all, or to one student alone. Key: id."""

    id: str
    by: str
    text: str
    at_ms: Count
    to: str = ""
    """Whom it was said to alone; only they and teachers are shown it. "" for everybody."""


class Absent(Wire, frozen=True, tag="absent"):
    """Names of the roster that nobody has joined by. Teachers only. One."""

    names: tuple[str, ...]


class Constraint(Wire, frozen=True, tag="constraint"):
    """Two students who are kept apart or together. Teachers only. Key: one, other."""

    one: str
    other: str
    rule: Literal["apart", "together"]


class Pin(Wire, frozen=True, tag="pin"):
    """A student's line that was kept for later. Teachers only. Key: id."""

    id: str
    room: str
    line: Count
    by: str
    text: str
    suggestions: tuple[tuple[str, str], ...] = ()
    """Who suggests what instead."""


class Plenary(Wire, frozen=True, tag="plenary"):
    """A line that the whole class makes better, without its author. One."""

    pin: str
    text: str
    better: tuple[str, ...] = ()
    """Suggestions that the teacher shows."""
    mine: str = ""
    """What I suggest."""


class Brief(Wire, frozen=True, tag="brief"):
    """An activity as a row of a list."""

    id: str
    title: str
    kind: str
    level: Level
    minutes: int
    least: int
    most: int
    theme: str
    solo: bool
    """Can be practised alone."""
    regroups: bool = False
    """Groups change between its stages: for a teacher's round only."""


class Round(Wire, frozen=True, tag="round"):
    """The round that runs or ran last. One."""

    number: int
    activity: Brief
    state: Literal["running", "ending", "ended"]
    ends_at_ms: Count | None = None
    """Known while it is ending: when the grace period is over."""


class PlannedGroup(Wire, frozen=True, tag="planned_group"):
    """One group of a plan: members with the titles of their roles, in the order of the roles."""

    members: tuple[str, ...]
    roles: tuple[str, ...]


class Plan(Wire, frozen=True, tag="plan"):
    """The round that was planned and not started yet. Teachers only. One."""

    activity: Brief
    minutes: int
    groups: tuple[PlannedGroup, ...]
    left_out: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    """What could not be had, one sentence each: who meets again, who stays out."""


class LessonRound(Wire, frozen=True, tag="lesson_round"):
    """A round of a lesson file."""

    activity: Brief
    minutes: int
    levels: Levels = "any"
    remainder: Remainder = "trio"
    note: str = ""


class Lesson(Wire, frozen=True, tag="lesson"):
    """The lesson file that the class plays. Teachers only. One."""

    id: str
    title: str
    minutes: int
    rounds: tuple[LessonRound, ...]
    note: str = ""
    following: int = 0
    """The round that comes next, counted from 0; as many as there are rounds: none."""


class Queue(Wire, frozen=True, tag="queue"):
    """My place among those who look for a partner. One."""

    place: int
    """From 1."""
    waiting: int
    since_ms: Count
    offers: bool = False
    """Has waited long: practise alone or ask to be the third somewhere."""


class Invitation(Wire, frozen=True, tag="invitation"):
    """An open invitation that I sent or got. Key: id."""

    id: str
    by: str
    to: str
    room: str | None = None
    """The room this would be a third for."""


class Proposal(Wire, frozen=True, tag="proposal"):
    """What a choosing room may play. Key: room."""

    room: str
    activity: Brief
    minutes: int
    by: str
    agreed: tuple[str, ...] = ()


class StageBrief(Wire, frozen=True, tag="stage_brief"):
    """A stage as its room sees it."""

    kind: StageKind
    title: str
    instruction: str
    minutes: float
    turns: Turns = "free"
    alone: bool = False
    """Everybody works for themselves, and nobody talks."""
    regroups: bool = False
    """It begins in new groups."""


class Seat(Wire, frozen=True, tag="seat"):
    """My place in a room: my role's card and what I do there. Key: room.

    A watching teacher has no seat.
    """

    room: str
    role: str
    """The role's title."""
    observer: bool
    """Has no role, a checklist for a card, and listens."""
    card: str
    goals: tuple[str, ...]
    reached: tuple[int, ...]
    """Goals that I ticked, counted from 0."""
    starts: bool
    """This role speaks first."""
    phrases: tuple[str, ...]
    gloss: tuple[tuple[str, str], ...]
    """Words of the activity with what they mean in the learners' first language."""
    aims: tuple[str, ...] = ()
    """What one can do after it: asked in the stage for looking back, and when the room is over."""
    can: tuple[Can, ...] = ()
    """What I have said of myself to each."""
    shared: tuple[tuple[str, str], ...] = ()
    """Cards, behind their roles' titles, that nobody here has: everybody reads them."""


class Member(Wire, frozen=True, tag="member"):
    """Somebody in a room and the title of their role now."""

    who: str
    role: str
    observer: bool = False


class HelpCall(Wire, frozen=True, tag="help_call"):
    """A call for the teacher that waits."""

    by: str
    text: str
    at_ms: Count
    claimed: str = ""
    """The teacher who came first to read along."""


class Progress(Wire, frozen=True, tag="progress"):
    """Where a room is. The same for everybody in it. Key: room."""

    room: str
    state: RoomState
    number: Count
    """What people call the room by: "Room 3"."""
    members: tuple[Member, ...]
    stage: int = 0
    """Which of the stages runs, counted from 0."""
    began_ms: Count = 0
    ends_at_ms: Count | None = None
    """None: no clock runs (choosing, paused, ended)."""
    left_ms: Count | None = None
    """A paused clock's remaining time."""
    waiting: bool = False
    """The stage is over here; new groups start when the other rooms are so far."""
    ready: tuple[str, ...] = ()
    watchers: tuple[str, ...] = ()
    turn: str | None = None
    """Whose line it is, where the stage has turns."""
    speakers: tuple[str, ...] | None = None
    """Who may speak now; None: everybody."""
    holder: str = ""
    """Whose the floor is, where it is passed on."""
    hands: tuple[str, ...] = ()
    """Who asks for the floor, in the order of asking."""
    chairs: tuple[str, ...] = ()
    """Who gives the floor; nobody: it is passed on by who has it."""
    call: HelpCall | None = None
    asking: tuple[str, ...] = ()
    """Who asks for a minute more."""
    silent: tuple[tuple[str, Count], ...] = ()
    """Who was reported not to answer, since when."""
    choose: bool = False
    """The wait for a partner is over: who is here may go on alone, join another room, or wait."""
    origin: Literal["round", "students", "solo"] = "round"
    activity: Brief | None = None
    """None while the room is choosing."""
    stages: tuple[StageBrief, ...] = ()


class Prompt(Wire, frozen=True, tag="prompt"):
    """In a script: my line now, its gaps drawn as blanks. Key: room. Gone when it isn't my turn."""

    room: str
    text: str
    hints: tuple[str, ...] = ()
    """One a gap, in order; empty where there is none."""
    wrong: int = 0
    """Attempts so far that were not right."""


class Cell(Wire, frozen=True, tag="cell"):
    """One cell of my table."""

    text: str
    """What stands there: given to me, or filled by me."""
    field: str | None = None
    """Its field, if it is mine to fill."""
    right: bool | None = None
    """After the tables were laid open: was it right?"""
    answer: str = ""
    """After the tables were laid open: what it should be."""
    choices: tuple[str, ...] = ()
    """What one may choose from; empty where the answer is written."""
    cleared: bool = False
    """A teacher has cleared it, and nobody has filled it since."""


class Table(Wire, frozen=True, tag="table"):
    """What is to be filled in: my half of an information gap, a quiz. Key: room."""

    room: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    together: bool = False
    """One table for the whole room: everybody writes into the same cells."""


class Page(Wire, frozen=True, tag="page"):
    """Where I write what nobody reads before the stage is over. Key: room."""

    room: str
    text: str = ""
    """What I have written."""
    before: tuple[str, ...] = ()
    """What stands before it: the story in front of me, or the questions I answer."""
    written: tuple[str, ...] = ()
    """Who has written something."""


class Passage(Wire, frozen=True, tag="passage"):
    """A text that I may read in this stage, and not later. Key: room."""

    room: str
    text: str
    hidden: bool = False
    """It hangs on a wall: whoever reads it can't write meanwhile."""


class SharedText(Wire, frozen=True, tag="shared_text"):
    """The text that the room writes together. Key: room."""

    room: str
    text: str
    version: Count
    """How many edits it has come of."""
    mine: Count = 0
    """How many of them are mine: so a client knows which of its own are in it."""
    writable: bool = False
    """May I write in it now?"""
    met: int = 0
    of: int = 0
    """When it is over: how many words of the original are met, of how many."""
    cleared: bool = False
    """A teacher has cleared what stood here once."""


class Item(Wire, frozen=True, tag="item"):
    """A thing to be put in order."""

    key: str
    text: str
    """Empty while only another member may read it."""
    mine: bool = False
    """Only I can read it; I tell the others."""


class Ordering(Wire, frozen=True, tag="ordering"):
    """Things in the order they have now. Key: room."""

    room: str
    items: tuple[Item, ...]
    together: bool
    """One order for the whole room, else everybody has their own."""
    right: tuple[str, ...] = ()
    """When it is over and there is a right order: the keys in it."""


class Ballot(Wire, frozen=True, tag="ballot"):
    """A vote. Key: room."""

    room: str
    options: tuple[str, ...]
    mine: int | None = None
    """What I chose, counted from 0."""
    voted: tuple[str, ...] = ()
    """Who has voted."""
    tally: tuple[int, ...] = ()
    """Votes by option, once everybody has voted or the stage is over."""


class Deck(Wire, frozen=True, tag="deck"):
    """A guessing game. Key: room."""

    room: str
    number: int
    """Of the card that is played, from 1."""
    of: int
    holder: tuple[str, ...]
    """Who holds the card: explains, or answers questions."""
    word: str = ""
    """Only for who holds the card."""
    banned: tuple[str, ...] = ()
    asked: int = 0
    """Questions asked for this card."""
    questions: int = 0
    """How many there are; 0: as many as one likes."""
    outcomes: tuple[tuple[str, CardOutcome], ...] = ()
    """Cards that are over: the word and how it ended."""


class Correction(Wire, frozen=True, tag="correction"):
    """A better wording for somebody's line, and what its author says to it. Key: room, line, by."""

    room: str
    line: Count
    by: str
    text: str
    """Empty where the line was cleared: with it goes what was said about it."""
    verdict: Verdict | None = None
    """None: not answered yet."""
    answer: str = ""
    """The author's own rewording."""
    used: bool = False
    """The author has used the better form since."""
    cleared: bool = False
    """A teacher has cleared it."""


class Line(Wire, frozen=True, tag="line"):
    """One line of a room's transcript. Key: room and number; numbers rise by one.

    For who came later, or left a room and came back, they do not begin at 1.
    """

    room: str
    number: Count
    by: str
    """Who said it; "" for the activity itself (a solo partner's lines, a line nobody plays)."""
    text: str
    at_ms: Count
    kind: LineKind = "said"
    role: str = ""
    """The title of the speaker's role at that time."""
    phrases: tuple[int, ...] = ()
    """Target phrases of the seat that this line used, counted from 0."""
    stage: Count = 0
    """The stage it was said in, counted from 0."""
    cleared: bool = False
    """A teacher has cleared it: it has no text any more."""


class Note(Wire, frozen=True, tag="note"):
    """Feedback from one to another. Key: room, by, to."""

    room: str
    by: str
    to: str
    text: str
    helped: Helped = ""
    """What its reader says of it."""
    cleared: bool = False
    """A teacher has cleared it."""


class ModelLine(Wire, frozen=True, tag="model_line"):
    """One line of a model performance."""

    role: str
    """The role's title."""
    text: str


class Model(Wire, frozen=True, tag="model"):
    """A good performance of what the room has played, shown by the teacher. Key: room."""

    room: str
    lines: tuple[ModelLine, ...]


class Row(Wire, frozen=True, tag="row"):
    """One room as the teacher's wall shows it. Teachers only. Key: room."""

    room: str
    lines: int
    words: tuple[tuple[str, int], ...]
    """Words said so far, by whom."""
    last_by: str
    last_text: str
    last_ms: Count
    """When students' last line came, or the stage began if none has come since."""
    phrases: int
    """Different target phrases used so far."""
    phrases_of: int
    earlier: tuple[tuple[str, str], ...] = ()
    """Some lines before the last one, oldest first: who said what, or its beginning."""
    copied: tuple[str, ...] = ()
    """Who said words in a row from their card, in these lines or the last one."""
    alphabet: str = ""
    """Of the last lines, where it is not the activity's: its Unicode name, like `CYRILLIC`."""


class Typing(Wire, frozen=True, tag="typing_part"):
    """Who types in a room now. Key: room. Never kept: a client forgets it after six seconds."""

    room: str
    who: tuple[str, ...]


class Gone(Wire, frozen=True, tag="gone"):
    """A part is no more: its kind (`t`) and its key, the pieces of a longer key in their order.

    A gone `seat` or `progress` takes the room's other parts with it; a gone `transcript` (key: room)
    takes its lines, notes, model and common text, when a teacher stops reading along.
    """

    part: str
    key: tuple[str, ...]


Part = (
    Classroom
    | Person
    | Banned
    | Absent
    | Constraint
    | Pin
    | Plenary
    | Announcement
    | Round
    | Plan
    | Lesson
    | Queue
    | Invitation
    | Proposal
    | Seat
    | Progress
    | Prompt
    | Table
    | Page
    | Passage
    | SharedText
    | Ordering
    | Ballot
    | Deck
    | Line
    | Correction
    | Note
    | Model
    | Row
    | Typing
    | Gone
)


# Answers to queries


class Library(Wire, frozen=True, tag="library"):
    """Every activity, by level and title."""

    activities: tuple[Brief, ...]


class Lessons(Wire, frozen=True, tag="lessons"):
    """Every lesson file, those that come with the program first."""

    lessons: tuple[Lesson, ...]


class RoleCard(Wire, frozen=True, tag="role_card"):
    """A role as a teacher sees it."""

    title: str
    card: str
    goals: tuple[str, ...]
    starts: bool


class Preview(Wire, frozen=True, tag="preview"):
    """An activity whole, for a teacher."""

    activity: Brief
    note: str
    aims: tuple[str, ...]
    phrases: tuple[str, ...]
    gloss: tuple[tuple[str, str], ...]
    roles: tuple[RoleCard, ...]
    stages: tuple[StageBrief, ...]
    material: str
    """The script or the table, all sides of it, as text."""
    model: tuple[ModelLine, ...]


class Evidence(Wire, frozen=True, tag="evidence"):
    """How somebody's lines came to be: bare facts, which the student sees as the teacher does."""

    pastes: Count = 0
    """Lines with something pasted in them; the text that a room writes together is one."""
    pasted: Count = 0
    """Characters."""
    copies: Count = 0
    """Lines with words in a row from the own card."""
    copied: Count = 0
    """Words of the longest such row."""
    answers: Count = 0
    """Lines that followed somebody else's."""
    answer_ms: Count = 0
    """How long they took, the median."""


class Result(Wire, frozen=True, tag="result"):
    """What came of one person's work in one room."""

    room: str
    who: str
    activity: Brief
    role: str
    partners: tuple[str, ...]
    at_ms: Count
    lines: tuple[Line, ...]
    """What this person said."""
    words: int
    phrases: tuple[tuple[str, str], ...]
    """Each target phrase with the line that used it, "" if none did."""
    goals: tuple[tuple[str, bool], ...]
    notes: tuple[Note, ...]
    """What partners wrote to this person."""
    right: int
    fields: int
    """Fields or gaps that were right, of how many; 0 of 0 where there were none."""
    finished: bool
    number: Count = 0
    """What people called the room by."""
    aims: tuple[tuple[str, Can], ...] = ()
    """What this person says they can do now."""
    evidence: Evidence = Evidence()


class Results(Wire, frozen=True, tag="results"):
    """Latest room first."""

    results: tuple[Result, ...]


class Writing(Wire, frozen=True, tag="writing"):
    """A field that was filled in, or a sentence of a story; `clear_writing` names it so."""

    what: Literal["field", "sentence"]
    by: str
    """"": it was filled in together."""
    text: str
    field: str = ""
    story: Count = 0
    number: Count = 0
    """Of the sentence in its story, counted from 0."""


class Writings(Wire, frozen=True, tag="writings"):
    """What people wrote in a room that a teacher does not see among its lines."""

    room: str
    writings: tuple[Writing, ...]


Body = Library | Lessons | Preview | Results | Writings
