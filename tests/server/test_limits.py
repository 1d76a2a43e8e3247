"""Limits by address: connections, first frames that never come, guesses."""

import logging
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from duologue_protocol import limits
from duologue_protocol.frames import Hello, Join, Return, Sorry
from duologue_server import door, neighbourhood
from duologue_server.guesses import Guesses
from duologue_server.neighbourhood import Crowd, is_loopback
from support.classroom import school
from support.raw_socket import RawSocket
from support.wire import Wire


@pytest.mark.parametrize(
    ("host", "counted_by"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_an_address_is_counted_by_its_house(host: str, counted_by: str) -> None:
    assert neighbourhood.neighbourhood(host) == counted_by


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("school.example", False),
        ("localhost.example", False),
    ],
)
def test_what_is_this_machine(host: str, near: bool) -> None:
    assert is_loopback(host) is near


def test_one_house_is_full_and_another_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CONNECTIONS_FROM_ONE_ADDRESS", 3)
    crowd = Crowd()
    came = [crowd.came(f"2001:db8::{last}") for last in range(5)]
    assert came == [True] * 3 + [False] * 2
    assert crowd.came("2001:db8:0:1::1")
    for last in range(3):
        crowd.went(f"2001:db8::{last}")
    assert crowd.came("2001:db8::9")
    assert all(crowd.came("127.0.0.1") for _ in range(10)), "a proxy stands there"


def test_a_guesser_waits_longer_and_longer_and_is_forgotten() -> None:
    guesses, now = Guesses(), 0
    waits: list[int] = []
    for _ in range(limits.FREE_GUESSES + 12):
        now += guesses.wait_ms("a", now)
        guesses.was_wrong("a", now)
        waits.append(guesses.wait_ms("a", now))
    assert waits[: limits.FREE_GUESSES - 1] == [0] * (limits.FREE_GUESSES - 1)
    assert waits[limits.FREE_GUESSES - 1 :][:3] == [1_000, 2_000, 4_000]
    assert waits[-1] == limits.LONGEST_WAIT_MS
    assert guesses.wait_ms("b", now) == 0
    now += limits.GUESSES_FORGOTTEN_MS + 1
    guesses.was_wrong("a", now)
    assert guesses.wait_ms("a", now) == 0


def test_a_day_of_guessing_from_one_address_finds_no_code() -> None:
    """What the waits leave: fewer tries a day than one in a thousand million of all codes."""
    guesses, now, tries = Guesses(), 0, 0
    while now < 86_400_000:
        guesses.was_wrong("a", now)
        tries += 1
        now += max(1, guesses.wait_ms("a", now))
    codes = len(limits.CODE_ALPHABET) ** limits.CODE_SYMBOLS
    assert tries * 10**9 < codes


def test_the_addresses_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GUESSING_ADDRESSES", 100)
    guesses = Guesses()
    for number in range(1_000):
        guesses.was_wrong(str(number), number)
    assert len(guesses._wrong) == 100  # pyright: ignore[reportPrivateUsage]


async def test_guessing_is_logged_by_address_and_without_what_was_tried(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with school(tmp_path) as english:
        with caplog.at_level(logging.WARNING, door.log.name):
            for _ in range(limits.FREE_GUESSES):
                with pytest.raises(ConnectionClosed):
                    await Wire.open(english.address.url, Join("SECR-ETXX", "Mallory"))
        [record] = [one for one in caplog.records if one.name == door.log.name]
        assert record.getMessage() == "10 wrong tries from 127.0.0.1, the last one: no_classroom."
        assert "SECR" not in caplog.text


def _far(_host: str) -> bool:
    return False


async def test_a_crowd_from_one_address_is_cut_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbourhood, "is_loopback", _far)
    monkeypatch.setattr(limits, "CONNECTIONS_FROM_ONE_ADDRESS", 4)
    async with school(tmp_path) as english:
        inside = [
            await Wire.open(english.address.url, Join(english.record.code, name))
            for name in ("Anna", "Boris", "Clara")
        ]
        silent = await RawSocket.upgraded(english.server.port)
        for _ in range(20):
            one_more = await RawSocket.connect(english.server.port)
            assert await one_more.answer() == b""
            one_more.close()
        for wire in inside:
            await wire.heartbeat()
        await inside.pop().socket.close()
        await Wire.open(english.address.url, Join(english.record.code, "Dima"))
        silent.close()


async def test_whoever_fills_the_waiting_room_drops_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many who say nothing, those go whose address has most; the few of another stay."""
    monkeypatch.setattr(limits, "HELLO_SECONDS", 60.0)
    monkeypatch.setattr(limits, "UNKNOWN_CONNECTIONS", 6)
    async with school(tmp_path) as english:

        async def silent(address: str) -> ClientConnection:
            return await connect(
                english.address.url, compression=None, local_addr=(address, 0), close_timeout=1
            )

        slow = [await silent("127.0.0.2") for _ in range(2)]
        crowd = [await silent("127.0.0.3") for _ in range(10)]
        for socket in crowd[:6]:
            await socket.wait_closed()
        assert all(socket.state is State.OPEN for socket in slow + crowd[6:])
        for socket in slow + crowd:
            socket.transport.abort()


async def test_who_comes_back_again_and_again_has_to_wait_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARRIVALS_AT_ONCE", 5)
    async with school(tmp_path) as english:
        stands = english.server.school.clock.now_ms()
        monkeypatch.setattr(english.server.school.clock, "now_ms", lambda: stands)
        url, told = english.address.url, list[Sorry]()
        anna = await Wire.open(url, Join(english.record.code, "Anna"))
        back = Hello(limits.PROTOCOL, "test", Return(anna.token), anna.inst)
        for _ in range(4):
            await Wire.greet(url, back)
        with pytest.raises(ConnectionClosed):
            await Wire.greet(url, back, told.append)
        assert [(one.code, one.detail) for one in told] == [("too_often", ("2",))]
        assert told[0].retry_ms
        await Wire.open(url, Join(english.record.code, "Boris"))
        stands += told[0].retry_ms
        await Wire.greet(url, back)
