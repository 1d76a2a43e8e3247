"""What no client of ours sends: each is answered by a refusal or a close code, and no other room
notices."""

# pyright: reportPrivateUsage=false

import asyncio
import os
import struct
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from duologue_protocol import codec, limits, requests
from duologue_protocol.frames import (
    Ack,
    Answer,
    Command,
    Hello,
    Join,
    Nack,
    Ping,
    Pong,
    Return,
    Sorry,
    Teach,
)
from duologue_protocol.parts import PersonRole
from duologue_protocol.refusals import REFUSALS
from duologue_server import door
from duologue_server.decide import REFUSED_TO, WHO_MAY
from duologue_server.pace import Pace
from support.classroom import School, school
from support.examples import example
from support.lesson import ROLE_PLAY
from support.raw_socket import BINARY, CLOSE, PING, PONG, TEXT, RawSocket, frame
from support.talk import Talk
from support.wire import Wire

pack = msgspec.msgpack.encode
JOIN: dict[str, Any] = {"t": "join", "code": "K7QM-2PXA", "name": "Mallory"}


@asynccontextmanager
async def beside_a_talk(folder: Path) -> AsyncGenerator[tuple[School, Talk]]:
    """A school where a pair talks. It has to talk on after all that happens inside."""
    async with school(folder) as english:
        talk = await Talk.begin(english.address.url, english.record.code, english.key)
        await talk.goes_on()
        yield english, talk
        await talk.goes_on()


def hello(**other: Any) -> bytes:
    """A hello with something wrong in it."""
    good: dict[str, Any] = {"t": "hello", "v": 1, "app": "x", "auth": JOIN, "inst": bytes(16)}
    return pack({**good, **other})


def hello_as(**other: Any) -> bytes:
    return hello(auth={**JOIN, **other})


def command(n: Any = 1, do: Any = None, **other: Any) -> bytes:
    return pack({"t": "cmd", "n": n, "do": do or {"t": "seek"}, **other})


def say(**other: Any) -> bytes:
    return command(1, {"t": "say", "room": "r1", "text": "x", **other})


HUGE = b"\xff\xff\xff\xff"
"""A length of 4 G that nothing follows."""

NO_FRAMES: dict[str, bytes] = {
    "nothing": b"",
    "a byte that stands for nothing": b"\xc1",
    "nested lists": b"\x91" * 15_000 + b"\xc0",
    "nested maps": b"\x81\xa1a" * 5_000 + b"\xc0",
    "a map of 4 G": b"\xdf" + HUGE,
    "a list of 4 G": b"\xdd" + HUGE,
    "a string of 4 G": b"\xdb" + HUGE,
    "bytes of 4 G": b"\xc6" + HUGE,
    "an extension of 4 G": b"\xc9" + HUGE + b"\x01",
    "thousands of maps": b"\xdc\x0f\xa0" + b"\x80" * 4_000,
    "numbers for keys": pack({1: 2}),
    "a list for a key": b"\x81\x90\x01",
    "an extension type": b"\xd4\x05\x00",
    "a bad time": b"\xd7\xff" + b"\xff" * 8,
    "a number": b"\x01",
    "no tag": pack({"v": 1}),
    "an unknown tag": pack({"t": "sudo", "v": 1}),
    "a tag that is a number": pack({"t": 1, "v": 1}),
    "a frame of the server": pack({"t": "ack", "n": 1, "s": 1}),
}
"""Neither first nor later is this a frame. Each closes with 4400."""

