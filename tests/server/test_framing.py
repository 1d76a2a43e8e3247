"""Frames are found in whatever pieces the network brings them, and dealt with in their order."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from duologue_protocol import codec, limits
from duologue_protocol.frames import Hello, Join, Ping, Pong
from duologue_server.framing import FOREIGN, end_of_frame, payload
from support.classroom import School, school
from support.raw_socket import BINARY, PING, RawSocket, frame

contents = st.one_of(
    st.binary(max_size=300),
    st.integers(0, limits.FRAME_BYTES).map(lambda size: os.urandom(8).ljust(size, b"x")[:size]),
)


def frames_in(data: bytes) -> Iterator[bytes]:
    """What the whole frames at the beginning hold."""
    place = 0
    while place < len(data) and (end := end_of_frame(data, place)) <= len(data):
        yield payload(data, place, end)
        place = end


@given(st.lists(contents, max_size=4), st.data())
def test_what_the_library_frames_is_found_as_far_as_it_has_come(
    messages: list[bytes], data: st.DataObject
) -> None:
    framed = [Frame(Opcode.BINARY, message).serialize(mask=True) for message in messages]
    stream = b"".join(framed)
    assert list(frames_in(stream)) == messages

    cut = data.draw(st.integers(0, len(stream)))
    whole = sum(len(b"".join(framed[: n + 1])) <= cut for n in range(len(framed)))
    assert list(frames_in(stream[:cut])) == messages[:whole]


@pytest.mark.parametrize(
    "sent",
    [
        frame(BINARY, b"abc", masked=False),
        frame(BINARY, length=limits.FRAME_BYTES + 1),
        frame(BINARY, length=65_536),
    ],
)
def test_what_no_client_may_send_is_foreign(sent: bytes) -> None:
    assert end_of_frame(sent, 0) == FOREIGN


async def _student(english: School) -> RawSocket:
    raw = await RawSocket.upgraded(english.server.port)
    auth = Join(english.record.code, "Anna")
    await raw.send(_framed(Hello(limits.PROTOCOL, "test", auth, os.urandom(16))))
    for _welcome_and_snapshot in range(2):
        await raw.message()
    return raw


def _framed(sent: Hello | Ping) -> bytes:
    return frame(BINARY, codec.encode(sent))


def _beats(numbers: range) -> list[bytes]:
    return [_framed(Ping(number, 0)) for number in numbers]


def _in_pieces(number: int) -> bytes:
    """A heartbeat as a message of two frames."""
    content = codec.encode(Ping(number, 0))
    return frame(BINARY, content[:5], fin=False) + frame(0, content[5:])


async def _answered(raw: RawSocket, count: int) -> list[int]:
    """The next heartbeats that are answered, by number."""
    answered: list[int] = []
    while len(answered) < count:
        data = await raw.message()
        told = codec.decode_server_frame(data) if data != b"hello?" else None
        if isinstance(told, Pong):
            answered.append(told.c)
    return answered


STREAMS: dict[str, tuple[list[bytes], int]] = {
    "one at a time": (_beats(range(1, 9)), 8),
    "all at once": ([b"".join(_beats(range(1, 9)))], 8),
    "byte by byte": ([bytes([byte]) for byte in b"".join(_beats(range(1, 4)))], 3),
    "cut in the middle": ([b"".join(_beats(range(1, 4)))[:21], b"".join(_beats(range(1, 4)))[21:]], 3),
    "with the library's own between": ([*_beats(range(1, 3)), frame(PING, b"hello?"), *_beats(range(3, 5))], 4),
    "a message in pieces among whole ones": ([_framed(Ping(1, 0)) + _in_pieces(2) + _framed(Ping(3, 0))], 3),
    "more than may come in one burst": (
        [b"".join(_beats(range(1, limits.FRAMES_AT_ONCE + 6)))],
        limits.FRAMES_AT_ONCE + 5,
    ),
}  # fmt: skip
"""Pieces as they are sent, and how many heartbeats are in them, numbered from 1."""


@pytest.mark.parametrize("stream", STREAMS)
async def test_frames_are_answered_in_the_order_they_came(tmp_path: Path, stream: str) -> None:
    pieces, beats = STREAMS[stream]
    async with school(tmp_path) as english:
        raw = await _student(english)
        for piece in pieces:
            await raw.send(piece)
            await asyncio.sleep(0)  # a write of its own each
        assert await _answered(raw, beats) == list(range(1, beats + 1))
        raw.close()


async def test_frames_that_come_with_the_handshake_are_not_lost(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        auth = Join(english.record.code, "Anna")
        hello = Hello(limits.PROTOCOL, "test", auth, os.urandom(16))
        raw = await RawSocket.upgraded(
            english.server.port, first=_framed(hello) + _framed(Ping(7, 0))
        )
        assert await _answered(raw, 1) == [7]
        raw.close()
