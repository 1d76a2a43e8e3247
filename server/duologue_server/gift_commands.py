"""`duologue activity import` and `export`: questions from and for Moodle."""

import re
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from duologue_activities.check import decode
from duologue_activities.gift.exporting import export_gift, is_sayable
from duologue_activities.gift.importing import Imported, import_gift
from duologue_activities.gift.marked import FILE_BYTES
from duologue_activities.mistakes import Mistakes
from duologue_protocol.requests import Level
from duologue_server import activity_files as files
from duologue_server.author_files import Own, To, Which, find, write
from duologue_server.classroom_commands import printable, stop
from duologue_server.language import _
from duologue_server.telling import say


def import_(
    file: Annotated[Path, Parameter(help=_("A GIFT file."))],
    *,
    title: Annotated[str, Parameter(help=_("Without it: the file's name."))] = "",
    level: Annotated[Level, Parameter(help=_("For learners of this level."))] = "B1",
    theme: Annotated[str, Parameter(help=_("A word or two: food, town, travel."))] = "quiz",
    start: Annotated[int, Parameter(help=_("The number of the first question to take."))] = 1,
    to: To = None,
) -> None:
    name = printable(str(file))
    plain = " ".join(re.findall(r"[^\W_]+", file.stem)) or "Quiz"
    try:
        text = decode(files.read_bytes(file, FILE_BYTES), name)
        imported = import_gift(
            text, name, title=title or plain.capitalize(), level=level, theme=theme, start=start
        )
    except (Mistakes, files.Unreadable) as problem:
        stop(str(problem))
    write(imported.text, to)
    _tell(imported)


def _tell(imported: Imported) -> None:
    """On the error stream: the file itself may stand in the terminal or go into a pipe."""
    rows = [str(note) for note in imported.notes]
    rows.append(_("Questions taken: {0}.").format(imported.taken))
    if imported.left:
        more = _("{0} more are in the file: take them with --start {1}.")
        rows.append(more.format(imported.left, imported.following))
    say("\n".join(rows), to=sys.stderr)


def export(
    which: Which,
    *,
    gift: Annotated[bool, Parameter(negative="", help=_("As GIFT, which is the only way."))] = True,
    to: To = None,
    activities: Own = None,
) -> None:
    assert gift
    found = find(which, activities)
    if not found.quiz:
        stop(_("{0} has no questions, so there is nothing for GIFT.").format(found.title))
    write(export_gift(found), to)
    for number, question in enumerate(found.quiz, 1):
        if not is_sayable(question):
            say(_("Question {0} stays as a comment: GIFT can't say it.").format(number))
