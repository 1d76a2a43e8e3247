"""Sentences fit their terminal: nothing is lost, words stay whole, and so does what is copied."""

import re

from hypothesis import given
from hypothesis import strategies as st

from duologue_protocol.fitting import fitted

WORDS = st.text("ab-яж漢é`", min_size=1, max_size=12)


@given(st.lists(WORDS, max_size=40), st.integers(1, 100))
def test_every_word_is_there_whole_and_in_its_place(words: list[str], columns: int) -> None:
    assert fitted(" ".join(words), columns).split() == words


@given(st.lists(st.text("ab", min_size=1, max_size=12), max_size=40), st.integers(1, 100))
def test_a_row_is_wider_than_the_terminal_only_if_it_is_one_word(
    words: list[str], columns: int
) -> None:
    for row in fitted(" ".join(words), columns).split("\n"):
        assert len(row) <= columns or " " not in row


@given(st.integers(1, 200))
def test_a_command_is_never_broken(columns: int) -> None:
    command = "`duologue join K7QM-2PXA@192.168.1.17 --name Anna`"
    assert f"({command})." in fitted(f"Students type this ({command}). That is all.", columns)


@given(st.integers(1, 200))
def test_a_row_that_begins_with_a_space_stays_as_it_is(columns: int) -> None:
    row = "  duologue serve --host 0.0.0.0 --unencrypted --data /home/anna/duologue"
    assert row in fitted(f"For others in this network type:\n{row}\nand wait.", columns).split("\n")


def test_a_head_has_its_own_column() -> None:
    said = fitted("The certificate ends in three days, on Monday.", 40, "warning   ")
    assert said.split("\n") == [
        "warning   The certificate ends in three",
        "          days, on Monday.",
    ]
    assert fitted("ends in three days", 22, "warning   ").split("\n") == [
        "warning",
        "  ends in three days",
    ]


def test_wide_letters_take_two_columns() -> None:
    assert fitted("漢字 漢字 漢字", 10) == "漢字 漢字\n漢字"


def test_where_there_is_no_terminal_nothing_is_broken() -> None:
    text = "A row that goes on and on. " * 10
    assert fitted(text, None, "ok  ") == f"ok  {text}"


def test_rows_keep_their_ends() -> None:
    assert fitted("One.\n\nTwo.", 80) == "One.\n\nTwo."
    assert not re.search(r" \n", fitted("word " * 50, 30))
