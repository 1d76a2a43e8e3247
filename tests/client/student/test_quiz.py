"""A question and its choices at any width."""

import pytest

from duologue_client.widgets.form import question

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
