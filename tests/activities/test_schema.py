"""The JSON Schema for editors agrees with the loader."""

import json
from pathlib import Path
from typing import Any

import pytest

from duologue_activities.check import Mistakes, load
from duologue_activities.keys import KEYS
from duologue_activities.kinds import KINDS
from duologue_activities.schema import schema, schema_text

SAMPLES = Path(__file__).parent / "samples"
DOCUMENT = Path(__file__).parents[2] / "docs" / "activity.schema.json"
PROPERTIES: dict[str, Any] = schema()["properties"]
ROLE_PLAY = (SAMPLES / "lost-bag.yaml").read_text(encoding="utf-8")


def mistakes(text: str) -> str:
    try:
        load(text, "a.yaml")
    except Mistakes as found:
        return str(found)
    return ""


def with_key(key: str, value: object) -> str:
    """A role-play with another value for a key that stands in one line, written as JSON."""
    lines = [line for line in ROLE_PLAY.split("\n") if not line.startswith(f"{key}:")]
    return "\n".join([f"{key}: {json.dumps(value)}", *lines])


def test_the_document_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == schema_text(), (
        "Write it again: duologue activity schema > docs/activity.schema.json"
    )


def test_it_has_every_key_with_its_example() -> None:
    assert {key: value["description"] for key, value in PROPERTIES.items()} == KEYS


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_keys_and_stages(kind: str) -> None:
    (of_kind,) = [
        part["then"]
        for part in schema()["allOf"]
        if part["if"]["properties"]["kind"]["const"] == kind
    ]
    rule = KINDS[kind]  # type: ignore[index]
    assert set(of_kind["required"]) == rule.needs | ({"roles"} if rule.most_roles else set())
    refused = {key for key, value in of_kind["properties"].items() if value is False}
    assert refused == KEYS.keys() - rule.known
    names = of_kind["properties"]["stages"]["properties"]
    assert list(names) == [stage.name for stage in rule.stages]


@pytest.mark.parametrize("key", ["title", "theme", "note"])
def test_a_text_may_be_as_long_as_the_check_lets_it_be(key: str) -> None:
    most = PROPERTIES[key]["maxLength"]
    assert not mistakes(with_key(key, "a" * most))
    assert f"{key} has {most + 1} characters" in mistakes(with_key(key, "a" * (most + 1)))


@pytest.mark.parametrize("key", ["aims", "phrases", "checklist"])
def test_a_list_may_be_as_long_as_the_check_lets_it_be(key: str) -> None:
    rule = PROPERTIES[key]
    longest = "a" * rule["items"]["maxLength"]
    for count in (rule["minItems"], rule["maxItems"]):
        assert not mistakes(with_key(key, [longest] * count))
    assert mistakes(with_key(key, [longest] * (rule["minItems"] - 1)))
    assert mistakes(with_key(key, [longest] * (rule["maxItems"] + 1)))
    assert mistakes(with_key(key, [longest + "a"] * rule["minItems"]))


def test_minutes_have_the_bounds_of_the_check() -> None:
    least, most = PROPERTIES["minutes"]["minimum"], PROPERTIES["minutes"]["maximum"]
    assert not mistakes(with_key("minutes", most))
    assert "minutes must be" not in mistakes(with_key("minutes", least))
    assert "minutes must be" in mistakes(with_key("minutes", least - 1))
    assert "minutes must be" in mistakes(with_key("minutes", most + 1))


def test_the_gloss_has_the_bounds_of_the_check() -> None:
    rule = PROPERTIES["gloss"]
    longest = "a" * rule["additionalProperties"]["maxLength"]
    full = {f"word {n}": longest for n in range(rule["maxProperties"])}
    assert not mistakes(with_key("gloss", full))
    assert mistakes(with_key("gloss", full | {"one more": "a"}))
    assert mistakes(with_key("gloss", {"word": longest + "a"}))


@pytest.mark.parametrize("key", ["kind", "level", "lookup"])
def test_a_choice_has_the_words_of_the_check(key: str) -> None:
    for word in PROPERTIES[key]["enum"]:
        assert f"{key} can't be" not in mistakes(with_key(key, word))
    assert f"{key} can't be" in mistakes(with_key(key, "other"))
