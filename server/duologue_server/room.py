"""The state of one room, as the fold of its log leaves it, and what can be read from that alone."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from duologue_activities.activity import Activity, Riddle, Role, ScriptLine, Stage
from duologue_activities.stages import chain, guess, order, script, sheet
from duologue_activities.stages.sheet import Sheet
from duologue_protocol.edits import Edit
from duologue_protocol.parts import CardOutcome, HelpCall, Line, RoomState, Verdict
from duologue_protocol.requests import Can, Helped
from duologue_server.facts import Origin


@dataclass(slots=True)
class Proposal:
    activity: str
    minutes: int
    by: str
    agreed: set[str]


@dataclass(slots=True)
class Correction:
    """A better wording for a line, by somebody else, and what the line's author says to it."""

    text: str
    verdict: Verdict | None = None
    answer: str = ""
    used: bool = False
    """The author has said it the better way since."""
    cleared: bool = False

    @property
    def agreed(self) -> str:
        """The wording that the author has taken; empty while there is none."""
        return {"accepted": self.text, "rewritten": self.answer}.get(self.verdict or "", "")


class Trace(NamedTuple):
    """How a line came to be."""

    pasted: int
    """Characters of it."""
    copied: int
    """Words in a row from the speaker's card."""
    after_ms: int | None
    """Since a partner's line; None where it answers none, or somebody was waited for."""


class Sentence(NamedTuple):
    """What somebody added to a story of a chain."""

    by: str
    text: str
    pasted: int
    """Characters of it."""


@dataclass(slots=True)
class Draft:
    """A text that a room writes together."""

    text: str = ""
    pasted: str = ""
    """As long as the text: for each character the mark of who pasted it, or a blank (evidence.py)."""
    edits: list[Edit] = field(default_factory=list[Edit])
    """All it has come of: its version is their number."""
    by: Counter[str] = field(default_factory=Counter[str])
    """How many of them are whose."""
    at_ms: int = 0
    """When it last changed."""
    cleared: bool = False
    """A teacher took away what stood there once."""