BAD_HELLOS: dict[str, bytes] = {
    "a number with a point": hello(v=1.0),
    "not a number": hello(v=float("nan")),
    "endless": hello(v=float("inf")),
    "true for a number": hello(v=True),
    "a string for a number": hello(v="1"),
    "null for a number": hello(v=None),
    "more than the largest": hello(seq=2**64 - 1),
    "below zero": hello(seq=-1),
    "far below zero": hello(epoch=-(2**63)),
    "an unknown field": hello(role="teacher"),
    "an unknown field inside": hello_as(role="teacher"),
    "a code that is bytes": hello_as(code=b"K7QM-2PXA"),
    "a name that is null": hello_as(name=None),
    "a name of 10,000 letters": hello_as(name="x" * 10_000),
    "a name that is no text": hello_as(name="MARK").replace(b"MARK", b"\xff\xfe\xff\xfe"),
    "half of a surrogate pair": hello_as(name="MAR").replace(b"MAR", b"\xed\xa0\x80"),
    "a level nobody has": hello_as(level="Z9"),
    "an unknown way in": hello(auth={"t": "root"}),
    "no way in": pack({"t": "hello", "v": 1, "app": "x", "inst": bytes(16)}),
    "an instance too short": hello(inst=bytes(15)),
    "an instance too long": hello(inst=bytes(17)),
    "bytes behind it": hello() + b"\xc0",
    "two in one": hello() * 2,
    "a part of one": hello()[:-1],
    "more than a hello may have": hello(app="x" * limits.HELLO_BYTES),
    "a command": command(),
    "a question": pack({"t": "ask", "q": 1, "what": {"t": "list_activities"}}),
    "a sign of typing": pack({"t": "typing", "room": "r1", "on": True}),
    "a heartbeat": pack({"t": "ping", "c": 1, "seen": 0}),
    "a farewell": pack({"t": "bye"}),
}
"""As a first frame each closes with 4400."""

BAD_LATER: dict[str, bytes] = {
    "hello again": hello(),
    "a first number of 0": command(0),
    "a number below 0": command(-1),
    "the largest number": command(2**64 - 1),
    "a number above the largest": command(2**53 + 1),
    "a number with a point": command(1.0),
    "no number": command(float("nan")),
    "true for a number": command(n=True),
    "a string for a number": command("1"),
    "a sender of one's own": command(by="teacher"),
    "a clock of one's own": command(at_ms=1),
    "an unknown request": command(1, {"t": "become_teacher"}),
    "a request without its field": command(1, {"t": "say", "room": "r1"}),
    "an unknown field in a request": say(by="teacher"),
    "null for text": say(text=None),
    "bytes for text": say(text=b"x"),
    "text that is too long": say(text="x" * (limits.LINE_CHARACTERS + 1)),
    "text that is no text": say(text="MARK").replace(b"MARK", b"\xff\xfe\xff\xfe"),
    "a room without a name": say(room=""),
    "bytes behind it": command() + b"\xc0",
}
"""After a good hello each closes with 4400."""

BROKEN: dict[str, tuple[bytes, int]] = {
    "an unknown opcode": (frame(3, b"x"), 1002),
    "a reserved bit": (frame(BINARY, b"x", rsv=0x40), 1002),
    "no mask": (frame(BINARY, b"x", masked=False), 1002),
    "the end of nothing": (frame(0, b"x"), 1002),
    "a control frame in parts": (frame(PING, b"x", fin=False), 1002),
    "a long control frame": (frame(PING, b"x" * 126), 1002),
    "a bad close code": (frame(CLOSE, struct.pack("!H", 999)), 1002),
    "text that is no text": (frame(TEXT, b"\xff\xfe"), 1007),
    "text": (frame(TEXT, b"hello"), 1003),
    "a head of 2 ** 40": (frame(BINARY, length=2**40), 1009),
    "a head of 2 ** 63 - 1": (frame(BINARY, length=2**63 - 1), 1009),
    "a byte too many": (frame(BINARY, bytes(limits.FRAME_BYTES + 1)), 1009),
    "too much in parts": (
        frame(BINARY, bytes(9_000), fin=False) + frame(0, bytes(9_000)),
        1009,
    ),
    "empty parts without end": (
        frame(BINARY, fin=False) + frame(0, fin=False) * 20_000,
        1009,
    ),
    "pings without end": (frame(PING, b"x" * 125) * (2 * limits.FRAMES_AT_ONCE), 4400),
    "answers to no pings": (frame(PONG, b"x") * (2 * limits.FRAMES_AT_ONCE), 4400),
    "a compressed bomb": (frame(BINARY, bytes(60), rsv=0x40), 1002),
}
"""Broken websocket frames, and the code each is closed with."""

NO_UPGRADES: dict[str, tuple[bytes, bytes]] = {
    "a form": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", b""),
    "a TLS hello": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(80), b""),
    "a page": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 426"),
    "200 headers": (
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n",
        b"HTTP/1.1 431",
    ),
    "a long header": (b"GET / HTTP/1.1\r\nX: " + b"y" * 9_000 + b"\r\n\r\n", b"HTTP/1.1 431"),
}
"""What is no websocket at all, and how its answer begins."""


async def close_code(socket: ClientConnection) -> int | None:
    """Wait until the server closes; its code."""
    async with asyncio.timeout(30):
        await socket.wait_closed()
    return socket.close_code


