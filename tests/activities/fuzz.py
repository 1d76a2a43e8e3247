"""Load files that a fuzzer makes of good ones, led by what of the loader they reach. Not in CI:

    .venv/bin/pip install atheris
    PYTHONPATH=tests python -m activities.fuzz activity -max_total_time=600

The first argument is activity, lesson or gift; what follows is libFuzzer's. It ends at the first
file that gives a traceback, a mistake without a place, or more work than its size allows, and
writes that file as crash-….
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

atheris: Any = import_module("atheris")  # not among the tests' needs, and without types

with atheris.instrument_imports(include=["duologue_activities", "ruamel.yaml"]):
    from support.authored_files import FORMATS, outcome_of_bytes


def main() -> None:
    name, *others = sys.argv[1:] or [""]
    if name not in FORMATS:
        raise SystemExit(f"Say which: {', '.join(FORMATS)}.")
    of = FORMATS[name]

    def load(data: bytes) -> None:
        outcome_of_bytes(of, data)

    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(of.good):
            Path(folder, str(number)).write_text(text, encoding="utf-8")
        atheris.Setup([sys.argv[0], *others, "-max_len=8192", "-timeout=10", folder], load)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
