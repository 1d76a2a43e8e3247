"""Draw performance.md's pictures from the figures in performance.json.

Those come from `python -m benchmarks all --json docs/performance.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
WIDTH, LEFT, RIGHT, TOP = 720, 210, 90, 46
ROW, BAR = 26, 16
COLOURS = {"bare": "#8a8f98", "duologue": "#2a78d6", "target": "#c4432b"}


@dataclass(frozen=True)
class Bar:
    name: str
    value: float
    least: float
    greatest: float
    kind: str
    label: str


def main() -> None:
    reports = json.loads((DOCS / "performance.json").read_text())["reports"]
    found = {report["title"].split(",")[0]: report["rows"] for report in reports}
    line = [_line(row) for row in found["CPU of the server per delivered line"] if _is_full(row)]
    _write("performance-line", "CPU of a delivered line, × a bare relay, full core", line, 1.35)
    growth = [_students(row) for row in found["Students in pairs"]]
    _write("performance-students", "Share of one core, a line every 10 s each", growth)


def _is_full(row: dict[str, Any]) -> bool:
    return str(row["load"]) == "saturated"


def _line(row: dict[str, Any]) -> Bar:
    value = row["× bare: median"]
    kind = "bare" if row["server"] == "bare" else "duologue"
    return Bar(row["server"], value, row["min"], row["max"], kind, f"{value:.2f}")


def _students(row: dict[str, Any]) -> Bar:
    value = float(row["of a core"].rstrip("%"))
    name = f"{row['students']} students, {row['server']}"
    return Bar(name, value, value, value, row["server"], f"{value:.1f} %")


def _write(name: str, title: str, bars: Sequence[Bar], target: float | None = None) -> None:
    height = TOP + ROW * len(bars) + 20
    scale = (WIDTH - LEFT - RIGHT) / max(bar.greatest for bar in bars)
    drawn = [_drawn(bar, TOP + ROW * place, scale) for place, bar in enumerate(bars)]
    if target:
        drawn.append(_target(target, scale, height))
    (DOCS / "pictures" / f"{name}.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f'<text x="12" y="24" font-size="15" font-weight="bold">{escape(title)}</text>\n'
        + "\n".join(drawn)
        + "\n</svg>\n",
        "utf-8",
    )


def _drawn(bar: Bar, y: int, scale: float) -> str:
    """A bar with its median's length, a stroke from the least to the greatest, and its figure."""
    middle = y + BAR / 2
    end, first, last = (LEFT + it * scale for it in (bar.value, bar.least, bar.greatest))
    return (
        f'<text x="{LEFT - 8}" y="{middle + 5}" text-anchor="end">{escape(bar.name)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" '
        f'fill="{COLOURS[bar.kind]}"/>'
        f'<path d="M{first:.1f} {middle}H{last:.1f}" stroke="#111111"/>'
        f'<text x="{last + 8:.1f}" y="{middle + 5}">{escape(bar.label)}</text>'
    )


def _target(target: float, scale: float, height: int) -> str:
    x = LEFT + target * scale
    return (
        f'<path d="M{x:.1f} {TOP - 8}V{height - 16}" stroke="{COLOURS["target"]}" '
        'stroke-dasharray="4 3"/>'
        f'<text x="{x:.1f}" y="{height - 4}" text-anchor="middle" fill="{COLOURS["target"]}">'
        f"target {target}</text>"
    )


if __name__ == "__main__":
    main()
