"""From where somebody connects, as far as limits are counted by it."""

import ipaddress
from collections import Counter

from duologue_protocol import limits

HOUSE_BITS = 64
"""Of an IPv6 address: one house, or one attacker, has all that begin with the same ones."""


def neighbourhood(host: str) -> str:
    """The address that a limit is counted by: an IPv4 one, or the house of an IPv6 one."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, HOUSE_BITS), strict=False))
    return str(address)


def is_loopback(host: str) -> bool:
    """Is it this machine? "localhost" counts as it is meant."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Crowd:
    """How many connections there are from each address."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    def came(self, host: str) -> bool:
        """Count one more. False: there are too many, and this one has to go.

        This machine itself is not limited: a reverse proxy stands there, with all its clients.
        """
        where = neighbourhood(host)
        self._count[where] += 1
        return is_loopback(host) or self._count[where] <= limits.CONNECTIONS_FROM_ONE_ADDRESS

    def went(self, host: str) -> None:
        where = neighbourhood(host)
        self._count[where] -= 1
        if not self._count[where]:
            del self._count[where]
