"""What every full-screen program of ours does: no palette, and no colours where none are wanted."""

import os
from typing import TypeVar

from textual.app import App

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
