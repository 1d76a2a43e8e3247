"""Write docs/files.md: every module with its caption, the first line of its docstring."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "files.md"
FOLDERS = ("protocol", "activities", "server", "client", "benchmarks", "docs")
HEAD = """# Files

Every module and its caption. Made by `python docs/make_file_overview.py`; a test keeps it true.
"""


def overview() -> str:
    """The whole page."""
    sections = [HEAD]
    for folder in FOLDERS:
        rows = [
            f"| `{path.relative_to(ROOT / folder)}` | {caption(path)} |"
            for path in sorted((ROOT / folder).rglob("*.py"))
        ]
        if rows:
            sections.append("\n".join([f"## {folder}/", "", "| file | |", "|--|--|", *rows, ""]))
    return "\n".join(sections)


def caption(path: Path) -> str:
    """The first sentence or line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    if not docstring:
        raise SystemExit(f"{path} has no docstring: its first line is its caption.")
    return " ".join(docstring.split("\n\n")[0].split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(overview(), "utf-8")
