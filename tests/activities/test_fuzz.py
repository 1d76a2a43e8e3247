"""Whatever becomes of a good file: something that can be used, or mistakes with their places.

Work is bounded by what is counted (calls), not by a clock. `python -m activities.fuzz` runs longer.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue_activities.gift.marked import FILE_BYTES as GIFT_BYTES
from duologue_activities.mistakes import Mistakes
from duologue_activities.prescan import FILE_BYTES
from support.authored_files import FORMATS, mutations, outcome, outcome_of_bytes
from support.calls import calls_of

CALLS_EACH = 100
"""Calls of functions for one character of a file, at most: YAML's parser needs nearly all."""
CALLS_ALWAYS = 20_000
CALLS_AT_ALL = 1_500_000
"""However large the file is: what a slow machine does in a second."""


@pytest.mark.parametrize("name", FORMATS)
def test_good_files_are_good(name: str) -> None:
    for text in FORMATS[name].good:
        assert not isinstance(outcome(FORMATS[name], text), Mistakes)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_changed_file_is_used_or_told_of(name: str, data: st.DataObject) -> None:
    outcome(FORMATS[name], data.draw(mutations(FORMATS[name].good)))


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_used_or_told_of(name: str, data: bytes) -> None:
    outcome_of_bytes(FORMATS[name], data)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_work_grows_with_the_file_and_not_faster(name: str, data: st.DataObject) -> None:
    text = data.draw(mutations(FORMATS[name].good))
    assert calls_of(lambda: outcome(FORMATS[name], text)) < CALLS_ALWAYS + CALLS_EACH * len(text)


HALF = FILE_BYTES // 2
BOMBS = {
    "brackets": "[" * HALF,
    "braces": "{" * HALF,
    "hidden brackets": '["]",' * (HALF // 5),
    "lists": "- " * HALF,
    "keys": "? " * HALF,
    "steps": "".join(" " * depth + "a:\n" for depth in range(300)),
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(3_000)),
    "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nrounds: *c\n",
    "tags": "rounds: " + "!!python/object " * 4_000,
    "merges": "<<: " * 10_000,
    "quotes": '"' * HALF,
    "colons": ":" * HALF,
    "one word": "rounds: " + "x" * HALF,
    "keys without end": "".join(f"k{n}: 1\n" for n in range(7_000)),
    "rounds without end": "rounds:\n" + "  - a: 1\n" * 7_000,
    "empty lines": "\n" * HALF,
    "not to be seen": "\u200b" * (HALF // 3),
}


@pytest.mark.parametrize("name", ["activity", "lesson"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_yaml_bomb_is_told_of_with_bounded_work(name: str, bomb: str) -> None:
    text = BOMBS[bomb]
    assert isinstance(outcome(FORMATS[name], text), Mistakes)
    work = calls_of(lambda: outcome(FORMATS[name], text))
    assert work < CALLS_AT_ALL


GIFT_BOMBS = {
    "braces": "{" * GIFT_BYTES,
    "wrong answers": "q {=a" + "~b" * 100_000 + "}",
    "empty answers": "q {" + "~" * 200_000 + "}",
    "questions": "q}\n\n" * 50_000,
    "categories": "$CATEGORY:a\n" * 20_000,
    "tags": "[html]" + "<a" * 100_000 + " {=a ~b}",
    "weights": "q {=%" + "-" * 200_000 + "}",
    "feedback": "q {=a" + "#" * 200_000 + "}",
    "escapes": "\\" * 200_000 + "{=a ~b}",
    "names": "::" * 100_000,
    "rows": "a\n" * 100_000 + "{=a ~b}",
    "not to be seen": "\u200b" * 80_000,
}


@pytest.mark.parametrize("bomb", GIFT_BOMBS)
def test_a_gift_bomb_is_taken_with_bounded_work(bomb: str) -> None:
    text = GIFT_BOMBS[bomb]
    assert calls_of(lambda: outcome(FORMATS["gift"], text)) < CALLS_AT_ALL
