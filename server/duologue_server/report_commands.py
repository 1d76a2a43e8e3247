"""`duologue report` and `duologue export`: what is left after a lesson, on the screen and as files."""

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress
from rich.status import Status

from duologue_server import facts
from duologue_server.classroom_commands import Data, default_directory, printable, stop
from duologue_server.export import FORMATS, Format
from duologue_server.export.gradebook import gradebook, unknown
from duologue_server.export.participants import (
    Key,
    NotParticipants,
    Participants,
    read_participants,
)
from duologue_server.export.wording import Files, day
from duologue_server.history import History
from duologue_server.join_codes import normalise
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.lesson_records import ClassReport, LessonReport, StudentReport
from duologue_server.lesson_report import class_report, find_students
from duologue_server.registry import ClassroomRecord
from duologue_server.report_tables import lesson_page, student_page
from duologue_server.snapshot import Snapshot, snapshot
from duologue_server.telling import say

SHOWS_PROGRESS_AFTER_SECONDS = 0.5

PROGRESS_STEP = 250
"""Moments between two looks at the clock."""

Item = TypeVar("Item")

Code = Annotated[
    str, Parameter(help=_("The class's join code. Not needed where there is one open class."))
]
Lesson = Annotated[str, Parameter(help=_("last, all, or the day of a lesson, like 2026-11-23."))]


def report(
    code: Code = "",
    *,
    lesson: Lesson = "last",
    student: Annotated[str, Parameter(help=_("One student's own page."))] = "",
    data: Data = None,
) -> None:
    """Show what came of a lesson: rooms, phrases, students. Works while the server runs."""
    found = chosen_lessons(_read(data, code), lesson)
    pages = list(_student_pages(found, student)) if student else _lesson_pages(found)
    console = Console()
    for number, page in enumerate(pages):
        console.print(*([""] if number else []), page, sep="\n")


def export(
    code: Code = "",
    *,
    format: Annotated[Format, Parameter(help=_("What to write."))],  # noqa: A002, the option's name
    to: Annotated[Path, Parameter(help=_("A folder, or the file's name."))],
    lesson: Lesson = "last",
    participants: Annotated[
        Path | None,
        Parameter(
            help=_(
                "For moodle: the course's participants as CSV, to find e-mail addresses by name."
            )
        ),
    ] = None,
    by: Annotated[
        Key, Parameter(help=_("For moodle, with participants: by e-mail address or id number."))
    ] = "email",
    data: Data = None,
) -> None:
    """Write what came of a lesson to files. Works while the server runs."""
    if participants and format != "moodle":
        stop(_("--participants goes with --format moodle."))
    known = _participants(participants, by) if participants else None
    found = chosen_lessons(_read(data, code), lesson)
    with _busy(_("Writing the lesson")):
        made = FORMATS[format] if known is None else partial(gradebook, participants=known, by=by)
        files = made(found, None)
    for path in write_files(files, to):
        print(path)
    if known is not None and (missing := unknown(found, known)):
        say(
            _("Not among the participants, so not in the file: {0}.").format(", ".join(missing)),
            to=sys.stderr,
        )


def _read(data: Path | None, code: str) -> ClassReport:
    """All lessons of a class; what can't be read ends the command in a sentence."""
    directory = (data or default_directory()).absolute()
    try:
        with snapshot(directory) as seen:
            record = find_class(seen.classrooms(), code)
            history = _history(seen, record)
            with _busy(_("Putting the lesson together")):
                return class_report(record.title, record.code, history, seen.names(record.id))
    except StoreProblem as problem:
        stop(str(problem))
    except msgspec.DecodeError:
        stop(_("A newer Duologue has kept this class. Update this one, then try again."))


