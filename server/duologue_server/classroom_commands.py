"""`duologue classroom`: make, list and close classes, and give out keys and new codes."""

import shlex
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import cyclopts
import platformdirs
from cyclopts import Parameter
from cyclopts.validators import Number
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from duologue_server.join_codes import normalise
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.local_keys import key_file
from duologue_server.registry import ClassroomRecord, KeyRole, Registry
from duologue_server.retention import KEEP_DAYS, LONGEST_KEEP_DAYS
from duologue_server.roster import NotARoster, read_roster
from duologue_server.store_problems import no_classes
from duologue_server.telling import ask, say

TITLE_CHARACTERS = 80
DAY_MS = 86_400_000
ROLES: dict[str, KeyRole] = {
    "teacher": "teacher",
    "co-teacher": "co_teacher",
    "observer": "observer",
}
_KEY_OF = {
    "co-teacher": _("The new key for co-teachers of {0}:"),
    "observer": _("The new key for observers of {0}:"),
}


def default_directory() -> Path:
    """Where the server keeps its data unless it is told otherwise."""
    return platformdirs.user_data_path("duologue")


Data = Annotated[
    Path | None,
    Parameter(
        name="--data",
        env_var="DUOLOGUE_DATA",
        help=_("The server's data folder. Without it: {0}").format(default_directory()),
    ),
]

KeepDays = Annotated[
    int,
    Parameter(
        validator=Number(gte=1, lte=LONGEST_KEEP_DAYS),
        help=_("How many days a lesson is kept before it is deleted, at most {0}.").format(
            LONGEST_KEEP_DAYS
        ),
    ),
]

classroom = cyclopts.App(
    name="classroom", help=_("Make, list and close classes; works while the server runs.")
)


@classroom.command(help=_("Make a class, and print its join code and teacher's key."))
def new(
    title: Annotated[str, Parameter(help=_("What people see, like “English B1, Tuesday”."))] = "",
    *,
    keep_days: KeepDays = KEEP_DAYS,
    data: Data = None,
) -> None:
    title = printable(title) or _("My class")
    if len(title) > TITLE_CHARACTERS:
        stop(_("This title is too long: at most {0} letters.").format(TITLE_CHARACTERS))
    with _registry(data, make=True) as (registry, directory):
        record, key = registry.create_classroom(title, now_ms(), keep_days)
    say(welcome(record, key, directory))


@classroom.command(name="list", help=_("List all classes of this server."))
def list_(*, data: Data = None) -> None:
    with _registry(data) as (registry, _directory):
        records = registry.classrooms()
        people = [len(registry.people(record.id)) for record in records]
    if records:
        _print_table(records, people)
    else:
        say(_("There are no classes yet. `duologue classroom new` makes one."))


@classroom.command(help=_("Make a new key; the old one stops working."))
def key(
    code: Annotated[str, Parameter(help=_("The class's join code."))],
    *,
    role: Annotated[
        Literal["teacher", "co-teacher", "observer"],
        Parameter(
            help=_(
                "Whose key. A co-teacher leads lessons and bans nobody; "
                "an observer looks on and changes nothing."
            )
        ),
    ] = "teacher",
    withdraw: Annotated[
        bool, Parameter(negative=(), help=_("Make none: nobody comes to this role any more."))
    ] = False,
    data: Data = None,
) -> None:
    with _registry(data) as (registry, directory):
        record = _find_open(registry, code)
        if withdraw and role == "teacher":
            stop(_("A class needs a teacher. Make a new key, or close the class."))
        if withdraw:
            registry.withdraw_key(record.id, ROLES[role])
            say(_("The key is withdrawn."))
            return
        new_key = registry.new_key(record.id, ROLES[role])
    title = printable(record.title)
    if role != "teacher":
        say(_KEY_OF[role].format(title))
        say(f"\n  {new_key}\n")
        say(_how_others_come(record))
        return
    say(_("The new teacher's key of {0}:").format(title))
    say(f"\n  {new_key}\n")
    say(_key_is_kept(record, directory))


@classroom.command(help=_("Say or set how many days a lesson of a class is kept."))
def keep(
    code: Annotated[str, Parameter(help=_("The class's join code."))],
    days: KeepDays | None = None,
    *,
    data: Data = None,
) -> None:
    with _registry(data) as (registry, _directory):
        record = _find(registry, code)
        if days is not None:
            registry.keep_for(record.id, days)
    say(
        _("{0}: days that a lesson is kept after it has ended: {1}.").format(
            printable(record.title), days or record.keep_days
        )
    )


@classroom.command(
    name="code",
    help=_("Make a new join code; the old one lets nobody in. Who is in the class stays in."),
)
def code_(
    code: Annotated[str, Parameter(help=_("The class's join code."))],
    *,
    days: Annotated[
        int | None,
        Parameter(
            validator=Number(gte=1, lte=3_650),
            help=_("How long new students can join with it. Without it: as long as it is there."),
        ),
    ] = None,
    data: Data = None,
) -> None:
    ends_ms = None if days is None else now_ms() + days * DAY_MS
    with _registry(data) as (registry, _directory):
        record = _find_open(registry, code)
        new_code = registry.new_code(record.id, ends_ms)
    say(_("The new join code of {0}: {1}").format(printable(record.title), new_code))
    if ends_ms is not None:
        say(_("New students can join with it until {0}.").format(_local_time(ends_ms)))


