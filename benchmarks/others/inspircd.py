"""InspIRCd: IRC over plain TCP, a channel for each room, without any history."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from benchmarks.others.guest import Guest, Inbox, Voice, texts
from benchmarks.others.program import Program, free_port, running
from benchmarks.relay import Tally

CONFIG = """
<server name="irc.test" description="benchmark" network="benchmark">
<admin name="nobody" nick="nobody" email="nobody@test">
<bind address="127.0.0.1" port="{port}" type="clients">
<connect allow="*" timeout="60" pingfreq="1h" hardsendq="10M" softsendq="1M" recvq="1M"
    threshold="1000000" commandrate="1000000000" fakelag="off" localmax="100000" globalmax="100000"
    resolvehostnames="no" useident="no">
<module name="cap">
<module name="ircv3_echomessage">
<performance somaxconn="1000" softlimit="100000">
<pid file="{folder}/pid">
"""
PONG = b"PONG"
AT_ONCE = 50


class IrcSocket(asyncio.Protocol):
    """Lines, cut at their ends; they go to `received`."""

    def __init__(self, received: Callable[[bytes], None]) -> None:
        self.received = received
        self._rest = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\r\n")
        for line in lines:
            if line.startswith(b"PING"):
                self.send(PONG + line[4:])
            else:
                self.received(line)

    def send(self, line: bytes) -> None:
        self._transport.write(line + b"\r\n")


class IrcGuest:
    """Asks for an echo of what it says, as the others send one."""

    def __init__(self, number: int) -> None:
        self._inbox = Inbox()
        self._nick = b"guest%d" % number
        self._own = b":" + self._nick + b"!"
        self._voice: Voice
        self._socket: IrcSocket

    async def come(self, port: int) -> "IrcGuest":
        loop = asyncio.get_running_loop()
        _transport, self._socket = await loop.create_connection(
            lambda: IrcSocket(self._inbox.put), "127.0.0.1", port
        )
        self._socket.send(b"CAP REQ :echo-message")
        await self._inbox.until(b" ACK ")
        self._socket.send(b"CAP END")
        self._socket.send(b"NICK " + self._nick)
        self._socket.send(b"USER guest * * :guest")
        await self._inbox.until(b" 001 ")
        return self

    async def enter(self, place: int, tally: Tally) -> Voice:
        room = b"#room%d" % (place // 2)
        self._socket.send(b"JOIN " + room)
        await self._inbox.until(b" 366 ")
        lines = (b"PRIVMSG " + room + b" :" + text.encode() for text in texts(place))
        self._voice = Voice(tally, lines, self._socket.send)
        self._socket.received = self._received
        return self._voice

    def _received(self, line: bytes) -> None:
        if b" PRIVMSG #" in line:
            self._voice.heard(own=line.startswith(self._own))


class Inspircd:
    name = "InspIRCd"
    install = "apt install inspircd"
    keeps = False

    def is_here(self) -> bool:
        return shutil.which("inspircd") is not None

    @asynccontextmanager
    async def running(self, folder: Path, guests: int) -> AsyncGenerator[Program]:  # noqa: ARG002
        port = free_port()
        config = folder / "inspircd.conf"
        config.write_text(CONFIG.format(port=port, folder=folder))
        command = ["inspircd", "--nofork", "--runasroot", "--config", str(config)]
        async with running(command, port, folder) as program:
            yield program

    async def guests(self, program: Program, folder: Path, number: int) -> AsyncIterator[Guest]:  # noqa: ARG002
        # Some at once: it looks once a second who may come in.
        for first in range(0, number, AT_ONCE):
            some = [
                IrcGuest(n).come(program.port) for n in range(first, min(first + AT_ONCE, number))
            ]
            for guest in await asyncio.gather(*some):
                yield guest

    async def kept(self, folder: Path) -> int:  # noqa: ARG002
        return 0
