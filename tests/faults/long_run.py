"""Kill the server again and again while 30 rooms talk, and count what is lost. Not part of CI:

    PYTHONPATH=tests python -m faults.long_run 100

The argument is how many times it is killed; each takes about four seconds.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from duologue_client.address import Address, parse_address
from duologue_client.entrance import join, teach
from duologue_client.session import Happening, RequestKept
from duologue_protocol import requests, return_time
from duologue_server.registry import Registry
from support.classroom import Someone
from support.lesson import ROLE_PLAY
from support.process import ServerProcess, free_port

PAIRS = 30
SAYS_EVERY = 2.0
"""Seconds between two lines of one student, on average: a room's page is full after 50 minutes."""


class Talker(Someone):
    """A student who never stops."""

    def start(self, name: str) -> None:
        self.name = name
        self.told: list[str] = []
        self.acknowledged: list[str] = []
        self.connection.listen(self._count)

    def _count(self, happening: Happening) -> None:
        if isinstance(happening, RequestKept) and isinstance(happening.request, requests.Say):
            self.acknowledged.append(happening.request.text)

    async def talk(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(0, 2 * SAYS_EVERY))
            self.told.append(f"{self.name} {len(self.told)}")
            self.tells(requests.Say(self.room_id, self.told[-1]))


class LongRun:
    def __init__(self, folder: Path) -> None:
        self.server = ServerProcess(folder / "data", free_port())
        registry = Registry(folder / "data")
        record, self._key = registry.create_classroom("English", time.time_ns() // 1_000_000)
        registry.close()
        self._folder = folder
        self._address: Address = parse_address(f"{record.code}@127.0.0.1:{self.server.port}")
        self.talkers: list[Talker] = []
        self.returns: list[float] = []
        """Seconds from each start of the server until each student was back."""
        self.last_returns: list[float] = []
        """Seconds from each start of the server until the last of them was back."""

    async def begin(self) -> None:
        """Thirty rooms that talk."""
        await self.server.start()
        self.teacher = Someone(teach(self._address, self._key, "Ms Lee", inside=self._folder / "t"))
        for number in range(2 * PAIRS):
            name = f"Student {number}"
            talker = Talker(join(self._address, name, inside=self._folder / name))
            talker.start(name)
            self.talkers.append(talker)
        await self.teacher.until(
            lambda: len(self.teacher.connection.view.students()) == len(self.talkers)
        )
        self.teacher.tells(requests.PlanRound(ROLE_PLAY, 180))
        self.teacher.tells(requests.StartRound())
        self.teacher.tells(requests.NextStage())
        for talker in self.talkers:
            await talker.has_stage(1)

    async def kill(self, times: int) -> None:
        for number in range(times):
            await asyncio.sleep(random.uniform(0.3, 1.5))
            await self.server.kill()
            await self.server.start()
            began = time.monotonic()
            await asyncio.gather(*(self._is_back(talker, began) for talker in self.talkers))
            self.last_returns.append(time.monotonic() - began)
            if number % 10 == 9:
                print(f"killed {number + 1} times", flush=True)

    async def _is_back(self, talker: Talker, began: float) -> None:
        await talker.until(lambda: talker.connection.link.state == "live")
        self.returns.append(time.monotonic() - began)

    async def count(self) -> None:
        for talker in self.talkers:
            await talker.kept()
        heard: dict[str, list[str]] = {}
        for talker in self.talkers:
            fresh = await self._what_stands_there(talker)
            heard[talker.name] = fresh
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
        print(f"lines said {said}, acknowledged {kept}, lost {lost}, doubled {doubled}")
        print(f"transcripts that differ from a fresh one: {differing}")
        for what, seconds in (("a student", self.returns), ("the last one", self.last_returns)):
            median, worst = statistics.median(seconds), max(seconds)
            print(f"{what} is back after a start: median {median:.2f} s, worst {worst:.2f} s")

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
        await self.teacher.connection.leave()
        await self.server.kill()


async def main(times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = LongRun(Path(folder))
        await run.begin()
        talking = [asyncio.create_task(talker.talk()) for talker in run.talkers]
        await run.kill(times)
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        await run.count()
        await run.end()


if __name__ == "__main__":
    # A line that breaks again and again waits up to 15 s; here the server is killed all the time.
    return_time.SLOWEST_MS = return_time.REFUSED_MS  # type: ignore[misc]  # final everywhere else
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