def find_class(records: list[ClassroomRecord], code: str) -> ClassroomRecord:
    """The class of a code; without one the only class, or the only open one."""
    if code:
        wanted = normalise(code)
        for record in records:
            if record.code == wanted:
                return record
        stop(
            _("No class here has the code {0}. `duologue classroom list` shows them all.").format(
                printable(wanted)
            )
        )
    candidates = [record for record in records if record.closed_ms is None] or records
    if not candidates:
        stop(_("There are no classes yet. `duologue classroom new` makes one."))
    if len(candidates) > 1:
        choices = ", ".join(f"{one.code} ({printable(one.title)})" for one in candidates)
        stop(_("Which class? Add its code: {0}.").format(choices))
    return candidates[0]


def _history(seen: Snapshot, record: ClassroomRecord) -> History:
    history = History()
    moments = seen.log(record.id)
    for seq, body in with_progress(moments, seen.length(record.id), _("Reading the lesson")):
        history.add(seq, facts.decode(body))
    return history


def with_progress(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """The items, with a bar on a terminal as soon as they take long."""
    began = time.monotonic()
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, visible=False)
        for number, item in enumerate(items):
            yield item
            if number % PROGRESS_STEP == 0:
                late = time.monotonic() - began > SHOWS_PROGRESS_AFTER_SECONDS
                bar.update(task, completed=number, visible=late)


def _busy(what: str) -> Status:
    """Says on a terminal what is being done, as long as it is done."""
    return Console(stderr=True).status(what)


def chosen_lessons(found: ClassReport, lesson: str) -> ClassReport:
    """The class with the lessons that were asked for."""
    if not found.lessons:
        stop(_("{0} has no results yet: they come when rooms have played.").format(found.title))
    if lesson == "all":
        return found
    chosen = found.lessons[-1:] if lesson == "last" else _lessons_on(found, lesson)
    return ClassReport(found.title, found.code, chosen)


def _lessons_on(found: ClassReport, lesson: str) -> tuple[LessonReport, ...]:
    try:
        wanted = date.fromisoformat(lesson).isoformat()
    except ValueError:
        stop(_("--lesson is last, all, or a day like 2026-11-23."))
    chosen = tuple(one for one in found.lessons if day(one.began_ms, None) == wanted)
    if not chosen:
        days = ", ".join(dict.fromkeys(day(one.began_ms, None) for one in found.lessons))
        stop(_("There was no lesson on {0}. Days with lessons: {1}.").format(wanted, days))
    return chosen


def _lesson_pages(found: ClassReport) -> Iterable[object]:
    return [lesson_page(found, lesson, None) for lesson in found.lessons]


def _student_pages(found: ClassReport, name: str) -> Iterator[object]:
    """Pages of the one student who is called that, one a lesson."""
    meant = [(lesson, one) for lesson in found.lessons for one in find_students(lesson, name)]
    people: dict[str, StudentReport] = {one.who: one for _lesson, one in meant}
    if not people:
        everybody = sorted({one.name for lesson in found.lessons for one in lesson.students})
        stop(
            _("Nobody called {0} was there. Who was: {1}.").format(
                printable(name), ", ".join(everybody)
            )
        )
    if len(people) > 1:
        names = ", ".join(one.name for one in people.values())
        stop(_("Which student? {0}.").format(names))
    for lesson, one in meant:
        yield student_page(found, lesson, one, None)


def _participants(path: Path, by: Key) -> Participants:
    try:
        return read_participants(path.read_bytes(), by)
    except OSError as error:
        stop(_("{0} cannot be read: {1}.").format(path, error.strerror))
    except NotParticipants as problem:
        stop(f"{path}: {problem}")


def write_files(files: Files, to: Path) -> Iterator[Path]:
    """Write the files into a folder, or the first of them under the name that was given."""
    names_a_file = bool(to.suffix) and not to.is_dir()
    folder = to.parent if names_a_file else to
    chosen = {to.name: next(iter(files.values()))} if names_a_file else files
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in chosen.items():
            (folder / name).write_bytes(content)
            yield folder / name
    except OSError as error:
        stop(_("{0} cannot be written: {1}.").format(to, error.strerror))
