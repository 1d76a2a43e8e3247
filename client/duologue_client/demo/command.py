"""`duologue demo`: a lesson on this machine in which you take part."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from duologue_client import terminal
from duologue_client.demo.lesson import OpenClass, company
from duologue_client.demo.pace import Pace
from duologue_client.language import _
from duologue_client.program import entered, show
from duologue_client.stop import Stop

BESIDE_YOU: Final = 5
IN_YOUR_CLASS: Final = 6
SLOWEST, FASTEST = 0.1, 100.0


def demo_with(open_class: OpenClass) -> Callable[..., None]:
    """The command, for one who knows how to start a server."""

    def demo(
        *,
        as_: Annotated[
            Literal["student", "teacher"],
            Parameter(name="--as", help=_("Take part as a student, or teach.")),
        ] = "student",
        name: Annotated[str | None, Parameter(help=_("What the class calls you."))] = None,
        speed: Annotated[
            float,
            Parameter(
                env_var="DUOLOGUE_SPEED",
                help=_("The others read, think and type so many times faster."),
            ),
        ] = 1.0,
        headless: Annotated[
            bool,
            Parameter(negative=(), help=_("Play a whole lesson without a screen, and sum it up.")),
        ] = False,
    ) -> None:
        """A lesson on this computer without any set-up: real server, simulated class, and you."""
        if not SLOWEST <= speed <= FASTEST:
            raise Stop(_("The speed is a number from {0} to {1}.").format(SLOWEST, FASTEST))
        if headless:
            from duologue_client.demo.headless import play

            if not asyncio.run(play(open_class)):
                raise SystemExit(1)
            return
        terminal.must_show_screens()
        terminal.choose_theme()
        take_part = _as_student if as_ == "student" else _as_teacher
        asyncio.run(take_part(open_class, Pace(speed), name or ""))

    return demo


async def _as_student(open_class: OpenClass, pace: Pace, name: str) -> None:
    from duologue_client.student.app import StudentApp

    async with company(open_class, pace) as people:
        await people.gather(BESIDE_YOU)
        connection = people.as_student(name or _("You"), "A2")
        if not await entered(connection):
            await connection.leave()
            raise Stop(connection.link.sentence)
        me = connection.view.me
        people.begin(people.teacher.teach(me.name if me else name))
        people.begin(people.teacher.answer_calls())
        people.begin(people.lose_a_line())
        await show(StudentApp(connection, connection.draft, connection.keep_draft), connection)


async def _as_teacher(open_class: OpenClass, pace: Pace, name: str) -> None:
    from duologue_client.teacher.app import TeacherApp

    async with company(open_class, pace) as people:
        await people.gather(IN_YOUR_CLASS)
        await people.teacher.leave()
        connection = people.as_teacher(name or _("You"))
        if not await entered(connection):
            await connection.leave()
            raise Stop(connection.link.sentence)
        people.begin(people.lose_a_line())
        await show(TeacherApp(connection, people.host), connection)
