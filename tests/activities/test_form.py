"""The table of an information gap: who sees what, and which words in a field are right."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_activities.activity import Grid, GridCell
from duologue_activities.stages.form import fields, is_right, table
from duologue_protocol.parts import Cell

GRID = Grid(
    ("Flat", "Rent", "Rooms"),
    (
        (GridCell("Hill Street"), GridCell("£700 / 700", "agent"), GridCell("two / 2", "student")),
        (GridCell("On / off"), GridCell("£950", "student"), GridCell("four", "agent")),
    ),
)


def test_each_role_lacks_the_others_cells() -> None:
    assert fields(GRID, "student") == ("r1c2", "r2c3")
    assert fields(GRID, "agent") == ("r1c3", "r2c2")


def test_own_cells_are_given_and_the_others_are_fields() -> None:
    assert table(GRID, "student", {"r1c2": "600"}, laid_open=False) == (
        (Cell("Hill Street"), Cell("600", field="r1c2"), Cell("two")),
        (Cell("On / off"), Cell("£950"), Cell("", field="r2c3")),
    )


def test_laid_open_tables_say_what_was_right() -> None:
    assert table(GRID, "student", {"r1c2": "600", "r2c3": "Four."}, laid_open=True) == (
        (Cell("Hill Street"), Cell("600", "r1c2", right=False, answer="£700"), Cell("two")),
        (Cell("On / off"), Cell("£950"), Cell("Four.", "r2c3", right=True, answer="four")),
    )


SECRET = "xyzzy"  # in no other text
CELLS = st.builds(GridCell, st.sampled_from(["a", "b / c", ""]), st.sampled_from(["", "agent"]))


@given(st.lists(CELLS, min_size=1, max_size=6), st.dictionaries(st.just("r1c1"), st.just("q")))
def test_no_secret_is_in_a_table_before_it_is_laid_open(
    cells: list[GridCell], filled: dict[str, str]
) -> None:
    row = (*cells, GridCell(f"{SECRET} / {SECRET}2", "student"))
    grid = Grid(tuple("h" for _ in row), (row,))
    closed, opened = (
        msgspec.json.encode(table(grid, "agent", filled, laid_open=it)) for it in (False, True)
    )
    assert SECRET.encode() not in closed
    assert SECRET.encode() in opened


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ("£700 / 700", " 700 "),
        ("£700", "700"),
        ("700", "£ 700"),
        ("£700", "700£"),
        ("1,000", "1000"),
        ("€1 000 000", "1,000,000"),
        ("10:30", "10.30"),
        ("5 pm", "5PM"),
        ("noisy road / noisy", "Noisy!"),
        ("noisy road", "a noisy  road."),
        ("St John's", "st john’s"),
        ("T-shirt", "t shirt"),
        ("-5 °C", "−5°C"),
        ("Café", "Cafe\u0301"),
        ("50%", "50 %"),
    ],
)
def test_same_meaning_is_right(answers: str, text: str) -> None:
    assert is_right(GridCell(answers, "agent"), text)


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ("700", "70"),
        ("700", "7000"),
        ("£700", "$700"),
        ("£7.50", "750"),
        ("1,000", "100"),
        ("10:30", "1030"),
        ("5 °C", "-5 °C"),
        ("5 pm", "5 am"),
        ("noisy road", "noisy"),
        ("noisy road / noisy", "noisy road / noisy"),
        ("no lift", "lift"),
        ("a", ""),
        ("a", "?"),
        ("A / B", "the"),
    ],
)
def test_other_meaning_is_wrong(answers: str, text: str) -> None:
    assert not is_right(GridCell(answers, "agent"), text)


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_a_number_is_right_only_for_itself(answer: int, text: int) -> None:
    assert is_right(GridCell(f"£{answer:,}", "agent"), str(text)) == (answer == text)
