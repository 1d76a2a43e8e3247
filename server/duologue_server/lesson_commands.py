"""`duologue lesson`: check, show, begin and list lesson files."""

import re
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from duologue_activities import lessons
from duologue_activities.activity import Activity
from duologue_activities.check import decode
from duologue_activities.fields import close_to
from duologue_activities.lesson import Lesson
from duologue_activities.lesson_check import is_lesson, load_lesson
from duologue_activities.lesson_schema import lesson_schema_text
from duologue_activities.library import Library
from duologue_activities.mistakes import Mistakes
from duologue_server import activity_files as files
from duologue_server.author_files import Own, To, library_of, write
from duologue_server.classroom_commands import printable, stop
from duologue_server.language import _
from duologue_server.simulated_lesson import Played, names, play
from duologue_server.telling import say

SIZES = (1, 200)
TOLD = 12
"""Problems that are told, at most."""

Which = Annotated[str, Parameter(help=_("A file, or the id of a lesson that is there."))]

lesson = cyclopts.App(name="lesson", help=_("For authors: check, show, begin and list lessons."))


@lesson.command(help=_("Play a lesson with simulated students, and say what goes wrong."))
def check(
    which: Which,
    *,
    sizes: Annotated[
        str, Parameter(name="--class", help=_("How many students: 12, or 2..40 for each of them."))
    ] = "2..40",
    drop: Annotated[
        str, Parameter(help=_("How many lose the line in each round: 10%, or 0."))
    ] = "10%",
    seed: Annotated[int, Parameter(help=_("Another number: another course of things."))] = 1,
    activities: Own = None,
) -> None:
    found, library = _find(which, activities)
    share = _share(drop)
    every = [play(found, library, size, share, seed) for size in _sizes(sizes)]
    Console(highlight=False).print(Group(_facts(found), _results(every)))
    problems = list(names(every))
    _tell_repeats(every)
    longest = max(round(one.ms / 60_000) for one in every)
    if longest > found.minutes:
        say(_("With lost lines it can take {0} minutes.").format(longest))
    for problem in problems[:TOLD]:
        say(re.sub(r"\{s(\d+)\}", lambda it: _("student {0}").format(it[1]), problem))
    if problems:
        stop(_("There is something to mend: {0}.").format(len(problems)))
    say(_("Good: every role filled, every stage reached, nobody alone, within the minutes."))


@lesson.command(help=_("Show a lesson: its rounds, their minutes, and what to say between them."))
def show(which: Which, *, activities: Own = None) -> None:
    found, library = _find(which, activities)
    parts: list[RenderableType] = [Text(found.title, "bold"), _facts(found)]
    if found.note:
        parts.append(Text(found.note, "italic"))
    for number, one in enumerate(found.rounds, 1):
        activity = library[one.activity]
        parts += [Text(), Text(f"{number}. {activity.title}", "bold")]
        words = _("{minutes} min, {kind}, {level}").format(
            minutes=one.minutes, kind=activity.kind, level=activity.level
        )
        parts.append(Text(f"{words}, {_levels(one.levels)}"))
        parts += [Text(one.note, "italic")] if one.note else []
    Console(highlight=False).print(Group(*parts))


def _levels(levels: str) -> str:
    match levels:
        case "similar":
            return _("similar levels together")
        case "mixed":
            return _("mixed levels together")
        case _:
            return _("new partners first")


@lesson.command(help=_("Begin a lesson: a file that is good as it stands."))
def new(*, to: To = None) -> None:
    first = next(iter(lessons.files()))
    write(first.read_text(encoding="utf-8"), to)


@lesson.command(name="list", help=_("List the lessons."))
def list_(*, activities: Own = None) -> None:
    library = library_of(activities)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for head in (_("Title and id"), _("Min"), _("Level"), _("Rounds")):
        table.add_column(head)
    for one in library.lessons.values():
        rounds = [library[it.activity] for it in one.rounds]
        levels = ", ".join(sorted({it.level for it in rounds}))
        title = Text.assemble(one.title, "\n", (one.id, "dim"))
        told = Text("\n".join(it.title for it in rounds))
        table.add_row(title, Text(str(one.minutes)), Text(levels), told)
    Console(highlight=False).print(table)


@lesson.command(help=_("Write the JSON Schema of lesson files, so that editors complete."))
def schema(*, to: To = None) -> None:
    write(lesson_schema_text(), to)


def _find(which: str, own: Path | None) -> tuple[Lesson, dict[str, Activity]]:
    """The lesson in a file, or of the library; with the activities there are for it."""
    library = library_of(own)
    path = Path(which)
    if path.suffix in files.ENDINGS or path.is_file():
        return _read(path, library)
    if which not in library.lessons:
        close = close_to(which, library.lessons)
        ask = (
            _("Did you mean {0}?").format(close) if close else _("`duologue lesson list` has all.")
        )
        stop(_("There is no lesson {0}.").format(printable(which)) + " " + ask)
    return library.lessons[which], library


def _read(path: Path, library: Library) -> tuple[Lesson, dict[str, Activity]]:
    """A lesson may name activity files that stand beside it."""
    name = printable(str(path))
    try:
        text = decode(files.read_bytes(path), name)
        beside = {
            other.stem: files.read(other)
            for other in sorted(path.parent.iterdir())
            if other.suffix in files.ENDINGS and other.name in text and _is_activity(other)
        }
        known = {**library, **beside}
        return load_lesson(text, name, known), known
    except (Mistakes, files.Unreadable) as problem:
        stop(str(problem))


def _is_activity(path: Path) -> bool:
    return path.is_file() and not is_lesson(files.read_bytes(path).decode(errors="replace"))


def _sizes(written: str) -> range:
    found = re.fullmatch(r"(\d{1,3})(?:(?:\.\.|-|–)(\d{1,3}))?", written.strip())
    least, most = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not SIZES[0] <= least <= most <= SIZES[1]:
        stop(_("Write --class 12 or --class 2..40, at most {0}.").format(SIZES[1]))
    return range(least, most + 1)


def _share(written: str) -> float:
    found = re.fullmatch(r"(\d{1,2}|100)\s*%?", written.strip())
    if not found:
        stop(_("Write --drop 10%, from 0% to 100%."))
    return int(found[1]) / 100


def _facts(found: Lesson) -> Text:
    return Text(
        _("Rounds: {rounds}, {taken} of {minutes} minutes; {rest} are for what is between.").format(
            rounds=len(found.rounds),
            taken=found.in_rounds,
            minutes=found.minutes,
            rest=found.minutes - found.in_rounds,
        )
    )


def _tell_repeats(every: list[Played]) -> None:
    """Who works together again, in the classes where that could not be helped for lack of people
    and in those where it could."""
    rounds = max(len(one.groups) for one in every)
    for one in every:
        if one.again and one.size > 2 * rounds:
            pairs = sorted(sorted(pair) for pair, times in one.met.items() if times > 1)
            told = ", ".join(f"{a[1:]} + {b[1:]}" for a, b in pairs[:TOLD])
            say(_("With {0} students these work together again: {1}.").format(one.size, told))


def _results(every: list[Played]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for head in (
        _("Students"),
        _("Groups, by round"),
        _("Pairs again"),
        _("Lost the line"),
        _("Alone for a while"),
        _("Minutes"),
    ):
        table.add_column(head, justify="right")
    for one in every:
        groups = " ".join(map(str, one.groups))
        counts = (one.again, one.dropped, len(one.left_alone), round(one.ms / 60_000))
        table.add_row(str(one.size), groups, *(str(count or "–") for count in counts))
    return table
