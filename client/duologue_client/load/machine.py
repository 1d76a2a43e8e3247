"""What a process of this machine takes: its CPU time and memory, where the system tells (Linux)."""

import os
from pathlib import Path
from typing import NamedTuple


class Taken(NamedTuple):
    """What a process has taken since it began, and what it holds now."""

    cpu_seconds: float
    memory_kb: float


def taken_by(pid: int | None) -> Taken | None:
    """None: there is no such process, or this system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    ticks = int(fields[11]) + int(fields[12])
    memory = next(line.split()[1] for line in status if line.startswith("VmRSS"))
    return Taken(ticks / os.sysconf("SC_CLK_TCK"), float(memory))


def free_memory_kb() -> float | None:
    """What programs may still take; None where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    return next(float(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
