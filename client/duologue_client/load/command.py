"""`duologue load`: how many students does this server hold?"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter
from cyclopts.validators import Number

from duologue_client import terminal
from duologue_client.address import Address, BadAddress, parse_server
from duologue_client.demo.pace import Pace
from duologue_client.language import _
from duologue_client.load.lesson import ClassOfLoad, Found, load
from duologue_client.stop import Stop

CLASS_SIZE: Final = 30
OF_ONE_CLASS: Final = 200
"""Students that one class takes."""


@dataclass(frozen=True)
class Trial:
    """Classes that were made for a load: code and key of each."""

    doors: Sequence[tuple[str, str]]
    server: int | None
    """The process that serves them."""


OpenTrial = Callable[[Path | None, int], AbstractAsyncContextManager[Trial]]
"""Makes so many classes in a server's data folder; leaving the context removes them."""


def load_with(open_trial: OpenTrial) -> Callable[..., None]:
    """The command, for one who knows how to make classes."""

    def load_command(
        host: Annotated[
            str,
            Parameter(help=_("The server, as HOST or HOST:PORT; an empty class as CODE@HOST.")),
        ] = "127.0.0.1",
        *,
        students: Annotated[
            int, Parameter(validator=Number(gte=2, lte=20_000), help=_("How many students play."))
        ] = 500,
        minutes: Annotated[
            float,
            Parameter(
                validator=Number(gt=0, lte=1_440),
                help=_("How long it is measured, once everybody is in a room."),
            ),
        ] = 2.0,
        data: Annotated[
            Path | None,
            Parameter(
                env_var="DUOLOGUE_DATA",
                help=_("The server's data folder, to make classes in and remove them again."),
            ),
        ] = None,
        key: Annotated[str, Parameter(help=_("The teacher's key, with CODE@HOST."))] = "",
        speed: Annotated[
            float,
            Parameter(
                validator=Number(gte=0.1, lte=100),
                help=_("The students read, think and type so many times faster."),
            ),
        ] = 1.0,
    ) -> None:
        """Let simulated students talk, and say what that takes and how many this machine holds."""
        from duologue_client.load.report import show

        try:
            address = parse_server(host)
        except BadAddress as mistake:
            raise Stop(str(mistake)) from None
        terminal.say(_("{students} students come …").format(students=students))
        pace, seconds = Pace(speed), minutes * 60
        if address.code:
            found = asyncio.run(_in_class(address, key, students, seconds, pace))
        else:
            found = asyncio.run(_in_trial(open_trial, data, address, students, seconds, pace))
        show(found)
        if found.meter.lost or found.meter.doubled:
            raise SystemExit(1)

    return load_command


async def _in_class(address: Address, key: str, students: int, seconds: float, pace: Pace) -> Found:
    if students > OF_ONE_CLASS:
        raise Stop(_("One class takes {0} students at most.").format(OF_ONE_CLASS))
    return await load([ClassOfLoad(address, key)], students, seconds, pace, server=None)


async def _in_trial(
    open_trial: OpenTrial,
    data: Path | None,
    address: Address,
    students: int,
    seconds: float,
    pace: Pace,
) -> Found:
    async with open_trial(data, -(-students // CLASS_SIZE)) as trial:
        classes = [ClassOfLoad(replace(address, code=code), key) for code, key in trial.doors]
        return await load(classes, students, seconds, pace, trial.server)
