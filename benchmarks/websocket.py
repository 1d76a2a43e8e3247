"""The load generator's websocket: framing by hand, so that it costs far less than any server."""

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from functools import partial
from typing import cast

ZERO_MASK = bytes(4)
"""A mask like any other to the server, which has to take it off, and free for the client."""

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
"""First bytes of frames that are whole."""

Frames = Callable[[bytes], None]


class ClientSocket(asyncio.Protocol):
    """Frames without fragments or compression go to `received`; a ping is answered.

    What is sent goes in binary frames, or in text frames.
    """

    def __init__(
        self,
        port: int,
        received: Frames,
        path: str = "/",
        protocol: str = "",
        *,
        text: bool = False,
    ) -> None:
        self.received = received
        self.closed_with: int | None = None
        """The close code, once the server has closed."""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = asyncio.Event()
        key = base64.b64encode(os.urandom(16)).decode()
        speaks = f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else ""
        self._asked = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n{speaks}"
            "Sec-WebSocket-Version: 13\r\n\r\n"
        )
        self._first = TEXT if text else BINARY
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._asked.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionResetError("closed in the handshake"))
        self._transport = None
        self.lost.set()

    def send(self, payload: bytes) -> None:
        self._write(self._first, payload)

    def _write(self, first: int, payload: bytes) -> None:
        assert self._transport, f"closed with {self.closed_with}"
        size = len(payload)
        if size > 125:
            head = struct.pack("!BBH", first, 0xFE, size)
        else:
            head = struct.pack("!BB", first, 0x80 | size)
        self._transport.write(head + ZERO_MASK + payload)

    @property
    def unsent_bytes(self) -> int:
        """What waits here because the server does not read."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    def close(self) -> None:
        if self._transport:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        place = 0
        if not self.opened.done():
            head, found, buffer = buffer.partition(b"\r\n\r\n")
            if not found:
                self._buffer = head
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self.opened.set_result(None)
        while (end := _end_of_frame(buffer, place)) is not None:
            start, stop = end
            if buffer[place] == PING:
                self._write(PONG, buffer[start:stop])
            elif buffer[place] == CLOSE:
                self.closed_with = int.from_bytes(buffer[start : start + 2], "big")
                self.close()
            else:
                self.received(buffer[start:stop])
            place = stop
        self._buffer = buffer[place:]


def _end_of_frame(buffer: bytes, place: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `place` starts and stops; None if it is not all there."""
    if len(buffer) < place + 2:
        return None
    size, start = buffer[place + 1], place + 2
    if size == 126:
        start = place + 4
        size = int.from_bytes(buffer[place + 2 : start], "big")
    elif size == 127:
        start = place + 10
        size = int.from_bytes(buffer[place + 2 : start], "big")
    return (start, start + size) if len(buffer) >= start + size else None


async def connect(
    port: int, received: Frames, path: str = "/", protocol: str = "", *, text: bool = False
) -> ClientSocket:
    loop = asyncio.get_running_loop()
    make = partial(ClientSocket, port, received, path, protocol, text=text)
    _transport, socket = await loop.create_connection(make, "127.0.0.1", port)
    await socket.opened
    return socket


def ignore(_payload: bytes) -> None:
    """For whoever reads nothing."""
