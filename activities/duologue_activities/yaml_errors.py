"""What the YAML parser complains about, said for somebody who has never heard of YAML."""

from typing import Any

from duologue_activities.mistakes import Place

_COMPLAINTS = (
    (
        "mapping values are not allowed",
        "A colon stands in the middle of a text",
        'Put the whole text into quotes: "…".',
    ),
    (
        "while scanning a quoted scalar",
        "A quotation mark is opened here and not closed",
        "Close it, or put a text with ' in it into double quotes.",
    ),
    (
        "while parsing a flow sequence",
        "A list in [ ] is not closed, or a comma is missing in it",
        "Write [one, two]; put texts with , : [ ] { } into quotes.",
    ),
    (
        "while parsing a flow mapping",
        "A mapping in { } is not closed, or a comma is missing in it",
        "Write {word: meaning, word: meaning}.",
    ),
    ("could not find expected ':'", "This line has no key", "Write key: text."),
    (
        "expected <block end>",
        "This line does not fit to the lines above it",
        "Begin it in the same column as they do, and close the quotation marks above it.",
    ),
    (
        "cannot start any token",
        "A text can't begin with this character",
        'Put the whole text into quotes: "…".',
    ),
    (
        "unknown escape character",
        "A backslash stands in a text in double quotes",
        "Take it out.",
    ),
    (
        "undefined alias",
        "A name after * stands here (an alias)",
        "Write the text out, in quotes if it begins with *.",
    ),
)


def explain(error: Any) -> tuple[Place, str, str]:
    """Where, what, and how to mend it, of a MarkedYAMLError."""
    said = f"{error.context} {error.problem}"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in said or "flow" in said:
        mark = error.context_mark or mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    for complaint, what, remedy in _COMPLAINTS:
        if complaint in said:
            return place, what, remedy
    return place, "This can't be read as YAML", "Compare it with an example in docs/activities.md."
