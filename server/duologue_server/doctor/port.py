"""The port: may the server listen there, or who does so already?"""

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from duologue_server.doctor import Finding
from duologue_server.language import _

SHOWN = 80
"""Of a command, letters that are shown."""


class Holder(NamedTuple):
    """A process that listens."""

    number: int
    command: str


def examine_port(host: str, port: int, *, runs: bool) -> Finding:
    """`runs`: a server runs on the data folder, so it may be the one that listens."""
    try:
        _listen(host, port)
    except OSError as error:
        return _why_not(host, port, error, runs=runs)
    return Finding("ok", _("Port {0} on {1} is free.").format(port, host))


def _listen(host: str, port: int) -> None:
    for family, kind, protocol, _name, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    ):
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # as the server does; elsewhere it would share the port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)


def _why_not(host: str, port: int, error: OSError, *, runs: bool) -> Finding:
    if error.errno == errno.EADDRINUSE:
        return _taken(port, holder(port), runs=runs)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Finding(
            "fault",
            _(
                "Only the system's own services may listen on port {0}. Choose one above 1023 "
                "with --port."
            ).format(port),
        )
    return Finding(
        "fault",
        _("Nobody can listen on {0}: {1}. Choose an address of this computer with --host.").format(
            host, error.strerror or error
        ),
    )


def _taken(port: int, found: Holder | None, *, runs: bool) -> Finding:
    if runs and (found is None or "duologue" in found.command):
        return Finding("ok", _("Port {0} is taken by the server that runs.").format(port))
    if found is None:
        who = _("another program (as root, `ss -ltnp` names it)")
    else:
        who = _("process {0} ({1})").format(found.number, found.command[:SHOWN])
    return Finding(
        "fault",
        _("Port {0} is taken by {1}. Stop that, or choose another port with --port.").format(
            port, who
        ),
    )


def holder(port: int) -> Holder | None:
    """Who listens on a port, as far as Linux tells this user; None if it does not."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in sockets for link in (folder / "fd").iterdir()):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                command = b" ".join(words).decode("utf-8", "replace").strip()
                return Holder(int(folder.name), _printable(command))
        except OSError:
            continue  # another user's, or gone
    return None


def _listening(port: int) -> Iterator[str]:
    """The inodes of sockets that listen on a port."""
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text("ascii").splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A" and int(cells[1].rpartition(":")[2], 16) == port:
                yield cells[9]


def _printable(text: str) -> str:
    return "".join(symbol for symbol in text if symbol.isprintable())
