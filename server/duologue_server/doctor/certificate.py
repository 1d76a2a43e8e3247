"""TLS: do certificate and key belong together, and does a client take the certificate today?"""

import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from duologue_server.certificate_files import shaken_hands, why_unusable
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
        yield _end(shaken_hands(certificate, private_key), now_ms)
    except OSError as error:  # ssl.SSLError is one
        yield Finding("fault", why_unusable(certificate, private_key, error))
    else:
        yield from _who_reads(private_key or certificate)


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
