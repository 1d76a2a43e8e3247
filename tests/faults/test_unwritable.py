"""The disk takes nothing: another program holds the file, or writing fails. What can't be kept is
refused and never shown, and it goes on by itself when that is over."""

import contextlib
import sys
import time
from pathlib import Path

import pytest

from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_protocol import requests
from duologue_protocol.frames import Ack, Command, Nack, Return
from duologue_server import data_directory
from duologue_server.data_directory import open_database, transaction
from duologue_server.registry import Registry
from duologue_server.serve import Settings, running
from support.classroom import Someone
from support.process import ServerProcess, free_port
from support.talk import Talk
from support.wire import Wire


async def test_a_file_that_another_program_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_directory, "BUSY_MS", 50)
    monkeypatch.setattr("duologue_server.host.RETRY_STORE_MS", 2_000)
    async with running(Settings(tmp_path, port=0)) as server:
        record, key = server.registry.create_classroom("English B1", 1)
        talk = await Talk.begin(f"ws://127.0.0.1:{server.port}", record.code, key)
        anna, boris = talk.anna, talk.boris
        with contextlib.closing(open_database(tmp_path)) as other, transaction(other):
            assert await say(anna) == "store_unwritable"
            await boris.heartbeat()
            assert lines(boris) == []
            again = await Wire.open(talk.url, Return(boris.token))  # the class can be read
            assert lines(again) == []
        while await say(anna) != "kept":
            pass
        await again.until(lambda _: lines(again) == ["Here I am."])


async def test_a_disk_that_fails(tmp_path: Path) -> None:
    """As far as the server can tell it may have been kept: everybody is sent off, and comes back."""
    if sys.platform != "linux":
        pytest.skip("only Linux lets one process limit another")
    import resource

    server = ServerProcess(tmp_path / "data", free_port())
    registry = Registry(tmp_path / "data")
    record, _key = registry.create_classroom("English B1", time.time_ns() // 1_000_000)
    registry.close()
    await server.start()
    address = parse_address(f"{record.code}@127.0.0.1:{server.port}")
    anna, boris = (Someone(join(address, name, inside=tmp_path / name)) for name in ("Anna", "Bo"))
    await anna.until(lambda: len(anna.connection.view.students()) == 2)
    await boris.until(lambda: boris.who)  # and knows so, too

    _soft, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (1, hard))
    anna.tells(requests.Invite(boris.who))
    await anna.until(lambda: anna.connection.link.state != "live")
    assert anna.connection.pending
    assert not boris.connection.view.invitations

    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (hard, hard))
    await boris.until(lambda: boris.connection.view.invitations)
    await anna.kept()
    assert len(boris.connection.view.invitations) == 1
    for someone in (anna, boris):
        await someone.connection.leave()
    assert await server.stop() == 0


def lines(reader: Wire) -> list[str]:
    room = reader.view.my_room
    return [line.text for line in room.lines.values()] if room else []


async def say(speaker: Wire) -> str:
    """Whether the speaker's first line is kept, or why it is not."""
    while True:
        line = requests.Say(speaker.room, "Here I am.")
        await speaker.send(Command(speaker.next_number, line))
        answer = await speaker.until(lambda frame: isinstance(frame, Ack | Nack))
        if isinstance(answer, Ack):
            return "kept"
        assert isinstance(answer, Nack)
        assert answer.retry_ms is not None, answer
        if answer.code != "too_fast":
            return answer.code
