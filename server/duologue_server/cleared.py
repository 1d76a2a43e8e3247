"""What a teacher has cleared, taken out of a log from its beginning: a replay never shows it. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.erasure import GONE, blacked_out
from duologue_server.evolve import evolve_each
from duologue_server.facts import Fact, Moment

Piece = tuple[str | int, ...]
"""Something that can be cleared: what it is, its room, and which it is there."""


class _Cleared(NamedTuple):
    seq: int
    """Where it was cleared last: what stands in its place later is something else."""
    by: str


def without_cleared(log: Sequence[Moment]) -> list[Moment]:
    """What each moment of a class's log becomes: what was cleared later is so when it is written."""
    cleared = _find(log)
    return [_without(seq, moment, cleared) for seq, moment in _reading(log)] if cleared else [*log]


class _Read(NamedTuple):
    """A moment fact by fact, each with the pieces that it writes, and those that it clears."""

    moment: Moment
    facts: list[tuple[Fact, list[Piece], list[Piece]]]


def _reading(log: Sequence[Moment]) -> Iterator[tuple[int, _Read]]:
    reader = _Reader()
    for seq, moment in enumerate(log, 1):
        folded = evolve_each(reader.state, seq, moment)
        yield seq, _Read(moment, [reader.read(fact) for fact in folded])


def _find(log: Sequence[Moment]) -> dict[Piece, _Cleared]:
    found: dict[Piece, _Cleared] = {}
    for seq, read in _reading(log):
        for fact, _writes, clears in read.facts:
            found.update(dict.fromkeys(clears, _Cleared(seq, _teacher(fact))))
    return found


def _teacher(fact: Fact) -> str:
    teacher: str = getattr(fact, "cleared_by", "") or getattr(fact, "by", "")
    return teacher


class _Reader:
    """Folds a log, and says of each fact right afterwards what it wrote and what it cleared."""

    def __init__(self) -> None:
        self.state = Classroom()
        self._lines: dict[str, int] = {}
        self._pages: dict[Piece, Piece] = {}
        """By line or sentence, the page that it was."""

    def read(self, fact: Fact) -> tuple[Fact, list[Piece], list[Piece]]:
        clears = list(self._clears(fact))
        writes = [] if clears else [*self._writes(fact), *self._new_lines(fact)]
        return fact, writes, clears

    def _clears(self, fact: Fact) -> Iterator[Piece]:
        match fact:
            case facts.LineCleared():
                room = self.state.rooms[fact.room]
                yield from self._with_page(("line", room.id, fact.line))
                yield from (
                    ("mending", room.id, *it) for it in room.corrections if it[0] == fact.line
                )
                if room.lines[fact.line - 1].kind == "text":
                    yield "text", room.id
            case facts.FieldCleared():
                yield "field", fact.room, fact.whose, fact.field
            case facts.SentenceCleared():
                yield from self._with_page(("sentence", fact.room, fact.story, fact.sentence))
            case facts.NoteWritten() if fact.cleared_by:
                yield "note", fact.room, fact.by, fact.to
            case facts.Corrected() if fact.cleared_by:
                yield "mending", fact.room, fact.line, fact.by
            case facts.TextEdited() if fact.cleared:
                yield "text", fact.room
            case _:
                pass

    def _with_page(self, piece: Piece) -> Iterator[Piece]:
        yield piece
        if piece in self._pages:
            yield self._pages[piece]

    def _writes(self, fact: Fact) -> Iterator[Piece]:
        match fact:
            case facts.Filled():
                stage = self.state.rooms[fact.room].current
                together = stage is not None and stage.together
                yield "field", fact.room, "" if together else fact.who, fact.field
            case facts.PageWritten():
                yield "page", fact.room, fact.who, fact.text
            case facts.StoryContinued():
                number = len(self.state.rooms[fact.room].stories[fact.story]) - 1
                sentence: Piece = ("sentence", fact.room, fact.story, number)
                self._pages[sentence] = ("page", fact.room, fact.by, fact.text)
                yield from self._with_page(sentence)
            case facts.NoteWritten():
                yield "note", fact.room, fact.by, fact.to
            case facts.Corrected() | facts.CorrectionAnswered():
                yield "mending", fact.room, fact.line, fact.by
            case facts.TextEdited():
                yield "text", fact.room
            case _:
                pass

    def _new_lines(self, fact: Fact) -> Iterator[Piece]:
        room = self.state.rooms.get(getattr(fact, "room", ""))
        if room is None:
            return
        for number in range(self._lines.get(room.id, 0) + 1, len(room.lines) + 1):
            line: Piece = ("line", room.id, number)
            if isinstance(fact, facts.PageOpened):
                self._pages[line] = ("page", room.id, fact.by, fact.text)
            yield line
        self._lines[room.id] = len(room.lines)


def _without(seq: int, read: _Read, cleared: dict[Piece, _Cleared]) -> Moment:
    left: list[Fact] = []
    for fact, writes, _clears in read.facts:
        gone = [(it, cleared[it].by) for it in writes if it in cleared and cleared[it].seq > seq]
        left.append(_silent(fact, gone[0][1]) if gone else fact)
        left += (clearing for it, by in gone for clearing in _clearing(it, by))
    return replace(read.moment, facts=tuple(left))


def _silent(fact: Fact, by: str) -> Fact:
    """The same without its words."""
    match fact:
        case facts.NoteWritten() | facts.Corrected():
            return replace(fact, text="", cleared_by=by)
        case facts.TextEdited():
            return replace(
                fact, edit=tuple(it if isinstance(it, int) else _dots(it) for it in fact.edit)
            )
        case facts.PageWritten() | facts.StoryContinued():
            return replace(fact, text=blacked_out(fact.text))
        case facts.TextKept():
            return fact  # the text that it keeps has no words any more
        case _:
            return replace(fact, text="")


def _dots(text: str) -> str:
    """As long as it was, for later edits count in letters."""
    return "".join(one if one.isspace() else GONE for one in text)


def _clearing(piece: Piece, by: str) -> Iterator[Fact]:
    match piece:
        case ("line", str(room), int(line)):
            yield facts.LineCleared(room, line, by)
        case ("field", str(room), str(whose), str(field)):
            yield facts.FieldCleared(room, whose, field, by)
        case ("sentence", str(room), int(story), int(sentence)):
            yield facts.SentenceCleared(room, story, sentence, by)
        case _:
            pass
