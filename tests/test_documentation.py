"""The pages that are made from the code are current, and CI runs what the README says."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_overview_of_files_is_current() -> None:
    script = ROOT / "docs" / "make_file_overview.py"
    made = importlib.util.spec_from_file_location("make_file_overview", script)
    assert made
    assert made.loader
    module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    page = (ROOT / "docs" / "files.md").read_text("utf-8")
    assert page == module.overview(), "run python docs/make_file_overview.py"


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_ci_finds_the_commands_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for mark in ("<!-- the demo -->", "<!-- the tests -->"):
        after = readme.split(mark, 1)[1].splitlines()
        assert after[1] == "```sh"
        assert after[2].startswith("python3 -m venv .venv && ")
