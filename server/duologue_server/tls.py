"""The server's certificate: read when it starts, and again when its files have changed."""

import asyncio
import logging
import ssl
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 60.0
"""How often the files are looked at: certificates are renewed weeks before they end."""


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
            self.context.load_cert_chain(*self._files, password="")
        except (OSError, ssl.SSLError) as problem:
            log.error("The new certificate can't be used, the old one is: %r.", problem)
        else:
            log.info("The certificate was renewed.")

    def _read(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*self._files, password="")  # asks nobody, who may not be there
        return context

    def _look(self) -> tuple[tuple[int, int], ...]:
        stats = (path.stat() for path in self._files if path)
        return tuple((stat.st_mtime_ns, stat.st_ino) for stat in stats)
