"""`duologue join`: ask for what is missing, then open the class."""

import asyncio
import socket
from typing import Annotated, Final, cast, get_args

from cyclopts import Parameter

from duologue_client import terminal
from duologue_client.address import (
    Address,
    BadAddress,
    is_code,
    parse_address,
    parse_server,
    written,
)
from duologue_client.language import _, translate_refusal
from duologue_client.places import Place, remembered
from duologue_client.stop import Stop
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Level
from duologue_protocol.text import clean_name

LEVELS: Final = tuple(level for level in get_args(Level) if level)
ABOUT_NAMES: Final = ("name_taken", "name_reserved", "name_mixed")
"""Refusals after which another name helps."""


def join(
    where: Annotated[
        str | None,
        Parameter(env_var="DUOLOGUE_JOIN", help=_("CODE@HOST[:PORT], or a ws:// or wss:// link.")),
    ] = None,
    *,
    name: Annotated[
        str | None, Parameter(env_var="DUOLOGUE_NAME", help=_("What the class calls you."))
    ] = None,
    level: Annotated[
        str | None, Parameter(env_var="DUOLOGUE_LEVEL", help=_("Your level: A1 to C2."))
    ] = None,
) -> None:
    """Join a class as a student. What is missing is asked for."""
    terminal.must_show_screens()
    terminal.choose_theme()
    last, typed = remembered(), where is None
    if where is None and last:
        where = _same_or_another(last, name or last.name)
        if where is None:
            where, name, typed = _class_of(last), name or last.name, False
    address = _address(where, last, typed=typed)
    usual = last.name if last else ""
    while True:
        chosen = name or _ask_name(usual)
        try:
            asyncio.run(_attend(address, _possible(chosen), _level(level)))
        except NameRefused as refused:
            terminal.complain(str(refused))
            name, usual = None, ""
        else:
            return


class NameRefused(Exception):
    """It has to be another name. The message is a sentence that says why."""


def _possible(name: str) -> str:
    """The name, if any class takes it. Raises NameRefused: none does."""
    try:
        return clean_name(name)
    except Refused as refused:
        raise NameRefused(translate_refusal(refused.code, refused.detail)) from None


async def _attend(address: Address, name: str, level: Level) -> None:
    from duologue_client.entrance import join as entrance
    from duologue_client.outbox import OutboxInUse
    from duologue_client.program import device_trouble, entered, show
    from duologue_client.student.app import StudentApp

    try:
        connection = entrance(address, name, level)
    except OutboxInUse:
        raise Stop(
            _(
                "{name} has this class open in another window of this computer. "
                "Use that one, or close it first."
            ).format(name=name)
        ) from None
    except OSError as error:
        raise Stop(device_trouble(error)) from None
    if not await entered(connection):
        sentence = connection.link.sentence
        await connection.leave()
        _turned_away(sentence, name)
    was_read = None if connection.informed else connection.keep_informed
    app = StudentApp(connection, connection.draft, connection.keep_draft, was_read)
    await show(app, connection)


def _turned_away(sentence: str, name: str) -> None:
    """Raises NameRefused, Stop."""
    if sentence in [translate_refusal(code, (name,)) for code in ABOUT_NAMES]:
        raise NameRefused(sentence)
    raise Stop(sentence)


def _same_or_another(last: Place, name: str) -> str | None:
    """The class that was typed; None: the one of last time."""
    offer = _("Enter brings {name} back to {where}; or type another CODE@HOST")
    return terminal.question(offer.format(name=name, where=_class_of(last))) or None


def _class_of(place: Place) -> str:
    return written(place.code, place.server)


def _address(where: str | None, last: Place | None, *, typed: bool) -> Address:
    """The class, asked for until it can be one. A server that was just `typed` must be known here."""
    while True:
        try:
            address = _completed(where or terminal.question(_("Class, as CODE@HOST")), last)
            if typed:
                _find(address.host)
        except BadAddress as mistake:
            terminal.complain(str(mistake))
            where, typed = None, True
        else:
            return address


def _completed(text: str, last: Place | None) -> Address:
    """What was typed, with what it leaves out. Raises BadAddress: it can't be a class."""
    if is_code(text):
        server = terminal.question(_("Server of the class"), last.server if last else "")
        return parse_address(written(text, server))
    address = parse_server(text)
    if address.code:
        return address
    code = terminal.question(_("Code of the class"), last.code if last else "")
    if "@" in code or "://" in code:
        return _completed(code, last)
    return parse_address(written(code, text))


def _find(host: str) -> None:
    """Raises BadAddress: nobody knows a computer of this name, so it was mistyped."""
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        raise BadAddress(
            _(
                "This computer finds no server called “{host}”. "
                "Compare it with the line of your teacher, and look whether you are online."
            ).format(host=host)
        ) from None


def _ask_name(usual: str) -> str:
    while not (name := terminal.question(_("Your name"), usual)):
        terminal.complain(translate_refusal("name_empty"))
    return name


def _level(given: str | None) -> Level:
    """A level of the scale; nobody has to say one.

    Raises Stop: for what is no level.
    """
    level = (given or "").strip().upper()
    if level and level not in LEVELS:
        raise Stop(_("A level is one of {levels}.").format(levels=", ".join(LEVELS)))
    return cast("Level", level)
