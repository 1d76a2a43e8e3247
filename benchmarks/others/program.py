"""Somebody else's server as it is installed here: started, measured from outside, stopped (Linux)."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
"""How finely the system counts CPU time: ticks a second."""

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Program:
    """A running server: the process that was started and all that it has started."""

    pid: int
    port: int

    async def cpu_seconds(self) -> float:
        """User and system time of all its processes so far, those that have ended included."""
        return sum(_ticks(pid) for pid in _tree(self.pid)) / TICKS

    def busy_ns(self) -> int:
        """How long its threads have run or were ready to, added up: more than one may wait."""
        threads = (path for pid in _tree(self.pid) for path in Path(f"/proc/{pid}/task").iterdir())
        return sum(
            sum(map(int, (thread / "schedstat").read_text().split()[:2])) for thread in threads
        )

    def memory_kb(self) -> float:
        """Memory that its processes have to themselves (unique set size)."""
        rollups = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in _tree(self.pid))
        lines = (line for rollup in rollups for line in rollup.splitlines())
        return sum(float(line.split()[1]) for line in lines if line.startswith("Private_"))


def _tree(pid: int) -> list[int]:
    children = [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]
    return [pid, *(one for child in children for one in _tree(child))]


def _ticks(pid: int) -> int:
    """Fields 14 to 17 of its line: user and system, and the same of children it has waited for."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:15]))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@asynccontextmanager
async def running(
    command: Sequence[str], port: int, folder: Path, environment: dict[str, str] | None = None
) -> AsyncGenerator[Program]:
    """Yields when it listens. What it prints is in `printed` in its folder.

    Raises RuntimeError with the end of that: when it has ended instead.
    """
    printed = folder / "printed"
    with printed.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=os.environ | (environment or {}),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        await _listens(process, port, printed)
        yield Program(process.pid, port)
    finally:
        await _stopped(process)


async def _listens(process: asyncio.subprocess.Process, port: int, printed: Path) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while process.returncode is None:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
    raise RuntimeError(printed.read_text()[-2_000:])


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """End it politely, and what it leaves behind."""
    if process.returncode is not None:
        return
    tree = _tree(process.pid)
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
    for pid in tree[1:]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


async def carried_out(command: Sequence[str], folder: Path) -> str:
    """What a command that ends by itself has printed.

    Raises RuntimeError with that: when it fails.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _nothing = await process.communicate()
    if process.returncode:
        raise RuntimeError(printed.decode()[-2_000:])
    return printed.decode()
