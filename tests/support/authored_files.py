"""Good files of authors, how each is loaded, and what must hold for whatever they turn into."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from duologue_activities import lessons, library
from duologue_activities.check import decode, load
from duologue_activities.gift.exporting import export_gift
from duologue_activities.gift.importing import import_gift
from duologue_activities.lesson_check import load_lesson
from duologue_activities.mistakes import MOST, Mistakes
from duologue_activities.prescan import is_harmful

LIBRARY = library.read_library()
SAMPLES = Path(__file__).parents[1] / "activities" / "samples"
LONGEST = 650
"""Characters of one mistake with its place, at most."""


class Format(NamedTuple):
    """A kind of file: good ones, and what loads one. Loading gives the file's whole value."""

    good: tuple[str, ...]
    load: Callable[[str], object]


def _activity(text: str) -> object:
    return load(text, "a-file.yaml")


def _lesson(text: str) -> object:
    return load_lesson(text, "a-file.yaml", LIBRARY)


def _gift(text: str) -> object:
    """What is imported must be a good activity, whatever the questions were."""
    return load(import_gift(text, "a-file.gift", title="A file").text, "a-file.yaml")


GIFT = """\
$CATEGORY: English/Unit 3

// the first one
::Name\\: 1::[html]<b>Who</b> is it&nbsp;now\\? {
  =right#yes, \\#1
  ~%-50%wrong
  ~%50%half #### because
}

Grant is {~buried =entombed ~living} in a tomb.

It is blue. {TRUE#no#yes}

When? {#1822:5}

How many? {=%100%two =2 =%50%twelve}

Match {=a->b =c->d}
"""

FORMATS = {
    "activity": Format(
        tuple(file.read_text(encoding="utf-8") for file in library.files()), _activity
    ),
    "lesson": Format(tuple(file.read_text(encoding="utf-8") for file in lessons.files()), _lesson),
    "gift": Format((GIFT, *(export_gift(it) for it in LIBRARY.values() if it.quiz)), _gift),
}


def must_be_told(text: str, found: Mistakes) -> None:
    """Each mistake has a place in the file, is short and drives no terminal."""
    lines = text.count("\n") + text.count("\r") + 2
    assert 1 <= len(found.mistakes) <= 2 * MOST
    for mistake in found.mistakes:
        assert 1 <= mistake.line <= lines, mistake
        assert mistake.column >= 1
        assert mistake.what
        assert mistake.remedy[-1] in ".?…"
        assert not any(map(is_harmful, str(mistake)))
        assert "\n" not in str(mistake)
        assert len(str(mistake)) <= LONGEST


def outcome(of: Format, text: str) -> object:
    """What a file gives: its value, or Mistakes that are told as they must be."""
    try:
        return of.load(text)
    except Mistakes as found:
        must_be_told(text, found)
        return found


def outcome_of_bytes(of: Format, data: bytes) -> object:
    try:
        text = decode(data, "a-file.yaml")
    except Mistakes as found:
        return found
    return outcome(of, text)


SIGNS = [
    *"[]{}:|>-?&*!%#,'\"`@=~\\/\n\r\t \0\ufeff\u200b",
    "...",
    "---\n",
    " / ",
    "\n\n",
    ": ",
    "  ",
]
WORDS = ["kind", "rounds:", "title:", "roles", "= ", "{", "####", "%100%", "->", "::", "[html]"]


@st.composite
def mutations(draw: st.DrawFn, good: tuple[str, ...]) -> str:
    """A good file with up to five of its slices or rows cut, doubled, moved or replaced."""
    text = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 5))):
        text = draw(st.sampled_from(_MUTATIONS))(draw, text, good)
    return text


def _replaced(draw: st.DrawFn, text: str, _good: tuple[str, ...]) -> str:
    at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 80))
    new = draw(st.one_of(st.just(""), st.sampled_from(SIGNS + WORDS), st.text(max_size=6)))
    return text[:at] + new + text[at + length :]


def _repeated(draw: st.DrawFn, text: str, _good: tuple[str, ...]) -> str:
    at, length = draw(st.integers(0, len(text))), draw(st.integers(1, 80))
    return text[:at] + text[at : at + length] * draw(st.sampled_from([2, 50])) + text[at:]


def _exchanged(draw: st.DrawFn, text: str, _good: tuple[str, ...]) -> str:
    rows = text.split("\n")
    one, other = (draw(st.integers(0, len(rows) - 1)) for _ in "12")
    rows[one], rows[other] = rows[other], rows[one]
    return "\n".join(rows)


def _indented(draw: st.DrawFn, text: str, _good: tuple[str, ...]) -> str:
    rows = text.split("\n")
    at = draw(st.integers(0, len(rows) - 1))
    rows[at] = " " * draw(st.integers(1, 9)) + rows[at]
    return "\n".join(rows)


def _crossed(draw: st.DrawFn, text: str, good: tuple[str, ...]) -> str:
    other = draw(st.sampled_from(good))
    return text[: draw(st.integers(0, len(text)))] + other[draw(st.integers(0, len(other))) :]


_MUTATIONS = (_replaced, _repeated, _exchanged, _indented, _crossed)