async def turned_away(english: School, first: bytes) -> tuple[str, int | None]:
    """The refusal (if there is one) and the close code that a first frame is answered with."""
    async with connect(english.address.url, compression=None) as socket:
        await socket.send(first)
        try:
            sorry = codec.decode_server_frame(await socket.recv(decode=False))
        except ConnectionClosed:
            return "", socket.close_code
        assert isinstance(sorry, Sorry)
        assert sorry.code in REFUSALS
        return sorry.code, await close_code(socket)


async def test_first_frames_that_are_none(tmp_path: Path) -> None:
    async with beside_a_talk(tmp_path) as (english, talk):
        for name, first in {**NO_FRAMES, **BAD_HELLOS}.items():
            assert await turned_away(english, first) == ("", 4400), name
            await talk.reads_on()


async def test_later_frames_that_are_none(tmp_path: Path) -> None:
    async with beside_a_talk(tmp_path) as (english, talk):
        clara = await Wire.open(english.address.url, Join(english.record.code, "Clara"))
        for name, later in {**NO_FRAMES, **BAD_LATER}.items():
            again = await Wire.open(english.address.url, Return(clara.token))
            await again.socket.send(later)
            assert await close_code(again.socket) == 4400, name
            await talk.reads_on()


async def test_broken_websockets(tmp_path: Path) -> None:
    async with beside_a_talk(tmp_path) as (english, talk):
        for name, (broken, code) in BROKEN.items():
            raw = await RawSocket.upgraded(english.server.port)
            await raw.send(broken)
            assert await raw.close_code() == code, name
            raw.close()
            await talk.reads_on()


async def test_pings_whose_answers_nobody_reads_fill_no_memory(tmp_path: Path) -> None:
    """The library answers by itself, past all that bounds what a slow reader may leave unread."""
    async with beside_a_talk(tmp_path) as (english, talk):
        raw = await RawSocket.upgraded(english.server.port, receive_buffer=4_096)
        await raw.send(frame(BINARY, hello_as(code=english.record.code, name="Eva")))
        await talk.teacher.until(lambda _: "Eva" in _names(talk.teacher))
        with pytest.raises(ConnectionError):
            await _ping_on(raw, talk)
        raw.close()


async def _ping_on(raw: RawSocket, talk: Talk) -> None:
    """Raises ConnectionError: when the server has had enough."""
    while True:
        await raw.send(frame(PING, b"x" * 125) * 1_000)
        await talk.reads_on()


def _names(wire: Wire) -> set[str]:
    return {person.name for person in wire.view.people.values()}


async def test_what_is_no_websocket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HELLO_SECONDS", 1.0)
    async with beside_a_talk(tmp_path) as (english, talk):
        for name, (request, answer) in NO_UPGRADES.items():
            raw = await RawSocket.connect(english.server.port)
            await raw.send(request)
            assert (await raw.answer()).startswith(answer), name
            raw.close()
            await talk.reads_on()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1"])
async def test_pages_of_other_sites(tmp_path: Path, origin: str) -> None:
    async with school(tmp_path) as english:
        raw = await RawSocket.connect(english.server.port)
        await raw.send(
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            b"Origin: " + origin.encode() + b"\r\n\r\n"
        )
        assert (await raw.answer()).startswith(b"HTTP/1.1 403")
        raw.close()


