"""Activity files that an author names: read, and checked together."""

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from duologue_activities import library
from duologue_activities.activity import Activity
from duologue_activities.advice import Advice, advise
from duologue_activities.check import decode, load
from duologue_activities.lesson_check import is_lesson
from duologue_activities.mistakes import Mistake, Mistakes
from duologue_activities.prescan import FILE_BYTES
from duologue_server import activity_drawing as drawing
from duologue_server import word_levels
from duologue_server.classroom_commands import printable
from duologue_server.language import _

ENDINGS = (".yaml", ".yml")
WORDS_TOLD = 12
"""Words above the level that are told of one activity, at most."""


class Unreadable(Exception):
    """A file or folder can't be read; in a sentence."""


class Report(NamedTuple):
    text: str
    good: bool


def read(path: Path) -> Activity:
    """Raises Mistakes, told with the path as it was given, and Unreadable."""
    name = printable(str(path))
    return load(decode(read_bytes(path), name), name)


def read_bytes(path: Path, most: int = FILE_BYTES) -> bytes:
    """What is in a file, up to a little more than `most`: enough to see that it is too large.

    Raises Unreadable.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 4)
    except OSError as problem:
        raise Unreadable(sentence(problem)) from None


def sentence(problem: OSError) -> str:
    name = printable(str(problem.filename or ""))
    if isinstance(problem, FileNotFoundError):
        return _("There is no file {0}.").format(name)
    return _("{0} can't be used: {1}.").format(name, problem.strerror or problem)


def check(paths: Iterable[Path]) -> Report:
    """What there is to say of these files and of the files in these folders.

    Raises Unreadable.
    """
    rows: list[str] = []
    good = bad = 0
    taken = {name: Path() for name in _packaged()}
    for path in _files(paths):
        if is_lesson(read_bytes(path).decode(errors="replace")):
            rows.append(_lesson(path))
            continue
        try:
            activity = read(path)
            _refuse_taken(path, activity.id, taken)
        except Mistakes as mistakes:
            bad += 1
            rows += map(str, mistakes.mistakes)
        else:
            good += 1
            rows += _praise(path, activity)
    if not word_levels.is_installed():
        rows.append(_("Words were not compared with the levels: cefrpy is not installed."))
    return Report("\n".join([*rows, _summary(good, bad)]), good=not bad)


def _lesson(path: Path) -> str:
    name = printable(str(path))
    return f"{name}: " + _("a lesson, for `duologue lesson check {0}`.").format(name)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            inside = sorted(one for one in path.iterdir() if one.suffix in ENDINGS)
        except OSError as problem:
            raise Unreadable(sentence(problem)) from None
        if not inside:
            raise Unreadable(_("No .yaml file is in {0}.").format(printable(str(path))))
        yield from inside


def _packaged() -> list[str]:
    folder = resources.files(library.__name__)
    return [Path(one.name).stem for one in folder.iterdir() if one.name.endswith(".yaml")]


def _refuse_taken(path: Path, name: str, taken: dict[str, Path]) -> None:
    """A server takes each name once, the library's among them."""
    here = path.resolve()
    own = here.parent == Path(str(resources.files(library.__name__))).resolve()
    if name in taken and taken[name] != here and not own:
        what = _("There is another activity with this file name")
        mistake = Mistake(printable(str(path)), 1, 1, what, _("Give the file another name."))
        raise Mistakes([mistake])
    taken[name] = here


def _praise(path: Path, activity: Activity) -> Iterator[str]:
    yield f"{printable(str(path))}: " + _("good: {0}.").format(drawing.facts(activity))
    level_of = word_levels.level_of if word_levels.is_installed() else None
    for warning in _warnings(activity, advise(activity, level_of)):
        yield f"  {warning}"


def _warnings(activity: Activity, advice: Advice) -> Iterator[str]:
    for role, words, minutes in advice.long_cards:
        yield _("The card of {0} has {1} words, too long for the {2:g} minutes to read it.").format(
            role, words, minutes
        )
    for phrase in advice.unused:
        yield _("Nobody says “{0}”, neither in the model nor in a script.").format(phrase)
    if advice.above:
        told = ", ".join(f"{word} ({level})" for word, level in advice.above[:WORDS_TOLD])
        more = len(advice.above) - WORDS_TOLD
        rest = " " + _("and {0} more").format(more) if more > 0 else ""
        yield _("Above {0}, and not in the gloss: {1}.").format(activity.level, told + rest)


def _summary(good: int, bad: int) -> str:
    if bad:
        return _("{0} to mend, {1} good.").format(_files_of(bad), good)
    return _("All good: {0}.").format(_files_of(good))


def _files_of(count: int) -> str:
    return _("1 file") if count == 1 else _("{0} files").format(count)
