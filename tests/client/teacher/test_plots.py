"""Plots of what came of rooms: each column and bar stands for its figure."""

import msgspec
import pytest

from duologue_client.teacher.outcome import last_lesson, outcomes
from duologue_client.teacher.plots import (
    bar,
    phrases_used,
    sparkline,
    time_of,
    words_over_time,
)
from duologue_protocol.parts import Line
from support.teaching import NOW_MS, result

HOUR_MS = 3_600_000


def said(at_ms: int, text: str) -> Line:
    return Line("r0", at_ms, "p0", text, at_ms)


def test_words_stand_where_they_were_said() -> None:
    lines = (said(100, "one two"), said(149, "three"), said(150, "four"), said(200, "five"))
    assert words_over_time(lines, 100, 200, 2) == [3, 2]
    assert words_over_time(lines[:1], 100, 100, 3) == [2, 0, 0]
    assert words_over_time((), 0, 0, 3) == [0, 0, 0]


def test_a_column_is_as_tall_as_its_share_and_nothing_is_a_dot() -> None:
    assert sparkline([0, 1, 4, 8]) == "·▁▄█"
    assert sparkline([0, 1, 4, 8], most=16) == "·▁▂▄"
    assert sparkline([0, 1], most=1000) == "·▁"
    assert sparkline([0, 0]) == "··"


def test_a_bar_is_as_long_as_its_share_and_a_little_is_not_nothing() -> None:
    assert [bar(count, 10, 5) for count in (0, 1, 5, 10)] == ["", "━", "━━━", "━━━━━"]
    assert bar(0, 0, 5) == ""


def test_phrases_are_counted_by_the_students_who_used_them() -> None:
    rooms = outcomes(result(f"r{n // 2}", f"p{n}", f"p{n ^ 1}", n) for n in range(4))
    assert phrases_used(rooms) == [("I'd like …", 4), ("How much is …?", 0)]


@pytest.mark.parametrize(("hours", "rooms"), [((0, 2, 4), 3), ((0, 2, 6), 2), ((), 0)])
def test_a_lesson_is_the_rooms_without_a_long_time_between(
    hours: tuple[int, ...], rooms: int
) -> None:
    found = outcomes(
        msgspec.structs.replace(result(f"r{ago}", "p0", "p1", 0), at_ms=NOW_MS - ago * HOUR_MS)
        for ago in hours
    )
    assert len(last_lesson(found)) == rooms


def test_time_goes_from_the_first_line_to_the_last() -> None:
    assert time_of(()) == (0, 0)
    assert time_of(outcomes([result("r0", "p0", "p1", 0)])) == (NOW_MS, NOW_MS)
