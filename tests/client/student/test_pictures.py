"""The main screens look as their pictures, small and large."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from duologue_client.student.app import StudentApp
from duologue_client.widgets.keybar import KeyBar
from duologue_protocol.parts import Invitation, Library, Part, Proposal, Queue
from duologue_protocol.requests import ListActivities
from support import stage_views
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import check_golden, screen_text, until

GOLDEN = Path(__file__).parent / "golden"
SMALL, LARGE, PHONE = (80, 24), (200, 50), (44, 24)


def _lobby() -> tuple[Part, ...]:
    return views.LOBBY


def _looking() -> tuple[Part, ...]:
    return (
        *views.LOBBY,
        Queue(2, 3, views.NOW_MS - 80_000, offers=True),
        Invitation("i1", "p2", "p1"),
        Invitation("i2", "p1", "p4", "r1"),
    )


def _choosing() -> tuple[Part, ...]:
    return *views.in_room(views.CHOOSING), Proposal(views.ROOM, views.CAFE, 12, "p2", ("p2",))


def _preparing() -> tuple[Part, ...]:
    return views.in_room(replace(views.PROGRESS, stage=0, ready=("p2",)))


def _watched_and_paused() -> tuple[Part, ...]:
    stopped = replace(views.PROGRESS, ends_at_ms=None, left_ms=125_000, watchers=("t1",))
    return *views.in_room(stopped), *views.LINES


SCENES: dict[str, Callable[[], tuple[Part, ...]]] = {
    "lobby": _lobby,
    "looking": _looking,
    "choosing": _choosing,
    "preparing": _preparing,
    "talking": views.talking,
    "paused": _watched_and_paused,
    "script": views.reading_script,
    "filling": views.filling,
    "comparing": views.comparing,
    "reviewing": views.reviewing,
    "results": views.ended,
    "ordering": stage_views.ordering,
    "voting": stage_views.voting,
    "explaining": stage_views.explaining,
    "guessing": stage_views.guessing,
    "writing": stage_views.writing,
    "answering": stage_views.answering,
    "correcting": stage_views.correcting,
    "writing-together": stage_views.writing_together,
    "running": stage_views.running,
    "reading": stage_views.reading,
    "comparing-texts": stage_views.comparing,
    "waiting-for-groups": stage_views.waiting,
    "reading-together": stage_views.missing_part,
}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x50"])
@pytest.mark.parametrize("scene", SCENES)
async def test_screen_looks_as_its_picture(scene: str, size: tuple[int, int]) -> None:
    await _compare(scene, size)


@pytest.mark.parametrize("scene", ["lobby", "talking", "results"])
async def test_screen_fits_a_phone(scene: str) -> None:
    await _compare(scene, PHONE)


async def _compare(scene: str, size: tuple[int, int]) -> None:
    session = FakeSession()
    session.answers = {ListActivities: Library(views.ACTIVITIES)}
    session.feed(*SCENES[scene]())
    app = StudentApp(session)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: str(app.screen.query_one(KeyBar).render()))
        if scene == "choosing":
            await until(pilot, lambda: "Trains to the sea" in screen_text(app))
        await pilot.pause()
        check_golden(app, GOLDEN / f"{scene}-{size[0]}x{size[1]}.txt")
