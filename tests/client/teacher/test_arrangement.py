"""Groups made by hand."""

from duologue_client.teacher.arrangement import exchanged, left_out, moved, taken_out

PAIRS = (("a", "b"), ("c", "d"))


def test_moving_makes_a_trio_and_leaves_one() -> None:
    assert moved(PAIRS, "a", 1) == (("b",), ("c", "d", "a"))


def test_the_last_one_who_moves_takes_the_group_away() -> None:
    assert moved((("a",), ("c", "d")), "a", 1) == (("c", "d", "a"),)


def test_past_the_last_group_there_is_a_new_one() -> None:
    assert moved(PAIRS, "a", 2) == (("b",), ("c", "d"), ("a",))


def test_moving_into_the_own_group_makes_one_the_last_there() -> None:
    assert moved(PAIRS, "a", 0) == (("b", "a"), ("c", "d"))


def test_two_exchange_their_places_and_roles() -> None:
    assert exchanged(PAIRS, "a", "d") == (("d", "b"), ("c", "a"))
    assert exchanged(PAIRS, "a", "b") == (("b", "a"), ("c", "d"))


def test_somebody_without_a_group_takes_a_place() -> None:
    assert exchanged(PAIRS, "e", "a") == (("e", "b"), ("c", "d"))


def test_two_without_a_group_make_one() -> None:
    assert exchanged((), "a", "b") == (("a", "b"),)


def test_taken_out_is_left_out() -> None:
    groups = taken_out(PAIRS, "a")
    assert groups == (("b",), ("c", "d"))
    assert left_out(groups, ("a", "b", "c", "d", "e")) == ("a", "e")
