"""What a benchmark found: a table to read, and the same as JSON with where it was measured."""

import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

Cell = str | int | float


class Report:
    def __init__(self, title: str, columns: tuple[str, ...]) -> None:
        self.title = title
        self.columns = columns
        self.rows: list[tuple[Cell, ...]] = []

    def add(self, *cells: Cell) -> None:
        assert len(cells) == len(self.columns)
        self.rows.append(cells)

    def show(self, console: Console) -> None:
        table = Table(*self.columns, title=self.title)
        for row in self.rows:
            table.add_row(*(f"{c:,.2f}" if isinstance(c, float) else str(c) for c in row))
        console.print(table)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies; 0.5 is the median."""
    ordered = sorted(values)
    if share == 0.5 and len(ordered) % 2 == 0:
        return (ordered[len(ordered) // 2 - 1] + ordered[len(ordered) // 2]) / 2
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def ratios(mine: Sequence[float], bare: Sequence[float]) -> tuple[float, float, float]:
    """Median, least and greatest of what was measured against bare in the same round."""
    each = [one / other for one, other in zip(mine, bare, strict=True)]
    return percentile(each, 0.5), min(each), max(each)


def write_json(path: Path, reports: Sequence[Report]) -> None:
    found = [
        {"title": r.title, "rows": [dict(zip(r.columns, row, strict=True)) for row in r.rows]}
        for r in reports
    ]
    path.write_text(json.dumps({"where": _where(), "reports": found}, indent=1, ensure_ascii=False))


def _where() -> dict[str, str]:
    git = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    packages = {name: version(name) for name in ("duologue", "msgspec", "uvloop", "websockets")}
    return {
        "python": sys.version,
        "platform": platform.platform(),
        "commit": git.stdout.strip() if git.returncode == 0 else "none",
        **packages,
    }
