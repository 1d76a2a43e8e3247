"""What schools would take instead, on the same work and in the same run as ours (Linux).

Each server has one and the same core to itself when it is its turn, the load the other ones.
"""

import os
from collections.abc import Generator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import memory
from benchmarks.others import ejabberd, prosody
from benchmarks.others.guest import Guest, Other
from benchmarks.others.inspircd import Inspircd
from benchmarks.others.mosquitto import Mosquitto
from benchmarks.others.otree import Otree
from benchmarks.relay import (
    Measured,
    Tally,
    Variant,
    bare_variant,
    duologue_variant,
    measure,
    one_round,
)
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import server

OTHERS: tuple[Other, ...] = (
    ejabberd.MNESIA,
    ejabberd.SQLITE,
    prosody.FILES,
    prosody.SQLITE,
    Otree(),
    Mosquitto(),
    Inspircd(),
)
LOOPS = ("asyncio", "uvloop")
OURS = ("bare", *(f"duologue, {loop}, wall" for loop in LOOPS))
BARE, PRODUCT = 0, 2
"""Places of what all are compared with."""

COLUMNS = (
    "server",
    "history",
    "CPU µs",
    "× bare: median",
    "min",
    "max",
    "× duologue",
    "lines/s",
    "busy",
    "p50 ms",
    "kB idle",
    "kept",
)


async def run(rounds: int, *, quick: bool) -> Report:
    """As many lines as each can do; then, that those with a history have kept every one of them."""
    people, seconds, idle = (10, 0.3, 10) if quick else (180, 1.5, 400)
    here = [other for other in OTHERS if other.is_here()]
    kept = [0] * len(OURS)
    found: list[list[Measured]] = []
    async with AsyncExitStack() as folders:
        rooms = [Path(folders.enter_context(TemporaryDirectory())) for _ in here]
        async with AsyncExitStack() as servers:
            variants = await _variants(servers, here, rooms, people)
            for variant in variants:  # warm caches and buffers
                await measure(variant, 0, seconds / 3)
            found += [await one_round(variants, 0, seconds, n) for n in range(rounds)]
        for other, folder, variant in zip(here, rooms, variants[len(OURS) :], strict=True):
            kept.append(await other.kept(folder))
            said = variant.tally.said if other.keeps else 0
            assert kept[-1] == said, f"{other.name}: {said} said, {kept[-1]} kept"
    memories = [await memory.bare_kb(idle)]
    memories += [(await memory.duologue_kb(idle, loop))[0] for loop in LOOPS]
    memories += [await _idle_kb(other, idle) for other in here]
    return _report(here, found, kept, memories)


@contextmanager
def _on_cores(cores: Sequence[int]) -> Generator[None]:
    """For this process, and for good for those that it starts meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def _variants(
    stack: AsyncExitStack, here: Sequence[Other], folders: Sequence[Path], people: int
) -> list[Variant]:
    """All of them started, each with its people in their rooms; this process moved aside."""
    cores = sorted(os.sched_getaffinity(0))
    with _on_cores(cores[-1:]):
        bare = await stack.enter_async_context(server("bare"))
        ours = [await stack.enter_async_context(server("duologue", loop)) for loop in LOOPS]
        theirs = [
            await stack.enter_async_context(other.running(folder, people))
            for other, folder in zip(here, folders, strict=True)
        ]
    stack.enter_context(_on_cores(cores[:-1]))
    variants = [await bare_variant(bare, people)]
    for name, under_test in zip(OURS[1:], ours, strict=True):
        variants.append(await duologue_variant(name, under_test, people, teachers=1))
    for other, program, folder in zip(here, theirs, folders, strict=True):
        tally = Tally()
        guests = [guest async for guest in other.guests(program, folder, people)]
        voices = [await guest.enter(place, tally) for place, guest in enumerate(guests)]
        variants.append(Variant(other.name, program, tally, voices))
    return variants


async def _idle_kb(other: Other, people: int) -> float:
    """Per person who has come and is in no room; what the first quarter brings along is left out."""
    with TemporaryDirectory() as name:
        folder, first = Path(name), people // 4
        async with other.running(folder, people) as program:
            before = 0.0
            held: list[Guest] = []
            async for guest in other.guests(program, folder, people):
                held.append(guest)
                if len(held) == first:
                    before = program.memory_kb()
            return (program.memory_kb() - before) / (people - first)


def _report(
    here: Sequence[Other],
    found: Sequence[Sequence[Measured]],
    kept: Sequence[int],
    memories: Sequence[float],
) -> Report:
    report = Report("CPU of the server per delivered line, rooms of two, full core", COLUMNS)
    named = [("bare", False), *((name, True) for name in OURS[1:])]
    named += [(other.name, other.keeps) for other in here]
    bare, product = ([measured[place].cpu_us for measured in found] for place in (BARE, PRODUCT))
    for place, (name, keeps) in enumerate(named):
        mine = [measured[place] for measured in found]
        cpu = [m.cpu_us for m in mine]
        report.add(
            name,
            "yes" if keeps else "no",
            percentile(cpu, 0.5),
            *ratios(cpu, bare),
            ratios(cpu, product)[0],
            round(percentile([m.delivered_per_second for m in mine], 0.5)),
            f"{percentile([m.busy for m in mine], 0.5):.0%}",
            percentile([m.p50_ms for m in mine], 0.5),
            memories[place],
            kept[place],
        )
    for other in OTHERS:
        if other not in here:
            report.add(other.name, f"not here: {other.install}", *["–"] * (len(COLUMNS) - 2))
    return report
