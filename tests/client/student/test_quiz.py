"""A question and its choices at any width."""

import pytest
from msgspec.structs import replace

from duologue_client.widgets.form import question
from duologue_protocol.parts import Cell, Progress, Table
from support import stage_views as views
from support.screens import screen_text, until
from support.student_room import in_room
from support.student_views import ROOM

CHOICES = ("a grey dog", "a black and white cat", "two birds", "x" * 30)


@pytest.mark.parametrize(
    ("width", "rows"),
    [
        (80, ["Who?", "1 a grey dog  2 a black and white cat  3 two birds", "4 " + "x" * 30]),
        (40, ["Who?", "1 a grey dog  2 a black and white cat", "3 two birds", "4 " + "x" * 30]),
        (
            16,
            ["Who?", "1 a grey dog", "2 a black and", "  white cat", "3 two birds"],
        ),
    ],
)
def test_no_choice_is_broken_off_where_it_fits_whole(width: int, rows: list[str]) -> None:
    assert question("Who?", CHOICES, width).plain.split("\n")[: len(rows)] == rows


async def test_questions_answered_alone_have_the_height_of_the_talk_too() -> None:
    parts = views.stage("quiz", "What do you know now?", "Answer alone.")
    stage = next(part for part in parts if isinstance(part, Progress))
    alone = replace(stage, stages=tuple(replace(one, alone=True) for one in stage.stages))
    questions = tuple((Cell(f"Question {n}?"), Cell("", f"q{n}")) for n in range(1, 9))
    table = Table(ROOM, ("Question", "Answer"), questions)
    async with in_room(*views.answering(), alone, table) as (_session, pilot):
        await until(pilot, lambda: "Question 8?" in screen_text(pilot.app))
        assert "F6 to the questions; F4" in screen_text(pilot.app)
