"""What simulated students learn from a preview is what the activity wants of them."""

import pytest

from duologue_activities.activity import Activity
from duologue_activities.preview import preview
from duologue_activities.stages import form, script
from duologue_client.demo.knowledge import learn, own_words
from support.lesson import LIBRARY


@pytest.mark.parametrize("activity", LIBRARY.values(), ids=LIBRARY)
def test_every_line_of_a_script_is_said_right(activity: Activity) -> None:
    knows = learn(preview(activity))
    for line in activity.script:
        shown, _hints = script.blank(line)
        assert script.judge(line, own_words(knows.script[shown], "Anna")).right


@pytest.mark.parametrize("activity", LIBRARY.values(), ids=LIBRARY)
def test_every_cell_of_a_table_is_known_with_its_role(activity: Activity) -> None:
    rows = activity.grids[0].rows if activity.grids else ()
    cells = next(iter(learn(preview(activity)).tables), ())
    assert len(cells) == len(rows)
    titles = {role.key: role.title for role in activity.roles} | {"": ""}
    for row, known in zip(rows, cells, strict=True):
        for cell, one in zip(row, known, strict=True):
            assert one.role == titles[cell.role]
            assert form.is_right(cell, one.value) or cell.text == one.value == "–"


def test_free_gaps_are_filled_with_words_of_their_own() -> None:
    assert own_words("I'd like {a city}.", "Anna") == "I'd like Riga."
    assert own_words("I'd like {a hint nobody knows}.", "Anna") == "I'd like a hint nobody knows."


def test_somebodys_name_goes_into_the_gap_for_it() -> None:
    assert own_words("I'm {your name}. And you?", "Anna") == "I'm Anna. And you?"
