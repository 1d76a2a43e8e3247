"""`duologue`: the one composition root, which mounts the commands of all parts.

What is not needed to name the commands is imported by the command that runs.
"""

import io
import os
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duologue_client.language import _

if TYPE_CHECKING:
    from cyclopts import App

    from duologue_client.demo.lesson import Opened
    from duologue_client.load.command import Trial
    from duologue_client.replay.session import Recording
    from duologue_client.teach_command import LocalClass

USER_MISTAKE: Final = 2
FAILED: Final = 1
INTERRUPTED: Final = 130
UNREAD: Final = 141
"""Nobody reads on: `duologue … | head`. As shells say it."""

COMMANDS: Final = {
    "join": _("Join a class as a student."),
    "start": _("Teach on your own computer: start a server and open the console."),
    "stop": _("Stop the server of this computer."),
    "teach": _("Open the teacher's console."),
    "demo": _("Take part in a lesson on this computer, without any set-up."),
    "serve": _("Start the server."),
    "classroom": _("Make, list and close classes."),
    "load": _("Let simulated students play, and say how many this server holds."),
    "activity": _("For authors: check, show, play, begin and list activities."),
    "lesson": _("For authors: check, show, begin and list lessons."),
    "report": _("Look back on a lesson."),
    "replay": _("Watch a lesson again, as it was."),
    "export": _("Write a lesson to files: Markdown, HTML, CSV, JSON, Moodle's gradebook."),
    "backup": _("Keep all classes of this server in one file."),
    "restore": _("Put a backup back."),
    "doctor": _("Check the server's data, keys, port, clock and certificate."),
    "student": _("List, hand out and erase what is kept of single students."),
}


def main() -> None:
    """Run one command. Whatever happens, nobody sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that its encoding lacks stops nothing
    try:
        _run(sys.argv[1:])
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            print(file=sys.stderr)  # the shell's prompt would stand behind ours
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more
        raise SystemExit(UNREAD) from None


def _run(arguments: list[str]) -> None:
    if not arguments or arguments[0] in ("--help", "-h", "help"):
        _overview()
    elif arguments[0] == "--version":
        print(_version())
    else:
        _command(arguments)


def _overview() -> None:
    """Print all commands: cyclopts would take four times as long to say it."""
    from duologue_client.terminal import say

    width = max(map(len, COMMANDS))
    say(_("Duologue: pair and group work for language classes, in the terminal.") + "\n")
    for name, what in COMMANDS.items():
        say(what, f"  duologue {name:<{width}}  ")
    say("\n" + _("`duologue COMMAND --help` tells more, `duologue --version` which one this is."))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("duologue")
    except PackageNotFoundError:
        return _("unknown: it is not installed")


def _command(arguments: list[str]) -> None:
    from cyclopts import CycloptsError

    from duologue_client.stop import Stop

    try:
        app_for(arguments)(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as mistake:
        _end(_sentence(mistake), USER_MISTAKE)
    except Stop as stop:
        _end(str(stop), FAILED)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 a traceback helps nobody who sees it
        from duologue_client.error_log import note_unexpected
        from duologue_client.program import unexpected

        note_unexpected(error)
        _end(unexpected(), FAILED)


def _sentence(mistake: Exception) -> str:
    """What was mistyped, in one line; for a file that is no TOML, which file it is."""
    from tomllib import TOMLDecodeError

    said = " ".join(str(mistake).split())
    if isinstance(mistake.__cause__, TOMLDecodeError | UnicodeDecodeError):
        return _("The settings in {file} can't be read: {why}").format(file=_settings(), why=said)
    return said


def _settings() -> Path:
    import platformdirs

    return platformdirs.user_config_path("duologue") / "config.toml"


def _end(sentence: str, code: int) -> None:
    from duologue_client.terminal import say

    say(sentence, to=sys.stderr)
    raise SystemExit(code)


def app_for(arguments: Sequence[str]) -> "App":
    """All commands; the help of the one that is meant ends with its examples."""
    from cyclopts import App
    from cyclopts.config import Toml

    from duologue_client.demo.command import demo_with
    from duologue_client.examples import examples_of
    from duologue_client.load.command import load_with
    from duologue_client.replay.command import replay_with
    from duologue_client.start_command import start_with
    from duologue_client.teach_command import teach_with

    app = App(
        name="duologue",
        version=_version,
        config=Toml(_settings()),
        help_format="plaintext",
        help_epilogue=examples_of(arguments),
        suppress_keyboard_interrupt=False,  # main answers it
    )
    app.command("duologue_client.join_command:join", name="join", help=COMMANDS["join"])
    teach = teach_with(_open_classes, _own_names)
    app.command(start_with(_begin_server, teach), name="start", help=COMMANDS["start"])
    app.command("duologue_server.background:stop", name="stop", help=COMMANDS["stop"])
    app.command(teach, name="teach", help=COMMANDS["teach"])
    app.command(demo_with(temporary_class), name="demo", help=COMMANDS["demo"])
    app.command("duologue_server.serve_command:serve", name="serve", help=COMMANDS["serve"])
    app.command("duologue_server.classroom_commands:classroom", name="classroom")
    app.command(load_with(_trial), name="load", help=COMMANDS["load"])
    app.command("duologue_server.activity_commands:activity", name="activity")
    app.command(replay_with(_recording), name="replay", help=COMMANDS["replay"])
    app.command("duologue_server.lesson_commands:lesson", name="lesson")
    app.command("duologue_server.student_commands:student", name="student")
    for name in ("report", "export"):
        app.command(f"duologue_server.report_commands:{name}", name=name, help=COMMANDS[name])
    for name in ("backup", "restore"):
        app.command(f"duologue_server.backup_commands:{name}", name=name, help=COMMANDS[name])
    app.command("duologue_server.doctor_command:doctor", name="doctor", help=COMMANDS["doctor"])
    return app


def _recording(data: Path | None, code: str, lesson: str, student: str) -> "tuple[Recording, bool]":
    """A lesson kept by the server on this machine, and whether the wall is to be shown."""
    from duologue_server.replay_command import recording

    return recording(data, code, lesson, student)


def _open_classes(data: Path | None) -> "list[LocalClass]":
    """Open classes of the server on this machine. Raises Stop: its data can't be read."""
    from duologue_client.stop import Stop
    from duologue_client.teach_command import LocalClass
    from duologue_server.classroom_commands import default_directory, printable
    from duologue_server.journal import StoreProblem
    from duologue_server.local_keys import local_key
    from duologue_server.registry import Registry

    directory = (data or default_directory()).absolute()
    if not directory.exists():
        return []  # opening it would make it
    try:
        registry = Registry(directory)
        try:
            records = [one for one in registry.classrooms() if one.closed_ms is None]
        finally:
            registry.close()
    except StoreProblem as problem:
        raise Stop(str(problem)) from None
    return [
        LocalClass(one.code, printable(one.title), local_key(directory, one.id) or "")
        for one in records
    ]


