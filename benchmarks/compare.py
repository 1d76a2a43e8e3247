"""Two runs side by side: `python -m benchmarks compare A.json B.json`.

Ratios to a baseline of the same run may be compared between commits; CPU times and milliseconds only
where both ran on one quiet machine.
"""

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

Row = dict[str, Any]


def compare(before: Path, after: Path) -> None:
    old, new = (json.loads(path.read_text()) for path in (before, after))
    console = Console(width=120)
    for name in sorted(old["where"]):
        if old["where"][name] != new["where"].get(name):
            console.print(f"{name}: {old['where'][name]} → {new['where'].get(name)}")
    known = {report["title"]: report["rows"] for report in old["reports"]}
    for report in new["reports"]:
        if report["title"] in known:
            console.print(_table(report["title"], known[report["title"]], report["rows"]))


def _table(title: str, before: list[Row], after: list[Row]) -> Table:
    """Rows by their words; of each its median ratio, or else its first figure."""
    table = Table("what", "figure", "before", "after", "after / before", title=title)
    known = {_name(row): row for row in before}
    for row in after:
        old = known.get(_name(row))
        figures = [column for column, value in row.items() if isinstance(value, float)]
        if old is None or not figures:
            continue
        column = next((column for column in figures if "median" in column), figures[0])
        ratio = f"{row[column] / old[column]:.2f}" if old[column] else ""
        table.add_row(_name(row), column, f"{old[column]:,.2f}", f"{row[column]:,.2f}", ratio)
    return table


def _name(row: Row) -> str:
    return ", ".join(value for value in row.values() if isinstance(value, str) and "%" not in value)
