"""What screens take: a line with thousands above it, memory, the wall of 40 rooms, the start of join.

A line is drawn on the whole screen of a room, beside the same line in Textual's own Log, the least
that a screen with a scrolled text can be. The wall of 40 rooms changes four times a second, beside as
many rows of Textual's own table. Cold starts are whole processes in a pseudo-terminal until
the first screen is there, beside an empty Textual program with the same word on it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
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

IN_ROOM = """
from support.student_room import in_room
from support import student_views as views

def line(n):
    return views.line(n, ("p1", "p2")[n % 2], f"Line {n}: I would like a table for two, please.")

async def measure():
    async with in_room(*views.talking()) as (session, pilot):
        async def add(*numbers):
            session.feed(*(line(n + 100) for n in numbers))
            await pilot.pause()
        await report(add)
"""

IN_LOG = """
from textual.app import App
from textual.widgets import Log

class Reader(App):
    def compose(self):
        yield Log()

async def measure():
    app = Reader()
    async with app.run_test(size=(80, 24)) as pilot:
        async def add(*numbers):
            lines = [f"Line {n}: I would like a table for two, please." for n in numbers]
            app.query_one(Log).write_lines(lines)
            await pilot.pause()
        await report(add)
"""

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
import asyncio, resource, sys, time
from pathlib import Path
above, frames = int(sys.argv[1]), int(sys.argv[2])

def memory_kb():
    status = Path("/proc/self/status")
    if not status.exists():
        return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return next(float(l.split()[1]) for l in status.read_text().splitlines() if "VmRSS" in l)

async def report(add):
    await add(*range(1, 11))
    before = memory_kb()
    await add(*range(11, above + 11))
    after = memory_kb()
    began = time.process_time()
    for n in range(above + 11, above + 11 + frames):
        await add(n)
    print((time.process_time() - began) / frames * 1000, (after - before) / 1024)

async def share(change):
    for n in range(8):
        await change(n)
    began = time.process_time()
    for n in range(frames):
        await change(n)
    print((time.process_time() - began) / frames * 1000, 0)
"""


def _drawn(program: str, above: int, frames: int) -> tuple[float, float]:
    """CPU ms for a line, and MB for those above it."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            REPORT + program + "asyncio.run(measure())",
            str(above),
            str(frames),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ms, mb = map(float, done.stdout.split())
    return ms, mb


def _first_screen(program: str, *arguments: str) -> float:
    """CPU ms of a process until its first screen."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with TemporaryDirectory() as home:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "TERM": "xterm-256color", "HOME": home, "XDG_STATE_HOME": home},
            start_new_session=True,
        )
        os.close(slave)
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
            for name, program in (("Textual's Log", IN_LOG), ("a room", IN_ROOM)):
                for lines in (0, above):
                    taken, grown = _drawn(program, lines, frames)
                    ms.setdefault(f"{name}: a line below {lines:,}", []).append(taken)
                    if lines:
                        mb.setdefault(f"{name}: memory of {lines:,} lines, MB", []).append(grown)
            for name, program in (
                ("a table of 40 rows", IN_TABLE),
                ("the wall of 40 rooms", ON_WALL),
            ):
                taken, _grown = _drawn(program, 0, 4 if quick else 40)
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
    return name.replace("a room", "Textual's Log")


def _not_zero(values: Sequence[float]) -> list[float]:
    return [value or 0.01 for value in values]
