"""Whatever students call themselves or say: no screen of the teacher obeys it."""

import msgspec
import pytest
from textual.pilot import Pilot

from duologue_client.teacher.app import TeacherApp
from duologue_protocol.parts import (
    Announcement,
    HelpCall,
    Library,
    Line,
    Note,
    Part,
    Plan,
    PlannedGroup,
    Results,
    Row,
)
from duologue_protocol.requests import ListActivities, ShowActivity, ShowResults
from support.fake_session import FakeSession
from support.hostile_texts import HOSTILE_TEXTS, is_unsafe
from support.screens import screen_text
from support.teaching import (
    CAFE,
    NOW_MS,
    PREVIEW,
    progress,
    result,
    running,
    settled,
    taught_class,
)

OPENED = {
    "the wall": (),
    "a room": ("enter",),
    "a room, everything": ("enter", "pagedown"),
    "the library": ("n",),
    "a plan": ("n", "enter"),
    "results": ("r",),
}
"""Screens, and the keys that lead to them."""


def hostile_class(text: str) -> FakeSession:
    """A class in which every text that is not ours is this one."""
    brief = msgspec.structs.replace(CAFE, title=text, theme=text)
    parts: list[Part] = [_said(part, text) for part in running(4, free=1)]
    parts += [
        msgspec.structs.replace(
            progress(3, HelpCall("p6", text, NOW_MS)), activity=brief, watchers=("t",)
        ),
        Announcement("a1", "t", text, NOW_MS),
        Line("r0", 1, "p0", text, NOW_MS, role=text),
        Line("r0", 2, "gone", text, NOW_MS, kind="teacher"),
        Note("r0", "p0", "p1", text),
        Plan(brief, 8, (PlannedGroup(("p0", "p1"), (text, text)),), (), (text,)),
    ]
    session = taught_class(*parts)
    outcome = msgspec.structs.replace(
        result("r0", "p0", "p1", 0),
        activity=brief,
        role=text,
        lines=(Line("r0", 1, "p0", text, NOW_MS, role=text),),
        phrases=((text, text),),
        goals=((text, True),),
        notes=(Note("r0", "p1", "p0", text),),
    )
    session.answers = {
        ListActivities: Library((brief,)),
        ShowActivity: msgspec.structs.replace(PREVIEW, activity=brief, model=()),
        ShowResults: Results((outcome,)),
    }
    return session


def _said(part: Part, text: str) -> Part:
    if isinstance(part, Row):
        return msgspec.structs.replace(part, last_text=text)
    return msgspec.structs.replace(part, name=text) if hasattr(part, "name") else part


@pytest.mark.parametrize("screen", OPENED)
async def test_hostile_text_is_only_text(screen: str) -> None:
    for name, text in HOSTILE_TEXTS.items():
        app = TeacherApp(hostile_class(text))
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await _opens(pilot, *OPENED[screen])
            seen = screen_text(app)
            assert app.is_running, name
            assert "EVIL" not in seen, name
            assert not [c for c in seen.replace("\n", "") if is_unsafe(c)], name


async def _opens(pilot: Pilot[None], *keys: str) -> None:
    await settled(pilot)
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
