"""A pair that talks in its room while others do what they should not."""

from duologue_protocol import requests
from duologue_protocol.frames import Join, Teach
from support.lesson import ROLE_PLAY
from support.wire import Wire


class Talk:
    """Two students in a round, with their teacher."""

    def __init__(self, url: str, teacher: Wire, anna: Wire, boris: Wire) -> None:
        self.url = url
        self.teacher, self.anna, self.boris = teacher, anna, boris
        self._said = 0

    @classmethod
    async def begin(cls, url: str, code: str, key: str) -> "Talk":
        teacher = await Wire.open(url, Teach(code, key, "Ms Lee"))
        anna = await Wire.open(url, Join(code, "Anna"))
        boris = await Wire.open(url, Join(code, "Boris"))
        groups = ((anna.view.who, boris.view.who),)
        await teacher.tell(requests.PlanRound(ROLE_PLAY, 60, "by_hand", groups=groups))
        await teacher.tell(requests.StartRound())
        for student in (anna, boris):
            await student.is_seated()
        await teacher.tell(requests.NextStage())
        for student in (anna, boris):
            await student.has_stage(1)
        await teacher.heartbeat()  # and has seen all that came before
        return cls(url, teacher, anna, boris)

    async def reads_on(self) -> None:
        """All read what has come so far: who does not keep up would be closed."""
        for person in (self.teacher, self.anna, self.boris):
            await person.heartbeat()

    async def goes_on(self) -> None:
        """One says a line, the other hears it, and all lines before."""
        speaker, hearer = (self.anna, self.boris)[:: -1 if self._said % 2 else 1]
        self._said += 1
        await speaker.tell(requests.Say(speaker.room, f"line {self._said}"))
        room = hearer.view.my_room
        assert room
        await hearer.until(lambda _: len(room.lines) == self._said)
        heard = [line.text for line in room.lines.values()]
        assert heard == [f"line {number}" for number in range(1, self._said + 1)]
