"""Letters, lines and places of which the wall is made."""

import pytest
from rich.cells import cell_len
from rich.style import Style

from duologue_client.teacher.console.glyphs import LETTER_CELLS, large, small
from duologue_client.teacher.console.grid import Grid, grid
from duologue_client.teacher.console.pen import fitted, strip, wrapped
from duologue_client.teacher.wording import balance, clock
from duologue_protocol.limits import CODE_ALPHABET

PLAIN = Style()


def test_every_letter_of_a_code_has_a_picture_of_its_own() -> None:
    pictures = {tuple(large(letter)) for letter in CODE_ALPHABET + "-"}
    assert len(pictures) == len(CODE_ALPHABET) + 1
    assert all(len(row) == LETTER_CELLS for row in small("K"))
    assert all(len(row) == 2 * LETTER_CELLS for row in large("K"))


def test_a_text_that_does_not_fit_ends_in_dots() -> None:
    assert fitted("Anna", 4) == "Anna"
    assert fitted("Anna", 3) == "An…"
    assert cell_len(fitted("名前です", 5)) <= 5
    assert fitted("Anna", 0) == ""


@pytest.mark.parametrize("width", [1, 5, 12, 40])
def test_a_strip_is_exactly_as_wide_as_it_should_be(width: int) -> None:
    line = strip(width, PLAIN, [("Room 名前 4 ", PLAIN)], [("! help", PLAIN)])
    assert line.cell_length == sum(cell_len(segment.text) for segment in line) == width


def test_words_are_wrapped_into_so_many_rows() -> None:
    assert wrapped("one two three", 8, 2) == ["one two", "three"]
    assert wrapped("one two three four five", 8, 2) == ["one two", "three f…"]
    assert wrapped("one", 8, 2) == ["one", ""]
    assert wrapped("", 8, 2) == ["", ""]


@pytest.mark.parametrize(
    ("count", "columns", "framed"), [(1, 1, True), (4, 2, True), (40, 1, False)]
)
def test_a_small_terminal_has_tiles_while_all_fit(count: int, columns: int, framed: bool) -> None:
    shape = grid(80, 15, count)
    assert (shape.columns, shape.framed) == (columns, framed)


def test_forty_rooms_fit_into_a_large_terminal() -> None:
    shape = grid(162, 46, 40)
    assert shape.framed
    assert shape.lines(40) <= 46


@pytest.mark.parametrize(
    "shape", [grid(162, 46, 40), grid(80, 15, 40), Grid(3, 40, 7, framed=True)]
)
def test_every_room_is_found_where_it_stands(shape: Grid) -> None:
    for index in range(40):
        x, y = shape.place(index)
        assert shape.index(x, y) == index
        assert shape.index(x + shape.width - 1, y + shape.height - 1) == index


def test_times_and_bars() -> None:
    assert [clock(0), clock(65_999), clock(-5), clock(3_600_000)] == [
        "0:00",
        "1:05",
        "0:00",
        "60:00",
    ]
    assert balance(0.5, 4) == "██░░"
