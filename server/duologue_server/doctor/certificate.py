"""TLS: do certificate and key belong together, and does a client take the certificate today?"""

import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from duologue_server.doctor import Finding
from duologue_server.language import _
from duologue_server.tls import shown_to_clients

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
        yield _end(shown_to_clients(certificate, private_key), now_ms)
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
