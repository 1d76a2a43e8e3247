"""Students and teachers of a load: those of the demo, with a meter beside each line."""

from collections.abc import Mapping
from time import perf_counter

from duologue_client.address import Address
from duologue_client.connection import Connection
from duologue_client.demo.knowledge import Knowledge
from duologue_client.demo.pace import Pace
from duologue_client.demo.player import Student
from duologue_client.demo.situation import Nature
from duologue_client.demo.teacher import Teacher
from duologue_client.load.device import ForgetfulDevice
from duologue_client.load.meter import Meter
from duologue_client.places import Place
from duologue_client.session import (
    Happening,
    LinkChanged,
    RequestKept,
    RequestRefused,
    ViewChanged,
)
from duologue_protocol.frames import Join, Teach
from duologue_protocol.parts import Brief, Line
from duologue_protocol.requests import Request, Say

TEACHER = "Load teacher"


class MeasuredStudent(Student):
    """Plays like the demo's students."""

    def __init__(
        self,
        address: Address,
        nature: Nature,
        known: Mapping[str, Knowledge],
        pace: Pace,
        meter: Meter,
    ) -> None:
        self._meter, self._class = meter, address.code
        place = Place(address.server, address.code, nature.name)
        join = Join(address.code, nature.name)
        super().__init__(
            lambda: Connection(address, ForgetfulDevice(place), join), nature, known, pace
        )

    def tells(self, request: Request) -> None:
        if isinstance(request, Say):
            me, as_typed = self.view.who, not self._speaks_script(request.room)
            room = self._named(request.room)
            self._meter.says(room, me, request.text, perf_counter(), as_typed=as_typed)
        super().tells(request)

    def _hear(self, happening: Happening) -> None:
        super()._hear(happening)
        now, meter = perf_counter(), self._meter
        match happening:
            case RequestKept(request=Say() as say):
                meter.is_kept(self._named(say.room), self.view.who, say.text, now)
            case RequestRefused():
                meter.refused += 1
            case LinkChanged(state="waiting"):
                meter.broken += 1
            case ViewChanged(parts=parts, fresh=fresh):
                for part in parts:
                    if isinstance(part, Line):
                        room = self._named(part.room)
                        meter.is_shown(room, self.view.who, part, now, again=fresh)
            case _:
                pass

    def _named(self, room: str) -> str:
        """Each class counts its rooms from 1."""
        return f"{self._class}/{room}"

    def _speaks_script(self, room: str) -> bool:
        seen = self.view.rooms.get(room)
        progress = seen.progress if seen else None
        return bool(progress and progress.stages[progress.stage].kind == "script")


class LoadTeacher(Teacher):
    """Starts one round after the other."""

    def __init__(self, address: Address, key: str, pace: Pace) -> None:
        place = Place(address.server, address.code, TEACHER, "teacher")
        teach = Teach(address.code, key, TEACHER)
        super().__init__(lambda: Connection(address, ForgetfulDevice(place), teach), pace)

    async def keep_busy(self, activities: tuple[Brief, ...], first: int) -> None:
        """Rounds without an end, each with another activity; until cancelled."""
        while True:
            await self.play(activities[first % len(activities)])
            first += 1
