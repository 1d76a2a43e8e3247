"""What one student wrote, taken out of a class's log so that the log still folds.

A word becomes "…": who said how much, which phrases were used and what was right stay, as results
of a room that others were in as well. Positions, times and random ids stay.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from duologue_activities.stages import sheet
from duologue_protocol.edits import Edit
from duologue_protocol.parts import Cell
from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve_each
from duologue_server.facts import Fact, Moment
from duologue_server.spelled import Place, spelled

GONE = "…"
"""What stands for a word that was erased."""

Written = (
    facts.Announced
    | facts.Said
    | facts.TeacherSaid
    | facts.ScriptSpoken
    | facts.Filled
    | facts.PageWritten
    | facts.PageOpened
    | facts.StoryContinued
    | facts.Corrected
    | facts.CorrectionAnswered
    | facts.NoteWritten
    | facts.Called
    | facts.Suggested
    | facts.Whispered
)
"""Facts with a `text` that somebody wrote. A test holds this list against all facts."""


def without_student(log: Sequence[Moment], who: str, called: Iterable[str]) -> list[Moment]:
    """What each moment of a class's log, from its first, becomes; the same object if nothing does.

    `called`: the student's name and whatever else others may have called them; where others wrote
    it, it goes as well, whole words only.
    """
    names = _pattern(called)
    erasure = _Erasure(who, names, spelled(log, names))
    return [erasure.without(seq, moment) for seq, moment in enumerate(log, 1)]


class _Erasure:
    """Goes through a log once, and folds it as it was on the way."""

    def __init__(
        self, who: str, names: re.Pattern[str], in_edits: Mapping[Place, set[int]]
    ) -> None:
        self._state = Classroom()
        self._who = who
        self._names = names
        self._in_edits = in_edits

    def without(self, seq: int, moment: Moment) -> Moment:
        each = enumerate(evolve_each(self._state, seq, moment))
        left = tuple(self._fact(fact, Place(seq, number)) for number, fact in each)
        if left == moment.facts and (moment.by != self._who or not moment.digest):
            return moment
        return replace(moment, facts=left, digest=b"")  # what was said could be guessed from it

    def _fact(self, fact: Fact, place: Place) -> Fact:
        match fact:
            case facts.TextEdited():
                return replace(fact, edit=self._edit(fact, self._in_edits.get(place, set())))
            case facts.Enrolled() if fact.who == self._who:
                return replace(fact, level="", device="")
            case facts.LevelSet() if fact.who == self._who:
                return replace(fact, level="")
            case facts.Filled():
                return replace(fact, text=self._cell(fact))
            case _ if isinstance(fact, Written):
                is_theirs = self._who in concerned(self._state, fact)
                text = blacked_out(fact.text) if is_theirs else self._unnamed(fact.text)
                return replace(fact, text=text)
            case _:
                return fact

    def _cell(self, fact: facts.Filled) -> str:
        """What is right stays right, in the words of the key."""
        cell = _judged(self._state, fact)
        if cell and cell.right:
            return cell.answer if fact.who == self._who else fact.text
        return blacked_out(fact.text) if fact.who == self._who else self._unnamed(fact.text)

    def _edit(self, fact: facts.TextEdited, named: AbstractSet[int]) -> Edit:
        """As long as it was, for later edits count in letters. `named`: letters of the name."""
        steps: list[int | str] = []
        put = 0
        for step in fact.edit:
            if isinstance(step, int):
                steps.append(step)
                continue
            mine = range(len(step)) if fact.by == self._who else {at - put for at in named}
            whole = {at for it in self._names.finditer(step) for at in range(*it.span())}
            steps.append(
                "".join(
                    GONE if (at in mine or at in whole) and not one.isspace() else one
                    for at, one in enumerate(step)
                )
            )
            put += len(step)
        return tuple(steps)

    def _unnamed(self, text: str) -> str:
        return self._names.sub(lambda found: blacked_out(found[0]), text)


def concerned(state: Classroom, fact: Written) -> tuple[str, ...]:
    """Whose data a text is: its writer's, and theirs whose line it mends or whom it tells."""
    match fact:
        case facts.Corrected():
            return (fact.by, _author(state, fact))
        case facts.CorrectionAnswered():
            return (_author(state, fact),)
        case facts.NoteWritten() | facts.Whispered():
            return (fact.by, fact.to)
        case facts.Suggested():
            pin = state.pins[fact.pin]
            return (fact.who, state.rooms[pin.room].lines[pin.line - 1].by)
        case facts.PageWritten() | facts.Filled():
            return (fact.who,)
        case _:
            return (fact.by,)  # a fact without would be noticed by the type checker


def blacked_out(text: str) -> str:
    """As many words as there were."""
    return " ".join(GONE for _ in text.split())


def _author(state: Classroom, fact: facts.Corrected | facts.CorrectionAnswered) -> str:
    return state.rooms[fact.room].lines[fact.line - 1].by


def _judged(state: Classroom, fact: facts.Filled) -> Cell | None:
    """What was filled in, held against the key."""
    room = state.rooms[fact.room]
    activity, place = room.activity, room.took_part.get(fact.who)
    at = sheet.stage_of(activity, room.stage) if activity else None
    if activity is None or place is None or at is None:
        return None
    role = room.role_in(activity.stages[at], place)
    written = {fact.field: fact.text}
    table = sheet.read(activity, at, role.key if role else "", written, laid_open=True)
    return table.fields.get(fact.field)


def _pattern(called: Iterable[str]) -> re.Pattern[str]:
    """Each name, and each of its words but for initials, whatever its case."""
    names = {one for name in called for one in (name, *name.split()) if len(one) > 1}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)" if names else r"(?!)", re.IGNORECASE
    )