def _own_names() -> list[str]:
    """What others may call this machine."""
    from duologue_server.own_names import own_names

    return own_names()


def _begin_server(data: Path | None, port: int, activities: Path | None) -> int:
    """The port of the server on this machine, started if need be. Raises Stop: it can't be."""
    from duologue_client.stop import Stop
    from duologue_server.background import begin
    from duologue_server.classroom_commands import default_directory
    from duologue_server.journal import StoreProblem

    try:
        return begin((data or default_directory()).absolute(), port, activities).port
    except StoreProblem as problem:
        raise Stop(str(problem)) from None


@asynccontextmanager
async def temporary_class() -> "AsyncGenerator[Opened]":
    """A server in this process on a free port, its journal in a folder that goes with it."""
    import logging
    from tempfile import TemporaryDirectory

    from duologue_client.address import parse_address
    from duologue_client.demo.lesson import Opened
    from duologue_server.classroom_commands import now_ms
    from duologue_server.serve import Settings, running

    logging.getLogger("duologue_server").addHandler(logging.NullHandler())  # not on the screen
    with TemporaryDirectory(prefix="duologue-") as name:
        folder = Path(name)
        async with running(Settings(folder / "data", port=0)) as server:
            record, key = server.registry.create_classroom(_("Demo class"), now_ms())
            address = parse_address(f"{record.code}@127.0.0.1:{server.port}")
            yield Opened(address, key, folder / "places")


@asynccontextmanager
async def _trial(data: Path | None, count: int) -> "AsyncGenerator[Trial]":
    """Classes for a load, beside the server that runs. Raises Stop: they can't be made."""
    from duologue_client.load.command import Trial
    from duologue_client.stop import Stop
    from duologue_server.classroom_commands import default_directory
    from duologue_server.data_directory import server_here
    from duologue_server.journal import StoreProblem
    from duologue_server.trial_classes import trial_classes

    directory = (data or default_directory()).absolute()
    try:
        here = server_here(directory)
        async with trial_classes(directory, count) as doors:
            yield Trial(doors, here.process if here else None)
    except StoreProblem as problem:
        raise Stop(str(problem)) from None
