"""A student's room on a screen, over a session without a line."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from duologue_client.places import Draft
from duologue_client.student.app import StudentApp
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.status import StatusLine
from duologue_protocol.parts import Part
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until


@asynccontextmanager
async def in_room(
    *parts: Part, size: tuple[int, int] = (80, 24), draft: str = ""
) -> AsyncGenerator[tuple[FakeSession, Pilot[None]]]:
    session = FakeSession()
    session.feed(*(parts or views.talking()))
    app = StudentApp(session, Draft(draft))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: "Room 3" in screen_text(app) or size[0] < 60)
        await pilot.pause()
        yield session, pilot


async def write(pilot: Pilot[Any], text: str) -> None:
    """Put a text into the composer and press Enter."""
    pilot.app.screen.query_one(Composer).text = text
    await pilot.press("enter")
    await pilot.pause()


def status(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one(StatusLine).shown


def composed(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one(Composer).text
