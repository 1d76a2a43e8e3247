"""A pair that talks in its room while others do what they should not."""

from duologue_protocol import requests
from duologue_protocol.frames import Join, Teach
from support.lesson import ROLE_PLAY
from support.wire import Wire


class Talk:
    """Two students in a room of their own choice, which nobody who comes late is put into; and
    their teacher."""

    def __init__(self, url: str, teacher: Wire, anna: Wire, boris: Wire) -> None:
        self.url = url
        self.teacher, self.anna, self.boris = teacher, anna, boris
        self._said = 0

    @classmethod
    async def begin(cls, url: str, code: str, key: str) -> "Talk":
        teacher = await Wire.open(url, Teach(code, key, "Ms Lee"))
        anna = await Wire.open(url, Join(code, "Anna"))
        boris = await Wire.open(url, Join(code, "Boris"))
        await anna.tell(requests.Invite(boris.view.who))
        await boris.until(lambda _: boris.view.invitations)
        await boris.tell(requests.Accept(next(iter(boris.view.invitations))))
        await anna.until(lambda _: anna.view.my_room)
        await anna.tell(requests.Propose(anna.room, ROLE_PLAY, 60))
        await boris.until(lambda _: boris.view.my_room and boris.view.my_room.proposal)
        await boris.tell(requests.Agree(boris.room))
        for student in (anna, boris):
            await student.is_seated()
        await teacher.until(lambda _: teacher.view.rooms)
        await teacher.tell(requests.NextStage(anna.room))
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
