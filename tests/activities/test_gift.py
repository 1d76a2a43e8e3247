"""Moodle's GIFT: read as Moodle reads it, written so that it comes back the same."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from duologue_activities.activity import Activity, Question
from duologue_activities.check import Mistakes, load
from duologue_activities.gift.exporting import export_gift, is_sayable
from duologue_activities.gift.importing import Imported, import_gift
from duologue_activities.library import read_library
from duologue_activities.prescan import is_harmful
from duologue_protocol.requests import Level

LIBRARY = read_library()
QUIZ = LIBRARY["before-you-post-it"]


def imported(text: str, start: int = 1) -> Imported:
    return import_gift(text, "unit.gift", title="Unit 3", start=start)


def quiz(text: str) -> tuple[Question, ...]:
    """Of the activity that comes of it: each import is a good file as it stands."""
    return load(imported(text).text, "unit.yaml").quiz


def mistakes(text: str) -> list[str]:
    with pytest.raises(Mistakes) as raised:
        imported(text)
    return str(raised.value).split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who? {=a ~b ~c}", Question("Who?", ("a",), ("b", "c"))),
        ("Who? {~b =a ~c}", Question("Who?", ("a",), ("b", "c"))),
        ("Who? {~=a ~b}", Question("Who?", ("a",), ("b",))),
        ("Who? {~%100%a ~%0%b}", Question("Who?", ("a",), ("b",))),
        (
            "Who?\n{\n  =a # right! \n\n".replace("\n\n", "\n") + "  ~b\n}",
            Question("Who?", ("a",), ("b",)),
        ),
        ("Who? {\t=a\t~b}", Question("Who?", ("a",), ("b",))),
        ("::Name\\: 1:: Who? {=a ~b}", Question("Who?", ("a",), ("b",))),
        ("// no\nWho? {=a\n// no\n~b}", Question("Who?", ("a",), ("b",))),
        (
            "Grant is {~buried =entombed} in a tomb.",
            Question("Grant is _____ in a tomb.", ("entombed",), ("buried",)),
        ),
        ("It is blue. {T}", Question("It is blue.", ("true",), ("false",))),
        ("It is blue. {FALSE#no#yes}", Question("It is blue.", ("false",), ("true",))),
        ("Who? {=one =two}", Question("Who?", ("one", "two"))),
        ("Who? {one}", Question("Who?", ("one",))),
        ("Who? {=%100%one =%50%two ####why}", Question("Who?", ("one",))),
        ("When? {#1822}", Question("When?", ("1822",))),
        ("When? {#3.5:0}", Question("When?", ("3.5",))),
        (
            r"1\=1\: a\{b\}\#\~\\ {=\~\= ok ~no\#x}",
            Question("1=1: a{b}#~\\", ("~= ok",), ("no#x",)),
        ),
        (r"one\ntwo {=a ~b}", Question("one two", ("a",), ("b",))),
        (r"a\\nb {=a ~b}", Question("a\\nb", ("a",), ("b",))),
        (
            "[html]<b>Who</b>&nbsp;is &lt;it&gt;? {=<i>a</i> ~b}",
            Question("Who is <it>?", ("a",), ("b",)),
        ),
        ("[markdown]*Who*? {=a ~b}", Question("*Who*?", ("a",), ("b",))),
        ("[own] Who? {=[plain][html] ~b}", Question("[own] Who?", ("[html]",), ("b",))),
        ("\ufeffWho? {=a ~b}", Question("Who?", ("a",), ("b",))),
        ("Who?\r\n{=a\r\n~b}\r\n", Question("Who?", ("a",), ("b",))),
    ],
)
def test_a_question_is_read_as_moodle_reads_it(text: str, expected: Question) -> None:
    assert quiz(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Match {=a->b}", "2:1: Fewer than two pairs stand here"),
        ("Say {}", "2:1: An essay has no right answer"),
        ("Only a text", "2:1: This is a text without a question"),
        ("n {#3:0.5}", "2:1: A range of numbers is too wide"),
        ("n {#1..50}", "2:1: A range of numbers is too wide"),
        ("two {~%50%a ~%50%b ~c}", "2:1: Several choices are right together"),
        ("any {=a*}", "2:1: A * stands for any text here"),
        ("x {=a / b ~c}", "2:1: A / between spaces stands in an answer"),
        ("x {=a ~A}", "2:1: Right and wrong differ only in capital letters"),
        ("x {=? ~!}", "2:1: A right answer has no letter and no digit"),
        ("x {=a ~1 ~2 ~3 ~4 ~5 ~6}", "2:1: 6 wrong choices stand here"),
        ("x" * 201 + " {=a ~b}", "2:1: The question has 201 characters"),
        ("x {=" + "a" * 201 + " ~b}", "2:1: The answers have more than 200 characters"),
        ("{=a ~b}", "2:1: Nothing is asked here"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_and_stays_as_a_comment(text: str, said: str) -> None:
    found = imported(f"\n{text}\n\nWho? {{=a ~b}}")
    assert str(found.notes[0]).startswith(f"unit.gift:{said}")
    assert f"  # {text}\n" in found.text
    assert load(found.text, "unit.yaml").quiz == (Question("Who?", ("a",), ("b",)),)


def test_a_matching_question_becomes_a_question_for_each_pair() -> None:
    assert quiz("Opposites: {=big -> small =old -> new =-> red =hot -> small}") == (
        Question("Opposites: big", ("small",), ("new", "red")),
        Question("Opposites: old", ("new",), ("small", "red")),
        Question("Opposites: hot", ("small",), ("new", "red")),
    )
    assert "No -> stands in this pair" in mistakes("Opposites: {=big -> small =old}")[0]


def test_pairs_that_do_not_all_fit_stay_together_for_the_next_file() -> None:
    text = "\n\n".join(f"q{number} {{=a ~b}}" for number in range(1, 12))
    found = imported(f"{text}\n\nMatch {{=a->b =c->d}}\n\nlast {{=a ~b}}")
    assert (found.taken, found.left, found.following) == (11, 2, 12)


def test_a_small_range_of_whole_numbers_is_written_out() -> None:
    assert quiz("n {#1..5}") == (Question("n", ("1", "2", "3", "4", "5")),)
    assert quiz("n {#3:1}") == (Question("n", ("2", "3", "4")),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x {=a#good ~b}", "Feedback is not taken over"),
        ("x {=a ~b ####why}", "Feedback is not taken over"),
        ("x {=a ~%50%b}", "An answer that is partly right counts as wrong"),
        ("x {=a =b ~c}", "Of the right choices only the first is shown"),
    ],
)
def test_what_is_lost_is_named(text: str, said: str) -> None:
    assert str(imported(text).notes[0]).startswith(f"unit.gift:1:1: {said}")


def test_all_mistakes_are_told_at_once_with_their_places() -> None:
    text = "q {=a\n\nr}\n\n  s {=a {b}\n\nt {~a ~b}\n\nu {=a\n ~}\n\nv {=a} {~b}\n\nw {#}\n\ny {=a ~b}\u200b"
    assert [said.split(". ")[0] for said in mistakes(text)] == [
        "unit.gift:1:3: { is opened here and not closed",
        "unit.gift:3:2: } closes nothing",
        "unit.gift:5:9: A second { stands in this question",
        "unit.gift:7:4: No choice is right",
        "unit.gift:10:2: An answer is empty",
        "unit.gift:12:8: A second { stands in this question",
        "unit.gift:14:4: No number stands behind #",
        "unit.gift:16:10: A character that can't be seen stands here (U+200B zero width space)",
    ]


def test_names_and_categories_stay_as_comments() -> None:
    text = imported("$CATEGORY: Unit 3/Food\n\n::The bill:: Who pays? {=a ~b}").text
    assert "  # Unit 3/Food\n  # The bill\n  - ask" in text


def test_twelve_questions_are_taken_and_the_rest_is_for_another_file() -> None:
    text = "\n\n".join(f"q{number} {{=a ~b}}" for number in range(1, 31))
    first, second = imported(text), imported(text, start=13)
    assert (first.taken, first.left, first.following) == (12, 18, 13)
    assert (second.taken, second.left, second.following) == (12, 6, 25)
    assert load(second.text, "unit.yaml").quiz[0].ask == "q13"


def test_a_file_without_one_question_is_refused() -> None:
    assert mistakes("Say {}")[0].startswith("unit.gift:1:1: An essay has no right answer")
    assert mistakes("") == [
        (
            "unit.gift:1:1: No question here can be part of a quiz. "
            "Write choices, true or false, or short answers."
        )
    ]


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert mistakes("x" * 262_145) == [
        "unit.gift:1:1: The file is larger than 256 kB. Split it into several files."
    ]


def exported(*questions: Question) -> str:
    return export_gift(replace(QUIZ, quiz=questions))


def harmless(text: str) -> bool:
    return not any(map(is_harmful, text))


TEXTS = (
    st.one_of(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
        st.text(st.sampled_from("\\:#={}~n[]%05ab ->*/.'\"&<>T"), min_size=1, max_size=12),
    )
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and harmless(text))
)
ANSWERS = TEXTS.filter(
    lambda text: any(character.isalnum() for character in text) and "/" not in text.split()
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    if draw(st.booleans()):
        truth = draw(st.permutations(["true", "false"]))
        return Question(draw(TEXTS), (truth[0],), (truth[1],))
    answers = tuple(draw(st.lists(ANSWERS, min_size=1, max_size=3)))
    right = {answer.casefold() for answer in answers}
    wrong = st.lists(TEXTS.filter(lambda text: "/" not in text.split()), max_size=5)
    others = [text for text in draw(wrong) if text.casefold() not in right]
    return Question(draw(TEXTS), answers, tuple(others))


@given(st.lists(questions(), min_size=1, max_size=4))
def test_what_is_written_comes_back(some: list[Question]) -> None:
    sayable = [question for question in some if is_sayable(question)]
    text = exported(*some)
    if sayable:
        assert quiz(text) == tuple(sayable)
    else:
        assert mistakes(text)


@pytest.mark.parametrize(
    "activity", [it for it in LIBRARY.values() if it.quiz], ids=lambda it: it.id
)
def test_quizzes_of_the_library_come_back(activity: Activity) -> None:
    assert quiz(export_gift(activity)) == activity.quiz


def test_an_activity_without_a_quiz_has_nothing_to_write() -> None:
    assert export_gift(LIBRARY["the-wrong-order"]) == ""


@pytest.mark.parametrize("level", [it for it in get_args(Level) if it])
def test_the_level_is_the_author_s(level: Level) -> None:
    text = import_gift("q {=a ~b}", "x.gift", title="X: # y", level=level).text
    assert load(text, "x.yaml").level == level
    assert load(text, "x.yaml").title == "X: # y"
