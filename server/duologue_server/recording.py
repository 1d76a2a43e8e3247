"""A lesson as somebody saw it, moment by moment from the log: what a replay shows. Pure."""

from collections.abc import Iterator, Sequence

from duologue_protocol import parts
from duologue_protocol.parts import OVERSEES, Part
from duologue_server import facts, project, wall
from duologue_server.classroom import Classroom
from duologue_server.cleared import without_cleared
from duologue_server.evolve import evolve_each
from duologue_server.facts import Moment
from duologue_server.project import Directory
from duologue_server.touches import Touch, touched

BEFORE_MS = 3_000
"""A jump lands this much before what it is about."""

TRANSCRIPT = (parts.Line, parts.Note, parts.Correction, parts.Model)
"""What a teacher reads in a replay of every room, watched at that time or not."""


class Recording:
    """Of the moments from `began_ms` to `ended_ms`, as `who` saw them, but for what was cleared later."""

    def __init__(
        self,
        moments: Sequence[Moment],
        directory: Directory,
        who: str,
        began_ms: int,
        ended_ms: int,
    ) -> None:
        self.who = who
        self.began_ms = began_ms
        self.ended_ms = ended_ms
        self._moments = without_cleared(moments)
        self._directory = directory
        self._state = Classroom()
        self._next = 0
        self.marks = self._marks()
        """When somebody called the teacher or said a line that was pinned, in ms, in order."""

    def as_it_was(self, now_ms: int) -> tuple[Part, ...]:
        """All there was to see at this time; nothing before the viewer came."""
        self._state, self._next = Classroom(), 0
        for _changed in self._fold_until(now_ms):
            pass
        if self.who not in self._state.people:
            return ()
        shown = project.snapshot(self._state, self._directory, self.who)
        return (*shown, *self._teachers_parts())

    def until(self, now_ms: int) -> tuple[Part, ...]:
        """What changed since the time that was looked at last. Time only goes on here."""
        changed: list[Part] = []
        for touches in self._fold_until(now_ms):
            changed += (part for touch in touches for part in self._seen(touch))
        return tuple(changed)

    @property
    def _teaches(self) -> bool:
        person = self._state.people.get(self.who)
        return person is not None and person.role in OVERSEES

    def _fold_until(self, now_ms: int) -> Iterator[dict[Touch, None]]:
        while self._next < len(self._moments) and self._moments[self._next].at_ms <= now_ms:
            moment, touches = self._moments[self._next], dict[Touch, None]()
            self._next += 1
            for fact in evolve_each(self._state, self._next, moment):
                touches.update(dict.fromkeys(touched(self._state, fact)))
            yield touches

    def _seen(self, touch: Touch) -> Iterator[Part]:
        for audience, part in project.render(self._state, self._directory, touch):
            if self.who in audience:
                if not (self._teaches and _ends_reading(part)):
                    yield part
            elif self._teaches and isinstance(part, TRANSCRIPT):
                yield part
        if self._teaches and touch[0] in ("line", "progress"):
            room = self._state.rooms[touch[1]]
            if not room.shelved:
                yield wall.row(room)

    def _teachers_parts(self) -> Iterator[Part]:
        if not self._teaches:
            return
        for room in self._state.rooms.values():
            if not room.shelved:
                yield wall.row(room)
                reading = ("reading", room.id, self.who)
                shown = project.render(self._state, self._directory, reading)
                yield from (part for _audience, part in shown)

    def _marks(self) -> tuple[int, ...]:
        marks: set[int] = set()
        state = Classroom()
        for seq, moment in enumerate(self._moments, 1):
            for fact in evolve_each(state, seq, moment):
                if isinstance(fact, facts.Called):
                    marks.add(moment.at_ms - BEFORE_MS)
                elif isinstance(fact, facts.LinePinned):
                    said = state.rooms[fact.room].lines[fact.line - 1]
                    marks.add(said.at_ms - BEFORE_MS)
        return tuple(sorted(mark for mark in marks if self.began_ms <= mark <= self.ended_ms))


def _ends_reading(part: Part) -> bool:
    return isinstance(part, parts.Gone) and part.part == "transcript"
