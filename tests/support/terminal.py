"""A real pseudo-terminal: a command runs in it, its screen is read, keys are pressed."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from types import TracebackType
from typing import Final, Self

import pyte

UNKNOWN_TO_PYTE: Final = re.compile(rb"\x1b\[[<>=][0-?]*[ -/]*[@-~]")
"""It takes these for other sequences (kitty's keyboard, xterm's version)."""
UNFINISHED: Final = re.compile(rb"\x1b(\[[0-?]*[ -/]*)?\Z")
"""The beginning of a sequence whose end has not come yet."""
ENTER, ESCAPE, TAB, INTERRUPT = "\r", "\x1b", "\t", "\x03"
UP, DOWN = "\x1b[A", "\x1b[B"
F1, F2, F3, F4, F5, F6 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~"
F7, F8, F9, F10 = "\x1b[18~", "\x1b[19~", "\x1b[20~", "\x1b[21~"
PATIENCE_SECONDS: Final = 30.0


class Terminal:
    """A command in a terminal of its own; ended with the context."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self.sent = b""
        """All bytes that the command sent to its terminal."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        surroundings = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        for variable in ("COLUMNS", "LINES", "NO_COLOR"):
            if env is None or variable not in env:
                surroundings.pop(variable, None)
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=surroundings,
            start_new_session=True,
        )
        os.close(slave)

    @property
    def screen(self) -> str:
        """What stands on the screen now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def process_id(self) -> int:
        """Of the command, and of the group of all that it started."""
        return self._process.pid

    def press(self, *keys: str) -> None:
        for key in keys:
            os.write(self._master, key.encode())

    def until(self, condition: Callable[[str], object]) -> str:
        """Read until the screen is like this; then the screen. Raises AssertionError: it never is."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not condition(self.screen):
            left = deadline - monotonic()
            assert left > 0, f"It never came. The screen is:\n{self.screen}"
            assert self._read(left), f"The command ended. The screen is:\n{self.screen}"
        return self.screen

    def shows(self, *texts: str) -> str:
        """Read until all these stand on the screen; then the screen."""
        return self.until(lambda screen: all(text in screen for text in texts))

    def reads_the_notice(self) -> None:
        """What a student does who joins for the first time."""
        self.shows("Before you begin")
        self.press(ENTER)
        self.until(lambda screen: "Before you begin" not in screen)

    def ends(self) -> int:
        """Read until the command has ended; its exit code."""
        deadline = monotonic() + PATIENCE_SECONDS
        while self._read(deadline - monotonic()):
            assert monotonic() < deadline, f"It goes on. The screen is:\n{self.screen}"
        return self._process.wait(PATIENCE_SECONDS)

    def _read(self, seconds: float) -> bool:
        """Feed what comes within this time to the screen; False when nothing comes any more."""
        if not select.select([self._master], [], [], max(seconds, 0))[0]:
            return True
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # Linux says so when nobody has the other side open
            return False
        self.sent += data
        data = UNKNOWN_TO_PYTE.sub(b"", self._rest + data)
        cut = UNFINISHED.search(data)
        data, self._rest = (data[: cut.start()], data[cut.start() :]) if cut else (data, b"")
        self._stream.feed(data)
        return bool(self.sent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE_SECONDS)
        os.close(self._master)
