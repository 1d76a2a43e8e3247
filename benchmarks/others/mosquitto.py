"""mosquitto: MQTT 3.1.1 over a websocket, a topic for each room, without any history."""

import shutil
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.others.guest import Guest, Inbox, Voice, texts
from benchmarks.others.program import Program, free_port, running
from benchmarks.relay import Tally
from benchmarks.websocket import ClientSocket, connect

# The first one is never used: 2.0.11 refuses to start with none but websockets.
CONFIG = """
listener 0 {folder}/socket
listener {port} 127.0.0.1
protocol websockets
allow_anonymous true
log_type error
user root
"""
CONNECT, CONNECTED, PUBLISH, SUBSCRIBE, SUBSCRIBED = 0x10, b"\x20", 0x30, 0x82, b"\x90"
MARKS = (b".", b"!")


def packet(first: int, *parts: bytes) -> bytes:
    """An MQTT packet: its kind, how long the rest is, the rest."""
    rest = b"".join(parts)
    size, length = b"", len(rest)
    while length > 127:
        size += bytes([length & 127 | 128])
        length >>= 7
    return bytes([first]) + size + bytes([length]) + rest


def counted(text: bytes) -> bytes:
    return len(text).to_bytes(2, "big") + text


class MosquittoGuest:
    def __init__(self) -> None:
        self._inbox = Inbox()
        self._own = b""
        self._voice: Voice
        self._socket: ClientSocket

    async def come(self, port: int, number: int) -> "MosquittoGuest":
        self._socket = await connect(port, self._inbox.put, "/mqtt", "mqtt")
        clean, silence = b"\x02", bytes(2)
        named = counted(b"guest %d" % number)
        self._socket.send(packet(CONNECT, counted(b"MQTT"), b"\x04", clean, silence, named))
        await self._inbox.until(CONNECTED)
        return self

    async def enter(self, place: int, tally: Tally) -> Voice:
        topic, self._own = counted(b"room/%d" % (place // 2)), MARKS[place % 2]
        self._socket.send(packet(SUBSCRIBE, b"\x00\x01", topic, b"\x00"))
        await self._inbox.until(SUBSCRIBED)
        lines = (packet(PUBLISH, topic, text.encode() + self._own) for text in texts(place))
        self._voice = Voice(tally, lines, self._socket.send)
        self._socket.received = self._received
        return self._voice

    def _received(self, payload: bytes) -> None:
        if payload[0] == PUBLISH:
            self._voice.heard(own=payload.endswith(self._own))


class Mosquitto:
    name = "mosquitto"
    install = "apt install mosquitto"
    keeps = False

    def is_here(self) -> bool:
        return shutil.which("mosquitto") is not None

    @asynccontextmanager
    async def running(self, folder: Path, guests: int) -> AsyncGenerator[Program]:  # noqa: ARG002
        port = free_port()
        (folder / "mosquitto.conf").write_text(CONFIG.format(port=port, folder=folder))
        async with running(["mosquitto", "-c", "mosquitto.conf"], port, folder) as program:
            yield program

    async def guests(self, program: Program, folder: Path, number: int) -> AsyncIterator[Guest]:  # noqa: ARG002
        for n in range(number):
            yield await MosquittoGuest().come(program.port, n)

    async def kept(self, folder: Path) -> int:  # noqa: ARG002
        return 0
