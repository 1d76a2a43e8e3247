"""`duologue student`: list, hand out and erase what is kept of single students."""

import asyncio
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import cyclopts
import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from duologue_protocol.text import skeleton
from duologue_server import facts
from duologue_server.classroom_commands import Data, default_directory, now_ms, printable, stop
from duologue_server.erasing import LOOK_SECONDS, erase_here
from duologue_server.erasures import Erasure, Erasures
from duologue_server.export.own_record import own_record
from duologue_server.export.wording import day
from duologue_server.journal import Damaged, ServerRuns, StoreProblem
from duologue_server.language import _
from duologue_server.registry import ClassroomRecord, PersonRecord
from duologue_server.report_commands import Code, find_class, with_progress, write_files
from duologue_server.snapshot import snapshot
from duologue_server.student_record import Records, StudentRecord
from duologue_server.telling import ask, say

student = cyclopts.App(
    name="student", help=_("List, hand out and erase what is kept of single students.")
)

ID_CHARACTERS = 8
"""So much of an id is enough to name somebody whose name is erased."""

Name = Annotated[
    str, Parameter(help=_("The student's name or its beginning, or the id that the list shows."))
]


class Kept(NamedTuple):
    """What a data folder holds of a class's students."""

    classroom: ClassroomRecord
    names: dict[str, PersonRecord]
    """By id; of those whose name is not erased."""
    records: dict[str, StudentRecord]


@student.command(
    name="list", help=_("List of whom something is kept. Works while the server runs.")
)
def list_(code: Code = "", *, data: Data = None) -> None:
    kept = _read(data, code)
    if kept.records:
        _print_table(kept)
    else:
        say(_("Nothing is kept of anybody in {0}.").format(printable(kept.classroom.title)))


@student.command(
    help=_("Write all that is kept of one student to two files. Works while the server runs.")
)
def export(
    name: Name,
    code: Code = "",
    *,
    to: Annotated[Path, Parameter(help=_("A folder."))],
    data: Data = None,
) -> None:
    kept = _read(data, code)
    record = _find(kept, name)
    files = own_record(kept.classroom, kept.names.get(record.who), record, None)
    for path in write_files(files, to):
        print(path)


@student.command(
    help=_(
        "Overwrite what one student wrote, and the name, for good. Works while the server runs: "
        "whoever is in the class is out of it for a second."
    )
)
def erase(
    name: Name,
    code: Code = "",
    *,
    called: Annotated[
        tuple[str, ...],
        Parameter(
            negative=(),
            help=_("Another form of the name that others may have written; several times."),
        ),
    ] = (),
    yes: Annotated[bool, Parameter(negative=(), help=_("Do not ask."))] = False,
    data: Data = None,
) -> None:
    directory = (data or default_directory()).absolute()
    kept = _read(data, code)
    record = _find(kept, name)
    shown = _shown(kept, record)
    if not yes and not _agreed(shown):
        stop(_("Nothing was changed. With --yes it is erased without asking."))
    person = kept.names.get(record.who)
    names = (person.name, *called) if person else called
    with _told():
        _erase(directory, Erasure(kept.classroom.id, record.who, names))
    say(_("What {0} wrote is erased, and the name with it.").format(shown))
    say(_("Backups and files that were exported before still have it. Delete them, too."))
    for folder in sorted(directory.glob("replaced-*")):  # where `duologue restore` puts old data
        say(_("So does what a restore has replaced: {0}").format(folder))


def _erase(directory: Path, erasure: Erasure) -> None:
    """Have it done by the server that runs on this folder, or do it here."""
    with closing(Erasures(directory)) as erasures:
        erasures.ask(erasure)
        while (left := _left(erasures, erasure)) and not left.trouble:
            try:
                asyncio.run(erase_here(directory, now_ms()))
            except ServerRuns:
                time.sleep(LOOK_SECONDS / 4)
                continue
            if (left := _left(erasures, erasure)) and not left.trouble:
                stop(
                    _("Another program reads the data folder just now. Close it, then erase again.")
                )
        if left:
            erasures.forget(erasure)
            stop(_TROUBLE[left.trouble]())


def _left(erasures: Erasures, erasure: Erasure) -> Erasure | None:
    """The same, as long as it is not done."""
    key = (erasure.class_id, erasure.who)
    return next((one for one in erasures.asked() if (one.class_id, one.who) == key), None)


_TROUBLE: Mapping[str, Callable[[], str]] = {
    "damaged": lambda: _(
        "The class's log is damaged. Put a backup in its place, then erase again."
    ),
    "newer": lambda: _("A newer Duologue has kept this class. Update this one, then try again."),
    "unwritable": lambda: _(
        "Not all could be written. Is the disk full? Erase again: it does the rest."
    ),
    "failed": lambda: _(
        "That is a fault of Duologue: not all may be erased. The server's log says where it came up."
    ),
}


def _read(data: Path | None, code: str) -> Kept:
    directory = (data or default_directory()).absolute()
    with _told(), snapshot(directory) as seen:
        classroom = find_class(seen.classrooms(), code)
        records, length = Records(), seen.length(classroom.id)
        for seq, body in with_progress(seen.log(classroom.id), length, _("Reading the lesson")):
            records.add(seq, facts.decode(body))
        return Kept(classroom, seen.people(classroom.id), records.students)


@contextmanager
def _told() -> Generator[None]:
    """What goes wrong with a data folder ends the command in a sentence."""
    try:
        yield
    except StoreProblem as problem:
        stop(str(problem))
    except Damaged:
        stop(_TROUBLE["damaged"]())
    except msgspec.DecodeError:
        stop(_TROUBLE["newer"]())


def _find(kept: Kept, name: str) -> StudentRecord:
    """The one who is called that, or whose id begins so."""
    wanted = skeleton(printable(name))
    looks = {who: skeleton(kept.names[who].name) for who in kept.records if who in kept.names}
    found = [who for who, look in looks.items() if look == wanted]
    found = found or [who for who, look in looks.items() if look.startswith(wanted)]
    found = found or [who for who in kept.records if name and who.startswith(name)]
    if not found:
        stop(
            _("Nobody here is called {0}. `duologue student list` shows of whom there is.").format(
                printable(name)
            )
        )
    if len(found) > 1:
        names = ", ".join(_shown(kept, kept.records[who]) for who in found)
        stop(_("Which student? {0}.").format(names))
    return kept.records[found[0]]


def _shown(kept: Kept, record: StudentRecord) -> str:
    person = kept.names.get(record.who)
    return printable(person.name) if person else record.who[:ID_CHARACTERS]


def _print_table(kept: Kept) -> None:
    """Names go in as Text: in a plain string rich would read markup."""
    identity = Column(_("Id"), no_wrap=True)
    table = Table(_("Student"), identity, _("Lessons"), _("Words"), _("Last lesson"), _("Erased"))
    for record in kept.records.values():
        person, lessons = kept.names.get(record.who), record.lessons()
        table.add_row(
            Text(printable(person.name) if person else _("(name erased)")),
            record.who[:ID_CHARACTERS],
            str(len(lessons)),
            "–" if record.erased_ms else str(record.words),
            day(lessons[-1][0].opened_ms, None) if lessons else "–",
            "–" if record.erased_ms is None else day(record.erased_ms, None),
        )
    Console().print(table)


def _agreed(shown: str) -> bool:
    question = _("Erase for good what {0} wrote, and the name? [y/N]").format(shown)
    try:
        answer = ask(question)
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", _("y"), _("yes"))