async def test_who_is_silent_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the handshake, in the middle of it, and before hello."""
    monkeypatch.setattr(limits, "HELLO_SECONDS", 0.3)
    async with school(tmp_path) as english:
        silent, slow = [await RawSocket.connect(english.server.port) for _ in range(2)]
        await slow.send(b"GET / HTTP/1.1\r\nHost: ")
        assert await silent.answer() == b""
        assert await slow.answer() == b""
        upgraded = await RawSocket.upgraded(english.server.port)
        assert await upgraded.close_code() == 4511
        for raw in (silent, slow, upgraded):
            raw.close()


WRONG_DOORS: tuple[tuple[str, Callable[[School], Hello], str, int], ...] = (
    ("an old version", lambda e: greet(join(e), v=0), "version", 4426),
    ("a new version", lambda e: greet(join(e), v=2), "version", 4426),
    ("an absurd version", lambda e: greet(join(e), v=2**53), "version", 4426),
    ("an unknown code", lambda _: greet(Join("AAAA-AAAA", "Eva")), "no_classroom", 4404),
    ("a code that is none", lambda _: greet(Join("' OR 1=1 --", "Eva")), "no_classroom", 4404),
    ("a wrong key", lambda e: greet(Teach(e.record.code, "A" * 34, "Eva")), "wrong_key", 4401),
    ("no key", lambda e: greet(Teach(e.record.code, "", "Eva")), "wrong_key", 4401),
    ("an unknown token", lambda _: greet(Return("x" * 43)), "unknown_token", 4401),
    ("no token", lambda _: greet(Return("")), "unknown_token", 4401),
    ("a taken name", lambda e: greet(join(e, "Anna")), "name_taken", 4401),
    ("a name that looks taken", lambda e: greet(join(e, "Анна")), "name_taken", 4401),
    ("a name in two alphabets", lambda e: greet(join(e, "Сlara")), "name_mixed", 4401),
    ("a name that is a role", lambda e: greet(join(e, "Наблюдатель")), "name_reserved", 4401),
    ("a role in a name", lambda e: greet(join(e, "Тeacher Anna")), "name_reserved", 4401),
    ("a wide name", lambda e: greet(join(e, "Ａｎｎａ")), "name_taken", 4401),
    ("a hidden sign in it", lambda e: greet(join(e, "An\u200bna")), "name_taken", 4401),
    ("the teacher's name", lambda e: greet(join(e, "Ms Lee")), "name_taken", 4401),
    ("a name of blanks", lambda e: greet(join(e, " \n\t ")), "name_empty", 4401),
    ("a name of marks", lambda e: greet(join(e, "\u0301\u0301")), "name_empty", 4401),
    ("a name of escapes", lambda e: greet(join(e, "\x1b\x9b\u202e")), "name_empty", 4401),
    ("a long name", lambda e: greet(join(e, "x" * 200)), "name_too_long", 4401),
    ("a name kept for teachers", lambda e: greet(join(e, "Teacher")), "name_reserved", 4401),
    ("the same in Russian", lambda e: greet(join(e, "Учитель")), "name_reserved", 4401),
)
"""Who is not let in, with the refusal and the close code."""


def join(english: School, name: str = "Eva") -> Join:
    return Join(english.record.code, name)


def greet(
    auth: Join | Teach | Return, v: int = limits.PROTOCOL, epoch: int = 0, seq: int = 0
) -> Hello:
    return Hello(v, "test", auth, os.urandom(16), epoch, seq)


async def test_who_is_not_let_in(tmp_path: Path) -> None:
    async with beside_a_talk(tmp_path) as (english, talk):
        people = len(talk.teacher.view.people)
        for name, first, refusal, code in WRONG_DOORS:
            answer = await turned_away(english, codec.encode(first(english)))
            assert answer == (refusal, code), name
            await talk.reads_on()
        assert len(talk.teacher.view.people) == people


async def test_a_hello_without_a_version_is_an_old_one(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        assert await turned_away(english, pack({"t": "hello"})) == ("version", 4426)


async def test_a_key_given_twice_is_harmless(tmp_path: Path) -> None:
    """The last one counts, and it is checked like any other."""
    async with school(tmp_path) as english:
        twice = codec.encode(greet(join(english)))
        twice = bytes([twice[0] + 1]) + twice[1:] + pack("v") + pack(2)
        assert await turned_away(english, twice) == ("version", 4426)


async def test_a_full_class(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        with english.server.registry._transaction() as rows:
            rows.execute("UPDATE classroom SET capacity = 1")
        anna = await Wire.open(english.address.url, join(english, "Anna"))
        answer = await turned_away(english, codec.encode(greet(join(english, "Boris"))))
        assert answer == ("classroom_full", 4401)
        await Wire.open(english.address.url, Return(anna.token))  # who is in comes back


async def test_a_closed_class(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = await Wire.open(english.address.url, join(english, "Anna"))
        await anna.socket.close()
        english.server.registry.close_classroom(english.record.id, 1)
        for auth in (join(english, "Boris"), Return(anna.token)):
            answer = await turned_away(english, codec.encode(greet(auth)))
            assert answer == ("classroom_closed", 4410)


async def test_guessing_is_slowed_and_locks_nobody_out(tmp_path: Path) -> None:
    """A school is one address: whoever guesses there must not keep the class from coming back."""
    async with beside_a_talk(tmp_path) as (english, talk):
        wrong = codec.encode(greet(Join("AAAA-AAAA", "Eva")))
        answers = [await turned_away(english, wrong) for _ in range(12)]
        assert answers[:10] == [("no_classroom", 4404)] * 10
        assert answers[-1] == ("too_many_tries", 4429)
        again = await Wire.open(english.address.url, Return(talk.anna.token))
        assert again.view.who == talk.anna.view.who
        talk.anna = again


async def test_a_position_ahead_of_the_log(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = await Wire.open(english.address.url, join(english, "Anna"))
        epoch = anna.welcome.epoch
        ahead = codec.encode(greet(Return(anna.token), epoch=epoch, seq=limits.LARGEST_COUNT))
        assert await turned_away(english, ahead) == ("ahead_of_log", 4513)
        for other in ((epoch % limits.LARGEST_COUNT) + 1, 0):  # of another log it says nothing
            again = await Wire.greet(
                english.address.url, greet(Return(anna.token), epoch=other, seq=7)
            )
            assert again.view.who == anna.view.who


def _in_no_hurry(_pace: Pace, _now_ms: int) -> int:
    return 0


async def test_every_request_by_everybody_who_may_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one table, cell by cell, over the wire."""
    monkeypatch.setattr(Pace, "wait_ms", _in_no_hurry)  # each asks for very much
    async with beside_a_talk(tmp_path) as (english, talk):
        url, code = english.address.url, english.record.code
        rows = len(talk.teacher.view.rooms)
        tried = 0
        people = {
            role: await Wire.open(url, auth or Join(code, "Eva")) for role, auth in ways_in(english)
        }
        for kind, role in product(get_args(requests.Request), get_args(PersonRole)):
            if role in WHO_MAY[kind]:
                continue
            tried += 1
            person = people[role]
            await person.tell(harmful(kind, talk))
            nack = await person.until(lambda frame: isinstance(frame, Ack | Nack))
            assert isinstance(nack, Nack), kind
            assert nack.code in (REFUSED_TO[role], "owner_only"), kind
            await talk.reads_on()
        assert tried == sum(4 - len(WHO_MAY[kind]) for kind in get_args(requests.Request))
        student = await Wire.open(url, Join(code, "Clara"))
        await student.ask(requests.ShowActivity(ROLE_PLAY))
        answer = await student.until(lambda frame: isinstance(frame, Answer))
        assert isinstance(answer, Answer)
        assert answer.code == "not_allowed"
        assert len(talk.teacher.view.rooms) == rows


