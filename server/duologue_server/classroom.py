"""The state of a classroom, as the fold of its log leaves it. Only evolve.py changes it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from duologue_activities.activity import Activity
from duologue_protocol.parts import OVERSEES, TEACHES, PersonRole, Presence
from duologue_protocol.requests import Attention, Level
from duologue_server.facts import ClockChange, LessonLoaded, RoundPlanned
from duologue_server.room import Room

OFFERS_AFTER_MS = 60_000
"""How long somebody looks for a partner before other ways are offered."""

PAUSE_MS = 120_000
"""How long a stage's clock waits for a partner who lost the line, at most."""

HOLD_MS = 3_600_000
"""How long a teacher's pause holds: one that is forgotten ends by itself."""


@dataclass(slots=True)
class Person:
    who: str
    role: PersonRole
    level: Level = ""
    presence: Presence = "left"
    room: str | None = None
    muted: bool = False
    """May read and not write."""
    device: str = ""
    """A hash of the device they came with, "" where that is not known."""
    absent_since_ms: int = 0
    """0 while they are here."""
    seeking_since_ms: int | None = None
    offers: bool = False
    partners: frozenset[str] = frozenset()
    """Of the last room."""
    better: dict[tuple[str, int, str], tuple[tuple[str, ...], ...]] = field(
        default_factory=dict[tuple[str, int, str], tuple[tuple[str, ...], ...]]
    )
    """Corrections they have taken and not used yet, by room, line and who corrected: what is new
    in the better line."""


class Counted(NamedTuple):
    """A command that is used up."""

    seq: int
    digest: bytes
    code: str
    """Of its refusal; empty where it was not refused."""
    detail: tuple[str, ...]


@dataclass(slots=True)
class Received:
    """What came from one client instance: the fold that makes a repeated command count once."""

    last_n: int = 0
    recent: dict[int, Counted] = field(default_factory=dict[int, Counted])
    """The latest commands by number."""


@dataclass(slots=True)
class Invitation:
    by: str
    to: str
    room: str


@dataclass(slots=True)
class Pin:
    """A line that a teacher keeps for later, and what the class makes of it."""

    room: str
    line: int
    suggestions: dict[str, str] = field(default_factory=dict[str, str])
    """By person."""
    shown: list[str] = field(default_factory=list[str])
    """Whose suggestions everybody sees."""


@dataclass(slots=True)
class Round:
    number: int
    activity: str
    minutes: int
    state: Literal["running", "ending", "ended"] = "running"
    ends_at_ms: int | None = None
    began_ms: int = 0
    left_out: tuple[str, ...] = ()
    """Who was here when it began, and has no room."""
    home: tuple[tuple[str, ...], ...] = ()
    """The groups it began with."""


