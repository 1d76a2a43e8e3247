"""Lines that a test has opened by hand: they are cut before its loop ends.

One that is left open is noticed by Python when it throws the object away, at any time later: as a
warning, and so a failure, of whichever test runs then.
"""

import asyncio
from weakref import WeakSet

_opened: WeakSet[asyncio.BaseTransport] = WeakSet()


def opened(transport: asyncio.BaseTransport) -> None:
    _opened.add(transport)


async def cut_all() -> None:
    for transport in list(_opened):
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
    _opened.clear()
    for _turn in range(2):  # in the first they are told, in the second their sockets are closed
        await asyncio.sleep(0)