def ways_in(english: School) -> list[tuple[PersonRole, Teach | None]]:
    """Each role, and how one comes to it; None: as a student."""
    registry, record = english.server.registry, english.record
    return [
        ("student", None),
        ("teacher", Teach(record.code, english.key, "Mr Day")),
        ("co_teacher", Teach(record.code, registry.new_key(record.id, "co_teacher"), "Lou")),
        ("observer", Teach(record.code, registry.new_key(record.id, "observer"), "Kim")),
    ]


def harmful(kind: type[requests.Request], talk: Talk) -> requests.Request:
    """A request of a kind that would do harm if it were let through."""
    anna, boris = talk.anna.view.who, talk.boris.view.who
    room = talk.anna.room
    request: requests.Request = example(
        kind, room=room, into=room, who=anna, to=boris, other=boris, by=boris, delta_ms=-600_000
    )
    return request


async def test_requests_into_anothers_room(tmp_path: Path) -> None:
    """Whatever room somebody names: what is not theirs is refused, and nobody there hears it."""
    async with beside_a_talk(tmp_path) as (english, talk):
        clara = await Wire.open(english.address.url, join(english, "Clara"))
        for room in (talk.anna.room, "r99", "../r1", "\x1b[2J"):
            for request in (
                requests.Say(room, "let me in"),
                requests.Ready(room, 1, on=True),
                requests.Leave(room),
                requests.CallTeacher(room, "x"),
            ):
                await clara.tell(request)
                nack = await clara.until(lambda frame: isinstance(frame, Ack | Nack))
                assert isinstance(nack, Nack)
                assert nack.code in ("not_your_room", "no_room")
        assert b"let me in" not in talk.anna.received + talk.boris.received