@dataclass(slots=True)
class Classroom:
    """Everything about one class, but for names and the class's title and code."""

    seq: int = 0
    pairing_allowed: bool = True
    evidence: bool = True
    """How lines come to be is kept."""
    attention: Attention = "work"
    gathered_ms: int = 0
    """Since when the class does not work."""
    constraints: dict[frozenset[str], Literal["apart", "together"]] = field(
        default_factory=dict[frozenset[str], Literal["apart", "together"]]
    )
    """Two students who are kept apart or together."""
    pins: dict[str, Pin] = field(default_factory=dict[str, Pin])
    pin_shown: str = ""
    time_changes: tuple[ClockChange, ...] = ()
    """What the teacher changed last and can take back."""
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    removed: set[str] = field(default_factory=set[str])
    """Ids of those who were taken out of the class."""
    erased: set[str] = field(default_factory=set[str])
    """Ids of those whose words were erased: nobody is given one of them again."""
    code_wanted: int | None = None
    """For how many days a new join code was asked for and has not come yet (0: without an end)."""
    banned: dict[str, str] = field(default_factory=dict[str, str])
    """Who is not let in again, and by which device they came."""
    locked: bool = False
    """Nobody new can join."""
    rooms: dict[str, Room] = field(default_factory=dict[str, Room])
    opened: int = 0
    """Rooms that were ever opened: a number is given once, whatever was deleted since."""
    round: Round | None = None
    plan: RoundPlanned | None = None
    lesson: LessonLoaded | None = None
    lesson_following: int = 0
    """Which round of the lesson comes next, counted from 0."""
    invitations: dict[str, Invitation] = field(default_factory=dict[str, Invitation])
    announcements: dict[str, tuple[str, str, int]] = field(
        default_factory=dict[str, tuple[str, str, int]]
    )
    """By id: who, what, when (ms). The latest twenty."""
    whispers: dict[str, tuple[str, str, str, int]] = field(
        default_factory=dict[str, tuple[str, str, str, int]]
    )
    """By id: who, to whom, what, when (ms). The latest twenty."""
    activities: dict[str, Activity] = field(default_factory=dict[str, Activity])
    met: Counter[frozenset[str]] = field(default_factory=Counter[frozenset[str]])
    """How often two people were in one room of a round."""
    stood_out: Counter[str] = field(default_factory=Counter[str])
    """How often somebody was the odd one of a round."""
    roles_had: dict[str, Counter[int]] = field(default_factory=dict[str, Counter[int]])
    """How often somebody began a round's activity in the role at a place, counted from 0."""
    received: dict[tuple[str, bytes], Received] = field(
        default_factory=dict[tuple[str, bytes], Received]
    )

    def next_room(self, ahead: int = 0) -> str:
        """The id of the next room that is opened, or of the one `ahead` behind it."""
        return f"r{self.opened + 1 + ahead}"

    def teachers(self) -> list[str]:
        """Those who lead the lesson."""
        return [person.who for person in self.people.values() if person.role in TEACHES]

    def is_banned(self, who: str, device: str = "") -> bool:
        return who in self.banned or (device != "" and device in self.banned.values())

    def overseers(self) -> list[str]:
        """Those who see all rooms: teachers, and who looks on."""
        return [person.who for person in self.people.values() if person.role in OVERSEES]

    def pairs(self, rule: Literal["apart", "together"]) -> set[frozenset[str]]:
        """Who the teacher wants apart, or together."""
        return {pair for pair, wanted in self.constraints.items() if wanted == rule}

    def gone(self, room: Room) -> list[str]:
        """Who of a room has left for now, and not only lost the line."""
        members = (self.people.get(who) for who in room.members)
        return [person.who for person in members if person and person.presence == "left"]

    def students_here(self) -> list[Person]:
        return [
            person
            for person in self.people.values()
            if person.role == "student" and person.presence == "here"
        ]

    def seekers(self) -> list[Person]:
        """Those who look for a partner, whoever waits longest first."""
        seekers = (p for p in self.people.values() if p.seeking_since_ms is not None)
        return sorted(seekers, key=lambda person: (person.seeking_since_ms, person.who))

    def room_of(self, who: str) -> Room | None:
        person = self.people.get(who)
        return self.rooms.get(person.room) if person and person.room else None

    def is_in(self, who: str, room: Room) -> bool:
        """In this room now, and not only on its record."""
        person = self.people.get(who)
        return person is not None and person.room == room.id

    def inside(self, room: Room) -> list[str]:
        """Who is in this room now, present or not."""
        return [who for who in room.people if self.is_in(who, room)]

    def is_free(self, person: Person) -> bool:
        """Not in a room that chooses or plays."""
        room = self.rooms.get(person.room or "")
        return room is None or room.state == "ended"

    def playing(self) -> Iterator[Room]:
        return (room for room in self.rooms.values() if room.plays)

    def in_round(self) -> Iterator[Room]:
        """Rooms of the round that still play."""
        return (room for room in self.playing() if room.origin == "round")

    def is_here(self, who: str) -> bool:
        person = self.people.get(who)
        return person is not None and person.presence == "here"
