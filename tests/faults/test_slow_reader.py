"""One who never reads while the room talks: closed, the others unaffected, memory bounded."""

# pyright: reportPrivateUsage=false

from pathlib import Path

import pytest

from duologue_protocol import codec, limits, requests
from duologue_protocol.frames import Ack, Hello, Return, Snapshot, Welcome
from duologue_server.pace import Pace
from support.classroom import school
from support.raw_socket import BINARY, RawSocket, frame
from support.talk import Talk
from support.wire import Wire

BOUND = 65_536
LINES = 150
LINE = "語" * limits.LINE_CHARACTERS
"""3 kB: the system's own buffers take the first hundreds of them."""


def _in_no_hurry(_pace: Pace, _now_ms: int) -> int:
    return 0


async def test_a_slow_reader_is_closed_and_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OUTBOX_BYTES", BOUND)
    monkeypatch.setattr(Pace, "wait_ms", _in_no_hurry)  # a room that talks very fast
    async with school(tmp_path) as english:
        talk = await Talk.begin(english.address.url, english.record.code, english.key)
        hello = codec.encode(Hello(limits.PROTOCOL, "x", Return(talk.anna.token), bytes(16)))
        slow = await RawSocket.upgraded(english.server.port, receive_buffer=4_096)
        await slow.send(frame(BINARY, hello))
        assert isinstance(codec.decode_server_frame(await slow.message()), Welcome)
        assert isinstance(codec.decode_server_frame(await slow.message()), Snapshot)
        host = english.server.school._hosts[english.record.id]
        line = host.audience.connections[talk.anna.view.who]

        unread, most = 0, 0
        await talk.teacher.tell(requests.Watch(talk.boris.room))
        for _ in range(LINES):
            await talk.boris.tell(requests.Say(talk.boris.room, LINE))
            await talk.boris.until(lambda frame: isinstance(frame, Ack))
            await talk.teacher.heartbeat()
            unread = line.socket.transport.get_write_buffer_size()
            most = max(most, unread)
        assert line.closing
        assert BOUND < most <= BOUND + limits.FRAME_BYTES  # and what one turn of the loop adds
        for reader in (talk.boris, talk.teacher):
            assert len(reader.view.rooms[talk.boris.room].lines) == LINES

        assert await slow.close_code() == 4507  # behind all that it had not read
        slow.close()
        again = await Wire.open(english.address.url, Return(talk.anna.token))
        assert len(again.view.rooms[again.room].lines) == LINES
