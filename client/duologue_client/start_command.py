"""`duologue start`: a server for this classroom and the teacher's console, in one command."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from duologue_client import terminal
from duologue_client.address import PORT
from duologue_client.language import _

Begin = Callable[[Path | None, int, Path | None], int]
"""Have a server run on a data folder (None: the usual one); its port. If it does not run yet, it is
started on this port, with the activities in this folder."""


def start_with(begin: Begin, teach: Callable[..., None]) -> Callable[..., None]:
    """The command, for one who knows how to begin a server and how to open the console."""

    def start(
        *,
        name: Annotated[
            str | None,
            Parameter(env_var="DUOLOGUE_TEACHER", help=_("What the class calls you.")),
        ] = None,
        port: Annotated[
            int,
            Parameter(
                env_var="DUOLOGUE_PORT",
                validator=Number(gte=1, lte=65_535),
                help=_("Where the server listens, if it does not run yet."),
            ),
        ] = PORT,
        activities: Annotated[
            Path | None,
            Parameter(
                env_var="DUOLOGUE_ACTIVITIES", help=_("A folder with activity files of your own.")
            ),
        ] = None,
        data: Annotated[
            Path | None,
            Parameter(env_var="DUOLOGUE_DATA", help=_("The server's data folder here.")),
        ] = None,
    ) -> None:
        """Start a server for your classroom, unless it runs, and open the teacher's console.

        The line is not encrypted: it is for a network that you trust. The server goes on when the
        console is closed, until `duologue stop`.
        """
        terminal.must_show_screens()
        terminal.say(_("Starting the server …"))
        here = begin(data, port, activities)
        try:
            teach(server=f"127.0.0.1:{here}", name=name, data=data)
        finally:
            terminal.say(
                _(
                    "The server goes on. `duologue start` opens the console, `duologue stop` ends it."
                )
            )

    return start
