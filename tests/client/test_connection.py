"""The client's connection against a small real server that follows a script."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve

from duologue_client.address import Address, parse_address
from duologue_client.connection import Connection
from duologue_client.entrance import join, teach
from duologue_client.places import Draft
from duologue_client.session import (
    Happening,
    LinkChanged,
    RequestKept,
    RequestRefused,
    ViewChanged,
)
from duologue_protocol.codec import decode_client_frame, encode
from duologue_protocol.frames import (
    Ack,
    Answer,
    Ask,
    Bye,
    ClientFrame,
    Command,
    Event,
    Go,
    Hello,
    Join,
    Nack,
    Return,
    ServerFrame,
    Snapshot,
    Sorry,
    Teach,
    Welcome,
)
from duologue_protocol.parts import Classroom, Library, Line, Person
from duologue_protocol.refusals import CloseCode, Refused
from duologue_protocol.requests import ListActivities, Say

ANNA = Person("p1", "Anna", "student", "here", room="r1")
CLASS = Classroom("English", "K7QM-2PXA", pairing_allowed=True)
SNAPSHOT = Snapshot(seq=40, parts=(CLASS, ANNA))


def welcome(last_n: int = 0) -> Welcome:
    return Welcome("p1", "student", 7, 40, last_n, 5_000_000, 10_000, "the-token")


class Peer:
    """The server's end of one connection, in a script's hands."""

    def __init__(self, socket: ServerConnection) -> None:
        self._socket = socket

    async def hears(self) -> ClientFrame:
        data = await self._socket.recv()
        assert isinstance(data, bytes)
        return decode_client_frame(data)

    async def tells(self, *frames: ServerFrame) -> None:
        for frame in frames:
            await self._socket.send(encode(frame))

    async def tells_bytes(self, data: bytes | str) -> None:
        await self._socket.send(data)

    async def welcomes(self, last_n: int = 0) -> Hello:
        hello = await self.hears()
        assert isinstance(hello, Hello)
        await self.tells(welcome(last_n), SNAPSHOT)
        return hello

    async def closes(self, code: int) -> None:
        await self._socket.close(code)

    async def cuts(self) -> None:
        self._socket.transport.abort()

    async def ended(self) -> int:
        await self._socket.wait_closed()
        return self._socket.close_code or 0


@dataclass
class Server:
    address: Address
    peers: "asyncio.Queue[Peer]" = field(default_factory=asyncio.Queue["Peer"])

    async def peer(self) -> Peer:
        """The next client that connects."""
        return await self.peers.get()


@asynccontextmanager
async def scripted_server() -> AsyncGenerator[Server]:
    peers: asyncio.Queue[Peer] = asyncio.Queue()

    async def handle(socket: ServerConnection) -> None:
        peers.put_nowait(Peer(socket))
        await socket.wait_closed()

    async with serve(handle, "127.0.0.1", 0, compression=None, close_timeout=1) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield Server(parse_address(f"K7QM-2PXA@127.0.0.1:{port}"), peers)


class Ear:
    """Everything a session told, and a way to wait for more."""

    def __init__(self, connection: Connection) -> None:
        self.heard: list[Happening] = []
        self._more = asyncio.Event()
        connection.listen(self._hear)

    def _hear(self, happening: Happening) -> None:
        self.heard.append(happening)
        self._more.set()

    async def until(self, wanted: Callable[[Happening], bool]) -> Happening:
        """The first happening of this sort."""
        while True:
            for happening in self.heard:
                if wanted(happening):
                    return happening
            self._more.clear()
            await self._more.wait()

    async def link(self, state: str) -> LinkChanged:
        found = await self.until(lambda h: isinstance(h, LinkChanged) and h.state == state)
        assert isinstance(found, LinkChanged)
        return found


@asynccontextmanager
async def joined(
    address: Address, inside: Path, then: Callable[[Connection], Awaitable[None]] | None = None
) -> AsyncGenerator[tuple[Connection, Ear]]:
    connection = join(address, "Anna", "B1", inside=inside)
    connection.chance = lambda: 0.0
    ear = Ear(connection)
    if then is not None:
        await then(connection)
    connection.start()
    try:
        yield connection, ear
    finally:
        await connection.leave()


async def test_joins_and_sees_the_class(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        peer = await server.peer()
        hello = await peer.welcomes()
        assert isinstance(hello.auth, Join)
        assert hello.auth == Join("K7QM-2PXA", "Anna", "B1", device=hello.auth.device)
        assert len(hello.auth.device) == 16
        await ear.until(lambda h: h == ViewChanged(SNAPSHOT.parts, fresh=True))
        assert anna.view.me == ANNA
        assert anna.link.state == "live"
        assert abs(anna.now_ms() - 5_000_000) < 60_000


async def test_events_are_folded(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        peer = await server.peer()
        await peer.welcomes()
        line = Line("r1", 1, "p2", "Hi Anna", 0)
        await peer.tells(Event(41, 40, 0, (line,)))
        await ear.until(lambda h: h == ViewChanged((line,)))
        assert anna.view.rooms["r1"].lines == {1: line}


async def test_a_line_is_on_disk_when_it_is_sent_and_kept_once(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        peer = await server.peer()
        await peer.welcomes()
        await ear.link("live")
        anna.submit(Say("r1", "a line of mine"))
        assert await peer.hears() == Command(1, Say("r1", "a line of mine"))
        (outbox,) = tmp_path.glob("*/outbox.mpk")
        assert b"a line of mine" in outbox.read_bytes()
        assert anna.pending == (Say("r1", "a line of mine"),)
        await peer.tells(Ack(1, 41))
        await ear.until(lambda h: h == RequestKept(Say("r1", "a line of mine")))
        assert not anna.pending


async def test_a_cut_line_loses_nothing(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        peer = await server.peer()
        await peer.welcomes()
        await ear.link("live")
        anna.submit(Say("r1", "one"))
        anna.submit(Say("r1", "two"))
        assert await peer.hears() == Command(1, Say("r1", "one"))
        await peer.cuts()
        await ear.link("waiting")
        anna.submit(Say("r1", "three"))
        again = await server.peer()
        hello = await again.welcomes(last_n=1)
        assert hello.auth == Return("the-token")
        assert (hello.epoch, hello.seq) == (7, 40)
        assert await again.hears() == Command(2, Say("r1", "two"))
        assert await again.hears() == Command(3, Say("r1", "three"))
        assert RequestKept(Say("r1", "one")) in ear.heard


async def test_another_run_of_the_program_goes_on(tmp_path: Path) -> None:
    async with scripted_server() as server:
        async with joined(server.address, tmp_path) as (anna, ear):
            peer = await server.peer()
            first = await peer.welcomes()
            await ear.link("live")
            anna.submit(Say("r1", "unsent"))
            anna.keep_draft(Draft("half a th", "r1 line"))
            assert isinstance(await peer.hears(), Command)
        assert await peer.hears() == Bye()
        assert await peer.ended() == CloseCode.NORMAL
        async with joined(server.address, tmp_path) as (anna, ear):
            assert anna.draft == Draft("half a th", "r1 line")
            assert anna.link.kept == 1
            peer = await server.peer()
            hello = await peer.welcomes()
            assert (hello.inst, hello.auth) == (first.inst, Return("the-token"))
            assert await peer.hears() == Command(1, Say("r1", "unsent"))


async def test_a_refusal_comes_back_with_its_sentence(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        peer = await server.peer()
        await peer.welcomes()
        await ear.link("live")
        anna.submit(Say("r1", "mine"))
        await peer.hears()
        await peer.tells(Nack(1, "not_your_turn", ("Ben",)))
        refused = await ear.until(lambda h: isinstance(h, RequestRefused))
        assert refused == RequestRefused(Say("r1", "mine"), "It is Ben's turn. Wait for the line.")


@pytest.mark.parametrize("text", ["x" * 2_000, "\ud800"])
async def test_what_no_server_reads_is_never_sent(tmp_path: Path, text: str) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        peer = await server.peer()
        await peer.welcomes()
        await ear.link("live")
        anna.submit(Say("r1", text))
        await ear.until(lambda h: isinstance(h, RequestRefused))
        anna.submit(Say("r1", "well"))
        assert await peer.hears() == Command(1, Say("r1", "well"))


async def test_asks(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, ear):
        with pytest.raises(Refused, match="line_down"):
            await anna.ask(ListActivities())
        peer = await server.peer()
        await peer.welcomes()
        await ear.link("live")
        first = asyncio.create_task(anna.ask(ListActivities()))
        second = asyncio.create_task(anna.ask(ListActivities()))
        third = asyncio.create_task(anna.ask(ListActivities()))
        assert [await peer.hears() for _ in range(3)] == [
            Ask(q, ListActivities()) for q in (1, 2, 3)
        ]
        await peer.tells(Answer(2, code="not_allowed"), Answer(1, Library(())))
        assert await first == Library(())
        with pytest.raises(Refused, match="not_allowed"):
            await second
        await peer.cuts()
        with pytest.raises(Refused, match="line_down"):
            await third


async def test_sorry_stops_with_its_sentence(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (_, ear):
        peer = await server.peer()
        await peer.hears()
        await peer.tells(Sorry("no_classroom", ("K7QM-2PXA",)))
        await peer.closes(CloseCode.NO_CLASSROOM)
        stopped = await ear.link("stopped")
        assert stopped.sentence.startswith("No class here has the code K7QM-2PXA.")


async def test_a_token_that_is_worth_nothing_is_forgotten(tmp_path: Path) -> None:
    async with scripted_server() as server:
        async with joined(server.address, tmp_path) as (_, ear):
            peer = await server.peer()
            await peer.welcomes()
            await ear.link("live")
            await peer.closes(CloseCode.REMOVED)
            await ear.link("stopped")
        async with joined(server.address, tmp_path):
            hello = await (await server.peer()).hears()
            assert isinstance(hello, Hello)
            assert isinstance(hello.auth, Join)


@pytest.mark.parametrize("data", [b"\xc1", "text"])
async def test_what_cannot_be_read_closes_and_comes_back(tmp_path: Path, data: bytes | str) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (anna, _):
        peer = await server.peer()
        await peer.welcomes()
        await peer.tells_bytes(data)
        assert await peer.ended() == CloseCode.MALFORMED
        await (await server.peer()).welcomes()
        assert anna.link.state != "stopped"


async def test_a_draining_server_says_when_to_come_back(tmp_path: Path) -> None:
    async with scripted_server() as server, joined(server.address, tmp_path) as (_, ear):
        peer = await server.peer()
        await peer.welcomes()
        await peer.tells(Go(0, "draining"))
        await peer.closes(CloseCode.DRAINING)
        await ear.link("waiting")
        await (await server.peer()).welcomes()


async def test_no_server_is_a_sentence_and_it_tries_again(tmp_path: Path) -> None:
    async with scripted_server() as server:
        address = server.address
    async with joined(address, tmp_path) as (anna, ear):
        anna.submit(Say("r1", "early"))
        waiting = await ear.link("waiting")
        assert waiting.sentence.startswith(f"No server answers at {address.server}.")
        assert waiting.kept == 1


async def test_a_screen_that_fails_costs_nobody_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "logs" / "client.log"
    monkeypatch.setattr("duologue_client.error_log.error_log", lambda: log)

    async def add_failing(connection: Connection) -> None:
        def fail(happening: Happening) -> None:
            raise KeyError("a secret utterance", happening)

        connection.listen(fail)

    async with (
        scripted_server() as server,
        joined(server.address, tmp_path, add_failing) as (anna, ear),
    ):
        await (await server.peer()).welcomes()
        await ear.link("live")
        assert anna.view.me == ANNA
    noted = log.read_text("utf-8")
    assert "KeyError" in noted
    assert "secret utterance" not in noted.replace('raise KeyError("a secret utterance"', "")


async def test_a_teacher_comes_with_the_key(tmp_path: Path) -> None:
    async with scripted_server() as server:
        connection = teach(server.address, "the-key", "Ms Orlova", inside=tmp_path)
        connection.start()
        hello = await (await server.peer()).hears()
        assert isinstance(hello, Hello)
        assert hello.auth == Teach("K7QM-2PXA", "the-key", "Ms Orlova")
        await connection.leave()
