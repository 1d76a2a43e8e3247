"""What a load says of its lines: how soon they came, and which were lost or doubled."""

import pytest

from duologue_client.load.meter import Meter, percentile
from duologue_protocol.parts import Line

ROOM = "K7QM-2PXA/r1"


def line(number: int, by: str, text: str) -> Line:
    return Line("r1", number, by, text, at_ms=0)


@pytest.fixture
def meter() -> Meter:
    """Anna said one line at 1.0; it was kept at 1.2 and both were shown it, Ben at 1.5."""
    meter = Meter()
    meter.says(ROOM, "anna", "Hello!", 1.0, as_typed=True)
    meter.is_shown(ROOM, "anna", line(1, "anna", "Hello!"), 1.1, again=False)
    meter.is_kept(ROOM, "anna", "Hello!", 1.2)
    meter.is_shown(ROOM, "ben", line(1, "anna", "Hello!"), 1.5, again=False)
    return meter


def test_tells_how_soon_a_line_was_kept_and_at_the_partner(meter: Meter) -> None:
    assert meter.acknowledged == pytest.approx([0.2])
    assert meter.delivered == pytest.approx([0.5])
    assert (meter.lost, meter.doubled) == (0, 0)


def test_a_kept_line_that_nobody_was_shown_is_lost(meter: Meter) -> None:
    meter.says(ROOM, "anna", "Are you there?", 2.0, as_typed=True)
    assert meter.lost == 0
    meter.is_kept(ROOM, "anna", "Are you there?", 2.1)
    assert meter.lost == 1


def test_a_line_that_one_of_two_was_not_shown_is_lost(meter: Meter) -> None:
    meter.is_shown(ROOM, "anna", line(2, "ben", "Hi!"), 2.0, again=False)
    meter.is_shown(ROOM, "ben", line(2, "ben", "Hi!"), 2.0, again=False)
    assert meter.lost == 0
    meter.is_shown(ROOM, "ben", line(3, "ben", "Well?"), 2.0, again=False)
    assert meter.lost == 1


def test_a_line_that_came_twice_is_doubled_but_not_when_all_is_shown_again(meter: Meter) -> None:
    meter.is_shown(ROOM, "ben", line(1, "anna", "Hello!"), 3.0, again=True)
    assert meter.doubled == 0
    meter.is_shown(ROOM, "ben", line(1, "anna", "Hello!"), 3.0, again=False)
    assert meter.doubled == 1
    assert len(meter.delivered) == 1


def test_a_line_that_was_kept_once_and_is_there_twice_is_doubled(meter: Meter) -> None:
    for listener in ("anna", "ben"):
        meter.is_shown(ROOM, listener, line(2, "anna", "Hello!"), 3.0, again=False)
    assert (meter.lost, meter.doubled) == (0, 1)


def test_rooms_of_two_classes_are_two_rooms(meter: Meter) -> None:
    meter.is_shown("ABCD-EFGH/r1", "cleo", line(2, "dan", "Hi!"), 3.0, again=False)
    assert meter.lost == 0


def test_an_attempt_at_a_script_need_not_become_a_line(meter: Meter) -> None:
    meter.says(ROOM, "ben", "I would like a tee", 4.0, as_typed=False)
    meter.is_kept(ROOM, "ben", "I would like a tee", 4.1)
    assert meter.lost == 0


def test_percentiles() -> None:
    values = [float(n) for n in range(1, 101)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 51, 100, 100]
    assert percentile([], 0.5) == 0
