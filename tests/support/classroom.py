"""A real server on a real journal, and people who connect to it over real sockets."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from duologue_client.address import Address, parse_address
from duologue_client.connection import Connection
from duologue_client.entrance import join, teach
from duologue_client.fold import RoomView
from duologue_client.session import Happening, RequestRefused
from duologue_protocol.requests import Level, Request
from duologue_server.registry import ClassroomRecord
from duologue_server.serve import Running, Settings, running


class Someone:
    """A person at a client without a screen."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.refused: list[RequestRefused] = []
        self._changed = asyncio.Event()
        connection.listen(self._heard)
        connection.start()

    def _heard(self, happening: Happening) -> None:
        if isinstance(happening, RequestRefused):
            self.refused.append(happening)
        self._changed.set()

    @property
    def who(self) -> str:
        return self.connection.view.who

    @property
    def room(self) -> RoomView | None:
        return self.connection.view.my_room

    @property
    def room_id(self) -> str:
        me = self.connection.view.me
        assert me
        assert me.room
        return me.room

    @property
    def stage(self) -> int:
        """Which stage the own room is in, -1 in the lobby."""
        return self.room.progress.stage if self.room and self.room.progress else -1

    async def is_seated(self) -> None:
        """Wait for a room with a card."""
        await self.until(lambda: self.room and self.room.seat)

    async def has_stage(self, number: int) -> None:
        await self.until(lambda: self.stage == number)

    async def hears(self, count: int) -> None:
        """Wait for this many lines."""
        await self.until(lambda: len(self.lines()) >= count)

    def lines(self) -> list[str]:
        return [line.text for line in self.room.lines.values()] if self.room else []

    def tells(self, request: Request) -> None:
        self.connection.submit(request)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what must come: each change is looked at, no time is guessed."""
        async with asyncio.timeout(60):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def kept(self) -> None:
        """Wait until nothing is on its way to the server."""
        await self.until(lambda: not self.connection.pending)


class School:
    """A running server and one class of it."""

    def __init__(self, server: Running, record: ClassroomRecord, key: str, places: Path) -> None:
        self.server = server
        self.record = record
        self.key = key
        self._places = places
        self._people: list[Someone] = []

    @property
    def address(self) -> Address:
        return parse_address(f"{self.record.code}@127.0.0.1:{self.server.port}")

    def student(self, name: str, level: Level = "", device: str = "") -> Someone:
        """Somebody at a device of their own."""
        inside = self._places / (device or name)
        return self._came(join(self.address, name, level, inside=inside))

    def teacher(self, name: str = "Ms Lee", key: str = "") -> Someone:
        inside = self._places / "teacher"
        return self._came(teach(self.address, key or self.key, name, inside=inside))

    def _came(self, connection: Connection) -> Someone:
        someone = Someone(connection)
        self._people.append(someone)
        return someone

    async def names_are_free(self) -> None:
        """Wait until the names of those who were taken out are erased."""
        await self.server.school.settled()

    async def close(self) -> None:
        for someone in self._people:
            await someone.connection.leave()


@asynccontextmanager
async def school(
    folder: Path, port: int = 0, certificate: Path | None = None, origins: tuple[str, ...] = ()
) -> AsyncGenerator[School]:
    """A server in this process, its data in `folder`; the first class is made if there is none."""
    settings = Settings(folder / "data", port=port, certificate=certificate, origins=origins)
    async with running(settings) as server:
        record, key = server.registry.create_classroom("English B1", time.time_ns() // 1_000_000)
        opened = School(server, record, key, folder / "places")
        try:
            yield opened
        finally:
            await opened.close()
