"""A line that is dead without saying so; and one person at two devices."""

import asyncio
from pathlib import Path

import pytest

from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_protocol import limits, requests
from duologue_protocol.frames import Hello, Join, Return
from duologue_server import absences, reading
from support.classroom import Someone, school
from support.lesson import ROLE_PLAY
from support.proxy import proxy_to
from support.wire import Wire


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heartbeats twenty times a second, and nobody is waited for."""
    monkeypatch.setattr(limits, "HEARTBEAT_MS", 400)
    monkeypatch.setattr(reading, "SILENCE_SECONDS", 0.4 * limits.SERVER_PATIENCE)
    monkeypatch.setattr(absences, "AWAY_AFTER_SECONDS", 0.2)


@pytest.mark.usefixtures("_hasty")
async def test_both_sides_notice_and_nothing_is_lost(tmp_path: Path) -> None:
    async with school(tmp_path) as english, proxy_to(english.server.port) as proxy:
        address = parse_address(f"{english.record.code}@127.0.0.1:{proxy.port}")
        boris = english.student("Boris")
        anna = Someone(join(address, "Anna", inside=tmp_path / "far"))
        await anna.until(lambda: len(anna.connection.view.students()) == 2)
        boris.tells(requests.Invite(anna.who))
        await anna.until(lambda: anna.connection.view.invitations)
        anna.tells(requests.Accept(next(iter(anna.connection.view.invitations))))
        await anna.until(lambda: anna.room)
        await anna.kept()
        proxy.go_silent()
        anna.tells(requests.Propose(anna.room_id, ROLE_PLAY, 10))  # into the void
        await anna.until(lambda: anna.connection.link.state != "live")
        await anna.until(lambda: anna.connection.link.state == "live")
        await anna.kept()
        await boris.until(lambda: boris.room and boris.room.proposal)
        assert anna.room_id == boris.room_id
        await anna.connection.leave()


@pytest.mark.usefixtures("_hasty")
async def test_the_server_gives_up_a_client_that_vanished(tmp_path: Path) -> None:
    async with school(tmp_path) as english, proxy_to(english.server.port) as proxy:
        boris = english.student("Boris")
        anna = await Wire.open(f"ws://127.0.0.1:{proxy.port}", Join(english.record.code, "Anna"))
        await boris.until(lambda: len(boris.connection.view.students()) == 2)
        proxy.go_silent()
        who = anna.view.who
        await boris.until(lambda: boris.connection.view.people[who].presence == "away")


async def test_the_same_program_twice_and_another_device(tmp_path: Path) -> None:
    """The older line is closed for good: the two do not throw each other out in turn."""
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.connection.link.state == "live")
        token = anna.connection._place.token  # pyright: ignore[reportPrivateUsage]
        here = anna.connection._device.outbox.inst  # pyright: ignore[reportPrivateUsage]
        twin = await Wire.greet(
            english.address.url, Hello(limits.PROTOCOL, "test", Return(token), here)
        )
        await anna.until(lambda: anna.connection.link.state == "stopped")
        assert "connected again from here" in anna.connection.link.sentence
        other = await Wire.open(english.address.url, Return(token))
        async with asyncio.timeout(30):
            await twin.socket.wait_closed()
        assert twin.socket.close_code == 4409
        await other.heartbeat()
        assert anna.connection.link.state == "stopped"


async def test_another_device_says_where_the_class_went(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.connection.link.state == "live")
        token = anna.connection._place.token  # pyright: ignore[reportPrivateUsage]
        other = await Wire.open(english.address.url, Return(token))
        await anna.until(lambda: anna.connection.link.state == "stopped")
        assert "somewhere else" in anna.connection.link.sentence
        await other.heartbeat()
