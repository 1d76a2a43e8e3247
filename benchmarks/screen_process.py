"""One screen in the terminal it was started in: it is fed line after line, and says what they took.

A line is fed when the one before was written to the terminal and 20 ms more have passed, so that
each is drawn by itself and nothing it leaves to be done later is missed. The CPU is the whole
process', its clock's and its terminal's threads too.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Log

from duologue_client.student.app import StudentApp
from duologue_client.widgets.composer import Composer
from duologue_protocol.parts import Line, Typing
from support import student_views as views
from support.fake_session import FakeSession

SETTLE_SECONDS = 0.02
START_SECONDS = 1.0

Feed = Callable[..., Awaitable[None]]


class Screen:
    """Knows when a text has gone to the terminal."""

    def __init__(self) -> None:
        self._awaited = ""
        self._written = asyncio.Event()

    async def shows(self, text: str, done: Callable[[], object]) -> None:
        """Do it, and wait for the text to be written and all else to be quiet."""
        self._awaited = text
        self._written.clear()
        done()
        await self._written.wait()
        await asyncio.sleep(SETTLE_SECONDS)

    def wrote(self, data: str) -> None:
        if self._awaited and self._awaited in data:
            self._written.set()


SCREEN = Screen()


class Telling(LinuxDriver):
    """The real driver of a terminal; it tells what it writes."""

    def write(self, data: str) -> None:
        super().write(data)
        SCREEN.wrote(data)


class LogApp(App[None]):
    """The least that a screen with a scrolled text can be."""

    def compose(self) -> ComposeResult:
        yield Log()

    def get_driver_class(self) -> type[Driver]:
        return Telling

    async def add(self, *numbers: int) -> None:
        lines = [said(number) for number in numbers]
        await SCREEN.shows(head(numbers[-1]), lambda: self.query_one(Log).write_lines(lines))


class RoomApp(StudentApp):
    """A student's room; each way to feed it takes the numbers of lines."""

    def __init__(self) -> None:
        self.fed = FakeSession()
        self.fed.feed(*views.talking())
        super().__init__(self.fed)

    def get_driver_class(self) -> type[Driver]:
        return Telling

    async def add(self, *numbers: int) -> None:
        """Lines of both."""
        lines = [line(number, ("p1", "p2")[number % 2]) for number in numbers]
        await SCREEN.shows(head(numbers[-1]), lambda: self.fed.feed(*lines))

    async def say(self, number: int) -> None:
        """An own line: on its way, then kept."""
        await SCREEN.shows("sending", lambda: self._send(said(number)))
        self.fed.keep(self.fed.pending[-1])
        await SCREEN.shows(head(number), lambda: self.fed.feed(line(number, "p1")))

    def _send(self, text: str) -> None:
        composer = self.screen.query_one(Composer)
        composer.text = text
        composer.post_message(composer.as_sent())

    async def type(self, _number: int) -> None:
        """The partner types, and stops."""
        await SCREEN.shows("is typing", lambda: self.fed.feed(Typing(views.ROOM, ("p2",))))
        self.fed.feed(Typing(views.ROOM, ()))
        await asyncio.sleep(SETTLE_SECONDS)


def head(number: int) -> str:
    """How a line begins, on a row of its own whatever is wrapped."""
    return f"Line {number}:"


def said(number: int) -> str:
    return f"{head(number)} I would like a table for two, please."


def line(number: int, by: str) -> Line:
    return views.line(number, by, said(number))


def memory_mb() -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    return float(next(row.split()[1] for row in status if row.startswith("VmRSS"))) / 1024


async def measure(add: Feed, one: Feed, above: int, count: int) -> tuple[float, float]:
    """CPU ms of what `one` does, and MB of the lines above."""
    await asyncio.sleep(START_SECONDS)
    first = 10_000  # all numbers as long as each other
    for number in range(first, first + 20):
        await add(number)
    before = memory_mb()
    if above:
        await add(*range(first + 20, first + 20 + above))
        await asyncio.sleep(START_SECONDS / 2)
    grown = memory_mb() - before
    began = time.process_time()
    for number in range(first + 20 + above, first + 20 + above + count):
        await one(number)
    return (time.process_time() - began) / count * 1000, grown


def run(kind: str, above: int, count: int, result: Path) -> None:
    """`kind` is log, or what comes to a room: add, say or type."""
    app = LogApp() if kind == "log" else RoomApp()
    one: Feed = app.add if kind == "log" else getattr(app, kind)

    async def fill() -> None:
        ms, mb = await measure(app.add, one, above, count)
        result.write_text(f"{ms} {mb}")
        app.exit()

    app.call_later(lambda: app.run_worker(fill()))
    app.run()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
