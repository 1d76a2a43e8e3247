"""One websocket after the other: frames out in order, frames in, and why it ended."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from ssl import SSLCertVerificationError, SSLError
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from duologue_client.address import Address
from duologue_client.language import _, translate_refusal
from duologue_protocol import limits
from duologue_protocol.codec import Malformed, decode_client_frame, encode
from duologue_protocol.frames import Command, Sorry
from duologue_protocol.refusals import STOPS, CloseCode
from duologue_protocol.requests import Request

NO_CLOSE_FRAME: Final = 1006
"""The code of a connection that ended without one (RFC 6455 7.4.1)."""
OPEN_SECONDS: Final = 5
CLOSE_SECONDS: Final = 2
FLUSH_SECONDS: Final = 1


class Line:
    """Connections to one server, one at a time."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._socket: ClientConnection | None = None
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._closing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    async def hold(self, opened: Callable[[], None], heard: Callable[[bytes | str], None]) -> int:
        """Connect, and stay until the connection ends; its close code.

        Raises OSError, TimeoutError, WebSocketException: when no connection comes to be.
        """
        async with connect(
            self._address.url,
            compression=None,
            ping_interval=None,
            max_size=limits.SERVER_FRAME_BYTES,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            proxy=None if self._address.is_near else True,
            logger=_quiet_logger(),
        ) as socket:
            self._socket, self._frames = socket, asyncio.Queue()
            writer = asyncio.create_task(self._write(socket, self._frames))
            try:
                opened()
                async for data in socket:
                    heard(data)
            except ConnectionClosed:
                pass  # its code tells
            finally:
                self._socket = None
                writer.cancel()
                await asyncio.gather(writer, return_exceptions=True)
        return socket.close_code or NO_CLOSE_FRAME

    def send(self, frame: bytes) -> None:
        """Send this after all that was sent before; nothing where no connection is."""
        if self._socket is not None:
            self._frames.put_nowait(frame)

    def close(self, code: int) -> None:
        """End the connection after what was sent, `hold` returns then."""
        if self._socket is not None:
            self._closing = asyncio.create_task(self._close(self._socket, code))

    async def _close(self, socket: ClientConnection, code: int) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_SECONDS):
                await self._frames.join()
        await socket.close(code)

    @staticmethod
    async def _write(socket: ClientConnection, frames: "asyncio.Queue[bytes]") -> None:
        with suppress(ConnectionClosed):  # the reader learns it too
            while True:
                await socket.send(await frames.get())
                frames.task_done()


def _quiet_logger() -> logging.Logger:
    """The library writes frames to its log while debugging, and in them is what people say."""
    logger = logging.getLogger("duologue_client.websockets")
    logger.setLevel(logging.CRITICAL)
    return logger


def unreachable(error: Exception, address: Address) -> str:
    """Why no connection came to be, and what to check."""
    match error:
        case SSLCertVerificationError():
            return _certificate(error).format(server=address.server, host=address.host)
        case SSLError() | ConnectionResetError() if address.secure:
            return _(
                "{server} does not encrypt its line. If that is right, type it without wss://."
            ).format(server=address.server)
        case InvalidMessage() if not address.secure:
            return _(
                "{server} answers, but not on an open line. "
                "If it has a certificate, type wss://{host}:{port}"
            ).format(server=address.server, host=address.host, port=address.port)
        case InvalidStatus():
            return _("{server} answers, but it is no Duologue server. Check the address.").format(
                server=address.server
            )
        case _:
            return _(
                "No server answers at {server}. Check the address and your internet connection; "
                "if both are right, the server does not run yet. It is tried again and again."
            ).format(server=address.server)


def _certificate(error: SSLCertVerificationError) -> str:
    """What is wrong with a certificate, by OpenSSL's number for it, and what to do."""
    match error.verify_code:
        case 9 | 10:
            return _(
                "The certificate of {server} is not valid today. Check this computer's date; "
                "if it is right, tell your teacher."
            )
        case 62 | 64:
            return _(
                "The certificate of {server} is for another name than {host}. "
                "Check the address, or tell your teacher."
            )
        case _unknown:
            return _(
                "This computer does not know who signed the certificate of {server}. Ask whoever "
                "runs the server for its certificate, and set SSL_CERT_FILE to that file."
            )


def can_be_sent(request: Request) -> bool:
    """Whether the server will take it for a frame. One that it would not would end the line."""
    try:
        data = encode(Command(limits.LARGEST_COUNT, request))
        decode_client_frame(data)
    except (Malformed, UnicodeEncodeError):
        return False
    return len(data) <= limits.FRAME_BYTES


def why_stopped(code: int, why: Sorry | None) -> str:
    """What to tell whoever it happened to."""
    if why is not None:
        return translate_refusal(why.code, why.detail)
    return _(STOPS[CloseCode(code)])
