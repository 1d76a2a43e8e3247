"""Lines that are slow, broken, narrow or gone for a while; a server that is frozen or full up."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_protocol import limits, requests
from duologue_protocol.frames import Hello, Join, Return
from duologue_protocol.parts import Presence
from support.cable import NETWORK, Cable
from support.classroom import Someone, school
from support.distance import Apart, apart, pair
from support.process import HASTY, ServerProcess, free_port
from support.proxy import proxy_to
from support.talk import Talk
from support.wire import Wire

LINES = 12
BROKEN_LINES = 3
CROWD = 200


def no_line(someone: Someone) -> Callable[[], bool]:
    return lambda: someone.connection.link.state != "live"


async def talk(*pair: Someone, until: Callable[[], object], length: int = 0) -> None:
    """Both say line after line; in the end both have heard all, once and in the same order."""
    said = 0
    while said < LINES or not until():
        for speaker in pair:
            speaker.tells(requests.Say(speaker.room_id, f"{speaker.who} {said}{'x' * length}"))
        said += 1
        await pair[0].kept()
    await pair[1].kept()
    for speaker in pair:
        await speaker.hears(len(pair) * said)
    assert pair[0].lines() == pair[1].lines()
    for speaker in pair:
        own = [line for line in pair[0].lines() if line.startswith(speaker.who)]
        assert own == [f"{speaker.who} {number}{'x' * length}" for number in range(said)]


@pytest.mark.parametrize("seed", range(3))
async def test_lines_that_are_late_and_break_lose_and_double_nothing(
    tmp_path: Path, seed: int
) -> None:
    async with (
        school(tmp_path) as english,
        proxy_to(english.server.port) as proxy,
    ):
        far = parse_address(f"{english.record.code}@127.0.0.1:{proxy.port}")
        people = await pair(far, english.key, tmp_path)
        proxy.turn(random.Random(seed))
        await talk(*people[1:], until=lambda: proxy.broken >= BROKEN_LINES)
        proxy.turn(None)
        for someone in people:
            await someone.connection.leave()


async def test_a_crowd_that_comes_back_at_once_is_back(tmp_path: Path) -> None:
    """All lines break at once, again and again; everybody is back with all, and a pair talks on."""
    async with school(tmp_path) as english:
        with english.server.registry._transaction() as rows:  # pyright: ignore[reportPrivateUsage]
            rows.execute("UPDATE classroom SET capacity = 1000")
        url, code = english.address.url, english.record.code
        talk = await Talk.begin(url, code, english.key)
        crowd = [await Wire.open(url, Join(code, f"Student {n}")) for n in range(CROWD)]
        for _ in range(3):
            for wire in crowd:
                wire.socket.transport.abort()
            hellos = [Hello(1, "test", Return(wire.token), wire.inst) for wire in crowd]
            coming = [asyncio.create_task(Wire.greet(url, hello)) for hello in hellos]
            await talk.goes_on()
            back = await asyncio.gather(*coming)
            for wire, again in zip(crowd, back, strict=True):
                assert again.view.who == wire.view.who
                assert len(again.view.people) == CROWD + 3
                again.token = wire.token
            crowd = back
            await talk.reads_on()
        await talk.goes_on()
        here: set[Presence] = {person.presence for person in talk.teacher.view.people.values()}
        assert here == {"here"}


def _is_stopped(someone: Someone) -> bool:
    return someone.connection.link.state == "stopped"


async def test_old_and_new_programs_are_told_apart(tmp_path: Path) -> None:
    """A client of another version stops with what to update; those of this one go on."""
    async with school(tmp_path) as english:
        talk = await Talk.begin(english.address.url, english.record.code, english.key)
        for version in (0, 2):
            student = english.student(f"Student {version}")
            hello = student.connection._link._hello  # pyright: ignore[reportPrivateUsage]
            other = Hello(version, "other", hello.auth, hello.inst)
            student.connection._link._hello = other  # pyright: ignore[reportPrivateUsage]
            await student.until(partial(_is_stopped, student))
            assert f"speaks version {version}" in student.connection.link.sentence
            assert "Update the older one" in student.connection.link.sentence
            await talk.goes_on()


async def test_a_server_that_was_frozen_goes_on(tmp_path: Path) -> None:
    """Clients take it for dead; what they say meanwhile is heard once when it moves again."""
    server = ServerProcess(tmp_path / "data", free_port(), first=HASTY)
    async with apart(tmp_path, server) as (_english, anna, boris):
        server.freeze()
        anna.tells(requests.Say(anna.room_id, "Said to nobody"))
        for someone in (anna, boris):
            await someone.until(no_line(someone))
        server.thaw()
        await anna.kept()
        await boris.until(lambda: boris.lines() == ["Said to nobody"])
        await anna.until(lambda: anna.lines() == ["Said to nobody"])


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are counted elsewhere only")
async def test_a_server_out_of_descriptors_serves_who_is_in(tmp_path: Path) -> None:
    """New lines have to wait; those that are up talk on, and others come in when there is room."""
    few = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); "
    server = ServerProcess(tmp_path / "data", free_port(), first=few)
    async with apart(tmp_path, server) as (english, anna, boris):
        crowd: list[ClientConnection] = []
        trying = [asyncio.create_task(_try(english.address.url)) for _ in range(100)]
        for number in range(3):
            anna.tells(requests.Say(anna.room_id, f"line {number}"))
        await boris.hears(3)
        done, waiting = await asyncio.wait(trying)
        assert not waiting
        crowd += [socket for task in done if (socket := task.result())]
        assert len(crowd) < 64
        for socket in crowd:
            socket.transport.abort()
        clara = Someone(join(english.address, "Clara", inside=tmp_path / "Clara"))
        await clara.until(lambda: clara.connection.link.state == "live")
        await clara.connection.leave()


async def _try(url: str) -> ClientConnection | None:
    try:
        return await connect(url, compression=None, open_timeout=3)
    except (OSError, WebSocketException):
        return None


@pytest.fixture
def cable() -> Iterator[Cable]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("network namespaces are for root on Linux")
    if not (shutil.which("ip") and shutil.which("tc")):
        pytest.skip("ip and tc (iproute2) are not installed")
    cable = Cable()
    try:
        cable.lay()
        cable.narrow("100mbit", 1_000_000)
    except subprocess.CalledProcessError as error:
        cable.remove()
        pytest.skip(f"this machine lays no cable: {error.stderr.strip()}")
    yield cable
    cable.remove()


@asynccontextmanager
async def far_away(
    cable: Cable, folder: Path, first: str = ""
) -> AsyncGenerator[tuple[Apart, Someone, Someone]]:
    """A pair whose server stands at the other end of the cable."""
    host = f"{NETWORK}.2"
    within = ("ip", "netns", "exec", cable.name)
    server = ServerProcess(folder / "data", free_port(), first=first, host=host, within=within)
    async with apart(folder, server, host) as everybody:
        yield everybody


async def test_a_narrow_cable_that_loses_packets(cable: Cable, tmp_path: Path) -> None:
    async with far_away(cable, tmp_path) as (_english, anna, boris):
        cable.narrow("256kbit", 2_500)
        await talk(anna, boris, until=cable.lost, length=900)
        cable.narrow("100mbit", 1_000_000)


async def test_a_cable_that_is_pulled_for_a_moment(cable: Cable, tmp_path: Path) -> None:
    """Nobody notices: what was said meanwhile comes when it is plugged in again."""
    async with far_away(cable, tmp_path) as (_english, anna, boris):
        cable.pull()
        anna.tells(requests.Say(anna.room_id, "Said into the dark"))
        cable.plug()
        await boris.until(lambda: boris.lines() == ["Said into the dark"])
        assert boris.connection.view.people[anna.who].presence == "here"


async def test_a_cable_that_is_pulled_for_long(cable: Cable, tmp_path: Path) -> None:
    """Clients find the line dead and come back to the same room, with what was said meanwhile."""
    async with far_away(cable, tmp_path, first=HASTY) as (_english, anna, boris):
        room = anna.room_id
        cable.pull()
        anna.tells(requests.Say(room, "Said into the dark"))
        for someone in (anna, boris):
            await someone.until(no_line(someone))
        cable.plug()
        await boris.until(lambda: boris.lines() == ["Said into the dark"])
        await anna.kept()
        assert anna.room_id == boris.room_id == room


def test_all_this_is_far_from_the_limits() -> None:
    """A crowd as large as a class may be comes back without being taken for a flood."""
    assert CROWD <= limits.UNKNOWN_CONNECTIONS <= limits.CONNECTIONS_FROM_ONE_ADDRESS
