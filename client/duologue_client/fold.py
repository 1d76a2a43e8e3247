"""What a client knows: the parts the server sent, stored by their keys. No I/O, no clock.

First join, reconnect and every later event go through the same `fold`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from duologue_protocol import parts
from duologue_protocol.parts import Part


@dataclass
class RoomView:
    """One room, as far as this person may see it."""

    progress: parts.Progress | None = None
    seat: parts.Seat | None = None
    proposal: parts.Proposal | None = None
    prompt: parts.Prompt | None = None
    table: parts.Table | None = None
    page: parts.Page | None = None
    passage: parts.Passage | None = None
    shared_text: parts.SharedText | None = None
    ordering: parts.Ordering | None = None
    ballot: parts.Ballot | None = None
    deck: parts.Deck | None = None
    model: parts.Model | None = None
    lines: dict[int, parts.Line] = field(default_factory=dict[int, parts.Line])
    """By number, in the order they were said."""
    notes: dict[tuple[str, str], parts.Note] = field(
        default_factory=dict[tuple[str, str], parts.Note]
    )
    """By author and addressee."""
    corrections: dict[tuple[int, str], parts.Correction] = field(
        default_factory=dict[tuple[int, str], parts.Correction]
    )
    """By line and who corrected it."""
    typing: tuple[str, ...] = ()
    _words: dict[str, int] = field(default_factory=dict[str, int])
    _with_phrases: dict[int, parts.Line] = field(default_factory=dict[int, parts.Line])

    def say(self, line: parts.Line) -> None:
        """Put a line in its place. What is counted of a line is counted once, not at every look."""
        before = self.lines.get(line.number)
        if before is not None:
            self._count_words(before, -1)
        self.lines[line.number] = line
        self._count_words(line, 1)
        if line.phrases:
            self._with_phrases[line.number] = line
        else:
            self._with_phrases.pop(line.number, None)

    def forget_talk(self) -> None:
        """Drop what was said and written."""
        self.lines.clear()
        self.notes.clear()
        self.corrections.clear()
        self.model = None
        self.shared_text = None
        self._words.clear()
        self._with_phrases.clear()

    def ticked(self, who: str | None = None) -> dict[int, parts.Line]:
        """Target phrases that were used (by one person, or by anybody), each with its first line."""
        used: dict[int, parts.Line] = {}
        for _number, line in sorted(self._with_phrases.items()):
            if who is None or line.by == who:
                for phrase in line.phrases:
                    used.setdefault(phrase, line)
        return used

    def words(self) -> dict[str, int]:
        """Words said so far, by whom."""
        return dict(self._words)

    def _count_words(self, line: parts.Line, sign: Literal[1, -1]) -> None:
        if line.by and line.kind != "teacher":
            words = self._words.get(line.by, 0) + sign * len(line.text.split())
            self._words[line.by] = words


@dataclass
class View:
    """All that one person sees of the class."""

    who: str = ""
    classroom: parts.Classroom | None = None
    people: dict[str, parts.Person] = field(default_factory=dict[str, parts.Person])
    banned: dict[str, parts.Banned] = field(default_factory=dict[str, parts.Banned])
    announcements: dict[str, parts.Announcement] = field(
        default_factory=dict[str, parts.Announcement]
    )
    absent: tuple[str, ...] = ()
    """Who is expected and has not come yet; for teachers."""
    constraints: dict[tuple[str, str], parts.Constraint] = field(
        default_factory=dict[tuple[str, str], parts.Constraint]
    )
    pins: dict[str, parts.Pin] = field(default_factory=dict[str, parts.Pin])
    plenary: parts.Plenary | None = None
    round: parts.Round | None = None
    plan: parts.Plan | None = None
    lesson: parts.Lesson | None = None
    queue: parts.Queue | None = None
    invitations: dict[str, parts.Invitation] = field(default_factory=dict[str, parts.Invitation])
    rooms: dict[str, RoomView] = field(default_factory=dict[str, RoomView])
    rows: dict[str, parts.Row] = field(default_factory=dict[str, parts.Row])

    @property
    def me(self) -> parts.Person | None:
        return self.people.get(self.who)

    @property
    def my_room(self) -> RoomView | None:
        """The room I am in, None in the lobby."""
        me = self.me
        return self.rooms.get(me.room) if me and me.room else None

    def name(self, who: str) -> str:
        """A person's name; "?" for somebody who is not in the class any more."""
        person = self.people.get(who)
        return person.name if person else "?"

    def students(self) -> list[parts.Person]:
        """Students of the class by name."""
        students = (person for person in self.people.values() if person.role == "student")
        return sorted(students, key=lambda person: person.name.casefold())

    def colleagues(self) -> list[parts.Person]:
        """Who else teaches or looks on now, by name."""
        others = (
            person
            for person in self.people.values()
            if person.role != "student" and person.who != self.who and person.presence != "left"
        )
        return sorted(others, key=lambda person: person.name.casefold())


