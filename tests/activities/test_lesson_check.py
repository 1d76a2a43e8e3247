"""Lesson files: what they say, and all that is wrong with one at once."""

import json
import re
from pathlib import Path

import pytest

from duologue_activities.check import Mistakes
from duologue_activities.lesson import Lesson, LessonRound
from duologue_activities.lesson_check import KEYS, ROUND_KEYS, is_lesson, load_lesson
from duologue_activities.lesson_schema import lesson_schema, lesson_schema_text
from duologue_activities.library import read_library

LIBRARY = read_library()
DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "lessons.md").read_text(encoding="utf-8")
SHORTEST = "title: X\nminutes: 20\nrounds:\n  - activity: the-wrong-order\n"


def mistakes(text: str, name: str = "a-lesson.yaml") -> list[str]:
    with pytest.raises(Mistakes) as raised:
        load_lesson(text, name, LIBRARY)
    return str(raised.value).split("\n")


def test_the_shortest_takes_everything_else_from_the_activity() -> None:
    lesson = load_lesson(SHORTEST, "a-lesson.yaml", LIBRARY)
    assert lesson.rounds == (LessonRound("the-wrong-order", 15),)
    assert (lesson.id, lesson.title, lesson.minutes, lesson.note) == ("a-lesson", "X", 20, "")


def test_an_activity_may_be_named_by_its_file() -> None:
    by_file = SHORTEST.replace("the-wrong-order", "mine/the-wrong-order.yaml")
    lesson = load_lesson(by_file, "a-lesson.yaml", LIBRARY)
    assert lesson.rounds[0].activity == "the-wrong-order"


def test_all_mistakes_are_told_at_once_with_their_places() -> None:
    text = """\
titel: X
minutes: 400
rounds:
  - activity: the-wrong-ordr
    levels: alike
    remainder: trio
  - 3
  - minutes: two
    nott: x
"""
    assert mistakes(text, "A Lesson.yaml") == [
        (
            "A Lesson.yaml:1:1: The file's name must be small letters, digits and hyphens, at most 40. "
            "Call it like at-the-cafe.yaml."
        ),
        "A Lesson.yaml:1:1: titel is no key of a lesson. Did you mean title?",
        "A Lesson.yaml:1:1: title is missing. Write title: At the café.",
        (
            "A Lesson.yaml:2:10: minutes must be a whole number from 5 to 240. "
            "Write it in digits, without a word behind it."
        ),
        "A Lesson.yaml:4:15: There is no activity the-wrong-ordr. Did you mean the-wrong-order?",
        "A Lesson.yaml:5:13: levels can't be alike. Write any, similar or mixed.",
        (
            "A Lesson.yaml:7:5: A round must be keys with their values. "
            "Write - activity: the-wrong-order."
        ),
        "A Lesson.yaml:8:5: activity is missing. Write activity: the-wrong-order.",
        (
            "A Lesson.yaml:8:14: minutes must be a whole number from 3 to 90. "
            "Write it in digits, without a word behind it."
        ),
        "A Lesson.yaml:9:5: nott is no key of a round. Did you mean note?",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: The file is empty. Begin with title: At the café."),
        ("- rounds", "1:1: The file holds no keys. Begin with title: At the café."),
        ("title: X\nminutes: 20\nrounds: []\n", "3:9: rounds has 0 entries"),
        ("title: X\nminutes: 20\nrounds: 3\n", "3:9: rounds must be a list"),
        (SHORTEST.replace("20", "14"), "4:3: The rounds need 15 minutes, the lesson has 14"),
        (SHORTEST.replace("20", "14") + "    minutes: 15\n", "4:3: The rounds need 15 minutes"),
        (SHORTEST + "  - activity: &a x\n", "5:15: A name after & stands here"),
        (SHORTEST + "note: " + "x" * 301, "5:7: note has 301 characters, and 300 fit"),
    ],
)
def test_a_mistake_has_a_place_and_a_remedy(text: str, said: str) -> None:
    assert mistakes(text)[0].startswith(f"a-lesson.yaml:{said}")


def test_a_lesson_is_known_by_its_rounds() -> None:
    assert is_lesson(SHORTEST)
    assert is_lesson("rounds:\n")
    assert not is_lesson("kind: role-play\nmodel: |\n  rounds: x\n")


@pytest.mark.parametrize("lesson", LIBRARY.lessons.values(), ids=lambda it: it.id)
def test_lessons_of_the_library_have_45_minutes_and_a_note_for_each_round(lesson: Lesson) -> None:
    assert lesson.minutes == 45
    assert 35 <= lesson.in_rounds <= 42
    assert lesson.note
    assert all(one.note for one in lesson.rounds)


def test_there_are_three_of_them() -> None:
    assert len(LIBRARY.lessons) == 3


def test_own_lessons_stand_in_the_folder_of_own_activities(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SHORTEST, "utf-8")
    library = read_library(tmp_path)
    assert list(library) == list(LIBRARY)
    assert library.lessons["mine"].title == "X"
    (tmp_path / "first-meetings.yaml").write_text(SHORTEST, "utf-8")
    (tmp_path / "bad.yaml").write_text("rounds: 3\n", "utf-8")
    with pytest.raises(Mistakes) as raised:
        read_library(tmp_path)
    assert {mistake.file for mistake in raised.value.mistakes} == {
        "bad.yaml",
        "first-meetings.yaml",
    }


def test_the_schema_knows_every_key_and_is_the_document() -> None:
    schema = lesson_schema()
    assert schema["properties"].keys() == KEYS.keys()
    assert schema["properties"]["rounds"]["items"]["properties"].keys() == ROUND_KEYS.keys()
    assert json.loads(lesson_schema_text()) == schema
    assert (DOCS / "lesson.schema.json").read_text("utf-8") == lesson_schema_text()


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))
def test_examples_of_the_guide_load(example: str) -> None:
    assert load_lesson(example, "an-example.yaml", LIBRARY)


def test_every_key_is_in_the_guide() -> None:
    assert {*KEYS, *ROUND_KEYS} <= {*re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)}
