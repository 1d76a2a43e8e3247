"""JSON, read back by json."""

import json
from typing import Any

from duologue_protocol.text import clean
from duologue_server.export.data import data
from duologue_server.lesson_records import ClassReport
from support.played import HOSTILE, hostile, played, reported


def read(report: ClassReport) -> Any:
    [content] = data(report).values()
    return json.loads(content)


def test_everything_is_in_it() -> None:
    document = read(reported(played()))
    assert (document["format"], document["version"]) == ("duologue-lessons", 1)
    assert document["class"] == {"title": "English B1", "code": "K7QM-2PXA"}
    lesson, later = document["lessons"]
    assert lesson["began"] == "2026-09-21T14:13:20Z"
    room = lesson["rooms"][0]
    assert room["activity"]["title"] == "The wrong order"
    assert room["finished"] is True
    anna = room["people"][0]
    politely = {"by": "Boris", "text": "You asked very politely.", "helped": None}
    assert anna["notes"] == [politely]
    assert anna["phrases"][0] == {
        "phrase": "I'm afraid …",
        "line": "Excuse me, I'm afraid there's a mistake.",
    }
    assert anna["phrases"][2] == {"phrase": "Could I have …?", "line": None}
    assert anna["goals"][0]["reached"] is True
    assert room["lines"][0]["stage"] == "Talk"
    student = lesson["students"][0]
    assert (student["id"], student["name"], student["rooms"]) == (anna["id"], "Anna", [1, 3])
    assert student["phrases"] == {"count": 10, "of": 15}
    assert later["rooms"][0]["ended"] is None


def test_hostile_text_is_text() -> None:
    document = read(reported(hostile()))
    lines = [line["text"] for line in document["lessons"][0]["rooms"][0]["lines"]]
    assert lines == [clean(one, 1000, 20) for one in HOSTILE]
    assert document["lessons"][0]["students"][0]["name"] == "=Anna<b>"