@classroom.command(help=_("Tell who is expected: names and levels from a CSV file."))
def roster(
    code: Annotated[str, Parameter(help=_("The class's join code."))],
    file: Annotated[
        Path | None,
        Parameter(help=_("Moodle's participants, or a list with a row of heads. Without: show.")),
    ] = None,
    *,
    clear: Annotated[bool, Parameter(negative=(), help=_("Expect nobody any more."))] = False,
    data: Data = None,
) -> None:
    with _registry(data) as (registry, _directory):
        record = _find(registry, code)
        if clear:
            registry.set_roster(record.id, [])
        elif file:
            try:
                registry.set_roster(record.id, read_roster(file.read_bytes()))
            except OSError as error:
                stop(_("{0} cannot be read: {1}.").format(file, error.strerror))
            except NotARoster as problem:
                stop(f"{file}: {problem}")
        expected = registry.roster(record.id)
    for one in expected:
        say(f"  {printable(one.name)}  {one.level}".rstrip())
    say(_("{0} people are expected in {1}.").format(len(expected), printable(record.title)))


@classroom.command(help=_("Close a class for good: nobody can join or come back."))
def close(
    code: Annotated[str, Parameter(help=_("The class's join code."))],
    *,
    yes: Annotated[bool, Parameter(negative=(), help=_("Do not ask."))] = False,
    data: Data = None,
) -> None:
    with _registry(data) as (registry, _directory):
        record = _find(registry, code)
        title = printable(record.title)
        if not yes and not _agreed(title):
            stop(_("Nothing was changed. With --yes it is closed without asking."))
        registry.close_classroom(record.id, now_ms())
    say(_("{0} is closed.").format(title))


def made(record: ClassroomRecord, key: str, directory: Path) -> str:
    """The code and the key of a class that was just made."""
    lines = [
        _("{0} is made.").format(printable(record.title)),
        "",
        "  " + _("Join code      {0}").format(record.code),
        "  " + _("Teacher's key  {0}").format(key),
        "",
        _key_is_kept(record, directory),
    ]
    return "\n".join(lines)


def data_option(directory: Path) -> str:
    """How the folder is named on the command line; empty for the usual one."""
    return "" if directory == default_directory() else f" --data {shlex.quote(str(directory))}"


def welcome(record: ClassroomRecord, key: str, directory: Path) -> str:
    """What somebody has to know who has just made a class."""
    option, host, name = data_option(directory), _("HOST"), _("NAME")
    lines = [
        made(record, key, directory),
        "",
        _("Type next:"),
        f"  duologue serve{option}",
        f"  duologue teach {record.code}{option}",
        f"  duologue join {record.code}@{host} --name {name}",
    ]
    return "\n".join(lines)


def printable(text: str) -> str:
    """The text in one line, without anything that could move a terminal's cursor."""
    return "".join(symbol for symbol in " ".join(text.split()) if symbol.isprintable())


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def _print_table(records: list[ClassroomRecord], people: list[int]) -> None:
    """Titles go in as Text: in a plain string rich would read markup."""
    code = Column(_("Code"), no_wrap=True)
    table = Table(_("Title"), code, _("People"), _("State"), _("Created"))
    for record, count in zip(records, people, strict=True):
        table.add_row(
            Text(printable(record.title)),
            record.code,
            str(count),
            _state(record),
            _local_time(record.created_ms),
        )
    Console().print(table)


def _state(record: ClassroomRecord) -> str:
    if record.closed_ms is not None:
        return _("closed")
    return _("code expired") if record.code_is_over(now_ms()) else _("open")


def _local_time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"


def _how_others_come(record: ClassroomRecord) -> str:
    return _(
        "Write it down: it is shown only now. Its holder types `duologue teach {0} --server {1}` "
        "and is asked for it."
    ).format(record.code, _("HOST"))


def _key_is_kept(record: ClassroomRecord, directory: Path) -> str:
    return _(
        "Write the key down: it is shown only now. On this computer `duologue teach` finds it "
        "by itself, in {0}, which only you can read."
    ).format(key_file(directory, record.id))


def _find(registry: Registry, code: str) -> ClassroomRecord:
    record = registry.by_code(code)
    if record is None:
        stop(
            _("No class here has the code {0}. `duologue classroom list` shows them all.").format(
                printable(normalise(code))
            )
        )
    return record


def _find_open(registry: Registry, code: str) -> ClassroomRecord:
    record = _find(registry, code)
    if record.closed_ms is not None:
        stop(_("This class is closed. `duologue classroom new` makes another one."))
    return record


def _agreed(title: str) -> bool:
    question = _("Close {0} for good? Nobody can join or come back. [y/N]").format(title)
    try:
        answer = ask(question)
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", _("y"), _("yes"))


@contextmanager
def _registry(
    data: Path | None, *, make: bool = False
) -> Generator[tuple[Registry, Path], None, None]:
    """The registry of a data directory; what goes wrong with it ends the command in a sentence.

    A folder that was named and is not there was mistyped, unless the command is to `make` it.
    """
    directory = (data or default_directory()).absolute()
    if data is not None and not make and not directory.exists():
        stop(no_classes(directory))
    try:
        registry = Registry(directory)
        try:
            yield registry, directory
        finally:
            registry.close()
    except StoreProblem as problem:
        stop(str(problem))


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence that says what to do."""
    say(sentence, to=sys.stderr)
    raise SystemExit(1)