async def test_numbers(tmp_path: Path) -> None:
    async with beside_a_talk(tmp_path) as (english, _):
        url = english.address.url
        first = await Wire.open(url, join(english, "Clara"))
        inst = first.inst
        seek, stop = requests.Seek(), requests.StopSeeking()

        async def told(n: int, request: requests.Request) -> object:
            """What one more connection of the same client is told."""
            wire = await Wire.greet(url, Hello(1, "test", Return(first.token), inst))
            await wire.send(Command(n, request))
            try:
                return await wire.until(lambda frame: isinstance(frame, Ack | Nack))
            except ConnectionClosed:
                return wire.socket.close_code

        kept = await told(1, seek)
        assert isinstance(kept, Ack)
        assert await told(1, seek) == kept  # the same again, as its answer may have been lost
        assert await told(1, stop) == 4509  # another thing under its number
        assert await told(3, stop) == Nack(3, "too_fast", retry_ms=1_000)  # where is the second?
        assert await told(2 + limits.UNACKNOWLEDGED, stop) == 4508
        assert await told(1_000, stop) == 4508
        assert await told(limits.LARGEST_COUNT, stop) == 4508
        assert isinstance(await told(2, stop), Ack)  # and nothing of it was counted


async def test_a_command_after_the_farewell_does_not_count(tmp_path: Path) -> None:
    async with beside_a_talk(tmp_path) as (english, _):
        clara = await Wire.open(english.address.url, join(english, "Clara"))
        await clara.socket.send(pack({"t": "bye"}))
        await clara.socket.send(command())
        assert await close_code(clara.socket) == 1000
        again = await Wire.greet(
            english.address.url, Hello(1, "test", Return(clara.token), clara.inst)
        )
        assert again.welcome.last_n == 0


async def test_a_flood_fills_the_own_line_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with beside_a_talk(tmp_path) as (english, talk):
        stands = english.server.school.clock.now_ms()
        with monkeypatch.context() as frozen:
            frozen.setattr(english.server.school.clock, "now_ms", lambda: stands)
            clara = await Wire.open(english.address.url, join(english, "Clara"))
            for count in range(2_000):
                await clara.send(Ping(count, 0))
            for _ in range(limits.FRAMES_AT_ONCE):
                assert isinstance(await clara.until(lambda _: True), Pong)
            for _ in range(5):
                await talk.goes_on()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):  # what has come would be there at once
                    await clara.socket.recv()
        clara.socket.transport.abort()


async def test_connections_that_never_say_hello_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HELLO_SECONDS", 60.0)
    async with beside_a_talk(tmp_path) as (english, talk):
        url = english.address.url
        silent = [await connect(url, compression=None) for _ in range(300)]
        dropped, kept = silent[:44], silent[44:]
        for socket in dropped:
            await close_code(socket)
        assert len(kept) == limits.UNKNOWN_CONNECTIONS
        await Wire.open(url, join(english, "Clara"))  # in spite of them; one more is dropped
        await close_code(kept[0])
        await talk.goes_on()
        assert all(socket.state is State.OPEN for socket in kept[1:])
        for socket in kept:
            socket.transport.abort()


@pytest.mark.parametrize(("same", "code"), [(True, 4408), (False, 4409)])
async def test_of_many_lines_of_one_person_the_newest_counts(
    tmp_path: Path, *, same: bool, code: int
) -> None:
    async with beside_a_talk(tmp_path) as (english, _):
        first = await Wire.open(english.address.url, join(english, "Clara"))
        wires = [first]
        for _ in range(20):
            inst = first.inst if same else os.urandom(16)
            again = Hello(limits.PROTOCOL, "test", Return(first.token), inst)
            wires.append(await Wire.greet(english.address.url, again))
        for older in wires[:-1]:
            assert await close_code(older.socket) == code
        await wires[-1].heartbeat()


async def test_a_token_of_one_class_opens_no_other(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        other, _ = english.server.registry.create_classroom("French", 1)
        anna = await Wire.open(english.address.url, join(english, "Anna"))
        eva = await Wire.open(english.address.url, Join(other.code, "Eva"))
        again = await Wire.open(english.address.url, Return(eva.token))
        assert set(again.view.people) == {eva.view.who}
        assert anna.view.who not in again.view.people


async def test_what_went_wrong_is_logged_without_what_was_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with school(tmp_path) as english:
        await turned_away(english, hello_as(name="Eva the secret", level="Z9"))
        wrong = Join("SECR-ETXX", "Eva the secret")
        await turned_away(english, codec.encode(greet(wrong)))
        assert "secret" not in caplog.text.lower()
        assert "SECR" not in caplog.text
        assert door.log.name not in {record.name for record in caplog.records if record.exc_info}
