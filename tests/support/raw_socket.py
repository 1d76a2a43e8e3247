"""A websocket made by hand, for what a library would never send."""

import asyncio
import base64
import os
import socket
import struct

from support.open_lines import opened

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
UPGRADE = (
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class RawSocket:
    """Bytes out, bytes in; `frame` makes frames, good and bad ones."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        opened(writer.transport)

    @classmethod
    async def connect(cls, port: int, receive_buffer: int = 65_536) -> "RawSocket":
        """A TCP connection; with a small buffer, one that is soon full."""
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.settimeout(0)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(sock=sock, limit=receive_buffer)
        return cls(reader, writer)

    @classmethod
    async def upgraded(
        cls, port: int, receive_buffer: int = 65_536, first: bytes = b""
    ) -> "RawSocket":
        """Hands are shaken; `first` goes with the request, before there was an answer."""
        raw = await cls.connect(port, receive_buffer)
        key = base64.b64encode(os.urandom(16)).decode()
        await raw.send(UPGRADE.format(key=key).encode() + first)
        await raw._reader.readuntil(b"\r\n\r\n")
        return raw

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> bytes:
        """All that comes until the other side closes."""
        try:
            return await self._reader.read()
        except ConnectionResetError:
            return b""

    async def line(self) -> bytes:
        """The next line of text."""
        return await self._reader.readline()

    async def message(self) -> bytes:
        """The next frame's payload."""
        return (await self._frame())[1]

    async def close_code(self) -> int:
        """Read up to the close frame; its code."""
        while True:
            opcode, payload = await self._frame()
            if opcode == CLOSE:
                return int(struct.unpack("!H", payload[:2])[0])

    async def _frame(self) -> tuple[int, bytes]:
        first, length = await self._reader.readexactly(2)
        if length == 126:
            (length,) = struct.unpack("!H", await self._reader.readexactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await self._reader.readexactly(8))
        return first & 15, await self._reader.readexactly(length)

    def close(self) -> None:
        self._writer.close()


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    masked: bool = True,
    length: int | None = None,
) -> bytes:
    """A client's frame; `length` is what its head claims."""
    claimed = len(payload) if length is None else length
    mark = 0x80 if masked else 0
    head = bytes([(0x80 if fin else 0) | rsv | opcode])
    if claimed < 126:
        head += bytes([mark | claimed])
    elif claimed < 65_536:
        head += bytes([mark | 126]) + struct.pack("!H", claimed)
    else:
        head += bytes([mark | 127]) + struct.pack("!Q", claimed)
    return head + (b"\0\0\0\0" if masked else b"") + payload
