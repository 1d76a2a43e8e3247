"""TLS: do certificate and key belong together, and does a client take the certificate today?"""

import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from duologue_server.doctor import Finding
from duologue_server.language import _

DAY_MS: Final = 86_400_000
SOON_DAYS: Final = 21


def examine_certificate(
    certificate: Path | None, private_key: Path | None, now_ms: int, *, is_for_others: bool
) -> Iterator[Finding]:
    """`is_for_others`: the server listens to others than this computer."""
    if certificate is None:
        if is_for_others:
            yield Finding(
                "warning",
                _(
                    "Without a certificate the line is not encrypted: whoever shares the network "
                    "can read along. Name one with --certificate."
                ),
            )
        return
    try:
        for path in (certificate, private_key):
            if path:
                path.open("rb").close()
        yield _end(_agreed(certificate, private_key), now_ms)
    except ssl.SSLCertVerificationError as error:
        yield _unusable(certificate, error.verify_message)
    except ssl.SSLError as error:
        yield _unusable(certificate, error.reason or str(error))
    except OSError as error:
        yield _unusable(Path(error.filename or certificate), error.strerror or str(error))
    else:
        yield from _who_reads(private_key or certificate)


def _unusable(path: Path, why: str) -> Finding:
    return Finding(
        "fault",
        _(
            "The certificate can't be used ({0}: {1}). Check --certificate and --private-key, "
            "or get a new one."
        ).format(path, why),
    )


def _end(certificate: dict[str, Any], now_ms: int) -> Finding:
    end = certificate["notAfter"]
    days = int(ssl.cert_time_to_seconds(end) * 1000 - now_ms) // DAY_MS
    if days >= SOON_DAYS:
        return Finding("ok", _("The certificate is good until {0}.").format(end))
    return Finding(
        "warning",
        _("The certificate ends in {0} days ({1}). Renew it, then start the server again.").format(
            days, end
        ),
    )


def _who_reads(private_key: Path) -> Iterator[Finding]:
    if sys.platform != "win32" and private_key.stat().st_mode & 0o007:
        yield Finding(
            "fault",
            _("All users can read the certificate's key {0}: `chmod o= {0}` ends that.").format(
                private_key
            ),
        )


def _agreed(certificate: Path, private_key: Path | None) -> dict[str, Any]:
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


def _step(side: ssl.SSLObject) -> bool:
    """Go on with the handshake. False: the other side has to."""
    try:
        side.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True