def snapshot(who: str, everything: Iterable[Part]) -> View:
    """A view made anew: whatever was known before is dropped."""
    view = View(who=who)
    for part in everything:
        fold(view, part)
    return view


def fold(view: View, part: Part) -> None:
    """Put one part in its place."""
    match part:
        case parts.Classroom():
            view.classroom = part
        case parts.Person():
            view.people[part.who] = part
        case parts.Banned():
            view.banned[part.who] = part
        case parts.Announcement():
            view.announcements[part.id] = part
        case parts.Absent():
            view.absent = part.names
        case parts.Constraint():
            view.constraints[part.one, part.other] = part
        case parts.Pin():
            view.pins[part.id] = part
        case parts.Plenary():
            view.plenary = part
        case parts.Round():
            view.round = part
        case parts.Plan():
            view.plan = part
        case parts.Lesson():
            view.lesson = part
        case parts.Queue():
            view.queue = part
        case parts.Invitation():
            view.invitations[part.id] = part
        case parts.Row():
            view.rows[part.room] = part
        case parts.Gone():
            _forget(view, part)
        case _:
            _fold_into_room(view.rooms.setdefault(part.room, RoomView()), part)


def _fold_into_room(
    room: RoomView,
    part: parts.Progress
    | parts.Seat
    | parts.Proposal
    | parts.Prompt
    | parts.Table
    | parts.Page
    | parts.Passage
    | parts.SharedText
    | parts.Ordering
    | parts.Ballot
    | parts.Deck
    | parts.Correction
    | parts.Model
    | parts.Line
    | parts.Note
    | parts.Typing,
) -> None:
    match part:
        case parts.Progress():
            room.progress = part
        case parts.Seat():
            room.seat = part
        case parts.Proposal():
            room.proposal = part
        case parts.Prompt():
            room.prompt = part
        case parts.Table():
            room.table = part
        case parts.Page():
            room.page = part
        case parts.Passage():
            room.passage = part
        case parts.SharedText():
            room.shared_text = part
        case parts.Ordering():
            room.ordering = part
        case parts.Ballot():
            room.ballot = part
        case parts.Deck():
            room.deck = part
        case parts.Correction():
            room.corrections[part.line, part.by] = part
        case parts.Model():
            room.model = part
        case parts.Line():
            room.say(part)
        case parts.Note():
            room.notes[part.by, part.to] = part
        case parts.Typing():
            room.typing = part.who


def _forget(view: View, gone: parts.Gone) -> None:
    """Drop a part; one that is not there is gone already."""
    first = gone.key[0] if gone.key else ""
    room = view.rooms.get(first, RoomView())
    match gone.part:
        case "person":
            view.people.pop(first, None)
        case "banned":
            view.banned.pop(first, None)
        case "announcement":
            view.announcements.pop(first, None)
        case "absent":
            view.absent = ()
        case "constraint":
            view.constraints.pop((first, *gone.key[1:2]), None)  # type: ignore[arg-type]
        case "pin":
            view.pins.pop(first, None)
        case "plenary":
            view.plenary = None
        case "round":
            view.round = None
        case "plan":
            view.plan = None
        case "lesson":
            view.lesson = None
        case "queue":
            view.queue = None
        case "invitation":
            view.invitations.pop(first, None)
        case "row":
            view.rows.pop(first, None)
        case "seat" | "progress":
            view.rooms.pop(first, None)
            view.rows.pop(first, None)
        case "transcript":
            room.forget_talk()
        case "proposal":
            room.proposal = None
        case "prompt":
            room.prompt = None
        case "table":
            room.table = None
        case "page":
            room.page = None
        case "passage":
            room.passage = None
        case "shared_text":
            room.shared_text = None
        case "ordering":
            room.ordering = None
        case "ballot":
            room.ballot = None
        case "deck":
            room.deck = None
        case "model":
            room.model = None
        case _:
            pass  # the table of docs/protocol.md names no other part that goes alone
