"""One connection between a client and a server, made of two queues.

It never reorders, as TCP does not. It may be cut at any moment, and each side learns of that when
it does.
"""

import asyncio
import struct
from collections import deque
from collections.abc import Callable, Iterator
from typing import Protocol

from websockets.exceptions import ConnectionClosedError
from websockets.protocol import State

CLOSED = b"closed"
"""In the server's inbox: the line is down. No frame looks like this."""


class Listener(Protocol):
    """The client's end."""

    def hears(self, data: bytes) -> None: ...
    def line_down(self, code: int) -> None: ...


class SimulatedLine:
    """Also the server's socket: as much of a ServerConnection as the door and the host use."""

    remote_address = ("simulated", 0)

    def __init__(self, client: Listener, watched: Callable[["SimulatedLine", bytes], None]) -> None:
        """`watched` is called with each frame that the server sends."""
        self.client = client
        self._watched = watched
        self.up: deque[bytes] = deque()
        self.down: deque[bytes | int] = deque()
        """A number is a close code."""
        self.is_cut = False
        self.client_knows = False
        self.server_knows = False
        self._inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._over = asyncio.Event()

    # What may happen to it

    def deliver_up(self) -> None:
        self._inbox.put_nowait(self.up.popleft())

    def deliver_down(self) -> None:
        data = self.down.popleft()
        if isinstance(data, bytes):
            self.client.hears(data)
            return
        self.cut()
        self.tell_client(data)
        self.tell_server()

    def cut(self) -> None:
        self.is_cut = True
        self.up.clear()
        self.down.clear()

    def tell_client(self, code: int = 1006) -> None:
        if not self.client_knows:
            self.client_knows = True
            self.client.line_down(code)

    def tell_server(self) -> None:
        self.server_knows = True
        self._over.set()
        self._inbox.put_nowait(CLOSED)

    # The client's end

    def client_sends(self, data: bytes) -> None:
        if not self.is_cut:
            self.up.append(data)

    # The server's end

    @property
    def transport(self) -> "SimulatedLine":
        return self

    @property
    def state(self) -> State:
        return State.CLOSED if self.server_knows else State.OPEN

    def get_write_buffer_size(self) -> int:
        return 0

    def write(self, data: bytes) -> None:
        for payload in _payloads(data):
            self._put(payload)

    def _put(self, data: bytes) -> None:
        self._watched(self, data)
        if not self.is_cut:
            self.down.append(data)

    async def read(self) -> bytes:
        data = await self._inbox.get()
        if data == CLOSED:
            self._inbox.put_nowait(CLOSED)
            raise ConnectionClosedError(None, None)
        return data

    async def send(self, data: bytes) -> None:
        self._put(data)

    async def close(self, code: int) -> None:
        if not self.is_cut:
            self.down.append(int(code))
        await self._over.wait()


def _payloads(data: bytes) -> Iterator[bytes]:
    """Of whole websocket frames of a server, one after the other."""
    while data:
        size, head = data[1], 2
        if size > 125:
            form, head = ("!H", 4) if size == 126 else ("!Q", 10)
            (size,) = struct.unpack(form, data[2:head])
        yield data[head : head + size]
        data = data[head + size :]
