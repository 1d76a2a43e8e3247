"""The fold of a log, with what the state itself does not keep: when rooms ended."""

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

    def add(self, seq: int, moment: Moment) -> None:
        """Fold the moment at position `seq`, the next one."""
        for fact in evolve_each(self.state, seq, moment):
            if isinstance(fact, facts.RoomEnded):
                self.ended_ms[fact.room] = moment.at_ms
