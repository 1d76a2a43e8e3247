"""A TCP proxy for bad lines: it can go silent without a word, be slow, and break off."""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

PIECE_BYTES = 1_000
LATE_SECONDS = 0.03
BREAKS = 0.05
"""In bad weather: how large pieces are, how late each may come, how many of them end the line."""


class Proxy:
    """Between clients and one port of this machine."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._weather: random.Random | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self._copying: set[asyncio.Task[None]] = set()
        self._silent: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self.port = 0
        self.broken = 0
        """Lines that the weather has ended."""

    def go_silent(self) -> None:
        """Connections there are stay open, and nothing passes on them any more."""
        self._silent.update(self._writers)

    def hold(self) -> None:
        """Nothing passes until `let_go`, as if everybody's program were frozen; nothing is lost."""
        self._flows.clear()

    def let_go(self) -> None:
        self._flows.set()

    def cut(self) -> None:
        """All lines there are end at once."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def turn(self, weather: random.Random | None) -> None:
        """Bad weather, which draws what befalls each piece; None: fine again."""
        self._weather = weather

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:  # the server is down
            writer.transport.abort()
            return
        self._writers += [writer, far_writer]
        for source, target, back in (
            (reader, far_writer, writer),
            (far_reader, writer, far_writer),
        ):
            task = asyncio.create_task(self._copy(source, target, back))
            self._copying.add(task)

    async def _copy(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        with suppress(ConnectionError):
            while data := await source.read(PIECE_BYTES if self._weather else 65_536):
                await self._flows.wait()
                if self._weather and await self._storms(self._weather):
                    target.transport.abort()
                    back.transport.abort()
                    return
                if target not in self._silent:
                    target.write(data)
        if target not in self._silent:
            target.close()

    async def _storms(self, weather: random.Random) -> bool:
        """Hold a piece up; true if the line breaks instead."""
        await asyncio.sleep(weather.random() * LATE_SECONDS)
        breaks = weather.random() < BREAKS
        self.broken += breaks
        return breaks

    async def close(self) -> None:
        for task in self._copying:
            task.cancel()
        await asyncio.gather(*self._copying, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def proxy_to(port: int) -> AsyncGenerator[Proxy]:
    proxy = Proxy(port)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()
        await server.wait_closed()
