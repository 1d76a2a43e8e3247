"""One server under test in a process of its own: `python -m benchmarks.server_process KIND …`.

It prints where it listens, then its CPU seconds (user and system) for each line on its standard
input, and stops when that ends. For `stop` it prints for how many seconds its loop has stood still at
most since it was asked last; it looks from the first time on. The product runs as it is; of kind `duologue`, without its limits
of pace and size, lifted before it is imported: 100 students speak as fast as 10,000 would. Of kind
`limited` it has them.
"""

import asyncio
import gc
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from duologue_protocol import limits

LIFTED = {
    "COMMANDS_PER_SECOND": 1e9,
    "COMMANDS_AT_ONCE": 10**9,
    "ROOM_LINES": 10**9,
    "ROOM_CHARACTERS": 10**12,
    "FRAMES_PER_SECOND": 1e9,
    "FRAMES_AT_ONCE": 10**9,
    "HEARTBEAT_MS": 3_600_000,
}


@asynccontextmanager
async def bare() -> AsyncGenerator[str]:
    """What anybody would write first with this library: the yardstick of all ratios."""
    rooms: dict[bytes | str, list[ServerConnection]] = {}

    async def relay(socket: ServerConnection) -> None:
        room = rooms.setdefault(await socket.recv(), [])
        room.append(socket)
        try:
            async for line in socket:
                for member in room:
                    await member.send(line)
        except ConnectionClosed:
            pass
        finally:
            room.remove(socket)

    async with serve(relay, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        yield str(server.sockets[0].getsockname()[1])


@asynccontextmanager
async def duologue(data: Path, classes: int, *, lifted: bool) -> AsyncGenerator[str]:
    for name, value in LIFTED.items() if lifted else ():
        setattr(limits, name, value)
    from duologue_server.serve import Settings, running

    async with running(Settings(data, port=0)) as server:
        made = [server.registry.create_classroom(f"Class {n}", 0) for n in range(classes)]
        doors = [f"{record.code}/{key}" for record, key in made]
        yield " ".join([str(server.port), *doors])


class Stops:
    """How long the loop takes to come round to a timer that is due."""

    EVERY_SECONDS = 0.01

    def __init__(self) -> None:
        self._longest = 0.0
        self._due: float | None = None

    def longest(self) -> float:
        """Since the last call, in seconds."""
        if self._due is None:
            self._look()
        longest, self._longest = self._longest, 0.0
        return longest

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._longest = max(self._longest, now - self._due if self._due else 0.0)
        self._due = now + self.EVERY_SECONDS
        loop.call_at(self._due, self._look)


async def _main(kind: str, data: str, classes: str) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    lifted = kind == "duologue"
    server = bare() if kind == "bare" else duologue(Path(data), int(classes), lifted=lifted)
    async with server as where:
        print(where, flush=True)

        stops = Stops()

        def answer() -> None:
            for line in sys.stdin:
                if line == "collect\n":
                    gc.collect()
                if line == "stop\n":
                    loop.call_soon_threadsafe(lambda: print(stops.longest(), flush=True))
                else:
                    print(time.process_time(), flush=True)
            loop.call_soon_threadsafe(stopped.set)

        threading.Thread(target=answer, daemon=True).start()
        await stopped.wait()


def _loop_factory(name: str) -> Callable[[], Any] | None:
    if name != "uvloop":
        return None
    import uvloop

    return uvloop.new_event_loop


if __name__ == "__main__":
    kind, loop_name, data, classes = sys.argv[1:5]
    with asyncio.Runner(loop_factory=_loop_factory(loop_name)) as runner:
        runner.run(_main(kind, data, classes))
