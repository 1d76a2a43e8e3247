"""The door: a connection's first frame, and who it is."""

import asyncio
import logging
from collections import Counter

import msgspec
from websockets.exceptions import ConnectionClosed

from duologue_protocol import codec, limits
from duologue_protocol.codec import Malformed
from duologue_protocol.frames import Hello, Return, Sorry
from duologue_protocol.refusals import CloseCode, Refused
from duologue_server.arrival import Arrival
from duologue_server.connection import Connection
from duologue_server.guesses import Guesses
from duologue_server.host import Host
from duologue_server.journal import Damaged, StoreProblem, Unknown
from duologue_server.neighbourhood import neighbourhood
from duologue_server.reading import Reading
from duologue_server.school import School

log = logging.getLogger(__name__)

CLOSES: dict[str, CloseCode] = {
    "no_classroom": CloseCode.NO_CLASSROOM,
    "classroom_closed": CloseCode.CLASSROOM_CLOSED,
    "version": CloseCode.VERSION,
    "too_many_tries": CloseCode.TOO_MANY_TRIES,
    "too_often": CloseCode.TOO_MANY_TRIES,
    "ahead_of_log": CloseCode.AHEAD_OF_LOG,
    "removed": CloseCode.REMOVED,
    "banned": CloseCode.REMOVED,
}
"""Which close code follows a refusal at the door; NOT_ALLOWED follows all others."""

GUESSED_WRONG = ("no_classroom", "wrong_key", "unknown_token")


class AnyHello(msgspec.Struct, tag_field="t", tag="hello"):
    """As much of a hello as every version has."""

    v: int = 0
    """0 where there is none: older than the first."""


_any_hello: msgspec.msgpack.Decoder[AnyHello] = msgspec.msgpack.Decoder(AnyHello)


class Door:
    def __init__(self, school: School) -> None:
        self._school = school
        self._guesses = Guesses()
        self._unknown: dict[Arrival, str] = {}
        """Who has not said hello, the oldest first, and from where."""

    async def __call__(self, socket: Arrival) -> None:
        """Serve one connection until it ends. Never raises: a fault costs one connection."""
        try:
            await self._serve(socket)
        except ConnectionClosed:
            pass
        except Malformed:
            await socket.close(CloseCode.MALFORMED)
        except TimeoutError:
            await socket.close(CloseCode.NO_HEARTBEAT)
        except (Unknown, Damaged, StoreProblem) as problem:
            log.error("The store failed a connection: %s", problem)
            await socket.close(CloseCode.STORE_UNREACHABLE)
        except Exception:  # a bug must cost one connection, not the server
            log.exception("A connection could not be served.")
            await socket.close(CloseCode.STORE_UNREACHABLE)

    async def _serve(self, socket: Arrival) -> None:
        address = neighbourhood(str(socket.remote_address[0]) if socket.remote_address else "")
        hello = await self._hello(socket, address)
        if hello is None:
            return
        try:
            if not isinstance(hello.auth, Return):  # a token is beyond any guessing
                self._must_not_guess(address)
            admitted = await self._school.admit(hello)
            admitted.host.must_not_storm(admitted.who)
            self._must_not_be_ahead(admitted.host, hello)
        except Refused as refused:
            if refused.code in GUESSED_WRONG:
                self._guessed_wrong(address, refused.code)
            await _turn_away(socket, refused)
            return
        connection = Connection(socket, hello.inst)
        connection.who = admitted.who
        host = admitted.host
        host.attach(connection, admitted.token)
        del hello, admitted  # half a kilobyte for as long as the connection lasts
        left = False
        try:
            left = await Reading(host, connection, self._school.clock).ended()
        finally:
            host.detach(connection, left=left)
        await connection.closed()

    async def _hello(self, socket: Arrival, address: str) -> Hello | None:
        """The first frame; None if the connection was turned away."""
        data = await self._first_frame(socket, address)
        if isinstance(data, str):
            await socket.close(CloseCode.NOT_BINARY)
            return None
        try:
            version = _any_hello.decode(data[: limits.HELLO_BYTES]).v
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Malformed("hello") from None
        if version != limits.PROTOCOL:
            numbers = (str(version)[:20], str(limits.PROTOCOL))
            await _turn_away(socket, Refused("version", *numbers))
            return None
        hello = codec.decode_client_frame(data)
        if not isinstance(hello, Hello):
            raise Malformed("hello")
        return hello

    async def _first_frame(self, socket: Arrival, address: str) -> bytes | str:
        """Wait for it among a bounded number of others, so that silence can't fill the memory.

        Whoever fills it drops their own: the oldest goes of the address that has most.
        """
        if len(self._unknown) >= limits.UNKNOWN_CONNECTIONS:
            [(crowded, _count)] = Counter(self._unknown.values()).most_common(1)
            oldest = next(one for one, where in self._unknown.items() if where == crowded)
            del self._unknown[oldest]
            oldest.transport.abort()
        self._unknown[socket] = address
        try:
            async with asyncio.timeout(limits.HELLO_SECONDS):
                return await socket.read()
        finally:
            self._unknown.pop(socket, None)

    def _must_not_guess(self, address: str) -> None:
        if wait := self._guesses.wait_ms(address, self._school.clock.now_ms()):
            raise Refused("too_many_tries", str(wait // 1000 + 1), retry_ms=wait)

    def _guessed_wrong(self, address: str, code: str) -> None:
        """Told to who runs the server as often as it gets serious, and never what was tried."""
        count = self._guesses.was_wrong(address, self._school.clock.now_ms())
        if count % limits.FREE_GUESSES == 0:
            log.warning("%d wrong tries from %s, the last one: %s.", count, address, code)

    def _must_not_be_ahead(self, host: Host, hello: Hello) -> None:
        """The client is the outside witness: had it seen more than there is, the log lost data."""
        top = host.state.seq
        if hello.epoch == host.lease.epoch and hello.seq > top:
            log.critical("A client has seen position %d, the log ends at %d.", hello.seq, top)
            raise Refused("ahead_of_log")


async def _turn_away(socket: Arrival, refused: Refused) -> None:
    await socket.send(codec.encode(Sorry(refused.code, refused.detail, refused.retry_ms)))
    await socket.close(CLOSES.get(refused.code, CloseCode.NOT_ALLOWED))
