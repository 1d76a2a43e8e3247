"""The frames of one connection, in the order in which they came and at a bounded pace.

Most are taken as they arrive (arrival.py). Whatever has to wait, ends the connection or came in
pieces is read by a loop: it can sleep, and its errors are the connection's.
"""

import asyncio

from duologue_protocol import codec, limits
from duologue_protocol.codec import Malformed
from duologue_protocol.frames import Ask, Bye, ClientFrame, Command, Hello, Ping, Pong, TypingNow
from duologue_protocol.refusals import CloseCode
from duologue_server.clock import Clock
from duologue_server.connection import Connection
from duologue_server.host import Host
from duologue_server.pace import Pace

SILENCE_SECONDS = limits.HEARTBEAT_MS / 1000 * limits.SERVER_PATIENCE
SILENCE_STEP_SECONDS = 1.0
"""How exactly silence is timed: a timer set anew for each frame costs as much as reading it."""


class Reading:
    """Of somebody who was admitted to a class."""

    __slots__ = (
        "_clock",
        "_connection",
        "_host",
        "_loop",
        "_pace",
        "_problem",
        "_prolonged",
        "_silence",
    )

    def __init__(self, host: Host, connection: Connection, clock: Clock) -> None:
        self._host = host
        self._connection = connection
        self._clock = clock
        self._pace = Pace(limits.FRAMES_PER_SECOND, limits.FRAMES_AT_ONCE)
        self._loop = asyncio.get_running_loop()
        self._prolonged = self._loop.time()
        self._silence = asyncio.Timeout(self._prolonged + SILENCE_SECONDS)
        self._problem: Exception | None = None

    async def ended(self) -> bool:
        """Until the connection ends. True if its person left on purpose.

        Raises ConnectionClosed, Malformed, TimeoutError (nothing came for too long), and what a
        bug raises.
        """
        socket = self._connection.socket
        socket.take = self._take
        try:
            async with self._silence:
                return await self._read()
        finally:
            socket.take = None  # and no cycle is left for the collector

    def _take(self, data: bytes) -> bool:
        """Deal with a frame now; False: it is the loop's."""
        if not self._connection.closing and not self._wait_ms():
            try:
                frame = codec.decode_client_frame(data)
                if not isinstance(frame, Bye):
                    self._heard()
                    self._frame(frame)
                    return True
            except Malformed:
                pass  # so it is for the loop, which closes the connection
            except Exception as problem:  # noqa: BLE001  raised by the loop, where it belongs
                self._problem = problem
        return False

    async def _read(self) -> bool:
        while True:
            while wait_ms := self._wait_ms():
                await asyncio.sleep(wait_ms / 1000)  # whoever floods us fills their own line
            data = await self._connection.socket.read()
            self._heard()
            if self._problem:
                raise self._problem
            if isinstance(data, str):
                self._connection.close(CloseCode.NOT_BINARY)
                return False
            frame = codec.decode_client_frame(data)
            if self._connection.closing:
                return False
            if isinstance(frame, Bye):
                return True
            self._frame(frame)

    def _wait_ms(self) -> int:
        return self._pace.wait_ms(self._clock.now_ms())

    def _heard(self) -> None:
        now = self._loop.time()
        if now - self._prolonged > SILENCE_STEP_SECONDS:
            self._prolonged = now
            self._silence.reschedule(now + SILENCE_SECONDS)

    def _frame(self, frame: ClientFrame) -> None:
        match frame:
            case Command():
                self._host.command(self._connection, frame)
            case Ask():
                self._host.ask(self._connection, frame)
            case TypingNow():
                self._host.typing(self._connection, frame)
            case Ping():
                pong = Pong(frame.c, self._clock.now_ms(), self._connection.seen)
                self._connection.send(pong)
            case Hello() | Bye():
                raise Malformed("hello")
