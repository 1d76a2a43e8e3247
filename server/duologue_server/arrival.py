"""A connection as it arrives: counted by its address, cut where the websocket is misused, and its
whole frames handed over at once.

What is done here comes before the door, which sees whole messages of whoever has shaken hands.
"""

import asyncio
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.frames import DATA_OPCODES, Frame
from websockets.protocol import Event, State

from duologue_protocol import limits
from duologue_protocol.refusals import CloseCode
from duologue_server.framing import CONTROL, FOREIGN, WHOLE, end_of_frame, payload
from duologue_server.neighbourhood import Crowd
from duologue_server.pace import Pace

FAREWELL_SECONDS = 1.0
"""How long a misused connection stays, so that its close code can arrive."""

Take = Callable[[bytes], bool]
"""Takes the content of a frame; False: it is to wait until `read` asks for it."""


class Arrival(ServerConnection):
    """Frames go to `take` where that is set, without a task being woken and without the library's
    parser: half of what reading a line would cost. Whatever is not a whole binary frame goes the
    library's way, and so do all frames behind a message in pieces.
    """

    __slots__ = ("_host", "_pace", "_read_by_library", "_rest", "_waiting", "take")
    """In its dictionary they would be too many for Python to share its keys: 2 kB a connection."""
    crowd: Crowd

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._host = str(peer[0]) if peer else ""
        self._pace = Pace(limits.FRAMES_PER_SECOND, limits.FRAMES_AT_ONCE)
        self._rest = b""
        self.take: Take | None = None
        self._waiting = 0
        """Whole frames that nobody has read yet: no later one may be taken before them."""
        self._read_by_library = True
        """What comes is not looked at here: before hands are shaken, and where it is unusual."""
        if not self.crowd.came(self._host):
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.crowd.went(self._host)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._read_by_library:
            asks = self.request is None
            super().data_received(data)
            if asks and self.request is not None and data.endswith(b"\r\n\r\n"):
                self._read_by_library = False  # nothing came behind the request
            return
        if self._rest:
            data, self._rest = self._rest + data, b""
        place, size = 0, len(data)
        while place < size:
            end = end_of_frame(data, place)
            if end == FOREIGN:
                self._leave_to_library(data[place:])
                return
            if end > size:
                self._rest = data[place:]
                return
            first = data[place]
            if first == WHOLE:
                if not self._is_taken(data, place, end):
                    self._waiting += 1
                    super().data_received(data[place:end])
            elif first & CONTROL:
                super().data_received(data[place:end])
            else:
                self._leave_to_library(data[place:])
                return
            place = end

    def _is_taken(self, data: bytes, place: int, end: int) -> bool:
        if self.take is None or self._waiting or self.protocol.state is not State.OPEN:
            return False
        return self.take(payload(data, place, end))

    def _leave_to_library(self, data: bytes) -> None:
        self._read_by_library = True
        self.take = None
        super().data_received(data)

    async def read(self) -> bytes | str:
        """The next message that was not taken. Raises ConnectionClosed."""
        data = await self.recv()
        self._waiting -= 1
        return data

    def process_event(self, event: Event) -> None:
        """The library answers each ping at once, whether the answers are read or not."""
        is_control = isinstance(event, Frame) and event.opcode not in DATA_OPCODES
        if is_control and self._pace.wait_ms(round(self.loop.time() * 1000)):
            self._give_up()
        else:
            super().process_event(event)

    def _give_up(self) -> None:
        """Say so, read no more, and be gone even if the other side does not go."""
        if not self.transport.is_closing() and self.protocol.close_code is None:
            self.protocol.fail(CloseCode.MALFORMED)
            self.send_data()
            self.transport.pause_reading()
            self.loop.call_later(FAREWELL_SECONDS, self.transport.abort)


def counted_by(crowd: Crowd) -> type[Arrival]:
    """Connections of one server, counted from their first byte to their last."""
    return type("Arrival", (Arrival,), {"__slots__": (), "crowd": crowd})
