"""A JSON Schema of lesson files, for editors: made of the tables by which files are read."""

import json
from typing import get_args

from duologue_activities.lesson_check import KEYS, MINUTES, ROUND_KEYS, ROUND_MINUTES, ROUNDS
from duologue_activities.schema import DRAFT, Schema
from duologue_protocol.requests import Levels, Remainder


def lesson_schema() -> Schema:
    """The whole schema."""
    return {
        "$schema": DRAFT,
        "title": "Duologue lesson",
        "type": "object",
        "properties": _described(
            KEYS,
            {
                "title": _text(60),
                "minutes": _number(MINUTES),
                "note": _text(300),
                "rounds": {
                    "type": "array",
                    "minItems": ROUNDS[0],
                    "maxItems": ROUNDS[1],
                    "items": _round(),
                },
            },
        ),
        "required": ["title", "minutes", "rounds"],
        "additionalProperties": False,
    }


def lesson_schema_text() -> str:
    """The schema as a file."""
    return json.dumps(lesson_schema(), ensure_ascii=False, indent=2) + "\n"


def _round() -> Schema:
    return {
        "type": "object",
        "properties": _described(
            ROUND_KEYS,
            {
                "activity": _text(60),
                "minutes": _number(ROUND_MINUTES),
                "levels": {"enum": list(get_args(Levels))},
                "remainder": {"enum": list(get_args(Remainder))},
                "note": _text(300),
            },
        ),
        "required": ["activity"],
        "additionalProperties": False,
    }


def _described(keys: dict[str, str], values: Schema) -> Schema:
    return {key: values[key] | {"description": how} for key, how in keys.items()}


def _text(most: int) -> Schema:
    """A plain number is a text, too: `title: 1984`."""
    return {"type": ["string", "number"], "minLength": 1, "maxLength": most}


def _number(bounds: tuple[int, int]) -> Schema:
    return {"type": "integer", "minimum": bounds[0], "maximum": bounds[1]}
