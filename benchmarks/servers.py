"""Servers under test: started, asked for their CPU time and memory, stopped."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    process: asyncio.subprocess.Process
    port: int
    doors: tuple[tuple[str, str], ...]
    """Join code and teacher's key of each class; none for a bare relay."""

    async def cpu_seconds(self, command: str = "cpu") -> float:
        """User and system time of the whole process so far; `collect` collects garbage first.

        For `stop` it is for how long its loop stood still at most, since it was asked last.
        """
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(command.encode() + b"\n")
        return float(await self.process.stdout.readline())

    def busy_ns(self) -> int | None:
        """How long its main thread has run or was ready to; None where nothing tells."""
        try:
            run, wait, _slices = Path(f"/proc/{self.process.pid}/schedstat").read_text().split()
        except OSError:
            return None
        return int(run) + int(wait)

    def memory_kb(self) -> float:
        """Memory of its own (unique set size).

        Raises OSError: where the system does not tell (anywhere but on Linux).
        """
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return sum(
            float(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_")
        )


@asynccontextmanager
async def server(kind: str, loop: str = "asyncio", classes: int = 1) -> AsyncGenerator[Server]:
    """`kind` is bare, duologue or limited, `loop` asyncio or uvloop."""
    with TemporaryDirectory() as data:
        command = [sys.executable, "-m", "benchmarks.server_process", kind, loop, data]
        process = await asyncio.create_subprocess_exec(
            *command, str(classes), cwd=ROOT, stdin=PIPE, stdout=PIPE
        )
        assert process.stdout
        port, *doors = (await process.stdout.readline()).decode().split()
        try:
            yield Server(process, int(port), tuple(_door(door) for door in doors))
        finally:
            assert process.stdin
            process.stdin.close()
            await process.wait()  # clients answer its farewell meanwhile


def _door(text: str) -> tuple[str, str]:
    code, _, key = text.partition("/")
    return code, key
