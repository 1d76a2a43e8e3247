"""Files that would keep a parser busy, and files broken at random: never more than Mistakes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_activities.activity import Activity
from duologue_activities.check import Mistakes, decode, load
from support.calls import calls_of

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.yaml"))
GOOD = [path.read_text(encoding="utf-8") for path in SAMPLES]


def outcome(text: str) -> Activity | Mistakes:
    try:
        return load(text, "a-file.yaml")
    except Mistakes as mistakes:
        return mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 50_000, "1:41: More than 40 brackets are open here"),
        ("{" * 50_000, "1:41: More than 40 brackets are open here"),
        ("a: [\n" * 10_000, "41:4: More than 40 brackets are open here"),
        ("x" * 65_537, "1:1: The file is larger than 64 kB"),
        ("ы" * 32_769, "1:1: The file is larger than 64 kB"),
    ],
)
def test_bomb_is_refused_before_it_is_parsed(text: str, words: str) -> None:
    assert words in str(outcome(text))
    assert calls_of(lambda: outcome(text)) < 200


@pytest.mark.parametrize(
    "text",
    [
        '["]",' * 10_000,  # closing brackets in quotes hide the depth
        "{'}': " * 9_000,
        "- " * 30_000,
        "? " * 30_000,
        "".join(" " * depth + "a:\n" for depth in range(340)),
    ],
)
def test_hidden_depth_is_refused_while_it_is_read(text: str) -> None:
    assert "Lists stand too deep inside one another" in str(outcome(text))
    assert calls_of(lambda: outcome(text)) < 500_000  # a line of 1,000 characters is looked ahead


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\nb: [*a, *a, *a, *a]",
        "%YAML 1.1\n---\na: no",
        "%TAG ! tag:example.com,2026:\n---\na: no",
        'a: "\\U99999999"',
        'a: "\\uD800"',
        "a: |99999999999999999999\n x",
        "a: |0\n x",
        "a: !<tag:yaml.org,2002:python/object> x",
        "a: \ud800",
        "a: \ufffe",
        "\ufeff\ufeff",
        "%",
        "? a",
        ": b",
        "<<: {a: b}",
        "minutes: " + "9" * 5_000,
        "minutes: ²",
        "\x00",
    ],
)
def test_odd_yaml_is_a_mistake(text: str) -> None:
    assert isinstance(outcome(text), Mistakes)


@pytest.mark.parametrize("line", ["%YAML 1.1", "%TAG ! tag:example.com,2026:"])
def test_directive_is_a_mistake(line: str) -> None:
    assert "A line that begins with % stands here" in str(outcome(f"{line}\n---\n{GOOD[0]}"))


def test_mistakes_are_short_and_drive_no_terminal() -> None:
    texts = [
        '"\\e]0;x\\a": 1\n"a\\nb": 2\n',
        "level: " + "long " * 10_000,
        "x" * 60_000 + ": 1",
        "\x1b" * 60_000,
        "kind: \x1b[31m",
        'starts: "\\u202e"\nroles: {"\\e": a, b: c}',
    ]
    for text in texts:
        found = outcome(text)
        assert isinstance(found, Mistakes)
        assert len(found.mistakes) <= 200
        for mistake in found.mistakes:
            assert str(mistake).isprintable()
            assert len(str(mistake)) < 450


SNIPPETS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        [*"[]{}:|>-?&*!%#,'\"`@\n\t ", "...", "---\n", " / ", "{}", ": ", "\n  ", "= "]
    ),
)


@st.composite
def broken_files(draw: st.DrawFn) -> str:
    """A good file with up to four slices deleted, doubled or replaced."""
    text = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        middle = draw(st.one_of(st.just(""), st.just(text[start:end] * 2), SNIPPETS))
        text = text[:start] + middle + text[end:]
    return text


@given(broken_files())
def test_broken_file_is_an_activity_or_mistakes_with_a_place(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Mistakes):
        lines = text.count("\n") + 1
        assert found.mistakes
        for mistake in found.mistakes:
            assert 1 <= mistake.line <= lines + 1
            assert mistake.column >= 1
            assert mistake.what
            assert mistake.remedy[-1] in ".?"


@given(st.binary(max_size=300))
def test_any_bytes_are_an_activity_or_mistakes(data: bytes) -> None:
    try:
        text = decode(data, "a-file.yaml")
    except Mistakes:
        return
    outcome(text)
