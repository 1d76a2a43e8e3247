"""Draw the documentation's pictures from a lesson that is really played.

A server, a teacher, students who play a role-play over real sockets; the real screens look on.
Run it again when a screen changes: `python docs/make_pictures.py`.
"""

import asyncio
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.app import App
from textual.pilot import Pilot

from duologue_client.cli import temporary_class
from duologue_client.connection import Connection
from duologue_client.demo.lesson import Company, company
from duologue_client.demo.pace import Pace
from duologue_client.demo.player import Student
from duologue_client.demo.situation import Nature
from duologue_client.student.app import StudentApp
from duologue_client.teacher.app import TeacherApp

PICTURES = Path(__file__).parent / "pictures"
SIZE = (120, 34)
WALLS = ((80, 24), (120, 35), (200, 50))
"""Sizes in which the wall is shown: the smallest that will do, a usual one, a whole screen."""
OLGA = "Olga"
OTHERS = ("Kirill", "Lena", "Mei", "Nikita", "Paula", "Ravi", "Sofia", "Timur", "Ulyana", "Viktor")
"""Besides those of the demo."""
GONE = "Timur"
"""Whose line is lost."""
LINES = 6
"""So many lines into the conversation the pictures are taken."""


async def main() -> None:
    async with company(temporary_class, Pace(8)) as people:
        await people.gather(5, leaves=False)
        olga = comes(people, OLGA)
        for name in OTHERS:
            comes(people, name)
        await people.teacher.until(lambda: len(people.teacher.view.students()) == 6 + len(OTHERS))
        lesson = asyncio.create_task(people.teacher.play(people.teacher.choose("role-play")))
        await asyncio.gather(
            draw(StudentApp(olga), "student-room", partial(has_talked, olga)),
            teachers_pictures(people, olga),
        )
        lesson.cancel()


def comes(people: Company, name: str) -> Connection:
    """One student more, who takes part."""
    connection = people.as_student(name, "A2")
    nature = Nature(name, 0.5, calls=False, leaves=False)
    # Some are quick and some are slow, the same ones every time.
    student = Student(lambda: connection, nature, people.known, Pace(3 + sum(map(ord, name)) % 6))
    people.students.append(student)
    people.begin(student.play())
    return connection


async def teachers_pictures(people: Company, olga: Connection) -> None:
    """A colleague looks in: what the console shows does not depend on who teaches."""
    colleague = people.as_teacher("Mr Green")
    colleague.start()
    app = TeacherApp(colleague, "your-machine")
    try:
        async with app.run_test(size=SIZE) as pilot:
            while not has_talked(olga):
                await pilot.pause(0.1)
            await pilot.press("tab")  # no room is held where the cursor is
            gone = next(one for one in people.students if one.view.me and one.view.me.name == GONE)
            people.begin(gone.drop(60))
            while not is_away(colleague, GONE):
                await pilot.pause(0.1)
            await pilot.press("tab", "home")
            for columns, rows in WALLS:
                await pilot.resize_terminal(columns, rows)
                await _settled(pilot)
                keep(app, f"teacher-console-{columns}x{rows}")
    finally:
        await colleague.leave()


def has_talked(connection: Connection) -> bool:
    room = connection.view.my_room
    return room is not None and len(room.lines) >= LINES


def is_away(connection: Connection, name: str) -> bool:
    return any(one.name == name and one.presence == "away" for one in connection.view.students())


async def draw(app: App[None], name: str, ready: Callable[[], bool]) -> None:
    """One screen as an SVG, once it shows what it is for."""
    async with app.run_test(size=SIZE) as pilot:
        while not ready():
            await pilot.pause(0.1)
        await _settled(pilot)
        keep(app, name)


def keep(app: App[None], name: str) -> None:
    (PICTURES / f"{name}.svg").write_text(own(app.export_screenshot()), "utf-8")


async def _settled(pilot: Pilot[None]) -> None:
    """A second for what is drawn four times a second, and for notices to go."""
    await pilot.pause(1.0)
    pilot.app.clear_notifications()
    await pilot.pause(0.5)


def own(svg: str) -> str:
    """The picture without fonts from other people's machines, its blanks kept."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "Menlo, Consolas, DejaVu Sans Mono, monospace")
    return svg.replace("<text ", '<text xml:space="preserve" ')


if __name__ == "__main__":
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    with TemporaryDirectory(prefix="duologue-") as home:
        os.environ["XDG_STATE_HOME"] = home
        asyncio.run(main())
