"""The stage's clock: time left, a bar, and a warning by sign and word, not by colour alone."""

from typing import Literal

from textual.content import Content
from textual.widgets import Static

from duologue_client.language import _
from duologue_protocol.parts import Progress

LAST_MINUTE_MS = 60_000
ENDING_MS = 15_000
BAR = 10

Urgency = Literal["none", "calm", "soon", "now", "paused"]


def time_left_ms(progress: Progress, now_ms: int) -> int | None:
    """Milliseconds that the stage still has; None where no clock is."""
    if progress.ends_at_ms is not None:
        return max(0, progress.ends_at_ms - now_ms)
    return progress.left_ms


def urgency(progress: Progress, now_ms: int) -> Urgency:
    """How much the clock presses."""
    left = time_left_ms(progress, now_ms)
    if left is None:
        return "none"
    if progress.ends_at_ms is None:
        return "paused"
    return "now" if left <= ENDING_MS else "soon" if left <= LAST_MINUTE_MS else "calm"


def clock(milliseconds: int) -> str:
    """Minutes and seconds, 04:12; a second that has begun counts whole."""
    seconds = -(-max(0, milliseconds) // 1000)
    return f"{seconds // 60:02}:{seconds % 60:02}"


class Countdown(Static):
    """Call `show` when the room changes and `tick` once a second."""

    STYLES: dict[Urgency, str] = {  # noqa: RUF012 - Textual's own classes are written so
        "none": "$foreground 60%",
        "calm": "$foreground",
        "soon": "bold $text-warning",
        "now": "bold reverse $text-error",
        "paused": "$text-accent",
    }

    DEFAULT_CSS = "Countdown { width: 26; height: 1; text-align: right; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(markup=False, id=id)
        self._progress: Progress | None = None
        self._drawn: tuple[str, Urgency] = ("", "none")

    def show(self, progress: Progress, now_ms: int) -> None:
        """Take over the clock of this room."""
        self._progress = progress
        self.tick(now_ms)

    def tick(self, now_ms: int) -> None:
        """Draw the time that is left now."""
        if self._progress is None:
            return
        drawn = self._words(self._progress, now_ms), urgency(self._progress, now_ms)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(Content.styled(drawn[0], self.STYLES[drawn[1]]), layout=False)

    def _words(self, progress: Progress, now_ms: int) -> str:
        left = time_left_ms(progress, now_ms)
        match urgency(progress, now_ms), left:
            case "paused", int():
                return _("‖ {time} paused").format(time=clock(left))
            case "now", int():
                return _(" !! {time} ends now ").format(time=clock(left))
            case "soon", int():
                return _("! {time} last minute").format(time=clock(left))
            case _, int():
                bar = f" {_bar(progress, left)}" if self.size.width > 24 else ""
                return clock(left) + bar
            case _:
                return ""


def _bar(progress: Progress, left_ms: int) -> str:
    whole = max(1, (progress.ends_at_ms or 0) - progress.began_ms)
    full = min(BAR, max(0, round(BAR * left_ms / whole)))
    return "━" * full + "╌" * (BAR - full)
