"""An activity as a row of the list, and the whole of it for a teacher."""

from pathlib import Path

from duologue_activities.activity import Activity
from duologue_activities.check import load
from duologue_activities.preview import brief, preview
from duologue_protocol.parts import Brief

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Activity:
    return load((SAMPLES / name).read_text(encoding="utf-8"), name)


def test_brief() -> None:
    assert brief(sample("first-coffee.yaml")) == Brief(
        id="first-coffee",
        title="First coffee",
        kind="dialogue",
        level="A1",
        minutes=10,
        least=2,
        most=3,
        theme="food",
        solo=True,
    )


def test_preview_shows_all_cards_and_who_starts() -> None:
    shown = preview(sample("lost-bag.yaml"))
    assert [(role.title, role.starts) for role in shown.roles] == [
        ("tourist", True),
        ("clerk", False),
    ]
    assert "three bags" in shown.roles[1].card
    assert shown.material == ""
    assert shown.model[0].role == "tourist"
    assert [stage.kind for stage in shown.stages] == ["prepare", "talk", "talk", "review"]


def test_preview_shows_a_script_with_its_gaps() -> None:
    rows = preview(sample("first-coffee.yaml")).material.split("\n")
    assert rows[1] == "guest: {I'd like|I would like} a coffee, {please = a polite word}."
    assert rows[3] == "guest: Yes. {... = something to eat}, please."


def test_preview_shows_a_table_with_all_sides() -> None:
    assert preview(sample("two-flats.yaml")).material == (
        "Flat           | Rent          | Rooms        | Problem\n"
        "12 Hill Street | agent: £700   | student: two | agent: noisy road\n"
        "3 Park Lane    | student: £950 | agent: four  | student: no lift"
    )
