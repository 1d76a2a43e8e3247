"""Whatever students call themselves or say: no screen of the teacher obeys it."""

import msgspec
import pytest

from duologue_client.teacher.app import TeacherApp
from duologue_protocol.parts import (
    Announcement,
    Brief,
    HelpCall,
    Library,
    Line,
    Note,
    Part,
    Person,
    Plan,
    PlannedGroup,
    Result,
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
    "the library": ("n", "a"),
    "a plan": ("n",),
    "results": ("r",),
}
"""Screens, and the keys that lead to them."""


TEXTS = tuple(HOSTILE_TEXTS.values())


def hostile_class(*, planned: bool) -> FakeSession:
    """A class in which every name, line, title and note is a text of the table."""
    parts: list[Part] = [_hostile(part) for part in running(len(TEXTS), free=1)]
    for number, text in enumerate(TEXTS):
        parts += [
            msgspec.structs.replace(
                progress(number, HelpCall(f"p{2 * number}", text, NOW_MS)), activity=_brief(text)
            ),
            Line("r0", 2 * number + 1, f"p{number}", text, NOW_MS, role=text),
            Line("r0", 2 * number + 2, "gone", text, NOW_MS, kind="teacher"),
            Note("r0", f"p{number}", "p1", text),
        ]
    groups = tuple(
        PlannedGroup((f"p{2 * number}", f"p{2 * number + 1}"), (text, text))
        for number, text in enumerate(TEXTS)
    )
    parts += [Announcement("a1", "t", TEXTS[0], NOW_MS)]
    parts += [Plan(_brief(TEXTS[0]), 8, groups, (), TEXTS)] if planned else []
    session = taught_class(*parts)
    session.answers = {
        ListActivities: Library(tuple(map(_brief, TEXTS))),
        ShowActivity: msgspec.structs.replace(
            PREVIEW, activity=_brief(TEXTS[0]), aims=TEXTS, phrases=TEXTS
        ),
        ShowResults: Results(tuple(_result(n, text) for n, text in enumerate(TEXTS))),
    }
    return session


def _brief(text: str) -> Brief:
    return msgspec.structs.replace(CAFE, id=str(TEXTS.index(text)), title=text, theme=text)


def _hostile(part: Part) -> Part:
    if isinstance(part, Row):
        return msgspec.structs.replace(part, last_text=TEXTS[int(part.room[1:])])
    if isinstance(part, Person) and part.role == "student":
        return msgspec.structs.replace(part, name=TEXTS[int(part.who[1:]) % len(TEXTS)])
    return part


def _result(number: int, text: str) -> Result:
    return msgspec.structs.replace(
        result("r0", f"p{number}", "p1", number % 5),
        activity=_brief(text),
        role=text,
        lines=(Line("r0", number + 1, f"p{number}", text, NOW_MS, role=text),),
        phrases=((text, text),),
        goals=((text, True),),
        notes=(Note("r0", "p1", f"p{number}", text),),
    )


@pytest.mark.parametrize("screen", OPENED)
async def test_hostile_text_is_only_text(screen: str) -> None:
    app = TeacherApp(hostile_class(planned=screen == "a plan"))
    async with app.run_test(size=(160, 120), notifications=True) as pilot:
        await settled(pilot)
        for key in OPENED[screen]:
            await pilot.press(key)
            await settled(pilot)
        seen = screen_text(app)
        assert app.is_running
        assert "[/]" in seen, "nothing of the table is shown at all"
        assert "EVIL" not in seen
        assert not [c for c in seen.replace("\n", "") if is_unsafe(c)]
