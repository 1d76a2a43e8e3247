"""What a teacher's own computer tells students to type."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from duologue_client.address import Address, parse_address, parse_server
from duologue_client.teach_command import as_students_see
from duologue_client.teacher.console.welcome import is_for_this_computer, join_line


@pytest.fixture
def port() -> Iterator[int]:
    """Where something listens, on 127.0.0.1 alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_own_computer_is_named_as_others_know_it(port: int) -> None:
    seen = as_students_see(Address("127.0.0.1", port), ["127.0.0.2", "localhost"])
    assert seen == Address("localhost", port)


def test_a_server_that_its_name_does_not_lead_to_keeps_its_address(port: int) -> None:
    own = Address("127.0.0.1", port)
    assert as_students_see(own, ["127.0.0.2"]) == own
    assert as_students_see(own, ["no-such-machine.invalid"]) == own


def test_what_the_teacher_has_named_stays(port: int) -> None:
    for named in (Address("school.example", port), Address("localhost", port, secure=True)):
        assert as_students_see(named, ["127.0.0.1"]) == named


def test_the_line_for_students_is_one_that_they_can_join_by() -> None:
    for named in (
        "school.example",
        "192.0.2.7:9000",
        "wss://school.example",
        "ws://school.example/x",
    ):
        place = parse_server(named)
        line = join_line("K7QM-2PXA", place.server)
        typed = line.removeprefix("duologue join ").partition(" ")[0]
        assert parse_address(typed) == replace(place, code="K7QM-2PXA")
        assert not is_for_this_computer(place.server)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9000", "[::1]", "wss://localhost:9000/"])
def test_a_line_for_this_computer_alone_is_known(host: str) -> None:
    assert is_for_this_computer(host)
    assert not is_for_this_computer("")
