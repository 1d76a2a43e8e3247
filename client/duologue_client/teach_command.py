"""`duologue teach`: find the class and its key, then open the teacher's console."""

import asyncio
import getpass
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from duologue_client import terminal
from duologue_client.address import Address, BadAddress, parse_code, parse_server
from duologue_client.language import _
from duologue_client.stop import Stop

HERE: Final = "127.0.0.1"
CONNECT_SECONDS: Final = 1.0


@dataclass(frozen=True)
class LocalClass:
    """An open class of a server on this machine."""

    code: str
    title: str
    key: str
    """ "" where this machine does not keep it."""


FindClasses = Callable[[Path | None], list[LocalClass]]
"""The open classes in a server's data folder, None for the usual one."""

OwnNames = Callable[[], list[str]]
"""What others in this network may call this machine, the surest first."""


def teach_with(find_classes: FindClasses, own_names: OwnNames) -> Callable[..., None]:
    """The command, for one who knows how to look into a server's data, and at this machine."""

    def teach(
        code: Annotated[str | None, Parameter(help=_("The class's join code."))] = None,
        *,
        server: Annotated[
            str | None,
            Parameter(env_var="DUOLOGUE_SERVER", help=_("HOST[:PORT]. Without it: this computer.")),
        ] = None,
        key: Annotated[
            str | None,
            Parameter(
                env_var="DUOLOGUE_KEY",
                help=_("The teacher's key. Better not typed here: it is asked for."),
            ),
        ] = None,
        name: Annotated[
            str | None,
            Parameter(env_var="DUOLOGUE_TEACHER", help=_("What the class calls you.")),
        ] = None,
        data: Annotated[
            Path | None,
            Parameter(env_var="DUOLOGUE_DATA", help=_("The server's data folder here.")),
        ] = None,
    ) -> None:
        """Open the teacher's console. On the server's own computer it finds class and key."""
        terminal.must_show_screens()
        terminal.choose_theme()
        address = _server(code, server)
        near = find_classes(data) if address.is_here else []
        address = address if address.code else replace(address, code=_code(code, near))
        key = key or _local_key(near, address.code) or _ask_key(address.code)
        asyncio.run(_console(address, key, name or _own_name(), own_names))

    return teach


async def _console(address: Address, key: str, name: str, own_names: OwnNames) -> None:
    from duologue_client.entrance import teach as entrance
    from duologue_client.outbox import OutboxInUse
    from duologue_client.program import device_trouble, entered, show
    from duologue_client.teacher.app import TeacherApp

    try:
        connection = entrance(address, key, name)
    except OutboxInUse:
        raise Stop(
            _("{name} has this class open in another window. Use that one.").format(name=name)
        ) from None
    except OSError as error:
        raise Stop(device_trouble(error)) from None
    if not await entered(connection):
        sentence = connection.link.sentence
        await connection.leave()
        raise Stop(sentence)
    place = await asyncio.to_thread(as_students_see, address, own_names())
    await show(TeacherApp(connection, place.server), connection)


def as_students_see(address: Address, names: Iterable[str]) -> Address:
    """The server as other computers name it, as far as this one can tell.

    A teacher's own server is 127.0.0.1 only to the teacher. A server that listens to nobody else keeps
    that address: none of its machine's `names` leads there.
    """
    if not address.is_here or address.secure:
        return address
    for name in names:
        try:
            with socket.create_connection((name, address.port), CONNECT_SECONDS):
                return replace(address, host=name)
        except (OSError, UnicodeError):
            continue
    return address


def _server(code: str | None, server: str | None) -> Address:
    """Raises Stop: for what is no address."""
    if server is None and code and ("@" in code or "://" in code):
        server = code
    try:
        return parse_server(server or HERE)
    except BadAddress as mistake:
        raise Stop(str(mistake)) from None


def _code(given: str | None, near: list[LocalClass]) -> str:
    """Raises Stop: for what is no code."""
    if given is None and len(near) == 1:
        return near[0].code
    for one in near if given is None else []:
        terminal.say(f"  {one.code}  {one.title}")
    try:
        return parse_code(given or terminal.question(_("Code of the class")))
    except BadAddress as mistake:
        raise Stop(str(mistake)) from None


def _local_key(near: list[LocalClass], code: str) -> str:
    return next((one.key for one in near if one.code == code), "")


def _ask_key(code: str) -> str:
    """Raises Stop: when nobody answers."""
    try:
        return getpass.getpass(_("Teacher's key of {code}: ").format(code=code)).strip()
    except EOFError:
        raise Stop(_("Nobody answered.")) from None


def _own_name() -> str:
    """The name on this computer; a name that says who teaches where there is none."""
    said = os.environ.get("USER") or os.environ.get("USERNAME") or ""
    return said.title() if said and said != "root" else _("Teacher")
