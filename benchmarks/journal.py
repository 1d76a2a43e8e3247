"""What it costs the journal to notice damage: appends a second, and opening, with and without.

Variants take turns in each round, on journals of their own in one folder; × is against the journal
that computes no checksum and notes no position, in the same round.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from benchmarks.report import Report, percentile, ratios
from duologue_server.journal.sqlite import SqliteJournal

BODY = b"x" * 120
"""As long as most lines."""


class Variant(NamedTuple):
    name: str
    checksums: bool
    positions: bool


VARIANTS = (
    Variant("neither", checksums=False, positions=False),
    Variant("checksums", checksums=True, positions=False),
    Variant("positions", checksums=False, positions=True),
    Variant("as it is", checksums=True, positions=True),
)


class Work(NamedTuple):
    name: str
    classes: int
    appends: int
    """In all."""
    moments: int
    """In an append."""


class Measured(NamedTuple):
    a_second: float
    cpu_us: float
    """CPU time of each, all threads."""


Measuring = Callable[[], Awaitable[Measured]]


def _works(*, quick: bool) -> tuple[Work, ...]:
    few = 40 if quick else 2_000
    return (
        Work("one class, one moment at a time", 1, few, 1),
        Work("64 classes at once, one moment each", 64, few * 10, 1),
        Work("one class, 200 moments at a time", 1, few // 10, 200),
    )


@contextmanager
def _only(variant: Variant) -> Generator[None]:
    """What the variant does not do costs a call, and nothing else."""
    with ExitStack() as patched:
        if not variant.checksums:
            patched.enter_context(patch("duologue_server.journal.sqlite.checksum", _no_checksum))
        if not variant.positions:
            note = "duologue_server.journal.positions.Positions.note"
            patched.enter_context(patch(note, _no_note))
        yield


def _no_checksum(class_id: str, seq: int, at_ms: int, body: bytes) -> int:
    del class_id, seq, at_ms, body
    return 0


def _no_note(positions: object, log: int, position: object) -> None:
    del positions, log, position


async def _appends_a_second(folder: Path, variant: Variant, work: Work) -> Measured:
    with _only(variant):
        journal = await SqliteJournal.open(folder)
        leases = [await journal.acquire(f"class {n}", "", 0) for n in range(work.classes)]

        async def speak(number: int) -> None:
            bodies, last = [BODY] * work.moments, 0
            for _ in range(work.appends // work.classes):
                last = await journal.append(leases[number], last, bodies)

        began = _now()
        await asyncio.gather(*map(speak, range(work.classes)))
        measured = _since(began, work.appends)
        await journal.close()
    return measured


async def _opens_a_second(folder: Path, *, checked: bool) -> Measured:
    """Opening reads the whole file anyway (`integrity_check`); unchecked, it leaves the rows alone."""
    with ExitStack() as patched:
        if not checked:
            patched.enter_context(patch("duologue_server.journal.sqlite.damaged_logs", _unchecked))
        began = _now()
        journal = await SqliteJournal.open(folder)
        measured = _since(began, 1)
        await journal.close()
    return measured


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float], times: int) -> Measured:
    """What was done so many times since then."""
    wall, cpu = (end - begin for begin, end in zip(began, _now(), strict=True))
    return Measured(times / wall, cpu / times * 1_000_000)


def _unchecked(connection: object, noted: object) -> dict[str, int]:
    del connection, noted
    return {}


async def run(rounds: int, *, quick: bool) -> Report:
    report = Report(
        "Appends a second, and what noticing damage leaves of them",
        (
            "work",
            "journal",
            "a second",
            "× neither",
            "CPU µs each",
            "× neither: median",
            "min",
            "max",
        ),
    )
    for work in _works(quick=quick):
        await _compare(report, work.name, rounds, _appending(work))
    moments = 1_000 if quick else 100_000
    with TemporaryDirectory() as name:
        await _fill(Path(name), moments)
        await _compare(report, f"open {moments:,} moments", rounds, _opening(Path(name)))
    return report


def _appending(work: Work) -> dict[str, Measuring]:
    async def measure(variant: Variant) -> Measured:
        with TemporaryDirectory(dir=Path.cwd()) as folder:  # a disk, where /tmp may be memory
            return await _appends_a_second(Path(folder), variant, work)

    return {variant.name: partial(measure, variant) for variant in VARIANTS}


def _opening(folder: Path) -> dict[str, Measuring]:
    return {
        "rows not checked": partial(_opens_a_second, folder, checked=False),
        "as it is": partial(_opens_a_second, folder, checked=True),
    }


async def _fill(folder: Path, moments: int) -> None:
    journal = await SqliteJournal.open(folder)
    lease = await journal.acquire("class", "", 0)
    await journal.append(lease, 0, [BODY] * moments)
    await journal.close()


async def _compare(report: Report, what: str, rounds: int, variants: dict[str, Measuring]) -> None:
    """Each variant once in every round, which begins with another one each time."""
    found: dict[str, list[Measured]] = {name: [] for name in variants}
    for measure in variants.values():
        await measure()  # the first time everything is slower
    for number in range(rounds):
        names = list(variants)
        start = number % len(names)
        for name in names[start:] + names[:start]:
            found[name].append(await variants[name]())
    bare_rates, bare_cpu = zip(*next(iter(found.values())), strict=True)
    for name, measured in found.items():
        rates, cpu = zip(*measured, strict=True)
        rate = (percentile(rates, 0.5), ratios(rates, bare_rates)[0])
        report.add(what, name, *rate, percentile(cpu, 0.5), *ratios(cpu, bare_cpu))
