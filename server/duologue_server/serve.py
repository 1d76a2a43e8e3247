"""The server: journal, classes and door on one address, until it is told to stop."""

import asyncio
import logging
import signal
import socket
import ssl
import sys
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.typing import Origin

from duologue_activities import phrases
from duologue_activities.library import read_library
from duologue_protocol import limits
from duologue_server.arrival import Arrival, counted_by
from duologue_server.collector import Collector
from duologue_server.door import Door
from duologue_server.erasing import Erasing, ask_again
from duologue_server.erasures import Erasures
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.neighbourhood import Crowd
from duologue_server.past_lessons import PastLessons
from duologue_server.registry import Registry
from duologue_server.school import School
from duologue_server.tls import Certificate

DEFAULT_PORT = 8765


@dataclass(frozen=True)
class Settings:
    data: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    """0: any free one."""
    activities: Path | None = None
    """A folder of the school's own activity files."""
    certificate: Path | None = None
    private_key: Path | None = None
    origins: tuple[str, ...] = ()
    """Web pages that may connect, by their origin (https://school.example); no other may."""

    @property
    def scheme(self) -> str:
        return "wss" if self.certificate else "ws"


@dataclass(frozen=True)
class Running:
    """A server that takes connections."""

    port: int
    registry: Registry
    school: School
    past_lessons: PastLessons
    damaged: Collection[str]
    """Classes that can't be entered, by id: their log is not as it was written."""


@asynccontextmanager
async def running(settings: Settings) -> AsyncGenerator[Running]:
    """A server for as long as the context lasts; leaving it sends everybody off and keeps all.

    Raises StoreProblem: the data directory can't be used. Mistakes: an activity file is wrong.
    OSError: the address can't be listened on. ssl.SSLError: the certificate can't be used.
    """
    library = read_library(settings.activities)
    phrases.find(("warm",), "up")  # reads its dictionary now, and not in somebody's first line
    async with AsyncExitStack() as opened:
        journal = await SqliteJournal.open(settings.data)
        opened.push_async_callback(journal.close)
        registry = opened.enter_context(closing(Registry(settings.data)))
        erasures = opened.enter_context(closing(Erasures(settings.data)))
        address = f"{settings.scheme}://{settings.host}:{settings.port}"
        school = School(journal, registry, library, address)
        past_lessons = PastLessons(school, journal, registry)
        erasing = Erasing(journal, registry, erasures, school.apart)
        await asyncio.to_thread(ask_again, settings.data)
        await erasing.erase_or_log(school.clock.now_ms())  # before anybody can read it
        chores = [
            school.keep_alive(),
            past_lessons.delete_daily(),
            erasing.erase_daily(school.clock.now_ms),
        ]
        tls = None
        if settings.certificate:
            certificate = Certificate(settings.certificate, settings.private_key)
            chores.append(certificate.renew_daily())
            tls = certificate.context
        server = await opened.enter_async_context(_listening(settings, school, tls, chores))
        port = server.sockets[0].getsockname()[1]
        yield Running(port, registry, school, past_lessons, journal.damaged)


@asynccontextmanager
async def _listening(
    settings: Settings,
    school: School,
    tls: ssl.SSLContext | None,
    chores: Iterable[Coroutine[Any, Any, None]],
) -> AsyncGenerator[Server]:
    door, collector = Door(school), Collector()

    async def connected(socket: ServerConnection) -> None:
        assert isinstance(socket, Arrival)
        collector.grew(len(server.connections))
        await door(socket)

    server = await serve(
        connected,
        settings.host,
        settings.port,
        ssl=tls,
        ssl_handshake_timeout=limits.HELLO_SECONDS if tls else None,
        create_connection=counted_by(Crowd()),
        compression=None,  # a line is 120 bytes: deflate costs more than it saves
        origins=[None, *map(Origin, settings.origins)],  # programs send none; pages do
        max_size=limits.FRAME_BYTES,
        max_queue=limits.WAITING_FRAMES,
        backlog=limits.BACKLOG,
        ping_interval=None,  # the protocol has its own, which a stuck client can't answer
        open_timeout=limits.HELLO_SECONDS,
        server_header=None,
        logger=_quiet_logger(),
    )
    for listening in server.sockets:  # its connections inherit it
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.SEND_BUFFER_BYTES)
    loop = asyncio.get_running_loop()
    running_chores = [loop.create_task(chore) for chore in chores]
    try:
        yield server
    finally:
        for chore in running_chores:
            chore.cancel()
            with suppress(asyncio.CancelledError):
                await chore
        server.close(close_connections=False)
        await school.close()
        server.close()
        await server.wait_closed()


def _quiet_logger() -> logging.Logger:
    """The library logs each failed handshake with its traceback; a port scan is no news.

    While debugging it would also write frames to the log, and in them is what people say.
    """
    logger = logging.getLogger("duologue_server.websockets")
    logger.setLevel(logging.CRITICAL)
    return logger


def run(main: Coroutine[Any, Any, None], loop_factory: Callable[[], Any] | None = None) -> None:
    """Run a program's main coroutine, on uvloop where there is one."""
    with asyncio.Runner(loop_factory=loop_factory or fastest_loop()) as runner:
        runner.run(main)


def fastest_loop() -> Callable[[], Any] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def stop_signal() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C, from now on. To be called before anybody reads that we run."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    if sys.platform != "win32":  # its loops know no signal handlers; Ctrl-C raises there
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
    return stopped
