"""Where a class is: `K7QM-2PXA@host`, `host:9000`, `wss://host/#K7QM-2PXA`."""

import ipaddress
import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import SplitResult, urlsplit

from duologue_client.language import _
from duologue_protocol.limits import CODE_ALPHABET, CODE_SYMBOLS

PORT: Final = 8765
SECURE_PORT: Final = 443
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
"""A name or an IPv4 address; letters of all alphabets, as names of sites have them."""


class BadAddress(ValueError):
    """What was typed is no address. The message is a sentence that says what to type."""


@dataclass(frozen=True)
class Address:
    host: str
    port: int
    secure: bool = False
    """TLS, by `wss://`."""
    path: str = "/"
    code: str = ""
    """The join code as it is written (K7QM-2PXA); "" where only the server was named."""

    @property
    def server(self) -> str:
        """How people write the server: with what differs from the usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.secure or self.path != "/":
            return self.url
        return host if self.port == PORT else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Where to connect."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'wss' if self.secure else 'ws'}://{host}:{self.port}{self.path}"

    @property
    def is_here(self) -> bool:
        """This machine, by an address that no other machine can use."""
        return self.host in LOOPBACK

    @property
    def is_near(self) -> bool:
        """On this machine or in its own network, where no proxy stands between."""
        try:
            address = ipaddress.ip_address(self.host)
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".local") or "." not in self.host
        return address.is_loopback or address.is_private or address.is_link_local


def written(code: str, server: str) -> str:
    """A class as people type it: with its code, and the server as `Address.server` names it."""
    return f"{server}#{code}" if "://" in server else f"{code}@{server}"


def parse_address(text: str) -> Address:
    """A class: its code and its server.

    Raises BadAddress: where either is missing or can't be one.
    """
    address = _parse(text.strip())
    if not address.code:
        raise BadAddress(
            _(
                "The code of the class is missing. Type it with the server: K7QM-2PXA@{server}"
            ).format(server=address.server)
        )
    return address


def parse_server(text: str) -> Address:
    """A server, whose code may be left out.

    Raises BadAddress: for what can't be one.
    """
    return _parse(text.strip())


def parse_code(text: str) -> str:
    """A join code as it is written, from what people type: `k7qm 2pxa` is K7QM-2PXA.

    Raises BadAddress: for what can't be one.
    """
    symbols = "".join(text.upper().replace("-", " ").split())
    for symbol in symbols:
        if symbol.isalpha() and not symbol.isascii():
            raise BadAddress(
                _(
                    "“{symbol}” is no English letter. Switch the keyboard, and type it again."
                ).format(symbol=symbol)
            )
        if symbol not in CODE_ALPHABET:
            raise BadAddress(
                _("No code has “{symbol}” in it. Read it again: it looks like K7QM-2PXA.").format(
                    symbol=symbol if symbol.isprintable() else "?"
                )
            )
    if len(symbols) != CODE_SYMBOLS:
        raise BadAddress(
            _("A code has {count} letters and digits, like K7QM-2PXA; this has {given}.").format(
                count=CODE_SYMBOLS, given=len(symbols)
            )
        )
    return f"{symbols[:4]}-{symbols[4:]}"


def is_code(text: str) -> bool:
    """Can this be the join code of a class?"""
    try:
        return bool(parse_code(text))
    except BadAddress:
        return False


def _parse(text: str) -> Address:
    code, at, server = text.rpartition("@")
    if "://" in text and "/" in code:  # an @ of the link itself
        return _parse_link(text)
    if "://" in text:
        link = _parse_link(server)
        return replace(link, code=parse_code(code)) if at else link
    parts = _split(f"ws://{server}")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _unreadable()
    return Address(*_host_and_port(parts, PORT), code=parse_code(code) if at else "")


def _parse_link(text: str) -> Address:
    parts = _split(text)
    if parts.scheme not in ("ws", "wss"):
        raise BadAddress(
            _("A link to a class begins with ws:// or wss://. Copy it again, or type CODE@HOST.")
        )
    path, code = parts.path or "/", parts.fragment
    if not code and is_code(path.rpartition("/")[2]):
        before, slash, code = path.rpartition("/")
        path = before + slash
    secure = parts.scheme == "wss"
    host, port = _host_and_port(parts, SECURE_PORT if secure else PORT)
    return Address(host, port, secure, path, parse_code(code) if code else "")


def _split(text: str) -> SplitResult:
    if not text.isprintable() or " " in text:
        raise _unreadable()
    try:
        return urlsplit(text)
    except ValueError:
        raise _unreadable() from None


def _host_and_port(parts: SplitResult, usual: int) -> tuple[str, int]:
    if not parts.hostname or parts.username is not None:
        raise BadAddress(
            _("The server is missing. Type the code, @, and the server: K7QM-2PXA@host")
        )
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise BadAddress(_("A port is a number from 1 to 65535, like host:8765."))
    if ":" not in parts.hostname and not _HOST.fullmatch(parts.hostname):
        raise _unreadable()
    return parts.hostname, usual if port is None else port


def _unreadable() -> BadAddress:
    return BadAddress(_("This is no address of a class. It looks like K7QM-2PXA@host."))
