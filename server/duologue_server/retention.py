"""Lessons that are past their class's time, taken out of its log so that the log still folds.

Positions stay, and what the class lives on with: who belongs to it, which activities it has used,
the last number of each client. Of a lesson that is past nothing stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duologue_server import facts
from duologue_server.facts import Fact, Moment
from duologue_server.lesson_report import LESSON_GAP_MS

DAY_MS = 86_400_000
KEEP_DAYS = 120
"""How long a lesson is kept unless the class says otherwise: a term, and a month to settle marks."""

LONGEST_KEEP_DAYS = 730
"""Nothing about children is kept for ever."""

_AFTERWARDS = (
    facts.MemberLeft,
    facts.RoomShelved,
    facts.Watched,
    facts.Unwatched,
    facts.CorrectionUsed,
)
"""What may still happen to a room long after its lesson."""

_PRESENCE = (facts.Arrived, facts.WentAway, facts.Left)
_ROUND = (facts.RoundEnding, facts.RoundEnded)
_OF_THE_CLASS = (
    facts.Enrolled,
    facts.LevelSet,
    facts.Removed,
    facts.Banned,
    facts.ConstraintSet,
    facts.Unbanned,
    facts.Muted,
    facts.ClassLocked,
    facts.NewCodeAsked,
    facts.CodeChanged,
    facts.RosterChanged,
    facts.WordsErased,
    facts.PairingAllowed,
    facts.EvidenceKept,
    facts.ActivityBrought,
    facts.LessonLoaded,
    facts.LessonClosed,
    facts.RoomForgotten,
)
"""What stays, however old it is."""


@dataclass
class _Room:
    id: str
    opened_ms: int
    heard_ms: int
    continues: tuple[str, ...]


@dataclass
class _Past:
    """What goes, and what was met of it on the way."""

    before_ms: int
    """Outside rooms, what happened before this goes."""
    rooms: frozenset[str]
    present: dict[str, Fact]
    """By person, the last word before that on whether they were there."""
    last: dict[tuple[str, bytes], int]
    """By client, the number of its last command in the whole log."""
    things: set[str] = field(default_factory=set[str])
    """Ids of what began in facts that went: what is said of it later goes as well."""
    round_is_gone: bool = False


def without_past(log: Sequence[Moment], limit_ms: int) -> dict[int, Moment]:
    """What has to be kept instead, by position (from 1), for lessons that ended before the limit.

    `log`: all moments of a class, in order. Doing it again changes nothing.
    """
    past = _find_past(log, limit_ms)
    changed: dict[int, Moment] = {}
    for seq, moment in enumerate(log, 1):
        left = _without(moment, past)
        if left != moment:
            changed[seq] = left
    return changed


def _find_past(log: Sequence[Moment], limit_ms: int) -> _Past:
    gone: set[str] = set()
    before_ms = limit_ms
    for lesson in _lessons(_rooms(log)):
        if max(room.heard_ms for room in lesson) < limit_ms:
            gone.update(room.id for room in lesson)
        else:
            before_ms = min(before_ms, lesson[0].opened_ms)
    present: dict[str, Fact] = {
        fact.who: fact
        for moment in log
        if moment.at_ms < before_ms
        for fact in moment.facts
        if isinstance(fact, _PRESENCE)
    }
    last = {(moment.by, moment.inst): moment.n for moment in log if moment.n}
    return _Past(before_ms, frozenset(gone), present, last)


def _rooms(log: Iterable[Moment]) -> list[_Room]:
    """All rooms in the order they opened."""
    rooms: dict[str, _Room] = {}
    for moment in log:
        for fact in moment.facts:
            if isinstance(fact, facts.RoomOpened):
                rooms[fact.room] = _Room(fact.room, moment.at_ms, moment.at_ms, fact.continues)
            elif (room := rooms.get(_room(fact))) and not isinstance(fact, _AFTERWARDS):
                room.heard_ms = moment.at_ms
    return list(rooms.values())


def _lessons(rooms: Iterable[_Room]) -> Iterator[list[_Room]]:
    lesson: list[_Room] = []
    for room in rooms:
        goes_on = any(before.id in room.continues for before in lesson)
        if lesson and room.opened_ms - lesson[-1].opened_ms >= LESSON_GAP_MS and not goes_on:
            yield lesson
            lesson = []
        lesson.append(room)
    if lesson:
        yield lesson


def _without(moment: Moment, past: _Past) -> Moment:
    left = tuple(it for fact in moment.facts for it in _instead(fact, moment.at_ms, past))
    if not all(isinstance(fact, facts.RoomForgotten) for fact in left):
        digest = moment.digest if left == moment.facts else b""
        return Moment(moment.at_ms, left, moment.by, moment.inst, moment.n, digest)
    if moment.n and past.last[moment.by, moment.inst] == moment.n:
        return Moment(0, left, moment.by, moment.inst, moment.n)  # its client counts on from here
    return Moment(0, left)


def _instead(fact: Fact, at_ms: int, past: _Past) -> tuple[Fact, ...]:
    if not _is_past(fact, at_ms, past):
        return (fact,)
    return (facts.RoomForgotten(),) if isinstance(fact, facts.RoomOpened) else ()


def _is_past(fact: Fact, at_ms: int, past: _Past) -> bool:
    match fact:
        case _ if thing := _thing(fact):
            if hasattr(fact, "room") and _is_before(fact, at_ms, past):  # it begins here
                past.things.add(thing)
            return thing in past.things
        case facts.RoundStarted():
            past.round_is_gone = at_ms < past.before_ms
            return past.round_is_gone
        case _ if isinstance(fact, _ROUND):
            return past.round_is_gone
        case _ if isinstance(fact, _PRESENCE):
            return at_ms < past.before_ms and past.present[fact.who] is not fact
        case _:
            return _is_before(fact, at_ms, past) and not isinstance(fact, _OF_THE_CLASS)


def _is_before(fact: Fact, at_ms: int, past: _Past) -> bool:
    room = _room(fact)
    return room in past.rooms if room else at_ms < past.before_ms


def _thing(fact: Fact) -> str:
    """The id of what begins in one fact and is spoken of in later ones."""
    thing: str = getattr(fact, "invitation", "") or getattr(fact, "pin", "")
    return thing


def _room(fact: Fact) -> str:
    room: str = getattr(fact, "room", "")
    return room
