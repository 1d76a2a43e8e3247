"""Letters, lines and places of which the wall is made."""

import pytest
from rich.cells import cell_len
from rich.style import Style

from duologue_client.teacher.console.card import Card
from duologue_client.teacher.console.glyphs import LETTER_CELLS, large, small
from duologue_client.teacher.console.grid import Grid, grid
from duologue_client.teacher.console.pen import fitted, strip, wrapped
from duologue_client.teacher.console.tile import Ink, tile
from duologue_client.teacher.ranking import Need, Rank
from duologue_client.teacher.wording import balance, clock, countdown
from duologue_protocol.limits import CODE_ALPHABET

PLAIN = Style()
CARD = Card(
    room="r1",
    title="Room 1",
    members=(
        ("●", "Anna", "Irina's year"),
        ("●", "Борис", "Martin's year"),
        ("●", "Chen", "Olga's year"),
    ),
    stage="Write it together 4/6",
    time="9:28",
    reasons=(),
    rank=Rank(Need.NOTHING, 0, 1, "r1"),
    talk="",
    phrases="0/4",
    left=("Anna", 0),
    right=("Борис + Chen", 0),
    speaker="",
    last="",
    earlier=(),
    read=False,
)


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
    assert [countdown(0), countdown(1), countdown(65_000)] == ["0:00", "0:01", "1:05"]
    assert balance(0.5, 4) == "━━──"


@pytest.mark.parametrize(("width", "height"), [(40, 8), (40, 5), (60, 8)])
def test_a_tile_shows_the_clock_and_everybody(width: int, height: int) -> None:
    ink = Ink(PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN)
    rows = [row.text for row in tile(CARD, width, height, ink, here=False)]
    assert {cell_len(row) for row in rows} == {width}
    assert all(name in rows[1] for name in ("Anna", "Борис", "Chen"))
    assert "9:28 " in rows[2]
    assert " phrases 0/4" in rows[2]
