"""What teachers' walls cost the server, by number of rooms and teachers.

All variants take turns in every round; × is against the same rooms with nobody at a wall.
"""

from contextlib import AsyncExitStack

from benchmarks.relay import Variant, duologue_variant, measure
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import server

ROOMS = (10, 40, 90)
TEACHERS = (0, 1, 10)
RATE = 2_000
"""Delivered lines a second: far more than people say in so many rooms."""


async def run(rounds: int, *, quick: bool) -> Report:
    seconds = 0.3 if quick else 1.5
    report = Report(
        f"CPU of the server with teachers at the wall, {RATE:,} delivered lines a second",
        ("rooms", "teachers", "CPU µs a line", "× without: median", "min", "max"),
    )
    for rooms in ROOMS[:1] if quick else ROOMS:
        async with AsyncExitStack() as stack:
            variants = [await _variant(stack, rooms, teachers) for teachers in TEACHERS]
            for variant in variants:
                await measure(variant, RATE, seconds / 3)
            found: list[list[float]] = [[] for _ in variants]
            for number in range(rounds):
                for place in sorted(range(len(variants)), reverse=bool(number % 2)):
                    found[place].append((await measure(variants[place], RATE, seconds)).cpu_us)
            for teachers, taken in zip(TEACHERS, found, strict=True):
                report.add(
                    str(rooms), str(teachers), percentile(taken, 0.5), *ratios(taken, found[0])
                )
    return report


async def _variant(stack: AsyncExitStack, rooms: int, teachers: int) -> Variant:
    under_test = await stack.enter_async_context(server("duologue", "uvloop"))
    return await duologue_variant("", under_test, 2 * rooms, teachers=teachers)
