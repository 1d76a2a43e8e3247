"""A class at work over real sockets: students join, a teacher's round puts them in pairs."""

import asyncio
import os
from collections.abc import Iterable

from benchmarks.servers import Server
from benchmarks.websocket import ClientSocket, connect
from duologue_activities.library import read_library
from duologue_protocol import codec, limits, requests
from duologue_protocol.frames import (
    Ack,
    Answer,
    Ask,
    Bye,
    Command,
    Event,
    Hello,
    Join,
    Nack,
    Return,
    Snapshot,
    Teach,
    Welcome,
)
from duologue_protocol.parts import Progress, Seat
from duologue_protocol.requests import Request

LIBRARY = read_library()
ROLE_PLAY = next(one for one in LIBRARY.values() if one.kind == "role-play")
MINUTES = 180


class Person:
    """Somebody's line, read frame by frame until `measured` takes its frames as they are."""

    def __init__(self) -> None:
        self.room = ""
        self.token = ""
        self.bytes = 0
        """That were received."""
        self.seated = asyncio.Event()
        """Set when they have been shown their place in a room."""
        self.sent = 0
        """The number of the last command."""
        self._loop = asyncio.get_running_loop()
        self.shown = self._loop.create_future()
        """Done when the snapshot is there."""
        self._answered = asyncio.Event()
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self.socket: ClientSocket

    async def come(self, port: int, auth: Join | Return | Teach) -> "Person":
        self.socket = await connect(port, self._received)
        hello = Hello(limits.PROTOCOL, "benchmark", auth, os.urandom(16))
        self.socket.send(codec.encode(hello))
        await asyncio.wait_for(self.shown, 60)
        return self

    async def tell(self, request: Request) -> None:
        """Send a request and wait until it is kept."""
        self.sent += 1
        future = self._waiting[self.sent] = self._loop.create_future()
        self.socket.send(codec.encode(Command(self.sent, request)))
        await asyncio.wait_for(future, 60)

    async def catch_up(self) -> None:
        """Wait until all that has happened so far is kept and here: answers wait for that, too."""
        self._answered.clear()
        self.socket.send(codec.encode(Ask(0, requests.ListActivities())))
        await asyncio.wait_for(self._answered.wait(), 60)

    async def leave(self) -> None:
        self.socket.send(codec.encode(Bye()))
        await asyncio.wait_for(self.socket.lost.wait(), 60)

    def _received(self, payload: bytes) -> None:
        frame = codec.decode_server_frame(payload)
        self.bytes += len(payload)
        match frame:
            case Welcome(token=token):
                self.token = token
            case Snapshot(parts=parts) | Event(parts=parts):
                for part in parts:
                    if isinstance(part, Progress):
                        self.room = part.room
                    elif isinstance(part, Seat):
                        self.seated.set()
                if isinstance(frame, Snapshot):
                    self.shown.set_result(None)
            case Ack(n=n):
                self._waiting.pop(n).set_result(None)
            case Nack():
                self._waiting.pop(frame.n).set_exception(AssertionError(frame))
            case Answer():
                self._answered.set()
            case _:
                pass


async def students_come(server: Server, students: int) -> list[Person]:
    """So many students, spread evenly over the server's classes."""
    came: list[Person] = []
    for n in range(students):
        code, _key = server.doors[n % len(server.doors)]
        came.append(await Person().come(server.port, Join(code, f"Student number {n}")))
    return came


async def teacher_comes(server: Server, name: str = "Olga Petrovna") -> Person:
    """A teacher of the first class."""
    code, key = server.doors[0]
    return await Person().come(server.port, Teach(code, key, name))


async def all_talk(teacher: Person) -> None:
    """A round in pairs, in its stage for talking, with hours to go."""
    await teacher.tell(requests.PlanRound(ROLE_PLAY.id, MINUTES))
    await teacher.tell(requests.StartRound())
    await teacher.tell(requests.NextStage())


async def catch_up(people: Iterable[Person]) -> None:
    """Wait until everybody has all that was sent to them so far."""
    for person in people:
        await person.catch_up()
