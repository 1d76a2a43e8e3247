"""The script stage: what is blanked out, and which attempts are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_activities.activity import Gap, ScriptLine
from duologue_activities.stages.script import Verdict, blank, judge, spoken

ONE = ScriptLine("waiter", ("Are you ready ", Gap(("to order",), "заказать"), "?"))
TWO = ScriptLine("guest", (Gap(("I'd like", "I would like")), " the soup, ", Gap(("please",)), "."))
FREE = ScriptLine("guest", ("And ", Gap((), "a drink"), " to drink, please."))
MIXED = ScriptLine("guest", (Gap(("I'd like",)), " ", Gap(()), ", please."))
COMMA = ScriptLine("guest", (Gap(("Yes, please",)), ". And ", Gap(("tea",)), "?"))
PLAIN = ScriptLine("guest", ("Thank you.",))


@pytest.mark.parametrize(
    ("line", "drawn", "hints"),
    [
        (ONE, "Are you ready ____?", ("заказать",)),
        (TWO, "____ the soup, ____.", ("", "")),
        (FREE, "And (____) to drink, please.", ("a drink",)),
        (PLAIN, "Thank you.", ()),
    ],
)
def test_gaps_are_drawn_as_blanks(line: ScriptLine, drawn: str, hints: tuple[str, ...]) -> None:
    assert blank(line) == (drawn, hints)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (ONE, "Are you ready to order?"),
        (TWO, "I'd like the soup, please."),
        (FREE, "And [a drink] to drink, please."),
        (MIXED, "I'd like …, please."),
        (PLAIN, "Thank you."),
    ],
)
def test_spoken_line_has_its_first_answers(line: ScriptLine, text: str) -> None:
    assert spoken(line) == text


@pytest.mark.parametrize(
    ("line", "attempt", "text"),
    [
        (ONE, "to order", "Are you ready to order?"),
        (ONE, "  To   ORDER?! ", "Are you ready to order?"),
        (ONE, "are you ready to order", "Are you ready to order?"),
        (TWO, "I'd like / please", "I'd like the soup, please."),
        (TWO, "I’d like, please", "I'd like the soup, please."),
        (TWO, "i would like; PLEASE.", "I would like the soup, please."),
        (TWO, "I'd like please", "I'd like the soup, please."),
        (TWO, "I would like the soup please", "I would like the soup, please."),
        (FREE, "lemonade", "And lemonade to drink, please."),
        (FREE, "tea, with milk", "And tea, with milk to drink, please."),
        (FREE, "And iced tea to drink, please", "And iced tea to drink, please."),
        (MIXED, "I'd like / a big Tea", "I'd like a big Tea, please."),
        (MIXED, "I'd like 2 teas, please.", "I'd like 2 teas, please."),
        (COMMA, "Yes, please / tea", "Yes, please. And tea?"),
        (COMMA, "yes please, tea", "Yes, please. And tea?"),
        (PLAIN, "", "Thank you."),
        (PLAIN, "whatever", "Thank you."),
    ],
)
def test_attempt_is_right(line: ScriptLine, attempt: str, text: str) -> None:
    assert judge(line, attempt) == Verdict(right=True, text=text)


@pytest.mark.parametrize(
    ("line", "attempt"),
    [
        (ONE, ""),
        (ONE, "?"),
        (ONE, "order"),
        (ONE, "to order a soup"),
        (ONE, "Are you ready order?"),
        (ONE, "Are you ready?"),
        (TWO, "please / I'd like"),
        (TWO, "I'd like"),
        (TWO, "Id like / please"),
        (TWO, "I'd like / please / soup"),
        (TWO, "I'd like the soup"),
        (FREE, " … "),
        (FREE, "¡!"),
        (MIXED, "I'd like / ?"),
        (COMMA, "yes, please"),
    ],
)
def test_attempt_is_wrong(line: ScriptLine, attempt: str) -> None:
    assert judge(line, attempt) == Verdict(right=False, text="")


WORDS = st.lists(st.sampled_from(["I'd", "like", "tea", "7", "Hill", "да"]), min_size=1, max_size=3)
TEXTS = WORDS.map(" ".join)
GAPS = st.builds(Gap, st.lists(TEXTS, min_size=1, max_size=3).map(tuple), st.just(""))


@st.composite
def lines(draw: st.DrawFn) -> ScriptLine:
    pieces: list[str | Gap] = []
    for gap in draw(st.lists(GAPS, min_size=1, max_size=3)):
        pieces += [f"{draw(TEXTS)} ", gap, ", "]
    return ScriptLine("guest", (*pieces, draw(TEXTS)))


def gaps_of(line: ScriptLine) -> list[Gap]:
    return [piece for piece in line.pieces if isinstance(piece, Gap)]


@given(lines(), st.sampled_from(["{}", " {}!", "{} "]))
def test_the_spoken_line_is_always_right(line: ScriptLine, frame: str) -> None:
    assert judge(line, frame.format(spoken(line)).upper()) == Verdict(True, spoken(line))  # noqa: FBT003


@given(lines(), st.data(), st.sampled_from([" / ", ",", ";"]))
def test_any_answers_are_right(line: ScriptLine, data: st.DataObject, separator: str) -> None:
    said = [data.draw(st.sampled_from(gap.answers)) for gap in gaps_of(line)]
    assert judge(line, separator.join(said)).right


@given(lines(), st.text(max_size=40))
def test_what_is_right_says_the_answers(line: ScriptLine, attempt: str) -> None:
    verdict = judge(line, attempt)
    assert bool(verdict.text) == verdict.right
    if verdict.right:
        assert any(answer in verdict.text for answer in gaps_of(line)[0].answers)


def test_a_long_attempt_with_many_free_gaps_is_judged() -> None:
    gaps = ScriptLine("a", tuple(piece for _ in range(8) for piece in (Gap(()), " and ")))
    assert not judge(gaps, "and a " * 160 + "but").right
