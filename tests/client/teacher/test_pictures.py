"""The console as text, small and large, from nobody to forty rooms."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from duologue_client.teacher.app import TeacherApp
from duologue_protocol.parts import Line, Part, Plan, PlannedGroup, Result, Results
from duologue_protocol.requests import ShowResults
from support.screens import check_golden
from support.teaching import CAFE, people, result, running, settled, taught_class

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((80, 24), (120, 35), (200, 50))
WIDTHS = [f"{width}x{height}" for width, height in SIZES]
CLASSES: dict[str, tuple[Part, ...]] = {
    "nobody": people(0),
    "lobby": people(11),
    "4-rooms": running(4, free=1),
    "12-rooms": running(12, free=2),
    "40-rooms": running(40, free=2),
}


async def check(
    name: str, size: tuple[int, int], parts: tuple[Part, ...], keys: tuple[str, ...] = ()
) -> None:
    app = TeacherApp(taught_class(*parts), "school.example:8765")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)
        check_golden(app, GOLDEN / f"{name}-{size[0]}x{size[1]}.txt")


@pytest.mark.parametrize("size", SIZES, ids=WIDTHS)
@pytest.mark.parametrize("name", CLASSES)
async def test_the_console_looks_like_its_picture(name: str, size: tuple[int, int]) -> None:
    await check(f"console-{name}", size, CLASSES[name])


@pytest.mark.parametrize("size", SIZES, ids=WIDTHS)
async def test_the_library_looks_like_its_picture(size: tuple[int, int]) -> None:
    await check("library", size, people(4), ("l",))


@pytest.mark.parametrize("size", SIZES, ids=WIDTHS)
async def test_the_plan_looks_like_its_picture(size: tuple[int, int]) -> None:
    pairs = tuple(
        PlannedGroup((f"p{n}", f"p{n + 1}"), ("customer", "barista")) for n in range(0, 10, 2)
    )
    plan = Plan(CAFE, 8, pairs, ("p10",), ("{p10} stays out: ten are in pairs.",))
    await check("plan", size, (*people(11), plan), ("n",))


@pytest.mark.parametrize("size", SIZES, ids=WIDTHS)
async def test_a_room_looks_like_its_picture(size: tuple[int, int]) -> None:
    await check("room", size, running(4), ("enter",))


@pytest.mark.parametrize("size", SIZES, ids=WIDTHS)
@pytest.mark.parametrize("rows", [0, 1], ids=["lesson", "room"])
async def test_the_results_look_like_their_picture(rows: int, size: tuple[int, int]) -> None:
    session = taught_class(*running(4))
    said = (result(f"r{n // 2}", f"p{n}", f"p{n ^ 1}", n % 5) for n in range(8))
    later = (replace(one, lines=tuple(_later(line, one) for line in one.lines)) for one in said)
    session.answers[ShowResults] = Results(tuple(later))
    app = TeacherApp(session, "school.example:8765")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("r", *["down"] * rows)
        await settled(pilot)
        name = "results-room" if rows else "results"
        check_golden(app, GOLDEN / f"{name}-{size[0]}x{size[1]}.txt")


def _later(line: Line, one: Result) -> Line:
    """The rooms did not say everything in one moment."""
    return replace(line, at_ms=line.at_ms + 10_000 * one.words)
