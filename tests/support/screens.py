"""Screens as text: what a reader sees, row by row, compared with pictures kept as files."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

REWRITE = "DUOLOGUE_REWRITE_GOLDEN"
"""Set it to 1 to take what is seen now as the new picture."""


def screen_text(app: App[Any]) -> str:
    """The whole screen as rows of text without colours."""
    strips = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def check_golden(app: App[Any], picture: Path) -> None:
    """The screen looks like its picture.

    Raises AssertionError: when it does not, with both.
    """
    seen = screen_text(app)
    if os.environ.get(REWRITE):
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(seen, encoding="utf-8")
    assert seen == picture.read_text(encoding="utf-8"), f"{picture.name} has changed:\n{seen}"


async def until(pilot: Pilot[Any], holds: Callable[[], object], steps: int = 200) -> None:
    """Let the app work until something holds.

    Raises AssertionError: when it never does.
    """
    for _step in range(steps):
        if holds():
            return
        await pilot.pause()
    raise AssertionError(f"it never came to hold:\n{screen_text(pilot.app)}")
