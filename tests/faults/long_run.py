"""One fault after the other while rooms talk, and what is lost is counted. Not part of CI:

    PYTHONPATH=tests python -m faults.long_run 100

The argument is how many faults befall it; each takes about four seconds. `… 100 kill` takes that one only.
The tests take each fault once, with fewer rooms (test_long_run.py).
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from duologue_client.address import Address, parse_address
from duologue_client.entrance import join, teach
from duologue_client.session import Happening, RequestKept
from duologue_protocol import requests, return_time
from duologue_server.registry import Registry
from support.classroom import Someone
from support.lesson import ROLE_PLAY
from support.process import HASTY, ServerProcess, free_port
from support.proxy import Proxy, proxy_to

PAIRS = 30
SAYS_EVERY = 2.0
"""Seconds between two lines of one student, on average: a room's page is full after 50 minutes."""

WRONG_BY_MS = 300_000
"""How far the computer's clock may be off after a start: less than what is given back to rooms."""

WRONG: Final = (
    "import time; right = time.time_ns; time.time_ns = lambda: right() + {} * 1_000_000; "
)


class Talker(Someone):
    """A student who never stops."""

    def start(self, name: str, says_every: float) -> None:
        self.name = name
        self._says_every = says_every
        self.told: list[str] = []
        self.acknowledged: list[str] = []
        self.connection.listen(self._count)

    def _count(self, happening: Happening) -> None:
        if isinstance(happening, RequestKept) and isinstance(happening.request, requests.Say):
            self.acknowledged.append(happening.request.text)

    async def talk(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(0, 2 * self._says_every))
            self.told.append(f"{self.name} {len(self.told)}")
            self.tells(requests.Say(self.room_id, self.told[-1]))


def _has_as_many(talker: Talker, lines: list[str]) -> bool:
    return len(talker.lines()) >= len(lines)


class Counts(NamedTuple):
    """What is left of the lines that were said."""

    said: int
    acknowledged: int
    lost: int
    doubled: int
    differing: int
    """Transcripts that are not what somebody reads who starts the program anew."""


