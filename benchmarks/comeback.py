"""A thousand students come back over ten seconds, as the server spreads them after it was stopped.

How long each of them takes from the first byte to the picture of the class, and what it does to the
lines of others who talk meanwhile, beside the same talk in peace.
"""

import asyncio
import time
from dataclasses import replace

from benchmarks.lesson import Person, students_come
from benchmarks.relay import Measured, Variant, duologue_variant, measure
from benchmarks.report import Report, percentile
from benchmarks.servers import server
from duologue_protocol.frames import Return

OTHERS = 100
CLASS_SIZE = 50
LINES_PER_SECOND = 40
"""Delivered, of the others."""


async def run(rounds: int, *, quick: bool) -> Report:
    students, seconds = (20, 0.5) if quick else (1_000, 10.0)
    peace: list[Measured] = []
    meanwhile: list[Measured] = []
    took: list[float] = []
    for _ in range(1 if quick else rounds):
        classes = 1 - (-students // CLASS_SIZE)
        async with server("duologue", "uvloop", classes=classes) as under_test:
            of_others = replace(under_test, doors=under_test.doors[:1])
            others = await duologue_variant("others", of_others, OTHERS, teachers=0)
            crowd = await students_come(replace(under_test, doors=under_test.doors[1:]), students)
            tokens = [(await _leaves(person)).token for person in crowd]
            peace.append(await _talk(others, seconds))
            coming = asyncio.gather(
                *(
                    _comes(under_test.port, token, seconds * place / students)
                    for place, token in enumerate(tokens)
                )
            )
            meanwhile.append(await _talk(others, seconds))
            took += await coming
    return _report(students, seconds, took, peace, meanwhile)


async def _talk(others: Variant, seconds: float) -> Measured:
    return await measure(others, LINES_PER_SECOND, seconds)


async def _leaves(person: Person) -> Person:
    """The line is cut, as by a server that was killed."""
    person.socket.close()
    await person.socket.lost.wait()
    return person


async def _comes(port: int, token: str, at: float) -> float:
    """How long it took, in ms."""
    await asyncio.sleep(at)
    began = time.perf_counter()
    await Person().come(port, Return(token))
    return (time.perf_counter() - began) * 1000


def _report(
    students: int,
    seconds: float,
    took: list[float],
    peace: list[Measured],
    meanwhile: list[Measured],
) -> Report:
    report = Report(
        f"{students:,} come back over {seconds:g} s while {OTHERS} others talk, uvloop",
        ("what", "p50 ms", "p99 ms", "p99 × peace: median", "min", "max"),
    )
    report.add(
        "from the first byte to the class",
        percentile(took, 0.5),
        percentile(took, 0.99),
        "",
        "",
        "",
    )
    ratios = [busy.p99_ms / calm.p99_ms for busy, calm in zip(meanwhile, peace, strict=True)]
    for name, found, shown in (
        ("a line in peace", peace, [1.0]),
        ("a line meanwhile", meanwhile, ratios),
    ):
        report.add(
            name,
            percentile([one.p50_ms for one in found], 0.5),
            percentile([one.p99_ms for one in found], 0.5),
            percentile(shown, 0.5),
            min(shown),
            max(shown),
        )
    return report
