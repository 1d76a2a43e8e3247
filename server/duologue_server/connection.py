"""One client's line: frames out, with a bound on what a slow reader may leave unread."""

import asyncio
import struct
from collections.abc import Callable

from websockets.protocol import State

from duologue_protocol import codec, limits
from duologue_protocol.frames import ServerFrame, Snapshot, Welcome
from duologue_protocol.refusals import CloseCode
from duologue_server.arrival import Arrival

Deliver = Callable[[], None]
"""Something to be shown once what it speaks of is kept."""


class Connection:
    """A websocket with a person behind it."""

    __slots__ = ("_closed", "_loop", "_unsent", "closing", "inst", "seen", "socket", "who")

    def __init__(self, socket: Arrival, inst: bytes) -> None:
        self.socket = socket
        self.inst = inst
        self.who = ""
        self.seen = 0
        """The position of the last snapshot or event that was sent."""
        self.closing = False
        self._unsent: list[bytes] = []
        self._loop = asyncio.get_running_loop()
        self._closed: asyncio.Task[None] | None = None

    def send(self, frame: ServerFrame) -> None:
        self.send_bytes(codec.encode(frame))

    def greet(self, welcome: Welcome, snapshot: Snapshot) -> None:
        """The first two frames; events go on from the snapshot's position."""
        self.send(welcome)
        self.send(snapshot)
        self.seen = snapshot.seq

    def send_event(self, seq: int, event: bytes) -> None:
        """The event of a position, encoded before, for whoever has seen all up to `self.seen`."""
        self.send_bytes(event)
        self.seen = seq

    def send_bytes(self, data: bytes) -> None:
        """Hand a frame to the line: all frames of one turn of the loop go out in one write."""
        if self.closing:
            return
        if not self._unsent:
            self._loop.call_soon(self._write)
        self._unsent += (_header(len(data)), data)

    def _write(self) -> None:
        """Waits for nobody; a reader who left too much unread is closed and resumes."""
        unsent, self._unsent = self._unsent, []
        if self.socket.state is not State.OPEN:
            return
        if self.socket.transport.get_write_buffer_size() > limits.OUTBOX_BYTES:
            self.close(CloseCode.TOO_SLOW)
            return
        self.socket.transport.write(b"".join(unsent))

    def close(self, code: CloseCode) -> None:
        """Close in the background; what was sent before is still delivered if it can be."""
        if not self.closing:
            self.closing = True
            self._closed = asyncio.get_running_loop().create_task(self.socket.close(code))

    async def closed(self) -> None:
        """Wait for a close in the background, so that no task is left behind."""
        if self._closed:
            await self._closed


def _header(size: int) -> bytes:
    """Of a whole binary frame, not compressed: the library takes much longer to put it there."""
    if size < 126:
        return bytes((0x82, size))
    if size < 65_536:
        return struct.pack("!BBH", 0x82, 126, size)
    return struct.pack("!BBQ", 0x82, 127, size)
