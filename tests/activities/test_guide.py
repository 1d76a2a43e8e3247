"""The authors' guide says what the check does."""

import re
from pathlib import Path

import pytest

from duologue_activities.check import load
from duologue_activities.keys import KEYS
from duologue_activities.kinds import KINDS
from duologue_activities.library import read_library

GUIDE = (Path(__file__).parents[2] / "docs" / "activities.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_load(example: str) -> None:
    assert load(example, "an-example.yaml")


def test_there_is_an_example_of_each_kind() -> None:
    library = read_library()
    rows = re.findall(
        r"^\| `([\w-]+)` \| .* \| .* \| \[.*\]\(.*/([\w-]+)\.yaml\) \|$", GUIDE, re.MULTILINE
    )
    assert {kind: library[name].kind for kind, name in rows} == {kind: kind for kind in KINDS}


def test_every_key_and_stage_is_in_a_table() -> None:
    assert set(KEYS) <= set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE))
    for kind, rule in KINDS.items():
        (row,) = re.findall(rf"^\| `{kind}` \| ([^|]*) \|$", GUIDE, re.MULTILINE)
        assert re.findall(r"`([\w ]+)`", row) == [stage.name for stage in rule.stages]
