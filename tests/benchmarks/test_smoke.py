"""Each benchmark still runs, with tiny counts; what it measures is for a quiet machine."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["relay", "startup", "journal"])
def test_runs(name: str, tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--rounds=1", "--quick", f"--json={found}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    report = msgspec.json.decode(found.read_bytes())["reports"][0]
    assert len(report["rows"]) >= 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own memory")
def test_memory_runs() -> None:
    subprocess.run(
        [sys.executable, "-m", "benchmarks", "memory", "--rounds=1", "--quick"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
