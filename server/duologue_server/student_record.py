"""What is kept of one student: all they wrote and did, lesson by lesson, and little of others.

Of partners there is only what makes no sense alone: a line that the student mended, a mending of
the student's line, a note to the student. Who the partner was is not said, and no private card is
in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from duologue_protocol.edits import put_in
from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.erasure import Written, concerned
from duologue_server.evolve import evolve_each
from duologue_server.facts import Fact, Moment
from duologue_server.lesson_report import LESSON_GAP_MS

_NOT_TOLD = ("room", "by", "who", "to", "text")
"""Fields of a fact that say where and whose it is, or are told apart."""


@dataclass(frozen=True)
class Deed:
    """One entry of the log that concerns the student."""

    at_ms: int
    did: str
    """The fact's name in the log."""
    by_me: bool
    """False: a partner wrote it, about the student's work or to the student."""
    text: str
    about: str = ""
    """The line that a correction mends."""
    more: Mapping[str, object] = field(default_factory=dict[str, object])
    """The fact's other fields, as the log has them."""


@dataclass
class RoomRecord:
    number: int
    opened_ms: int
    activity: str = ""
    """Its title; empty while none was chosen."""
    deeds: list[Deed] = field(default_factory=list[Deed])


@dataclass
class StudentRecord:
    who: str
    rooms: dict[str, RoomRecord] = field(default_factory=dict[str, RoomRecord])
    """By id, in the order they opened."""
    outside: list[Deed] = field(default_factory=list[Deed])
    """What belongs to no room: when they came, went and looked for a partner."""
    erased_ms: int | None = None
    """When their words were overwritten, if they were."""

    @property
    def words(self) -> int:
        """Words that the student wrote, drafts among them."""
        deeds = (deed for room in self.rooms.values() for deed in room.deeds)
        return sum(len(deed.text.split()) for deed in deeds if deed.by_me)

    def lessons(self) -> list[list[RoomRecord]]:
        """Rooms by lesson."""
        found: list[list[RoomRecord]] = []
        for room in self.rooms.values():
            if found and room.opened_ms - found[-1][-1].opened_ms < LESSON_GAP_MS:
                found[-1].append(room)
            else:
                found.append([room])
        return found


class Records:
    """The records of all students of a class, from its log."""

    def __init__(self) -> None:
        self.state = Classroom()
        self.students: dict[str, StudentRecord] = {}

    def add(self, seq: int, moment: Moment) -> None:
        """Fold the moment at position `seq`, the next one."""
        for fact in evolve_each(self.state, seq, moment):
            if isinstance(fact, facts.Enrolled) and fact.role == "student":
                self.students.setdefault(fact.who, StudentRecord(fact.who))
            if isinstance(fact, facts.RoomOpened | facts.ActivityBegan | facts.MemberPlaced):
                for who in self.state.rooms[fact.room].took_part:
                    self._room(who, fact.room)
            for who, deed in _deeds(self.state, moment.at_ms, fact):
                self._note(who, getattr(fact, "room", ""), deed)
            if isinstance(fact, facts.WordsErased) and fact.who in self.students:
                self.students[fact.who].erased_ms = moment.at_ms

    def _note(self, who: str, room: str, deed: Deed) -> None:
        if who not in self.students:
            return  # a teacher
        if room in self.state.rooms:
            self._room(who, room).deeds.append(deed)
        else:
            self.students[who].outside.append(deed)

    def _room(self, who: str, room_id: str) -> RoomRecord:
        record = self.students.setdefault(who, StudentRecord(who))
        room = self.state.rooms[room_id]
        made = record.rooms.setdefault(room_id, RoomRecord(room.number, room.opened_ms))
        made.activity = room.activity.title if room.activity else ""
        return made


def _deeds(state: Classroom, at_ms: int, fact: Fact) -> Iterator[tuple[str, Deed]]:
    """Whom a fact concerns, and how it reads for each of them."""
    did = str(fact.__struct_config__.tag)
    if isinstance(fact, facts.TextEdited):
        yield fact.by, Deed(at_ms, did, by_me=True, text=put_in(fact.edit), more=_pasted(fact))
        return
    if not isinstance(fact, Written):
        if who := _doer(fact):
            yield who, Deed(at_ms, did, by_me=True, text="", more=_more(fact))
        return
    about = ""
    if isinstance(fact, facts.Corrected | facts.CorrectionAnswered):
        about = state.rooms[fact.room].lines[fact.line - 1].text
    writer = concerned(state, fact)[0]
    for who in dict.fromkeys(concerned(state, fact)):
        yield who, Deed(at_ms, did, who == writer, fact.text, about, _more(fact))


def _pasted(fact: facts.TextEdited) -> dict[str, object]:
    return {"pasted": fact.pasted} if fact.pasted else {}


def _doer(fact: Fact) -> str:
    if isinstance(fact, facts.CorrectionUsed):
        return ""  # its `by` is who had corrected; the author's line is there anyway
    doer: str = getattr(fact, "who", "") or getattr(fact, "by", "")
    return doer


def _more(fact: Fact) -> dict[str, object]:
    fields = (name for name in fact.__struct_fields__ if name not in _NOT_TOLD)
    return {name: value for name in fields if (value := getattr(fact, name)) not in ("", (), None)}
