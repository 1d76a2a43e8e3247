"""The server's certificate: read when it starts, and again when its files have changed."""

import asyncio
import logging
import ssl
from pathlib import Path
from typing import Any, Final

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 60.0
"""How often the files are looked at: certificates are renewed weeks before they end."""

NAMES: Final = ("DNS", "IP Address")
"""Kinds of names in a certificate by which a server is found."""


class Certificate:
    """A certificate and its key (in a file of its own, or None), and the context that uses them.

    Raises ssl.SSLError, OSError: they can't be used.
    """

    def __init__(self, certificate: Path, private_key: Path | None) -> None:
        self._files = (certificate, private_key)
        self._seen = self._look()
        self.context = self._read()

    async def renew_daily(self) -> None:
        """Use what is new of it for whoever connects from then on. Runs for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.renew()

    def renew(self) -> None:
        """Read the files again if they have changed; what can't be used leaves the old one in use."""
        try:
            seen = self._look()
            if seen == self._seen:
                return
            self._seen = seen
            self._read()  # into a context of its own: half of a new pair would spoil this one
            self.context.load_cert_chain(*self._files)
        except (OSError, ssl.SSLError) as problem:
            log.error("The new certificate can't be used, the old one is: %r.", problem)
        else:
            log.info("The certificate was renewed.")

    def _read(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*self._files)
        return context

    def _look(self) -> tuple[tuple[int, int], ...]:
        stats = (path.stat() for path in self._files if path)
        return tuple((stat.st_mtime_ns, stat.st_ino) for stat in stats)


def shown_to_clients(certificate: Path, private_key: Path | None) -> dict[str, Any]:
    """What a client learns of the certificate when the two shake hands, in memory.

    The client trusts this certificate alone, whoever issued it. Raises ssl.SSLError, OSError.
    """
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(certificate, private_key, password="")
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname = False  # which names students use is not known here
    asking.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    asking.load_verify_locations(certificate)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    client = asking.wrap_bio(to_client, to_server)
    while not all([_step(client), _step(server)]):
        pass
    return client.getpeercert() or {}


def names_of(certificate: Path, private_key: Path | None) -> list[str]:
    """What clients may call the server by this certificate; none where it can't be told.

    A name with an asterisk is none that anybody could type.
    """
    try:
        shown = shown_to_clients(certificate, private_key)
    except (OSError, ssl.SSLError):
        return []
    return [
        name for kind, name in shown.get("subjectAltName", ()) if "*" not in name and kind in NAMES
    ]


def _step(side: ssl.SSLObject) -> bool:
    """Go on with the handshake. False: the other side has to."""
    try:
        side.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True
