"""`duologue activity`: check, show, play, begin, list, import and export activities."""

from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter
from rich.console import Console

from duologue_activities import templates
from duologue_activities.activity import Activity, Kind
from duologue_activities.fields import listing
from duologue_activities.schema import schema_text
from duologue_server import activity_drawing as drawing
from duologue_server import activity_files as files
from duologue_server import gift_commands
from duologue_server.activity_play import play as play_in
from duologue_server.author_files import Own, To, Which, find, library_of, write
from duologue_server.classroom_commands import printable, stop
from duologue_server.language import _
from duologue_server.telling import say

LevelName = Literal["A1", "A2", "B1", "B2", "C1", "C2"]

activity = cyclopts.App(
    name="activity", help=_("For authors: check, show, play, begin and list activities.")
)


@activity.command(help=_("Check files, or all files of a folder: every mistake at once."))
def check(
    *paths: Annotated[Path, Parameter(name="FILE", help=_("Files or folders."))],
) -> None:
    if not paths:
        stop(_("Say which file or folder: `duologue activity check the-wrong-order.yaml`"))
    try:
        report = files.check(paths)
    except files.Unreadable as problem:
        stop(str(problem))
    say(report.text)
    if not report.good:
        raise SystemExit(1)


@activity.command(help=_("Show what each role sees in each stage, both sides and the model."))
def show(
    which: Which,
    *,
    role: Annotated[str, Parameter(help=_("Only what this role sees."))] = "",
    activities: Own = None,
) -> None:
    found = find(which, activities)
    console = Console(highlight=False)
    key = _role(found, role) if role else ""
    console.print(drawing.whole(found, console.width, key))


@activity.command(help=_("Try an activity alone: you in one role, a scripted partner beside you."))
def play(
    which: Which,
    *,
    role: Annotated[str, Parameter(help=_("Your role; without it: who speaks first."))] = "",
    activities: Own = None,
) -> None:
    found = find(which, activities)
    key = _role(found, role) if role else found.starts
    play_in(found, key, Console(highlight=False))


@activity.command(help=_("Begin an activity: a file of this kind that is good, with comments."))
def new(kind: Kind, *, to: To = None) -> None:
    write(templates.template(kind), to)
    if to:
        say(_("Change it, and check it: `{0}`").format(f"duologue activity check {quote(str(to))}"))


@dataclass
class Filter:
    level: LevelName | None = None
    minutes: Annotated[int | None, Parameter(help=_("That long, or shorter."))] = None
    size: Annotated[int | None, Parameter(help=_("For a group of so many people."))] = None
    kind: Kind | None = None
    theme: Annotated[str, Parameter(help=_("With this in its theme."))] = ""

    def takes(self, one: Activity) -> bool:
        return (
            self.level in (None, one.level)
            and (self.minutes is None or one.minutes <= self.minutes)
            and (self.size is None or one.least <= self.size <= one.most)
            and self.kind in (None, one.kind)
            and self.theme.casefold() in one.theme.casefold()
        )


@activity.command(name="list", help=_("List the activities, all or those that you need."))
def list_(
    *,
    only: Annotated[Filter | None, Parameter(name="*")] = None,
    activities: Own = None,
) -> None:
    wanted = only or Filter()
    found = [one for one in library_of(activities).values() if wanted.takes(one)]
    if not found:
        stop(_("No activity is like that. `duologue activity list` shows them all."))
    Console(highlight=False).print(drawing.library(found))


activity.command(
    gift_commands.import_,
    name="import",
    help=_("Make an activity of questions in Moodle's GIFT, a quiz that is answered together."),
)
activity.command(
    gift_commands.export,
    help=_("Write the questions of an activity in Moodle's GIFT."),
)


@activity.command(help=_("Write the JSON Schema of activity files, so that editors complete."))
def schema(*, to: To = None) -> None:
    write(schema_text(), to)


def _role(found: Activity, name: str) -> str:
    keys = [role.key for role in found.roles]
    if name not in keys:
        known = listing(keys)
        stop(_("{0} has no role {1}. Write {2}.").format(found.title, printable(name), known))
    return name
