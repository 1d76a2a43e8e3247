"""What people type for a class, and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_client.address import BadAddress, parse_address, parse_code, parse_server

READ = {
    "K7QM-2PXA@localhost": ("ws://localhost:8765/", "K7QM-2PXA", "localhost"),
    "  k7qm2pxa@School.example ": ("ws://school.example:8765/", "K7QM-2PXA", "school.example"),
    "K7QM-2PXA@10.0.0.5:9000": ("ws://10.0.0.5:9000/", "K7QM-2PXA", "10.0.0.5:9000"),
    "K7QM-2PXA@[::1]:9000": ("ws://[::1]:9000/", "K7QM-2PXA", "[::1]:9000"),
    "ws://host/K7QM-2PXA": ("ws://host:8765/", "K7QM-2PXA", "host"),
    "ws://host:80/#K7QM-2PXA": ("ws://host:80/", "K7QM-2PXA", "host:80"),
    "wss://host/#K7QM-2PXA": ("wss://host:443/", "K7QM-2PXA", "wss://host:443/"),
    "wss://host/class/K7QM-2PXA": ("wss://host:443/class/", "K7QM-2PXA", "wss://host:443/class/"),
    "K7QM-2PXA@wss://host:8799/": ("wss://host:8799/", "K7QM-2PXA", "wss://host:8799/"),
    "K7QM-2PXA@wss://host": ("wss://host:443/", "K7QM-2PXA", "wss://host:443/"),
    "wss://host/class#k7qm-2pxa": ("wss://host:443/class", "K7QM-2PXA", "wss://host:443/class"),
}


@pytest.mark.parametrize("typed", READ)
def test_read(typed: str) -> None:
    address = parse_address(typed)
    assert (address.url, address.code, address.server) == READ[typed]


@pytest.mark.parametrize("typed", READ)
def test_a_server_that_is_written_down_is_read_again(typed: str) -> None:
    address = parse_address(typed)
    assert parse_server(address.server).url == address.url


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "server is missing"),
        ("localhost", "code of the class is missing"),
        ("K7QM-2PXA@", "server is missing"),
        ("K7QM-2PX@host", "has 7"),
        ("K7QM-2PX0@host", "“0”"),
        ("К7QM-2PXA@host", "“К” is no English letter"),
        ("K7QM-2PXA@wh*t", "no address"),
        ("K7QM-2PXA@!!", "no address"),
        ("K7QM-2PXA@host..", "no address"),
        ("K7QM-2PXA@host:0", "port is a number"),
        ("K7QM-2PXA@host:99999", "port is a number"),
        ("K7QM-2PXA@host:x", "port is a number"),
        ("https://host/K7QM-2PXA", "ws://"),
        ("K7QM-2PXA@https://host", "ws://"),
        ("wss://anna@host/#K7QM-2PXA", "server is missing"),
        ("K7QM-2PXA@ho st", "no address"),
        ("K7QM-2PXA@[::1", "no address"),
        ("K7QM-2PXA@host/path", "no address"),
        ("\x1b[2J@host", "no address|“"),
    ],
)
def test_refused_with_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(BadAddress, match=says) as refused:
        parse_address(typed)
    assert str(refused.value).isprintable()


@given(st.text(max_size=40))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    try:
        parse_server(typed)
    except BadAddress as refused:
        assert str(refused).isprintable()  # noqa: PT017 the sentence is the point


def test_a_code_is_read_as_people_write_it() -> None:
    assert parse_code("k7qm 2pxa") == "K7QM-2PXA"


@pytest.mark.parametrize(
    ("host", "near"),
    [("localhost", True), ("127.0.0.1", True), ("192.168.1.4", True), ("school-pc", True),
     ("8.8.8.8", False), ("school.example", False)],
)  # fmt: skip
def test_near_servers_need_no_proxy(host: str, *, near: bool) -> None:
    assert parse_server(host).is_near is near
