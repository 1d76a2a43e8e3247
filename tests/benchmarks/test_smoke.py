"""Each benchmark still runs, with tiny counts; what it measures is for a quiet machine."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["relay", "startup", "journal", "flood"])
def test_runs(name: str, tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--rounds=1", "--quick", f"--json={found}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    report = msgspec.json.decode(found.read_bytes())["reports"][0]
    assert len(report["rows"]) >= 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own memory")
def test_memory_runs() -> None:
    subprocess.run(
        [sys.executable, "-m", "benchmarks", "memory", "--rounds=1", "--quick"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="needs a process's memory, or a terminal")
@pytest.mark.parametrize("name", ["latency", "wall", "growth", "crowd", "comeback", "screens"])
def test_runs_and_compares(name: str, tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    benchmark(name, "--rounds=1", "--quick", f"--json={found}")
    compared = benchmark("compare", str(found), str(found))
    report = msgspec.json.decode(found.read_bytes())["reports"][0]
    same = [line for line in compared.splitlines() if line.strip("│ ").endswith(" 1.00")]
    assert len(same) == len(report["rows"]), compared


def benchmark(*arguments: str) -> str:
    """What it printed."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
