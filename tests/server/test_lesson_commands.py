"""`duologue lesson`, as somebody types it, and the lessons that simulated students play."""

from pathlib import Path

import pytest

from duologue_activities.activity import Activity
from duologue_activities.lesson import Lesson, LessonRound
from duologue_activities.lesson_check import load_lesson
from duologue_activities.lesson_schema import lesson_schema_text
from duologue_activities.library import read_library
from duologue_server import rounds
from duologue_server.asked import Asked
from duologue_server.facts import PlannedGroup
from duologue_server.lesson_commands import lesson
from duologue_server.simulated_lesson import Played, play
from support.shell import Shell

LIBRARY = read_library()
SAMPLES = Path(__file__).parents[1] / "activities" / "samples"
FILE = "title: X\nminutes: 40\nrounds:\n  - activity: {0}\n"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(lesson, monkeypatch, capsys, 100)


def played(activity: str, size: int, drop: float = 0) -> Played:
    one = LessonRound(activity, 20)
    return play(Lesson("a", "A", 90, (one, one, one)), LIBRARY, size, drop, seed=1)


# What simulated students find


@pytest.mark.parametrize("found", LIBRARY.lessons.values(), ids=lambda it: it.id)
@pytest.mark.parametrize("drop", [0, 0.1, 0.5])
def test_a_lesson_of_the_library_can_be_taught_to_any_class(found: Lesson, drop: float) -> None:
    for size in [*range(2, 13), 25, 40]:
        came = play(found, LIBRARY, size, drop, seed=size)
        assert came.problems == []
        assert came.groups == [size // 2] * 3
        assert drop or (came.dropped, came.left_alone) == (0, set())
        assert drop or came.ms <= found.minutes * 60_000
        assert size < 6 or size % 2 or came.again == 0, f"{size}: {came.met}"


@pytest.mark.parametrize("activity", LIBRARY.values(), ids=lambda it: it.id)
def test_every_activity_can_be_a_round(activity: Activity) -> None:
    for size in (activity.least, activity.least + 1, 2 * activity.most + 1):
        for drop in (0, 0.3):
            assert played(activity.id, size, drop).problems == []


def test_a_class_too_small_for_a_round_is_found() -> None:
    assert played("the-borrowed-boat", 3).problems == [
        f"round {number}, the-borrowed-boat: it needs 4 students" for number in (1, 2, 3)
    ]
    assert played("the-borrowed-boat", 4).problems == []


def test_who_is_alone_without_anybody_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner that forgets a rule would be noticed."""

    def first_only(_asked: Asked, group: PlannedGroup) -> PlannedGroup:
        return PlannedGroup(group.members[:1])

    monkeypatch.setattr(rounds, "_still_here", first_only)
    problems = played("the-wrong-order", 4).problems
    assert any("is alone in stage 1" in problem for problem in problems)
    assert any("has no group" in problem for problem in problems)
    assert any("nobody plays" in problem for problem in problems)


def test_who_works_together_again_is_counted() -> None:
    assert played("the-wrong-order", 2).again == 1
    assert played("the-wrong-order", 4).again == 0


def test_lost_lines_leave_people_alone_for_a_while_and_end_nothing() -> None:
    came = played("the-wrong-order", 10, drop=0.5)
    assert came.dropped == 15
    assert came.left_alone
    assert came.problems == []


def test_the_same_seed_is_the_same_lesson() -> None:
    assert played("the-wrong-order", 9, 0.3) == played("the-wrong-order", 9, 0.3)


# The commands


def test_a_good_lesson_is_told_with_its_figures(shell: Shell) -> None:
    said = shell("check", "at-the-table", "--class", "2..5", "--drop", "10%")
    assert "Rounds: 3, 38 of 45 minutes; 7 are for what is between." in said
    assert said.splitlines()[-1].startswith("Good:")
    assert "   5 " in said


def test_a_lesson_that_some_classes_cannot_play_is_refused(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text(FILE.format("the-borrowed-boat"), "utf-8")
    said = shell.refused("check", path, "--class", "2..4")
    assert "with 3 students, round 1, the-borrowed-boat: it needs 4 students" in said
    assert "There is something to mend: 2." in said
    assert "Good:" in shell("check", path, "--class", "4..6")


def test_an_activity_beside_the_lesson_is_taken(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(FILE.format("lost-bag.yaml"), "utf-8")
    assert "There is no activity lost-bag.yaml" in shell.refused("show", path)
    (tmp_path / "lost-bag.yaml").write_text((SAMPLES / "lost-bag.yaml").read_text("utf-8"), "utf-8")
    assert "Good:" in shell("check", path, "--class", "4")
    (tmp_path / "lost-bag.yaml").write_text("kind: x\n", "utf-8")
    assert "lost-bag.yaml:1:" in shell.refused("show", path)


def test_mistakes_of_a_lesson_are_told_with_their_places(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("titel: X\nrounds:\n  - activity: nothing\n", "utf-8")
    said = shell.refused("check", path)
    assert f"{path}:1:1: minutes is missing." in said
    assert f"{path}:3:15: There is no activity nothing." in said
    path.write_bytes(b"rounds: \xff")
    assert f"{path}:1:9: This character is not written in UTF-8." in shell.refused("show", path)


def test_lessons_are_listed_and_shown(shell: Shell) -> None:
    assert all(found.id in shell("list") for found in LIBRARY.lessons.values())
    said = shell("show", "at-the-table")
    assert "2. The wrong order" in said
    assert "similar levels together" in said


def test_a_lesson_is_begun(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    shell("new", "--to", path)
    assert load_lesson(path.read_text("utf-8"), "mine.yaml", LIBRARY)
    assert "is there already" in shell.refused("new", "--to", path)
    assert shell("schema") == lesson_schema_text()


@pytest.mark.parametrize("words", [("--class", "0"), ("--class", "9..2"), ("--class", "2..201")])
def test_a_class_that_cannot_be_is_refused(shell: Shell, words: tuple[str, str]) -> None:
    assert "Write --class 12 or --class 2..40" in shell.refused("check", "at-the-table", *words)


def test_a_share_that_cannot_be_is_refused(shell: Shell) -> None:
    assert "Write --drop 10%" in shell.refused("check", "at-the-table", "--drop", "101%")


def test_a_lesson_that_nobody_knows(shell: Shell) -> None:
    said = shell.refused("show", "at-the-tabel")
    assert "There is no lesson at-the-tabel. Did you mean at-the-table?" in said
    assert "There is no file" in shell.refused("check", "no.yaml")
