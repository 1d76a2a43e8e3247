"""The list of activities: searched by level, minutes and words. Pure."""

from collections.abc import Iterable
from typing import get_args

from textual.content import Content

from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_protocol.parts import Brief
from duologue_protocol.requests import Level

LEVELS = tuple(level for level in get_args(Level) if level)


def search(activities: Iterable[Brief], wanted: str) -> list[Brief]:
    """Those that fit every word: a level (B1), most minutes (12), or part of title or theme."""
    words = wanted.casefold().split()
    return [activity for activity in activities if all(_fits(activity, word) for word in words)]


def fits_group(activity: Brief, people: int) -> bool:
    """Can so many people play it by themselves? One plays alone."""
    if activity.regroups:
        return False
    return activity.solo if people == 1 else activity.least <= people <= activity.most


def activity_row(activity: Brief, width: int) -> Content:
    """Level, minutes, title and theme in one row."""
    start = assemble(
        (f"{activity.level or '–':3}", "bold $text-accent"),
        (f"{activity.minutes:3} ", ""),
        (_("min") + "  ", "$foreground 60%"),
    )
    kind = one_row(f"{activity.kind} · {activity.theme}" if activity.theme else activity.kind, 60)
    title = one_row(activity.title, 60)
    space = width - start.cell_length - len(title) - len(kind)
    if space < 2:
        return assemble(start, title)
    return assemble(start, title, " " * space, (kind, "$foreground 60%"))


def _fits(activity: Brief, word: str) -> bool:
    if word.upper() in LEVELS:
        return activity.level == word.upper()
    if word.isdecimal():
        return activity.minutes <= int(word)
    return word in f"{activity.title} {activity.theme} {activity.kind}".casefold()
