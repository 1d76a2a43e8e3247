"""Memory is used up: what was acknowledged is there, and what was half done is not."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import WebSocketException

from duologue_client.address import Address
from duologue_client.session import Happening, RequestKept
from duologue_protocol import limits, requests
from duologue_protocol.frames import Join
from duologue_server import room_fold, work
from duologue_server.journal import sqlite
from support.classroom import school
from support.distance import apart, pair
from support.process import ServerProcess, free_port
from support.wire import Wire

MOST = 1 << 62
"""Bytes that no machine has."""

PATIENCE_SECONDS = 20
"""After so long a server that has no memory may as well be dead."""


async def test_a_server_that_gets_no_more_memory_loses_nothing(tmp_path: Path) -> None:
    """It may die of it in any line, of Python's code or of others': that is a kill like any other."""
    if sys.platform != "linux":
        pytest.skip("only Linux lets one process limit another")
    import resource

    server = ServerProcess(tmp_path / "data", free_port(), drained=True)
    async with apart(tmp_path, server) as (english, anna, boris):
        acknowledged: list[str] = []

        def count(happening: Happening) -> None:
            if isinstance(happening, RequestKept) and isinstance(happening.request, requests.Say):
                acknowledged.append(happening.request.text)

        for someone in (anna, boris):
            someone.connection.listen(count)
        _soft, hard = resource.prlimit(server.pid, resource.RLIMIT_AS)
        resource.prlimit(server.pid, resource.RLIMIT_AS, (_size(server.pid), hard))
        said = [f"{who} {number}" for number in range(6) for who in ("anna", "boris")]
        for number, text in enumerate(said[:6]):
            speaker = (anna, boris)[number % 2]
            speaker.tells(requests.Say(speaker.room_id, text))
        assert await _is_too_much(english.address), "memory was not used up"
        before = list(acknowledged)
        await server.kill()
        await server.start()
        for number, text in enumerate(said[6:]):
            speaker = (anna, boris)[number % 2]
            speaker.tells(requests.Say(speaker.room_id, text))
        for someone in (anna, boris):
            await someone.kept()
        for someone in (anna, boris):
            await someone.hears(len(said))
            assert sorted(someone.lines()) == sorted(said)
            assert set(before) <= set(someone.lines())


def _size(process: int) -> int:
    """Of all that a process has now, in bytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[0])
    return pages * 4_096


async def _is_too_much(address: Address) -> bool:
    """Students come until the server can take no more of them, though the class could."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for number in range(limits.CLASS_PEOPLE - 10):
                await Wire.open(address.url, Join(address.code, f"Student {number}"))
    except (WebSocketException, OSError):  # TimeoutError is one, too
        return True
    return False


Function = Callable[..., Any]


class Greedy:
    """A function that, once it is told so, needs more memory than there is when it has done its work."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self.needs_too_much = False

    def __call__(self, *given: Any) -> Any:
        done = self._function(*given)
        if self.needs_too_much:
            self.needs_too_much = False
            bytearray(MOST)
        return done


async def test_what_cannot_be_decided_costs_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = Greedy(work.say)
    monkeypatch.setattr(work, "say", say)
    async with school(tmp_path) as english:
        people = teacher, anna, boris = await pair(english.address, english.key, tmp_path)
        say.needs_too_much = True
        anna.tells(requests.Say(anna.room_id, "Too much"))
        await anna.until(lambda: anna.refused)
        boris.tells(requests.Say(boris.room_id, "Still here"))
        for someone in people:
            await someone.kept()
        await anna.hears(1)
        assert anna.lines() == ["Still here"]
        assert teacher.connection.link.state == "live"
        for someone in people:
            await someone.connection.leave()


@pytest.mark.parametrize(
    ("place", "name"), [(room_fold, "add_line"), (sqlite, "checksum")], ids=["folded", "kept"]
)
async def test_what_cannot_be_folded_or_kept_is_undone_and_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: object, name: str
) -> None:
    """The line stood in the state, or was about to stand in a row, when memory ended."""
    greedy = Greedy(getattr(place, name))
    monkeypatch.setattr(place, name, greedy)
    async with school(tmp_path) as english:
        people = _, anna, boris = await pair(english.address, english.key, tmp_path)
        for someone in people:
            await someone.kept()
        greedy.needs_too_much = True
        anna.tells(requests.Say(anna.room_id, "Too much"))
        await anna.until(lambda: anna.connection.link.state != "live")
        assert boris.lines() == []
        await anna.kept()
        boris.tells(requests.Say(boris.room_id, "Still here"))
        for someone in (anna, boris):
            await someone.hears(2)
            assert someone.lines() == ["Too much", "Still here"]
        for someone in people:
            await someone.connection.leave()
