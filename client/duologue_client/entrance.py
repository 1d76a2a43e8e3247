"""The two ways into a class: a student joins, a teacher teaches."""

from pathlib import Path

from duologue_client.address import Address
from duologue_client.connection import Connection
from duologue_client.device import Device
from duologue_client.places import Place, device_for, earlier_tokens
from duologue_protocol.frames import Join, Teach
from duologue_protocol.requests import Level


def join(
    address: Address, name: str, level: Level = "", *, inside: Path | None = None
) -> Connection:
    """A student's connection, with what this device remembers of them.

    `inside` holds the places; this device's own folder if left out.
    Raises OutboxInUse: when another window has it; OSError: when the disk won't have it.
    """
    place = Place(address.server, address.code, name)
    tokens, device = earlier_tokens(place, inside), device_for(address.server, inside)
    auth = Join(address.code, name, level, tokens, device)
    return Connection(address, Device(place, inside), auth)


def teach(address: Address, key: str, name: str, *, inside: Path | None = None) -> Connection:
    """A teacher's connection. Raises what `join` raises."""
    place = Place(address.server, address.code, name, "teacher")
    return Connection(address, Device(place, inside), Teach(address.code, key, name))
