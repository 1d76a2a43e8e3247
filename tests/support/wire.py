"""A client that keeps every byte it was sent, without a link of its own."""

import asyncio
import os
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection, connect

from duologue_client import fold
from duologue_client.fold import View
from duologue_protocol import codec, limits
from duologue_protocol.frames import (
    Ask,
    Command,
    Event,
    Hello,
    Join,
    Ping,
    Pong,
    Return,
    ServerFrame,
    Snapshot,
    Sorry,
    Teach,
    Welcome,
)
from duologue_protocol.requests import Query, Request
from support.open_lines import opened


class Wire:
    """One raw connection. `received` is all that ever came over it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        opened(socket.transport)
        self.received = b""
        self.view = View()
        self.token = ""
        self.inst = os.urandom(16)
        self.turned_away: Callable[[Sorry], None] = lambda _: None
        self._welcome: Welcome | None = None
        self._n = 0

    @classmethod
    async def open(cls, url: str, auth: Join | Teach | Return) -> "Wire":
        return await cls.greet(url, Hello(limits.PROTOCOL, "test", auth, os.urandom(16)))

    @classmethod
    async def greet(
        cls, url: str, hello: Hello, turned_away: Callable[[Sorry], None] = lambda _: None
    ) -> "Wire":
        """Raises ConnectionClosed: who is turned away, after it was told why."""
        socket = await connect(url, compression=None, max_size=limits.SERVER_FRAME_BYTES)
        wire = cls(socket)
        wire.inst = hello.inst
        wire.turned_away = turned_away
        await wire.send(hello)
        await wire.until(lambda frame: isinstance(frame, Snapshot))
        return wire

    @property
    def welcome(self) -> Welcome:
        assert self._welcome
        return self._welcome

    async def heartbeat(self) -> None:
        """Wait until the server has answered what was sent so far."""
        await self.send(Ping(1, 0))
        await self.until(lambda frame: isinstance(frame, Pong))

    async def send(self, frame: Hello | Command | Ask | Ping) -> None:
        await self.socket.send(codec.encode(frame))

    @property
    def next_number(self) -> int:
        """Of the next command."""
        return self._n + 1

    async def tell(self, request: Request) -> None:
        self._n += 1
        await self.send(Command(self._n, request))

    async def ask(self, query: Query) -> None:
        await self.send(Ask(1, query))

    async def until(self, condition: Callable[[ServerFrame], object]) -> ServerFrame:
        """Read frames up to the one that is waited for."""
        async with asyncio.timeout(30):
            while True:
                data = await self.socket.recv(decode=False)
                self.received += data
                frame = codec.decode_server_frame(data)
                self._fold(frame)
                if condition(frame):
                    return frame

    def _fold(self, frame: ServerFrame) -> None:
        match frame:
            case Welcome():
                self._welcome = frame
                self.view.who = frame.who
                self.token = frame.token or self.token
            case Snapshot():
                self.view = fold.snapshot(self.view.who, frame.parts)
            case Event():
                for part in frame.parts:
                    fold.fold(self.view, part)
            case Sorry():
                self.turned_away(frame)
            case _:
                pass

    @property
    def room(self) -> str:
        me = self.view.me
        assert me
        assert me.room
        return me.room

    async def is_seated(self) -> None:
        """Wait for a room with a card."""
        await self.until(lambda _: self.view.my_room and self.view.my_room.seat)

    async def has_stage(self, number: int) -> None:
        await self.until(lambda _: self._stage() == number)

    def _stage(self) -> int:
        room = self.view.my_room
        return room.progress.stage if room and room.progress else -1
