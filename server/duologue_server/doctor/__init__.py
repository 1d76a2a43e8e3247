"""What `duologue doctor` finds: one line each, ok, a warning, or a fault with what to do."""

from typing import Literal, NamedTuple

Level = Literal["ok", "warning", "fault"]
"""A fault keeps a lesson from taking place, or loses or exposes what was kept."""


class Finding(NamedTuple):
    level: Level
    what: str
    """What is so, and for anything but ok what to do now."""
