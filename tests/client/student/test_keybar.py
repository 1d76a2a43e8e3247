"""The last line of a narrow screen keeps the keys of the stage; the well-known ones lose their words."""

import pytest

from support import stage_views as views
from support.screens import screen_text, until
from support.student_room import in_room


def last_row(screen: str) -> str:
    return screen.rstrip("\n").split("\n")[-1].strip()


@pytest.mark.parametrize(
    ("size", "row"),
    [
        ((80, 24), "F1 Help   F2 Card ↓   F3 Teacher   F4 Ready   F6 To the wall   F10 Quit"),
        ((60, 20), "F1 Help   F2 Card   F3 Teacher   F4 Ready   F6 To the wall"),
        ((44, 20), "F1 F2 F3 Teacher F4 Ready F6 To the wall"),
    ],
    ids=str,
)
async def test_the_key_of_a_stage_stays(size: tuple[int, int], row: str) -> None:
    async with in_room(*views.running(), size=size) as (_session, pilot):
        await until(pilot, lambda: "F6 To the wall" in last_row(screen_text(pilot.app)))
        await until(pilot, lambda: last_row(screen_text(pilot.app)) == row)
