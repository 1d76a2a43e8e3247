"""What came of a lesson without a screen: a table of rooms, and all that was not as it should."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from duologue_client.demo.player import Participant, Student
from duologue_client.language import _


@dataclass(frozen=True)
class RoomSummary:
    """One room of one round."""

    round: int
    number: int
    activity: str
    people: tuple[str, ...]
    """Who they are, by id."""
    names: tuple[str, ...]
    lines: int
    phrases: tuple[int, int]
    """Used, of how many."""
    stages: tuple[int, int]
    """Played, of how many."""
    time_ms: int
    finished: bool
    unheard: tuple[str, ...]
    """Lines that somebody there did not hear exactly once, or not as the others did."""

    @classmethod
    def of(
        cls, room: str, round_number: int, members: Sequence[Student], finished: bool
    ) -> "RoomSummary":
        """What its members saw of it."""
        seen = members[0].view.rooms[room]
        progress, seat = members[0].seen[room], seen.seat
        began, ended = members[0].times[room]
        return cls(
            round=round_number,
            number=progress.number,
            activity=progress.activity.title if progress.activity else "",
            people=tuple(sorted(member.view.who for member in members)),
            names=tuple(member.view.me.name for member in members if member.view.me),
            lines=len(seen.lines),
            phrases=(len(seen.ticked()), len(seat.phrases) if seat else 0),
            stages=(progress.stage + 1, len(progress.stages)),
            time_ms=ended - began,
            finished=finished,
            unheard=_unheard(room, members),
        )


def _unheard(room: str, members: Sequence[Student]) -> tuple[str, ...]:
    said: Counter[tuple[str, str]] = Counter()
    for member in members:
        said += member.said
    found: list[str] = []
    for member in members:
        lines = member.view.rooms[room].lines
        for number, line in lines.items():
            if member.heard[room, number] != 1:
                found.append(line.text)
        spoken = [line.text for line in lines.values() if line.by]
        found += [
            text
            for (where, text), count in said.items()
            if where == room and spoken.count(text) != count
        ]
    return tuple(found)


def problems(rooms: Sequence[RoomSummary], people: Sequence[Participant]) -> list[str]:
    """A sentence for each thing that must not be."""
    found: list[str] = []
    met: set[tuple[str, str]] = set()
    for room in rooms:
        where = _("Round {number}, room {room}").format(number=room.round, room=room.number)
        if not room.finished:
            found.append(_("{where} did not finish.").format(where=where))
        if room.unheard:
            line = room.unheard[0]
            found.append(_("{where}: not heard once: {line}").format(where=where, line=line))
        for pair in combinations(room.people, 2):
            if pair in met:
                found.append(_("{where}: this pair had met before.").format(where=where))
            met.add(pair)
    for someone in people:
        for refusal in someone.refused:
            name = someone.view.me.name if someone.view.me else "?"
            found.append(
                _("{name} was refused: {why}").format(name=name, why=refusal.sentence)
                + f" ({type(refusal.request).__name__})"
            )
    return found


def show(rooms: Sequence[RoomSummary], found: Sequence[str]) -> None:
    """Print the table, the totals and what was found."""
    table = Table(
        _number(_("Round")),
        _number(_("Room")),
        _("Activity"),
        _("Pair"),
        _number(_("Lines")),
        _number(_("Phrases")),
        _number(_("Stages")),
        _number(_("Time")),
        "",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for room in rooms:
        table.add_row(
            str(room.round),
            str(room.number),
            Text(room.activity),
            Text(" + ".join(room.names)),
            str(room.lines),
            _of(room.phrases),
            _of(room.stages),
            f"{room.time_ms / 1000:.1f} s",
            "✔" if room.finished and not room.unheard else "✘",
        )
    console = Console(highlight=False)
    console.print(table)
    console.print(
        _(
            "Rooms: {rooms}, finished: {finished}, lines: {lines}, each heard once by everybody."
        ).format(
            rooms=len(rooms),
            finished=sum(room.finished for room in rooms),
            lines=sum(room.lines for room in rooms),
        )
        if not found
        else _("{count} things are not as they should be:").format(count=len(found)),
        markup=False,
    )
    for sentence in found:
        console.print(f"✘ {sentence}", markup=False)


def _number(title: str) -> Column:
    return Column(title, justify="right", no_wrap=True)


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"