@dataclass(slots=True)
class Room:
    id: str
    number: int
    origin: Origin
    opened_ms: int
    members: list[str]
    """In the order of their roles, observers not among them."""
    observers: list[str]
    since: dict[str, int]
    """The line after which each person's transcript begins."""
    state: RoomState = "choosing"
    shelved: bool = False
    """Off the teacher's wall: a later round took its place."""
    proposal: Proposal | None = None
    activity: Activity | None = None
    minutes: int = 0
    stage: int = 0
    current: Stage | None = None
    """The stage that runs or ran last; None before an activity is chosen."""
    began_ms: int = 0
    went_on_ms: int = 0
    """When a clock that stood ran on last: nobody could speak before, or somebody was waited for."""
    ends_at_ms: int | None = None
    left_ms: int | None = None
    pause_ends_ms: int | None = None
    held: bool = False
    """The teacher has paused it."""
    silent: dict[str, int] = field(default_factory=dict[str, int])
    """Who was reported not to answer, since when."""
    choose: bool = False
    """The wait for a partner is over."""
    without: set[int] = field(default_factory=set[int])
    """Places in the list of roles whose people the room goes on without: nobody has their cards."""
    asking: set[str] = field(default_factory=set[str])
    """Who asks for a minute more for this stage."""
    waiting: bool = False
    """The stage is over, and the next one begins in new groups: the other rooms are not so far."""
    ready: set[str] = field(default_factory=set[str])
    watchers: list[str] = field(default_factory=list[str])
    call: HelpCall | None = None
    lines: list[Line] = field(default_factory=list[Line])
    characters: int = 0
    words: Counter[str] = field(default_factory=Counter[str])
    phrases: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    """By person: target phrase and the place in `lines` of the line that used it first."""
    spoken: int = 0
    """Lines of the script said in this stage."""
    missed: int = 0
    """Wrong attempts at the line that is due."""
    right: Counter[str] = field(default_factory=Counter[str])
    gaps: Counter[str] = field(default_factory=Counter[str])
    filled: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """By person, "" for what the room fills together: fields with what stands in them."""
    fields_cleared: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Whose fields, as in `filled`, a teacher has emptied and nobody has filled since."""
    pages: dict[str, str] = field(default_factory=dict[str, str])
    """What is written in this stage and not opened yet, by person."""
    holder: str = ""
    """Whose the floor is in this stage, where it is passed on; "": nobody's yet."""
    hands: list[str] = field(default_factory=list[str])
    """Who asks for it, in the order of asking."""
    pasted: Counter[str] = field(default_factory=Counter[str])
    """Characters pasted into those pages, by person."""
    evidence: dict[int, Trace] = field(default_factory=dict[int, Trace])
    """By the line's number."""
    stories: dict[int, list[Sentence]] = field(default_factory=dict[int, list[Sentence]])
    """Of a chain: by number, the sentences so far; without text: a teacher has cleared it."""
    orders: dict[str, tuple[int, ...]] = field(default_factory=dict[str, tuple[int, ...]])
    """By person, "" for the room's: the items in the order they have now."""
    draft: Draft = field(default_factory=Draft)
    votes: dict[str, int] = field(default_factory=dict[str, int])
    """In this stage, by person."""
    outcomes: list[tuple[str, CardOutcome]] = field(default_factory=list[tuple[str, CardOutcome]])
    """Cards of the guessing game that are over: who ended each, and how."""
    questions: int = 0
    """Asked for the card that is played."""
    corrections: dict[tuple[int, str], Correction] = field(
        default_factory=dict[tuple[int, str], Correction]
    )
    """By the line's number and who corrected it."""
    goals: dict[tuple[str, str], set[int]] = field(default_factory=dict[tuple[str, str], set[int]])
    """Goals reached, by person and role."""
    notes: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """By who wrote it and to whom."""
    notes_cleared: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    helped: dict[tuple[str, str], Helped] = field(default_factory=dict[tuple[str, str], Helped])
    """What readers say of notes, by who wrote it and who reads it."""
    can: dict[str, dict[int, Can]] = field(default_factory=dict[str, dict[int, Can]])
    """By person, what they say of themselves to the activity's aims."""
    took_part: dict[str, int | None] = field(default_factory=dict[str, int | None])
    """Everybody who was ever in, with the place of their first role; None for observers."""
    finished: bool = False
    model_shown: bool = False

    @property
    def people(self) -> list[str]:
        return self.members + self.observers

    @property
    def plays(self) -> bool:
        return self.state in ("playing", "ending")

    @property
    def looks_back(self) -> bool:
        """Runs the stage in which people look back, or was it the last one?"""
        return self.current is not None and self.current.kind == "review"

    def role_of(self, who: str) -> Role | None:
        """The role somebody plays in the current stage; None for observers."""
        place = self.took_part.get(who)
        return None if place is None else self.role_in(self.current, place)

    def role_in(self, stage: Stage | None, place: int) -> Role | None:
        """The role that the place in the list is given in a stage."""
        if not self.activity:
            return None
        return self.activity.role_at(place, stage.shift if stage else 0)

    @property
    def due(self) -> ScriptLine | None:
        """The line of the script that is to be said now."""
        if not self.plays or not self.activity or not self.current:
            return None
        if self.current.kind != "script" or self.spoken >= len(self.activity.script):
            return None
        line = self.activity.script[self.spoken]
        return script.masked(line, self.current.mask, self.spoken)

    @property
    def riddle(self) -> Riddle | None:
        """The card of the guessing game that is played now."""
        if not self.plays or not self.activity or not self.current:
            return None
        if self.current.kind != "guess" or len(self.outcomes) >= self.cards:
            return None
        return self.activity.deck[len(self.outcomes)]

    @property
    def cards(self) -> int:
        """How many cards are over when this stage's are: each guessing stage has its share."""
        assert self.activity
        stages = self.activity.stages
        begun = sum(stage.kind == "guess" for stage in stages[: self.stage + 1])
        return len(self.activity.deck) * begun // sum(stage.kind == "guess" for stage in stages)

    @property
    def questions_of_card(self) -> int:
        """How many questions there are for a card; 0: as many as one likes."""
        activity = self.activity
        return guess.QUESTIONS if activity and activity.kind == "twenty-questions" else 0

    @property
    def holders(self) -> list[str]:
        """Who holds the card of the guessing game. Nobody plays that role: nobody."""
        stage = self.current
        return self.players(*stage.floor) if stage and stage.kind == "guess" else []

    @property
    def spoke_last(self) -> str | None:
        """Who said the last line of this stage."""
        for line in reversed(self.lines):
            if line.stage != self.stage:
                return None
            if line.kind == "said":
                return line.by
        return None

    @property
    def floor(self) -> list[str] | None:
        """Who may speak in this stage by their role; None: everybody. Nobody there: everybody."""
        stage = self.current
        if not stage or not stage.floor or stage.kind in ("guess", "write"):
            return None
        return self.players(*stage.floor) or None

    def free_places(self, leaving: Collection[str] = ()) -> Iterator[int]:
        """The places in the list of roles that no member has, the first one first."""
        taken = {self.took_part[who] for who in self.members if who not in leaving}
        return (place for place in count() if place not in taken)

    def may_read(self, who: str) -> bool:
        """Is the passage of this stage shown to them?"""
        stage, role = self.current, self.role_of(who)
        if not self.plays or not stage or not role or who not in self.members:
            return False
        return stage.is_read_by(role.key)

    def may_write(self, who: str) -> bool:
        """Does the common text take their edits? Who reads the passage doesn't write, unless they
        are alone."""
        stage = self.current
        if not self.plays or self.waiting or not stage or stage.kind != "write":
            return False
        return who in self.members and (
            not self.may_read(who) or all(map(self.may_read, self.members))
        )

    def players(self, *roles: str) -> list[str]:
        """Who plays one of these roles now."""
        return [who for who in self.members if any(self._plays(who, key) for key in roles)]

    def sheet(self, who: str) -> Sheet | None:
        """The table in front of somebody now."""
        activity, place = self.activity, self.took_part.get(who)
        at = sheet.stage_of(activity, self.stage) if activity else None
        if activity is None or place is None or at is None:
            return None
        return self.sheet_at(at, who)

    def sheet_at(self, at: int, who: str) -> Sheet | None:
        """The table of the stage at this place, as somebody has filled it."""
        activity, place = self.activity, self.took_part.get(who)
        if activity is None or place is None:
            return None
        stage = activity.stages[at]
        role = self.role_in(stage, place)
        written = self.filled.get("" if stage.together else who, {})
        laid_open = self.state == "ended" or sheet.is_open(activity, at, self.stage)
        return sheet.read(activity, at, role.key if role else "", written, laid_open=laid_open)

    @property
    def tells_stories(self) -> bool:
        """Are there stories in it that are not opened yet?"""
        stages = self.activity.stages[self.stage :] if self.activity and self.plays else ()
        return any(stage.kind == "chain" for stage in stages)

    def story_of(self, who: str) -> int | None:
        """The number of the story in front of somebody in a chain's stage, counted from 0."""
        place = self.took_part.get(who)
        if place is None or not self.activity:
            return None
        tellers = len({it for it in self.took_part.values() if it is not None})
        return chain.story(place, chain.passes_before(self.activity, self.stage), tellers)

    def order_of(self, who: str) -> tuple[int, ...]:
        """The items as somebody has them, "" for the room; who begins has them by their letters."""
        assert self.activity
        assert self.activity.order
        return self.orders.get(who) or order.start(self.activity.order)

    @property
    def turn(self) -> str | None:
        """Who says the line that is due: those who share a role take turns. None: nobody here."""
        line = self.due
        if line is None:
            return None
        players = self.players(line.role)
        return players[self.spoken % len(players)] if players else None

    def _plays(self, who: str, key: str) -> bool:
        role = self.role_of(who)
        return role is not None and role.key == key
