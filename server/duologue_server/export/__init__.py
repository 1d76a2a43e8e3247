"""Lessons as files: one format, one module."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Final, Literal

from duologue_server.export.data import data
from duologue_server.export.gradebook import gradebook
from duologue_server.export.markdown import markdown
from duologue_server.export.page import page
from duologue_server.export.table import table
from duologue_server.export.wording import Files
from duologue_server.lesson_records import ClassReport

Format = Literal["md", "html", "csv", "json", "moodle"]

FORMATS: Final[dict[Format, Callable[[ClassReport, tzinfo | None], Files]]] = {
    "md": markdown,
    "html": page,
    "csv": table,
    "json": data,
    "moodle": gradebook,
}
