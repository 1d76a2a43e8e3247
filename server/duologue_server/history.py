"""The fold of a log, with what the state itself does not keep: when rooms ended, stages of lines."""

from dataclasses import dataclass, field

from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve_each
from duologue_server.facts import Moment


@dataclass
class History:
    state: Classroom = field(default_factory=Classroom)
    ended_ms: dict[str, int] = field(default_factory=dict[str, int])
    """By room."""
    stages: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """By room: in which stage each of its lines was said."""

    def add(self, seq: int, moment: Moment) -> None:
        """Fold the moment at position `seq`, the next one."""
        for fact in evolve_each(self.state, seq, moment):
            match fact:
                case facts.RoomEnded():
                    self.ended_ms[fact.room] = moment.at_ms
                case facts.Said() | facts.TeacherSaid() | facts.ScriptSpoken():
                    stage = self.state.rooms[fact.room].stage
                    self.stages.setdefault(fact.room, []).append(stage)
                case _:
                    pass
