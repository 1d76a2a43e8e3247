"""Records of what is left of lessons: facts that were counted, and no score or verdict."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from duologue_protocol.parts import Evidence, LineKind
from duologue_protocol.requests import Can, Helped
from duologue_server.room import Trace

Count = tuple[int, int]
"""So many, of so many."""


@dataclass(frozen=True)
class Spoken:
    """A line of a room."""

    at_ms: int
    who: str
    """"" for the activity itself."""
    name: str
    """Of the speaker; the role where nobody played it."""
    role: str
    stage: str
    """The stage's title."""
    kind: LineKind
    text: str
    phrases: tuple[str, ...]
    """Target phrases it used."""
    cleared: bool = False
    """A teacher has taken its text away; `text` says so."""
    trace: Trace | None = None
    """How it came to be, where that is kept."""


@dataclass(frozen=True)
class Note:
    """What somebody wrote to a partner."""

    by: str
    """The writer's name."""
    text: str
    helped: Helped = ""
    """What its reader says of it."""


@dataclass(frozen=True)
class Work:
    """What one person did in one room."""

    who: str
    name: str
    role: str
    lines: tuple[Spoken, ...]
    words: int
    share: float | None
    """Of the room's words, 0 to 1; None where nobody said anything."""
    phrases: tuple[tuple[str, str], ...]
    """Each target phrase with the line that used it first, "" if none did."""
    goals: tuple[tuple[str, bool], ...]
    notes: tuple[Note, ...]
    aims: tuple[tuple[str, Can], ...]
    """What this person says they can do now."""
    answers: Count
    """Gaps of the script or fields of the table that were right."""
    evidence: Evidence
    """How the lines came to be; zeros where that is not kept."""

    @property
    def phrases_used(self) -> Count:
        return sum(bool(line) for _phrase, line in self.phrases), len(self.phrases)

    @property
    def goals_reached(self) -> Count:
        return sum(reached for _goal, reached in self.goals), len(self.goals)

    @property
    def said_of_aims(self) -> tuple[tuple[str, Can], ...]:
        """Those aims that this person has said something to."""
        return tuple((aim, can) for aim, can in self.aims if can)


@dataclass(frozen=True)
class RoomReport:
    number: int
    activity: str
    """Its title."""
    activity_id: str
    level: str
    began_ms: int
    ended_ms: int | None
    """None while it still plays."""
    finished: bool
    """All its stages were played."""
    people: tuple[Work, ...]
    observers: tuple[str, ...]
    """Names."""
    lines: tuple[Spoken, ...]

    @property
    def words(self) -> int:
        return sum(work.words for work in self.people)

    @property
    def phrases_used(self) -> Count:
        """Different target phrases that somebody used."""
        used = {phrase for work in self.people for phrase, line in work.phrases if line}
        return len(used), len({phrase for work in self.people for phrase, _line in work.phrases})

    @property
    def goals_reached(self) -> Count:
        return _sum(work.goals_reached for work in self.people)

    @property
    def answers(self) -> Count:
        return _sum(work.answers for work in self.people)

    @property
    def notes(self) -> int:
        return sum(len(work.notes) for work in self.people)


@dataclass(frozen=True)
class StudentReport:
    """One student's lesson."""

    who: str
    name: str
    is_named: bool
    """False: the name was erased, and `name` says so."""
    rooms: tuple[tuple[RoomReport, Work], ...]
    observed: tuple[RoomReport, ...]

    @property
    def turns(self) -> int:
        return sum(len(work.lines) for _room, work in self.rooms)

    @property
    def words(self) -> int:
        return sum(work.words for _room, work in self.rooms)

    @property
    def share(self) -> float | None:
        """Of the words in the own rooms, 0 to 1; None where nobody said anything."""
        return share_of(self.words, sum(room.words for room, _work in self.rooms))

    @property
    def phrases_used(self) -> Count:
        return _sum(work.phrases_used for _room, work in self.rooms)

    @property
    def goals_reached(self) -> Count:
        return _sum(work.goals_reached for _room, work in self.rooms)

    @property
    def answers(self) -> Count:
        return _sum(work.answers for _room, work in self.rooms)

    @property
    def notes(self) -> int:
        """How many came from partners."""
        return sum(len(work.notes) for _room, work in self.rooms)


@dataclass(frozen=True)
class LessonReport:
    """One meeting of the class."""

    rooms: tuple[RoomReport, ...]
    """In the order they opened; never empty."""
    students: tuple[StudentReport, ...]
    """By name."""

    @property
    def began_ms(self) -> int:
        return self.rooms[0].began_ms

    @property
    def ended_ms(self) -> int:
        """When the last room ended, or was last heard."""
        return max(_last_heard(room) for room in self.rooms)

    @property
    def words(self) -> int:
        return sum(room.words for room in self.rooms)

    @property
    def phrases(self) -> tuple[tuple[str, int], ...]:
        """Every target phrase of the lesson with how many lines used it, most used first."""
        counts = Counter(
            {phrase: 0 for room in self.rooms for work in room.people for phrase, _ in work.phrases}
        )
        for room in self.rooms:
            for line in room.lines:
                counts.update(line.phrases)
        return tuple(counts.most_common())


@dataclass(frozen=True)
class ClassReport:
    title: str
    code: str
    lessons: tuple[LessonReport, ...]
    """The oldest first."""


def share_of(part: int, whole: int) -> float | None:
    """None where there is no whole."""
    return part / whole if whole else None


def _sum(counts: Iterable[Count]) -> Count:
    found = list(counts)
    return sum(got for got, _of in found), sum(of for _got, of in found)


def _last_heard(room: RoomReport) -> int:
    if room.ended_ms is not None:
        return room.ended_ms
    return room.lines[-1].at_ms if room.lines else room.began_ms
