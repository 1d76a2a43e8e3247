"""A connection and its screens in one event loop, from the first look to good-bye."""

import asyncio
import io
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from duologue_client.connection import Connection
from duologue_client.error_log import error_log, note_unexpected
from duologue_client.language import _
from duologue_client.places import places_folder
from duologue_client.stop import Stop

if TYPE_CHECKING:
    from textual.app import App

FIRST_SECONDS: Final = 6.0
"""How long to wait for the first answer before the screen opens and tells how it stands."""


async def entered(connection: Connection) -> bool:
    """Start it, and wait for the first answer; False if the server turned this person away."""
    settled = asyncio.Event()
    connection.listen(lambda _happening: settled.set())
    connection.start()
    with suppress(TimeoutError):
        async with asyncio.timeout(FIRST_SECONDS):
            while connection.link.state == "connecting":
                settled.clear()
                await settled.wait()
    return connection.link.state != "stopped"


async def show(app: "App[None]", connection: Connection) -> None:
    """Show the screens until the person leaves, then say good-bye to the server.

    Raises Stop: when there was no connection in the end, or a screen failed.
    """
    from rich.console import Console

    app.error_console = Console(file=io.StringIO())  # Textual prints its tracebacks there
    try:
        await app.run_async()
    finally:
        last = connection.link
        await connection.leave()
    if app.return_code:
        failure = getattr(app, "_exception", None)
        note_unexpected(failure if isinstance(failure, Exception) else RuntimeError())
        raise Stop(unexpected())
    if last.state != "live" and last.sentence:
        raise Stop(last.sentence)


def device_trouble(error: OSError) -> str:
    """Why this device can't keep what a class needs."""
    return _("This computer can't keep what a class needs in {folder}: {why}.").format(
        folder=places_folder(), why=error.strerror or type(error).__name__
    )


def unexpected() -> str:
    """What to say of an error that nobody expected."""
    return _(
        "Something went wrong inside this program; nothing that was sent is lost. "
        "Start it again. {file} tells where it happened."
    ).format(file=error_log())