class LongRun:
    def __init__(
        self, folder: Path, proxy: Proxy, port: int, pairs: int, says_every: float, seed: int
    ) -> None:
        self.chance = random.Random(seed)
        self._folder, self._proxy, self._port = folder, proxy, port
        self._pairs, self._says_every = pairs, says_every
        self._server = self._with_clock(0)
        registry = Registry(folder / "data")
        record, self._key = registry.create_classroom("English", time.time_ns() // 1_000_000)
        registry.close()
        self._address: Address = parse_address(f"{record.code}@127.0.0.1:{proxy.port}")
        self._talking: list[asyncio.Task[None]] = []
        self.talkers: list[Talker] = []
        self.returns: list[float] = []
        """Seconds from each start of the server until each student was back."""
        self.last_returns: list[float] = []
        """Seconds from each start of the server until the last of them was back."""
        self.faults: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "kill": self.kill,
            "clock": self.another_clock,
            "disk": self.no_room,
            "server frozen": self.freeze_server,
            "clients frozen": self.freeze_clients,
            "lines cut": self.cut_lines,
            "lines dead": self.lose_lines,
            "bad lines": self.bad_lines,
        }

    def _with_clock(self, wrong_ms: int) -> ServerProcess:
        first = HASTY + WRONG.format(wrong_ms)
        return ServerProcess(self._folder / "data", self._port, first=first, drained=True)

    async def begin(self) -> None:
        """Rooms that talk."""
        await self._server.start()
        self.teacher = Someone(teach(self._address, self._key, "Ms Lee", inside=self._folder / "t"))
        for number in range(2 * self._pairs):
            name = f"Student {number}"
            talker = Talker(join(self._address, name, inside=self._folder / name))
            talker.start(name, self._says_every)
            self.talkers.append(talker)
        await self.teacher.until(
            lambda: len(self.teacher.connection.view.students()) == len(self.talkers)
        )
        self.teacher.tells(requests.PlanRound(ROLE_PLAY, 180))
        self.teacher.tells(requests.StartRound())
        self.teacher.tells(requests.NextStage())
        for talker in self.talkers:
            await talker.has_stage(1)
        self._talking = [asyncio.create_task(talker.talk()) for talker in self.talkers]

    async def befall(self, fault: str) -> None:
        """Let it happen, and wait until everybody is there again and has been heard."""
        await asyncio.sleep(self.chance.uniform(0.1, 0.7) * self._says_every)
        await self.faults[fault]()
        began = time.monotonic()
        await asyncio.gather(*(self._is_back(talker, began) for talker in self.talkers))
        if fault in ("kill", "clock"):
            self.last_returns.append(time.monotonic() - began)

    async def _is_back(self, talker: "Talker", began: float) -> None:
        said = len(talker.acknowledged)
        await talker.until(lambda: talker.connection.link.state == "live")
        self.returns.append(time.monotonic() - began)
        await talker.until(lambda: len(talker.acknowledged) > said)

    # The faults

    async def kill(self) -> None:
        await self._server.kill()
        await self._server.start()

    async def another_clock(self) -> None:
        """The computer was off, and its clock is another one."""
        await self._server.kill()
        self._server = self._with_clock(self.chance.randint(-WRONG_BY_MS, WRONG_BY_MS))
        await self._server.start()

    async def no_room(self) -> None:
        """No file can grow, until somebody has noticed."""
        if sys.platform != "linux":
            return  # only there can a process that runs be limited by another
        import resource

        _soft, hard = resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE, (1, hard))
        await self._somebody_is_gone()
        resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE, (hard, hard))

    async def freeze_server(self) -> None:
        self._server.freeze()
        await self._somebody_is_gone()
        self._server.thaw()

    async def freeze_clients(self) -> None:
        """For a moment, or for so long that the server gives them up."""
        self._proxy.hold()
        await asyncio.sleep(self.chance.choice((0.2, 2.5)))
        self._proxy.let_go()

    async def cut_lines(self) -> None:
        self._proxy.cut()

    async def lose_lines(self) -> None:
        """Nothing comes any more, and nobody says so."""
        self._proxy.go_silent()
        await self._somebody_is_gone()

    async def bad_lines(self) -> None:
        self._proxy.turn(self.chance)
        await asyncio.sleep(1)
        self._proxy.turn(None)

    async def _somebody_is_gone(self) -> None:
        someone = self.talkers[0]
        await someone.until(lambda: someone.connection.link.state != "live")

    # What came of it

    async def count(self) -> Counts:
        for task in self._talking:
            task.cancel()
        await asyncio.gather(*self._talking, return_exceptions=True)
        for talker in self.talkers:
            await talker.kept()
        heard: dict[str, list[str]] = {}
        for talker in self.talkers:
            heard[talker.name] = await self._what_stands_there(talker)
        for talker in self.talkers:  # the partner's last line may be on its way yet
            await talker.until(partial(_has_as_many, talker, heard[talker.name]))
        lost = doubled = differing = 0
        for talker in self.talkers:
            counted = Counter(heard[talker.name])
            lost += sum(counted[text] == 0 for text in talker.acknowledged)
            doubled += sum(counted[text] > 1 for text in talker.told)
            differing += talker.lines() != heard[talker.name]
            own = [text for text in heard[talker.name] if text.startswith(f"{talker.name} ")]
            assert own == talker.told, f"{talker.name}'s lines are not in the order they were said"
        said = sum(len(talker.told) for talker in self.talkers)
        kept = sum(len(set(talker.acknowledged)) for talker in self.talkers)
        return Counts(said, kept, lost, doubled, differing)

    async def _what_stands_there(self, talker: Talker) -> list[str]:
        """The transcript as somebody sees it who starts the program anew."""
        mine = talker.lines()
        await talker.connection.leave()
        again = Someone(join(self._address, talker.name, inside=self._folder / talker.name))
        await again.until(lambda: again.connection.link.state == "live")
        await again.hears(len(mine))
        lines = again.lines()
        await again.connection.leave()
        return lines

    async def end(self) -> None:
        for talker in self.talkers:
            await talker.connection.leave()
        await self.teacher.connection.leave()
        await self._server.kill()


@asynccontextmanager
async def long_run(
    folder: Path, pairs: int, says_every: float, seed: int
) -> AsyncGenerator[LongRun]:
    """Rooms that talk, behind lines that can break."""
    port = free_port()
    async with proxy_to(port) as proxy:
        run = LongRun(folder, proxy, port, pairs, says_every, seed)
        try:
            await run.begin()
            yield run
        finally:
            await run.end()


async def main(times: int, only: str) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as name:
        async with long_run(Path(name), PAIRS, SAYS_EVERY, seed) as run:
            befell: Counter[str] = Counter()
            for number in range(1, times + 1):
                fault = only or run.chance.choice(list(run.faults))
                await run.befall(fault)
                befell[fault] += 1
                if number % 10 == 0:
                    print(f"{number} faults", flush=True)
            counts = await run.count()
    print(", ".join(f"{fault} {count}" for fault, count in befell.items()))
    print(
        f"lines said {counts.said}, acknowledged {counts.acknowledged}, "
        f"lost {counts.lost}, doubled {counts.doubled}"
    )
    print(f"transcripts that differ from a fresh one: {counts.differing}")
    for what, seconds in (("a student", run.returns), ("the last one", run.last_returns)):
        if seconds:
            median, worst = statistics.median(seconds), max(seconds)
            print(f"{what} is back: median {median:.2f} s, worst {worst:.2f} s")


if __name__ == "__main__":
    # A line that breaks again and again waits up to 15 s; here one breaks all the time.
    return_time.SLOWEST_MS = return_time.REFUSED_MS  # type: ignore[misc]  # final everywhere else
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 20, "".join(sys.argv[2:3])))
