"""A connection as it arrives: cut before anything of it is read where its address has too many."""

import asyncio

from websockets.asyncio.server import ServerConnection

from duologue_server.neighbourhood import Crowd


def counted_by(crowd: Crowd) -> type[ServerConnection]:
    """Connections of one server, counted from their first byte to their last."""

    class Arrival(ServerConnection):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            peer = transport.get_extra_info("peername")
            self._host = str(peer[0]) if peer else ""
            if not crowd.came(self._host):
                self.transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            crowd.went(self._host)
            super().connection_lost(exc)

    return Arrival
