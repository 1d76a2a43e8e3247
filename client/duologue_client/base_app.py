"""What every full-screen program of ours does: no palette, and no colours where none are wanted."""

import os
from dataclasses import replace
from typing import Final, TypeVar

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

THEMES: Final = {
    "textual-light": replace(
        BUILTIN_THEMES["textual-light"],
        accent="#a85800",
        warning="#a85800",
        success="#1a9149",
        foreground="#000000",
        background="#f6f6f6",
        surface="#ececec",
        panel="#e2e2e2",
    ),
    "textual-dark": replace(BUILTIN_THEMES["textual-dark"], error="#ff6f8e"),
}
"""Textual's own, with colours that can be read: on light its orange, green and grey are too pale, and
on dark its red is, for eyes that see little red, dimmer than what it is to stand out from."""

Result = TypeVar("Result")


class BaseApp(App[Result]):
    """An app that honours NO_COLOR: without an ANSI theme Textual would still send greys."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        without_colour = "NO_COLOR" in os.environ  # as Textual asks
        super().__init__(ansi_color=True if without_colour else None)
        if without_colour:
            self.theme = "ansi-dark"
        self.title = "Duologue"

    def get_theme(self, theme_name: str) -> Theme | None:
        return THEMES.get(theme_name) or super().get_theme(theme_name)
