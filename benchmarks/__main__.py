"""`python -m benchmarks`: lists the benchmarks, or runs those that are named."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console

from benchmarks import (
    comeback,
    crowd,
    flood,
    growth,
    journal,
    latency,
    memory,
    relay,
    screens,
    startup,
    wall,
)
from benchmarks.compare import compare
from benchmarks.others.run import run as run_others
from benchmarks.report import Report, write_json

ALL: dict[str, Callable[..., Awaitable[Report]]] = {
    "relay": relay.run,
    "latency": latency.run,
    "memory": memory.run,
    "wall": wall.run,
    "growth": growth.run,
    "crowd": crowd.run,
    "comeback": comeback.run,
    "startup": startup.run,
    "journal": journal.run,
    "screens": screens.run,
    "flood": flood.run,
}
ALONE: dict[str, Callable[..., Awaitable[Report]]] = {"others": run_others}
"""Run only when asked for by name: what it measures has to be installed first."""


def main() -> None:
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    every = f"{', '.join(ALL)}, or all; {', '.join(ALONE)}; or: compare BEFORE.json AFTER.json"
    parser.add_argument("names", nargs="*", help=every)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="tiny counts: does it still run?")
    parser.add_argument("--json", type=Path, help="write what was found into this file, too")
    given = parser.parse_args()
    if given.names[:1] == ["compare"] and len(given.names) == 3:
        compare(*map(Path, given.names[1:]))
        return
    names = list(ALL) if "all" in given.names else given.names
    if not names or not set(names) <= set(ALL | ALONE):
        parser.print_help()
        raise SystemExit(2 if names else 0)
    reports: list[Report] = []
    for name in names:
        reports.append(asyncio.run(_run(name, given.rounds, quick=given.quick)))
        reports[-1].show(Console(width=120))
    if given.json:
        write_json(given.json, reports)


async def _run(name: str, rounds: int, *, quick: bool) -> Report:
    return await (ALL | ALONE)[name](rounds, quick=quick)


if __name__ == "__main__":
    main()
