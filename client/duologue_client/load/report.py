"""What a load came to, in words that tell a school what it needs to know."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from duologue_client.language import _
from duologue_client.load.lesson import Found
from duologue_client.load.machine import free_memory_kb
from duologue_client.load.meter import percentile

FULL_CORE = 0.7
"""Of one core, which is all that a server takes: above it lines begin to wait."""
FULL_MEMORY = 0.8
"""Of the memory that is free."""
LEAST_KB = 20.0
"""Of a student with their half of a room; a server that was full before takes less anew."""
FAST_ENOUGH = 0.8
"""Of one core: a generator that takes more may be what is slow."""
LATE_SECONDS = 0.05


def show(found: Found) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, what in _rows(found):
        table.add_row(name, what)
    Console(highlight=False).print(table)


def _rows(found: Found) -> list[tuple[str, str]]:
    meter = found.meter
    return [
        (
            _("Played"),
            _(
                "Students: {students}, classes: {classes}; {seconds} s at {speed} × a human pace"
            ).format(
                students=found.students,
                classes=found.classes,
                seconds=round(found.seconds),
                speed=f"{found.speed:g}",
            ),
        ),
        (
            _("Lines"),
            _("{lines}, {rate:.1f} a second").format(
                lines=meter.said, rate=meter.said / found.seconds
            ),
        ),
        (_("Acknowledged after"), _times(meter.acknowledged)),
        (_("At the partner's after"), _times(meter.delivered)),
        (_("Lost"), str(meter.lost)),
        (_("Doubled"), str(meter.doubled)),
        (_("Refused"), str(meter.refused)),
        (_("Connections broken off"), str(meter.broken)),
        (_("The server took"), _taken(found)),
        (_("This program took"), _own(found)),
        (_("This machine holds"), _holds(found)),
    ]


def _times(seconds: Sequence[float]) -> str:
    shares = ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"), (1.0, "max"))
    each = (f"{name} {percentile(seconds, share) * 1000:.1f} ms" for share, name in shares)
    return "   ".join(each)


def _share(found: Found) -> float:
    """Of one core, by the server."""
    assert found.begun
    assert found.ended
    return (found.ended.cpu_seconds - found.begun.cpu_seconds) / found.seconds


def _kb_each(found: Found) -> float:
    assert found.idle
    assert found.ended
    return (found.ended.memory_kb - found.idle.memory_kb) / found.students


def _taken(found: Found) -> str:
    if not found.ended or not found.begun or not found.idle:
        return _("not known: it runs on another machine, or this system does not tell")
    return _("{share:.1%} of a core, {mb:.0f} MB of memory ({kb:.0f} kB a student)").format(
        share=_share(found), mb=found.ended.memory_kb / 1024, kb=_kb_each(found)
    )


def _own(found: Found) -> str:
    share, late = found.own_cpu_seconds / found.seconds, percentile(found.late, 0.99)
    took = _("{share:.0%} of a core, and was late itself by {late:.1f} ms (p99)").format(
        share=share, late=late * 1000
    )
    if share > FAST_ENOUGH:
        return _(
            "{took}: it was too slow, and its own delay is in all times above. "
            "Use fewer students, or start it on several machines."
        ).format(took=took)
    if late > LATE_SECONDS:
        return _(
            "{took}: something else keeps this machine busy, which is in all times above."
        ).format(took=took)
    return _("{took}: it was faster than the server").format(took=took)


def _holds(found: Found) -> str:
    """By what one core and the free memory allow, at this pace."""
    free = free_memory_kb()
    if not found.ended or not found.begun or not found.idle or free is None:
        return _("not known")
    by_core = found.students * FULL_CORE / max(_share(found), 0.001)
    by_memory = found.students + free * FULL_MEMORY / max(LEAST_KB, _kb_each(found))
    most = int(min(by_core, by_memory))
    held = _("about {students} students at this pace: {core} by one core, {memory} by memory")
    return held.format(
        students=f"{_round(most):,}", core=f"{_round(by_core):,}", memory=f"{_round(by_memory):,}"
    )


def _round(count: float) -> int:
    """To two digits: it is an estimate."""
    return round(int(count), 2 - len(str(int(count))))
