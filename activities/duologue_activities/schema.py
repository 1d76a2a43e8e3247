"""A JSON Schema of activity files, for editors: made of the tables by which files are read.

It knows shapes, names and bounds. What needs the whole file (who speaks, whether minutes add up)
only the check can see.
"""

import json
from typing import Any, Final, get_args

from duologue_activities import material
from duologue_activities.keys import COMMON, KEYS, OPTIONAL, ROLES
from duologue_activities.kinds import KINDS, KindRule
from duologue_activities.roles import CARD_CHARACTERS, NAME_CHARACTERS
from duologue_protocol.limits import FIELD_CHARACTERS
from duologue_protocol.parts import Turns
from duologue_protocol.requests import Level

Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_LEVELS: Final = [level for level in get_args(Level) if level]


def _text(most: int) -> Schema:
    """A plain number is a text, too: `title: 1984`."""
    return {"type": ["string", "number"], "minLength": 1, "maxLength": most}


def _texts(least: int, most: int, characters: int) -> Schema:
    return {"type": "array", "minItems": least, "maxItems": most, "items": _text(characters)}


def _by_role(value: Schema) -> Schema:
    names = {"maxLength": NAME_CHARACTERS}
    return {"type": "object", "propertyNames": names, "additionalProperties": value}


_BLOCK: Final[Schema] = {"type": "string", "minLength": 1}
_VALUES: Final[dict[str, Schema]] = {
    "kind": {"enum": list(KINDS)},
    "title": _text(60),
    "level": {"enum": _LEVELS},
    "minutes": {"type": "integer", "minimum": 3, "maximum": 90},
    "theme": _text(40),
    "lookup": {"enum": ["low", "medium", "high"]},
    "note": _text(300),
    "aims": _texts(1, 5, 160),
    "phrases": _texts(2, 8, 120),
    "gloss": {"type": "object", "maxProperties": 20, "additionalProperties": _text(120)},
    "roles": _by_role(_text(CARD_CHARACTERS)),
    "starts": _text(NAME_CHARACTERS),
    "goals": _by_role(_texts(1, 4, 120)),
    "twist": _by_role(_text(CARD_CHARACTERS)),
    "checklist": _texts(1, 8, 160),
    "stages": {"type": "object"},
    "turns": {"type": "object"},
    "model": _BLOCK,
    "script": _BLOCK,
    "grid": _BLOCK,
    "swap": _BLOCK,
    "text": _BLOCK,
    "task": _text(CARD_CHARACTERS),
    "passage": _text(2 * material.PASSAGE_CHARACTERS),
    "items": _texts(*material.ITEMS, material.ITEM_CHARACTERS),
    "questions": {
        "type": "array",
        "minItems": material.QUESTIONS[0],
        "maxItems": material.QUESTIONS[1],
        "items": {
            "type": "object",
            "properties": {
                "ask": _text(material.ITEM_CHARACTERS),
                "answer": _text(FIELD_CHARACTERS),
                "wrong": _texts(1, 5, FIELD_CHARACTERS),
            },
            "required": ["ask", "answer"],
            "additionalProperties": False,
        },
    },
    "words": {
        "anyOf": [
            _texts(*material.WORDS, 40),
            {"type": "object", "additionalProperties": _texts(*material.BANNED, 40)},
        ]
    },
    "differences": {"type": "object", "additionalProperties": _texts(2, 4, 60)},
    "options": _texts(*material.OPTIONS, 60),
    "prompts": _texts(*material.PROMPTS, 200),
}
"""What may stand behind each key."""


def schema() -> Schema:
    """The whole schema."""
    return {
        "$schema": DRAFT,
        "title": "Duologue activity",
        "type": "object",
        "properties": {key: _VALUES[key] | {"description": how} for key, how in KEYS.items()},
        "required": [key for key in KEYS if key in COMMON - OPTIONAL - ROLES],
        "additionalProperties": False,
        "allOf": [_of_kind(kind, rule) for kind, rule in KINDS.items()],
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _of_kind(kind: str, rule: KindRule) -> Schema:
    known = rule.known
    stages: Schema = {
        stage.name: {
            "type": "number",
            "exclusiveMinimum": 0,
            "multipleOf": 0.5,
            "description": stage.instruction,
        }
        for stage in rule.stages
    }
    turns: Schema = {
        stage.name: {"enum": list(get_args(Turns))} for stage in rule.stages if stage.kind == "talk"
    }
    properties: Schema = {
        "turns": {"properties": turns, "additionalProperties": False},
        "roles": {"minProperties": rule.least_roles, "maxProperties": rule.most_roles},
        "stages": {"properties": stages, "additionalProperties": False},
    }
    properties |= {key: False for key in KEYS if key not in known}
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {
            "required": [key for key in KEYS if key in rule.demanded - (COMMON - ROLES)],
            "properties": properties,
        },
    }
