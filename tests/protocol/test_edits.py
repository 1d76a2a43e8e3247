"""Edits of one text by several people: nothing that anybody typed is lost, and all texts agree."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_protocol.edits import (
    Edit,
    UnfitEdit,
    after,
    after_all,
    apply,
    between,
    changes,
    moved,
    put_in,
    then,
)

TEXTS = st.text("abc ", max_size=12)


def edits_of(text: str) -> st.SearchStrategy[Edit]:
    """Any edit of this text, of several changes."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Edit:
        steps: list[int | str] = []
        at = 0
        while at < len(text):
            length = draw(st.integers(1, len(text) - at))
            kind = draw(st.sampled_from(("keep", "take", "put")))
            if kind == "put":
                steps.append(draw(st.text("XYZ", min_size=1, max_size=3)))
            steps.append(-length if kind == "take" else length)
            at += length
        return tuple(steps)

    return drawn()


@given(TEXTS, TEXTS)
def test_an_edit_between_two_texts_makes_the_one_of_the_other(before: str, wanted: str) -> None:
    assert apply(between(before, wanted), before) == wanted
    assert apply(changes(before, wanted), before) == wanted


@given(st.data(), TEXTS)
def test_two_edits_are_one(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(text))
    second = data.draw(edits_of(apply(first, text)))
    assert apply(then(first, second), text) == apply(second, apply(first, text))


@given(st.data(), TEXTS)
def test_what_both_put_in_stays_and_what_either_took_is_gone(
    data: st.DataObject, text: str
) -> None:
    mine, theirs = data.draw(edits_of(text)), data.draw(edits_of(text))
    both = apply(after(mine, theirs), apply(theirs, text))
    assert sorted(put_in(mine) + put_in(theirs)) == sorted(c for c in both if c in "XYZ")
    kept = [kept_at(mine, at) and kept_at(theirs, at) for at in range(len(text))]
    assert [c for c in both if c not in "XYZ"] == [
        c for c, stays in zip(text, kept, strict=True) if stays
    ]


def kept_at(edit: Edit, place: int) -> bool:
    at = 0
    for step in edit:
        if isinstance(step, int):
            if at <= place < at + abs(step):
                return step > 0
            at += abs(step)
    return True


@given(st.data(), TEXTS)
def test_an_edit_fits_behind_any_others(data: st.DataObject, text: str) -> None:
    mine = data.draw(edits_of(text))
    others: list[Edit] = []
    now = text
    for _ in range(data.draw(st.integers(0, 4))):
        others.append(data.draw(edits_of(now)))
        now = apply(others[-1], now)
    assert not Counter(put_in(mine)) - Counter(apply(after_all(mine, others), now))


def test_who_came_first_stands_first() -> None:
    assert apply(after(("B",), ("A",)), "A") == "AB"
    assert apply(after((3, "!"), (-3,)), "") == "!"


def test_words_typed_into_a_sentence_that_another_takes_out_stay() -> None:
    text = "The dog sleeps. It rains."
    typed: Edit = (7, " never")
    taken: Edit = (-16,)
    assert apply(after(typed, taken), apply(taken, text)) == " neverIt rains."
    assert apply(after(taken, typed), apply(typed, text)) == " neverIt rains."


@pytest.mark.parametrize("edit", [(5,), (-5,), (2, "x", 3), (0, "x")])
def test_an_edit_of_another_text_is_refused(edit: Edit) -> None:
    with pytest.raises(UnfitEdit):
        apply(edit, "four")


@pytest.mark.parametrize(
    ("edit", "place", "now"),
    [
        (("ab",), 3, 5),
        ((3, "ab"), 2, 2),
        ((1, -2), 3, 1),
        ((1, -3), 2, 1),
        ((4, "x"), 4, 5),
        ((), 3, 3),
    ],
)
def test_a_cursor_stays_where_its_letter_is(edit: Edit, place: int, now: int) -> None:
    assert moved(place, edit) == now
