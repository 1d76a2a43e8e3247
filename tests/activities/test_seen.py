"""What each role is shown, and how the lines of a card flow."""

from pathlib import Path

import pytest

from duologue_activities import seen
from duologue_activities.activity import Activity
from duologue_activities.advice import advise
from duologue_activities.check import load
from duologue_activities.kinds import KINDS
from duologue_activities.roles import flowing
from duologue_activities.templates import template
from duologue_protocol.parts import Cell

SAMPLES = Path(__file__).parent / "samples"
KIND_NAMES = list(KINDS)


def sample(name: str) -> Activity:
    return load((SAMPLES / name).read_text(encoding="utf-8"), name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("You have\na dog.", "You have a dog."),
        ("You have a dog.\nYou want a cat.", "You have a dog.\nYou want a cat."),
        ("Is it late?\nGo!\nRun", "Is it late?\nGo!\nRun"),
        ("You can't:\npay", "You can't:\npay"),
        ('He says "no"\nYou go', 'He says "no"\nYou go'),
        ("You wait …\nThen you\ngo", "You wait …\nThen you go"),
        ("First\n\nThen\nlast", "First\n\nThen last"),
        ("  You\n  go  ", "You go"),
        ("", ""),
    ],
)
def test_a_line_that_ends_no_sentence_goes_on_in_the_next(text: str, shown: str) -> None:
    assert flowing(text) == shown


def lost_bag(twist: str) -> Activity:
    """The sample with another twist for the clerk."""
    text = (SAMPLES / "lost-bag.yaml").read_text(encoding="utf-8")
    old = "twist:\n  tourist: Now it is a guitar."
    assert old in text
    return load(text.replace(old, f"twist:\n  clerk: {twist}"), "a.yaml")


def test_cards_and_twists_flow() -> None:
    activity = lost_bag("|\n    A man has\n    come.\n    He waits.")
    assert activity.role("clerk").twist == "A man has come.\nHe waits."


def test_a_swapped_stage_shows_the_other_card_with_its_twist() -> None:
    activity = lost_bag("It rains.")
    tourist, clerk = (role.card for role in activity.roles)
    assert [seen.card_at(activity, stage, 0) for stage in (0, 1, 2)] == [
        tourist,
        tourist,
        f"{clerk}\n\nIt rains.",
    ]
    assert [seen.is_new_card(activity, stage, 0) for stage in (0, 1, 2)] == [True, False, True]


def test_a_script_has_blanks_in_the_own_lines_only() -> None:
    activity = sample("first-coffee.yaml")
    assert seen.lines_for(activity, "guest")[:2] == (
        ("waiter", "Good morning. What would you like?"),
        ("guest", "____ a coffee, ____.  (a polite word)"),
    )
    assert seen.lines_for(activity, "waiter")[3] == ("guest", "Yes. (something to eat), please.")


def table(
    activity: Activity, role: str, filled: dict[str, str] | None = None, *, laid_open: bool = False
) -> tuple[tuple[Cell, ...], ...]:
    sheet = seen.sheet_for(activity, 1, role, filled, laid_open=laid_open)
    assert sheet
    return sheet.rows


def test_a_table_keeps_the_other_half_back_until_it_is_open() -> None:
    activity = sample("two-flats.yaml")
    row = table(activity, "student")[0]
    assert [cell.text for cell in row] == ["12 Hill Street", "", "two", ""]
    opened = table(activity, "student", {"r1c2": "700"}, laid_open=True)[0]
    assert (opened[1].right, opened[3].answer) == (True, "noisy road")
    assert seen.sheet_for(sample("lost-bag.yaml"), 1, "clerk") is None


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_template_is_good_as_it_stands(kind: str) -> None:
    text = template(kind)  # type: ignore[arg-type]
    activity = load(text, "my-first.yaml")
    assert activity.kind == kind
    assert activity.note
    assert activity.gloss
    assert not any(advise(activity)[:2])


@pytest.mark.parametrize("kind", ["role-play", "dialogue", "information-gap"])
def test_a_written_template_explains_itself(kind: str) -> None:
    text = template(kind)  # type: ignore[arg-type]
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert len(comments) >= 10
