"""`duologue replay`: a lesson of this machine's server, watched again."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from duologue_client import terminal
from duologue_client.language import _
from duologue_client.replay.session import Recording

Speed = Literal["1", "2", "4", "8", "16", "32"]
FindRecording = Callable[[Path | None, str, str, str], tuple[Recording, bool]]
"""From a data folder, a class's code, a lesson and a student's name ("" for the wall)."""


def replay_with(find: FindRecording) -> Callable[..., None]:
    """The command, for one who knows how to read a server's data."""

    def replay(
        code: Annotated[
            str,
            Parameter(help=_("The class's join code. Not needed where there is one open class.")),
        ] = "",
        *,
        lesson: Annotated[
            str, Parameter(help=_("last, or the day of a lesson, like 2026-11-23."))
        ] = "last",
        student: Annotated[
            str, Parameter(help=_("What this student saw, instead of the wall."))
        ] = "",
        speed: Annotated[Speed, Parameter(help=_("How much faster than it was."))] = "8",
        data: Annotated[
            Path | None,
            Parameter(env_var="DUOLOGUE_DATA", help=_("The server's data folder here.")),
        ] = None,
    ) -> None:
        """Watch a lesson again: every room as it was. Works while the server runs."""
        terminal.must_show_screens()
        terminal.choose_theme()
        recording, wall = find(data, code, lesson, student)
        _show(recording, int(speed), wall=wall)

    return replay


def _show(recording: Recording, speed: int, *, wall: bool) -> None:
    from duologue_client.replay.app import StudentReplay, TeacherReplay
    from duologue_client.replay.session import ReplaySession

    session = ReplaySession(recording, speed)
    (TeacherReplay(session) if wall else StudentReplay(session)).run()
