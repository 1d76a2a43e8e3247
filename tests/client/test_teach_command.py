"""What a teacher's own computer tells students to type."""

import socket
from collections.abc import Iterator

import pytest

from duologue_client.address import Address
from duologue_client.teach_command import as_students_see


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
