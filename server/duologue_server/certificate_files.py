"""A certificate and its key, as files: which of them can't be used and why, and whom it names."""

import ssl
from pathlib import Path
from typing import Any, Final

from duologue_server.language import _

CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
KEY: Final = b"PRIVATE KEY-----"
"""An encrypted one begins otherwise, and ends so as well."""
NAMES: Final = ("DNS", "IP Address")
"""Kinds of names by which a server is found."""
LOCKED: Final = (b"BEGIN ENCRYPTED PRIVATE KEY", b"Proc-Type: 4,ENCRYPTED")


def why_unusable(certificate: Path, private_key: Path | None, error: OSError) -> str:
    """What somebody can do about an error that using them has raised; TLS itself seldom says."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _not_good(certificate, error.verify_message)
    key = private_key or certificate
    try:
        written, key_written = certificate.read_bytes(), key.read_bytes()
    except OSError as problem:
        return _("{0} can't be read: {1}. Check --certificate and --private-key.").format(
            problem.filename or certificate, problem.strerror
        )
    if CERTIFICATE not in written:
        return _(
            "{0} holds no certificate. It is a text (PEM) with a row “{1}”; "
            "name such a file with --certificate."
        ).format(certificate, CERTIFICATE.decode())
    if KEY not in key_written and private_key is None:
        return _("{0} holds no key. Name the file with the key with --private-key.").format(key)
    if KEY not in key_written:
        return _(
            "{0} holds no key. It is a text (PEM) with a row “{1}”; "
            "name such a file with --private-key."
        ).format(key, "-----BEGIN PRIVATE KEY-----")
    if any(mark in key_written for mark in LOCKED):
        return _(
            "The key {0} is locked by a password, which nobody could type when the server starts "
            "by itself. Make one without, and name that: `{1}`"
        ).format(key, f"openssl pkey -in {key} -out NEW-FILE")
    reason = getattr(error, "reason", None)
    if reason == "KEY_VALUES_MISMATCH":
        return _(
            "The key {0} is not that of the certificate {1}. Name two that were made together, "
            "with --certificate and --private-key."
        ).format(key, certificate)
    if reason:
        return _not_good(certificate, reason.replace("_", " ").lower())
    return _(
        "{0} or {1} is damaged, or a part of it is missing. Copy them again, or get new ones."
    ).format(certificate, key)


def _not_good(certificate: Path, why: str) -> str:
    return _("The certificate {0} can't be used: {1}. Get a new one.").format(certificate, why)


def shaken_hands(certificate: Path, private_key: Path | None) -> dict[str, Any]:
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


def names_in(certificate: Path, private_key: Path | None) -> list[str]:
    """What clients may call the server by the certificate; none if it does not tell.

    A name with an asterisk is none that anybody could type.
    """
    try:
        told = shaken_hands(certificate, private_key)
    except OSError:
        return []  # whoever connects is told what is wrong with it
    names = ((kind, str(name)) for kind, name in told.get("subjectAltName", ()))
    return [name for kind, name in names if kind in NAMES and "*" not in name]


def _step(side: ssl.SSLObject) -> bool:
    """Go on with the handshake. False: the other side has to."""
    try:
        side.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True
