"""Where a simulated student is: one room as they see it, and what they know of its activity. Pure."""

from dataclasses import dataclass

from duologue_client.demo.knowledge import Knowledge, Known
from duologue_client.demo.pace import Pace
from duologue_client.fold import RoomView, View
from duologue_protocol.parts import Line, Member, Progress, Seat, StageKind
from duologue_protocol.requests import Request, Say

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Nature:
    """What makes one simulated student differ from another."""

    name: str
    slowness: float = 0.5
    """From 0 to 1: how long they think."""
    calls: bool = False
    """Calls the teacher at the next chance; whoever has called is like this no more."""
    leaves: bool = True
    """Goes back to the lobby from a room that has ended."""


@dataclass(frozen=True)
class Move:
    """One thing to do, and how long it takes a person."""

    key: Key
    """Equal keys are the same thing: it is done once, and what was begun goes on."""
    request: Request
    think_ms: int = 0
    type_ms: int = 0
    """After thinking, with the sign that says so."""


@dataclass(frozen=True)
class Situation:
    """A playing room through the eyes of one who sits in it."""

    view: View
    room: RoomView
    progress: Progress
    seat: Seat
    nature: Nature
    knows: Knowledge
    pace: Pace
    now_ms: int

    @property
    def me(self) -> str:
        return self.view.who

    @property
    def here(self) -> Key:
        """This stage of this room."""
        return (self.progress.room, self.progress.stage)

    @property
    def kind(self) -> StageKind:
        return self.progress.stages[self.progress.stage].kind

    @property
    def lines(self) -> list[Line]:
        """What the people of the room have said in this stage."""
        return [
            line
            for line in self.room.lines.values()
            if line.kind == "said" and line.at_ms >= self.progress.began_ms
        ]

    @property
    def partners(self) -> list[Member]:
        return [member for member in self.progress.members if member.who != self.me]

    @property
    def voice(self) -> str:
        """Whose lines of the model are mine."""
        return self._voice(self.me)

    def is_mine(self, line: Line) -> bool:
        """Said in my role, by me or by who doubles it."""
        return self._voice(line.by) == self.voice

    def is_my_turn_of(self, count: int) -> bool:
        """Where several have one role, they take turns."""
        doubles = [m.who for m in self.progress.members if self._voice(m.who) == self.voice]
        return not doubles or doubles[count % len(doubles)] == self.me

    def _voice(self, who: str) -> str:
        """A role; where all have the same one, A or B by turns."""
        members = [member for member in self.progress.members if not member.observer]
        place = next((n for n, member in enumerate(members) if member.who == who), 0)
        role = members[place].role if members else ""
        return role if any(it.role != role for it in members) else "AB"[place % 2]

    @property
    def cells(self) -> tuple[tuple[Known, ...], ...]:
        """What I know of the table that is on the desk."""
        begun = self.progress.stages[: self.progress.stage + 1]
        forms = sum(stage.kind == "form" for stage in begun)
        tables = self.knows.tables
        return tables[min(max(forms, 1), len(tables)) - 1] if tables else ()

    def thinking_ms(self) -> int:
        return self.pace.pause_ms(1.5 + 3 * self.nature.slowness)

    def says(self, text: str, why: str, wait_ms: int) -> Move:
        """`why` tells a reply from what breaks a silence: they wait differently."""
        said = sum(line.by == self.me for line in self.lines)
        key = ("say", *self.here, said, why)
        return Move(key, Say(self.progress.room, text), wait_ms, self.pace.typing_ms(text))

    def breaks_silence(self, text: str, later_ms: int = 0) -> Move:
        """Say it when nobody has said anything for long; somebody who types is given longer."""
        last = max([self.progress.began_ms, *(line.at_ms for line in self.lines)])
        left_ms = max(last + self.pace.silence_ms - self.now_ms, self.pace.silence_ms // 2)
        if any(partner.who in self.room.typing for partner in self.partners):
            return self.says(text, "patience", self.pace.silence_ms + later_ms)
        return self.says(text, "silence", left_ms + later_ms)
