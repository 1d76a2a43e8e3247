"""A connection as it arrives: counted by its address, and cut where the websocket is misused.

What is done here comes before the door, which sees whole messages of whoever has shaken hands.
"""

import asyncio

from websockets.asyncio.server import ServerConnection
from websockets.frames import DATA_OPCODES, Frame
from websockets.protocol import Event

from duologue_protocol import limits
from duologue_protocol.refusals import CloseCode
from duologue_server.neighbourhood import Crowd
from duologue_server.pace import Pace

FAREWELL_SECONDS = 1.0
"""How long a misused connection stays, so that its close code can arrive."""


def counted_by(crowd: Crowd) -> type[ServerConnection]:
    """Connections of one server, counted from their first byte to their last."""

    class Arrival(ServerConnection):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            peer = transport.get_extra_info("peername")
            self._host = str(peer[0]) if peer else ""
            self._pace = Pace(limits.FRAMES_PER_SECOND, limits.FRAMES_AT_ONCE)
            if not crowd.came(self._host):
                self.transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            crowd.went(self._host)
            super().connection_lost(exc)

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

    return Arrival
