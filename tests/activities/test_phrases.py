"""Target phrases: what a teacher would tick, and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, convert
from ruamel.yaml import YAML

from duologue_activities.phrases import find
from duologue_protocol.limits import LINE_CHARACTERS

CASES = Path(__file__).with_name("phrase_cases.yaml")


class Entry(Struct, frozen=True):
    """A phrase, and lines where a teacher would tick it or would not."""

    phrase: str
    yes: list[str]
    no: list[str]


def cases() -> Iterator[tuple[str, str, bool]]:
    yaml: Any = YAML(typ="safe")
    for entry in convert(yaml.load(CASES.read_text("utf-8")), list[Entry]):
        yield from ((entry.phrase, line, True) for line in entry.yes)
        yield from ((entry.phrase, line, False) for line in entry.no)


def test_agrees_with_a_teacher() -> None:
    labelled = list(cases())
    found = {(phrase, line): bool(find((phrase,), line)) for phrase, line, _ in labelled}
    right = sum(found[phrase, line] for phrase, line, used in labelled if used)
    ticked = sum(found.values())
    used = sum(used for *_, used in labelled)
    precision, recall = right / ticked, right / used
    for phrase, line, expected in labelled:
        if found[phrase, line] != expected:
            print("missed" if expected else "ticked wrongly", phrase, "|", line)
    print(f"{len(labelled)} cases, precision {precision:.3f}, recall {recall:.3f}")
    assert len(labelled) >= 200
    assert len(found) == len(labelled), "a case is there twice"
    assert precision >= 0.97
    assert recall >= 0.97


def test_finds_each_of_several_phrases_in_their_order() -> None:
    phrases = ("I'd like …", "Could you …, please?", "How much is …?", "I'm afraid …")
    line = "Please, could you help me? How much is the soup? I'd like some."
    assert find(phrases, line) == (0, 1, 2)
    assert find(phrases, "") == ()
    assert find((), line) == ()


def test_reads_both_ways_to_write_a_slot_and_both_kinds_of_alternatives() -> None:
    for slot in ("…", "..."):
        assert find((f"How much does {slot} cost?",), "How much does the big one cost?") == (0,)
        assert find((f"How much does {slot} cost?",), "How much does cost?") == ()
    assert find(("Can|Could you help me?",), "Could you help me?") == (0,)
    assert find(("See you! | Bye for now",), "OK, bye for now") == (0,)
    assert find(("See you! | Bye for now",), "See you tomorrow!") == (0,)


def test_does_not_join_two_sentences() -> None:
    assert find(("I like it",), "No, not I. Like it or not") == ()
    assert find(("It is cheap",), "This is it\nis cheap good?") == ()


def test_leaves_the_other_meaning_of_an_ending_open() -> None:
    assert find(("I would …", "I had …"), "I'd wanted to see it") == (0, 1)
    assert find(("It has …", "It is …"), "It's been a pleasure") == (0, 1)


@pytest.mark.parametrize("phrase", ["…", "", "a|", "|", "the …", "please", "...|...", "[/] (.*"])
def test_survives_phrases_that_say_nothing(phrase: str) -> None:
    find((phrase,), "the please is a line")


@given(st.text(max_size=300), st.text(max_size=40))
def test_survives_any_text(text: str, phrase: str) -> None:
    assert find((phrase,), text) in ((), (0,))


@pytest.mark.parametrize("piece", ["i'", "i'd ", "could you ", "really ", "a" * 40 + " ", "'", "."])
def test_reads_the_longest_line(piece: str) -> None:
    line = (piece * LINE_CHARACTERS)[:LINE_CHARACTERS]
    phrases = ("I'd really … really … really", "Could you … could you … could you", "I'd like")
    assert set(find(phrases, line)) <= {0, 1}
