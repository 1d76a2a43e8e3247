"""Loading an activity file: a good one becomes an Activity, a bad one all its mistakes."""

from pathlib import Path

import pytest

from duologue_activities.activity import Gap, GridCell, ModelLine, ScriptLine
from duologue_activities.check import Mistake, Mistakes, decode, load

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def mistakes(text: str, name: str = "a-file.yaml") -> tuple[Mistake, ...]:
    with pytest.raises(Mistakes) as raised:
        load(text, name)
    return raised.value.mistakes


def test_role_play_loads() -> None:
    activity = load(sample("lost-bag.yaml"), "lost-bag.yaml")
    assert (activity.id, activity.kind, activity.title) == ("lost-bag", "role-play", "The lost bag")
    assert (activity.level, activity.minutes, activity.theme) == ("A2", 12, "travel")
    assert [role.key for role in activity.roles] == ["tourist", "clerk"]
    assert activity.role("tourist").goals == ("get the bag", "get it today")
    assert activity.role("tourist").twist == "Now it is a guitar."
    assert activity.gloss == (("bag", "сумка"), ("lost", "потерянный"))
    assert activity.checklist == ("Who asks more questions?",)
    assert [stage.minutes for stage in activity.stages] == [2.0, 5.0, 3.5, 1.5]
    assert activity.model[2] == ModelLine("tourist", "It's green, with a red star on it.")
    assert (activity.least, activity.most, activity.solo) == (2, 3, False)


def test_a_file_says_how_people_take_turns() -> None:
    text = sample("lost-bag.yaml").replace("stages:", "turns: {talk: queue, swap: strict}\nstages:")
    activity = load(text, "lost-bag.yaml")
    assert [stage.turns for stage in activity.stages] == ["free", "queue", "strict", "free"]


def test_dialogue_loads() -> None:
    activity = load(sample("first-coffee.yaml"), "first-coffee.yaml")
    assert activity.starts == "guest"  # the first role of the file
    assert activity.script[1] == ScriptLine(
        "guest",
        (
            Gap(("I'd like", "I would like")),
            " a coffee, ",
            Gap(("please",), "a polite word"),
            ".",
        ),
    )
    assert activity.script[3].pieces == ("Yes. ", Gap((), "something to eat"), ", please.")
    assert len(activity.checklist) == 3  # the kind supplies it
    assert activity.solo


def test_information_gap_loads() -> None:
    grid = load(sample("two-flats.yaml"), "two-flats.yaml").grids[0]
    assert grid is not None
    assert grid.columns == ("Flat", "Rent", "Rooms", "Problem")
    assert grid.rows[0][:2] == (GridCell("12 Hill Street"), GridCell("£700 / 700", "agent"))


def test_windows_line_ends_and_byte_order_mark_change_nothing() -> None:
    text = sample("lost-bag.yaml")
    assert load("\ufeff" + text.replace("\n", "\r\n"), "x.yaml") == load(text, "x.yaml")


def test_yaml_reads_nothing_but_text() -> None:
    text = sample("lost-bag.yaml").replace("theme: travel", "theme: no")
    text = text.replace("get it today", "12:30")
    activity = load(text, "x.yaml")
    assert activity.theme == "no"
    assert activity.roles[0].goals[1] == "12:30"


def test_a_mistake_says_file_line_column_what_and_remedy() -> None:
    text = sample("lost-bag.yaml").replace("level: A2", "level: A7")
    (mistake,) = mistakes(text, "lost-bag.yaml")
    assert str(mistake) == "lost-bag.yaml:3:8: level can't be A7. Write A1, A2, B1, B2, C1 or C2."
    with pytest.raises(AttributeError):
        mistake.line = 4  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def test_all_mistakes_are_told_at_once_in_their_order() -> None:
    text = sample("lost-bag.yaml")
    text = text.replace("title:", "titel:").replace("A2", "A7").replace("minutes: 12", "minutes: x")
    text = text.replace("  clerk: [be", "  clark: [be").replace("clerk: What is", "clerc: What is")
    text = text.replace("theme: travel", "theme:\ttravel")
    found = [(mistake.line, mistake.column) for mistake in mistakes(text)]
    assert found == [(1, 1), (2, 1), (3, 8), (4, 10), (5, 7), (18, 3), (19, 3), (29, 3)]


LOST, FLATS = "lost-bag.yaml", "two-flats.yaml"


@pytest.mark.parametrize("name", ["The Lost Bag.yaml", "bag_.yaml", "-.yaml", f"{'a' * 41}.yaml"])
def test_file_name_is_an_identity(name: str) -> None:
    (mistake,) = mistakes(sample(LOST), name)
    assert "Call it like the-wrong-order.yaml." in str(mistake)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "---", "just words", "- a\n- b", "null"])
def test_file_without_keys(text: str) -> None:
    (mistake,) = mistakes(text)
    assert "Begin with kind: role-play." in str(mistake)


def test_file_in_another_encoding() -> None:
    assert decode("сумка".encode(), "x.yaml") == "сумка"
    with pytest.raises(Mistakes) as raised:
        decode("a: b\nc: сумка".encode("cp1251"), "x.yaml")
    assert str(raised.value) == (
        "x.yaml:2:4: This character is not written in UTF-8. Save the file as UTF-8."
    )


def test_a_short_answer_may_stand_on_the_other_card() -> None:
    text = sample(FLATS).replace("You have seen", "2 friends and you have seen")
    assert load(text.replace("two / 2", "2"), "x.yaml").grids


def test_two_roles_are_enough_for_an_information_gap() -> None:
    text = sample(FLATS).replace("grid:", "  third: You listen.\ngrid:")
    assert "a-file.yaml:10:3: roles has 3 roles. Write 2." in map(str, mistakes(text))


def test_a_cell_for_all_may_have_a_colon() -> None:
    text = sample(FLATS).replace("12 Hill Street", "Start: 12:30  ")
    grid = load(text, "x.yaml").grids[0]
    assert grid is not None
    assert grid.rows[0][0] == GridCell("Start: 12:30")
