"""What screens take: a line with thousands above it, memory, the wall of 40 rooms, the start of join.

A line is drawn on the whole screen of a room in a pseudo-terminal that is read all the time, beside
the same line in Textual's own Log there, the least that a screen with a scrolled text can be. The wall
of 40 rooms changes four times a second, beside as many rows of Textual's own table. Cold starts are
whole processes in a pseudo-terminal until the first screen is there, beside an empty Textual program
with the same word on it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import ROOT, Server, server

FIRST_SCREEN = b"F1 shows it again"
"""Stands on the first screen of a student, and on the empty program's."""

EMPTY = """
from textual.app import App
from textual.widgets import Label
class Empty(App):
    def compose(self):
        yield Label("F1 shows it again")
Empty().run()
"""

JOIN = "import sys; from duologue_client.cli import main; main()"

ON_WALL = """
from msgspec.structs import replace
from support.teaching import SAYINGS, row, running, settled, taught_class
from duologue_client.teacher.app import TeacherApp

async def measure():
    session = taught_class(*running(40))
    app = TeacherApp(session)
    async with app.run_test(size=(165, 50)) as pilot:
        await settled(pilot)
        async def change(n):
            session.clock_ms += 250
            session.feed(*(
                replace(row(at), lines=7 + n, last_text=f"{n}: {SAYINGS[at % len(SAYINGS)]}",
                        last_ms=session.clock_ms)
                for at in range(n % 5, 40, 5)
            ))
            await asyncio.sleep(0.25)
        await share(change)
"""

IN_TABLE = """
from textual.app import App
from textual.widgets import DataTable

class Rows(App):
    def compose(self):
        yield DataTable()

async def measure():
    app = Rows()
    async with app.run_test(size=(165, 50)) as pilot:
        table = app.query_one(DataTable)
        table.add_columns("room", "last line")
        for at in range(40):
            table.add_row(f"Room {at}", "x" * 60, key=str(at))
        columns = list(table.columns)
        async def change(n):
            for at in range(n % 5, 40, 5):
                table.update_cell(str(at), columns[1], f"{n}: a line that somebody has said there")
            await asyncio.sleep(0.25)
        await share(change)
"""

REPORT = """
import asyncio, sys, time
frames = int(sys.argv[1])

async def share(change):
    for n in range(8):
        await change(n)
    began = time.process_time()
    for n in range(frames):
        await change(n)
    print((time.process_time() - began) / frames * 1000)
"""

LOG = "Textual's Log: a line below"
WHAT = {
    "log": LOG,
    "add": "a room: a line below",
    "say": "a room: an own line, sent and kept, below",
    "type": "a room: a partner begins to type, and stops, below",
}
"""What comes to a screen, by the names of `benchmarks.screen_process`."""


def _line(kind: str, above: int, lines: int) -> tuple[float, float]:
    """CPU ms for what comes to a screen, and MB for the lines above it."""
    with TemporaryDirectory() as folder:
        result = Path(folder) / "result"
        process, master = _in_terminal(
            ["-m", "benchmarks.screen_process", kind, str(above), str(lines), str(result)],
            PYTHONPATH=os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]),
        )
        shown = b""
        with suppress(OSError):  # how a terminal ends
            while data := os.read(master, 65_536):
                shown = shown[-2_000:] + data
        os.close(master)
        assert process.wait() == 0, shown.decode(errors="replace")
        ms, mb = map(float, result.read_text().split())
    return ms, mb


def _wall(program: str, frames: int) -> float:
    """CPU ms for a change of the wall."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            REPORT + program + "asyncio.run(measure())",
            str(frames),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def _in_terminal(arguments: list[str], **environment: str) -> tuple[subprocess.Popen[bytes], int]:
    """A Python in a terminal of its own, and the end to read what it shows."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", **environment},
        start_new_session=True,
    )
    os.close(slave)
    return process, master


def _first_screen(program: str, *arguments: str) -> float:
    """CPU ms of a process until its first screen."""
    with TemporaryDirectory() as home:
        process, master = _in_terminal(["-c", program, *arguments], HOME=home, XDG_STATE_HOME=home)
        shown = b""
        while FIRST_SCREEN not in shown:
            shown += os.read(master, 65_536)
        process.kill()
        _pid, _status, used = os.wait4(process.pid, 0)
        process.returncode = 0  # it has been waited for
        os.close(master)
    return (used.ru_utime + used.ru_stime) * 1000


async def run(rounds: int, *, quick: bool) -> Report:
    above, frames = (50, 5) if quick else (5_000, 100)
    ms: dict[str, list[float]] = {}
    mb: dict[str, list[float]] = {}
    async with server("duologue", "uvloop") as under_test:
        for number in range(rounds):
            for kind, name in WHAT.items():
                for lines in (0, above):
                    taken, grown = _line(kind, lines, frames)
                    ms.setdefault(f"{name} {lines:,}", []).append(taken)
                    if lines and kind in ("log", "add"):
                        memory = f"{name.partition(':')[0]}: memory of {lines:,} lines, MB"
                        mb.setdefault(memory, []).append(grown)
            for name, program in (
                ("a table of 40 rows", IN_TABLE),
                ("the wall of 40 rooms", ON_WALL),
            ):
                taken = _wall(program, 4 if quick else 40)
                ms.setdefault(f"{name}, 8 of them changed", []).append(taken)
            _cold_starts(ms, under_test, number)
    return _report({**ms, **mb})


def _cold_starts(ms: dict[str, list[float]], under_test: Server, number: int) -> None:
    code, _key = under_test.doors[0]
    where = f"{code}@127.0.0.1:{under_test.port}"
    empty = _first_screen(EMPTY)
    join = _first_screen(JOIN, "join", where, "--name", f"Anna the {number}th")
    ms.setdefault("an empty Textual program, first screen", []).append(empty)
    ms.setdefault("duologue join, first screen", []).append(join)


def _report(found: dict[str, list[float]]) -> Report:
    """Each against the plain program above it that does the same."""
    report = Report(
        "Screens, CPU ms",
        ("what", "CPU ms or MB", "× plain Textual: median", "min", "max"),
    )
    for name, taken in found.items():
        plain = found[_plain(name)]
        report.add(name, percentile(taken, 0.5), *ratios(taken, _not_zero(plain)))
    return report


def _plain(name: str) -> str:
    if name.startswith("duologue join"):
        return "an empty Textual program, first screen"
    if name.startswith("the wall"):
        return "a table of 40 rows, 8 of them changed"
    if not name.startswith("a room"):
        return name
    if "memory" in name:
        return name.replace("a room", "Textual's Log")
    return f"{LOG} {name.rpartition(' ')[2]}"


def _not_zero(values: Sequence[float]) -> list[float]:
    return [value or 0.01 for value in values]
