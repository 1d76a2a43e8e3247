"""A server in a process of its own, to be killed at any moment."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

SERVE = (
    "import sys; from pathlib import Path; from duologue_server.serve_command import serve; "
    "serve(host=sys.argv[3], port=int(sys.argv[1]), data=Path(sys.argv[2]), unencrypted=True)"
)
HASTY = "from duologue_protocol import limits; limits.HEARTBEAT_MS = 400; "
"""Heartbeats twenty-five times as fast, for a server that is started with it `first`."""


PORTS = 24
"""So many ports belong to one process of the tests, those of its neighbours are others."""
_own = cycle(range(20_000 + os.getpid() % 500 * PORTS, 20_000 + (os.getpid() % 500 + 1) * PORTS))


def free_port() -> int:
    """A port that nobody listens on, below those the system gives to outgoing connections."""
    for port in islice(_own, PORTS):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


class ServerProcess:
    def __init__(
        self,
        data: Path,
        port: int,
        *,
        first: str = "",
        host: str = "127.0.0.1",
        within: tuple[str, ...] = (),
        drained: bool = False,
    ) -> None:
        """`first` is run in the process before the server is, `within` the command to run it by.

        `drained`: what it says after its start is thrown away, however much it is.
        """
        self._data = data
        self._drained = drained
        self._draining: asyncio.Task[None] | None = None
        self.port = port
        self._command = (
            *within,
            *(sys.executable, "-c", first + SERVE),
            *(str(port), str(data), host),
        )
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    async def start(self) -> None:
        """Start it; returns once it says that it listens."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        await self.says(lambda line: "listens on" in line)
        if self._drained:
            self._draining = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        assert self._process
        assert self._process.stdout
        while await self._process.stdout.read(65_536):
            pass

    async def says(self, expected: Callable[[str], bool]) -> str:
        assert self._process
        assert self._process.stdout
        heard = ""
        while line := (await self._process.stdout.readline()).decode():
            heard += line
            if expected(line):
                return heard
        raise AssertionError(f"the server ended: {heard}")

    async def kill(self) -> None:
        """kill -9: it can't say goodbye."""
        await self.signal(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM: it says goodbye. Its exit status."""
        return await self.signal(signal.SIGTERM)

    def freeze(self) -> None:
        """Stop it in the middle of whatever it does, without a word to anybody."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    async def signal(self, number: signal.Signals) -> int:
        assert self._process
        if self._process.returncode is None:
            self._process.send_signal(number)
        if self._draining:
            await asyncio.gather(self._draining, self._process.wait())
            self._draining = None
        else:
            await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode
