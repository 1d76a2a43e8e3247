"""Where one writes: Enter sends, Ctrl+J starts a new row, the last hundred letters count down."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from duologue_client.keys import both_layouts, is_command
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_protocol import limits
from duologue_protocol.text import clean

NEW_ROW = both_layouts("ctrl+j").split(",")


def letters_left(text: str, limit: int) -> Content:
    """For the frame: how many letters are left, once they are few, or how many are too many."""
    left = limit - len(text)
    if left > 100:
        return Content("")
    if left < 0:
        return Content(_("{count} too many").format(count=-left))
    return Content(_("{count} left").format(count=left))


class Composer(TextArea):
    """One to five rows of text. What is sent stays until the screen calls `take_out`."""

    IDLE_SECONDS = 4.0
    """After so long without a key nobody is "typing" any more."""

    DEFAULT_CSS = """
    Composer {
        height: auto; min-height: 3; max-height: 7; padding: 0 1;
        border: round $foreground 40%; background: $background;
        border-title-color: $text-accent; border-title-style: bold;
        border-subtitle-color: $text-warning; scrollbar-size-vertical: 1;
    }
    Composer:focus { border: round $text-accent; background-tint: $foreground 0%; }
    Composer.-line { border: none; height: 1; min-height: 1; max-height: 1; }
    Composer .text-area--placeholder { color: $text-muted; }
    """

    class Sent(Message):
        """Enter was pressed on this text. `pasted`: characters of it that were pasted so."""

        def __init__(self, text: str, pasted: int = 0) -> None:
            super().__init__()
            self.text = text
            self.pasted = pasted

    class TypingChanged(Message):
        """The writer began (or stopped) typing something that others will read."""

        def __init__(self, on: bool) -> None:
            super().__init__()
            self.on = on

    class Cut(Message):
        """A paste was too long: only its beginning was taken."""

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        draft_of: str = "",
        limit: int = limits.LINE_CHARACTERS,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(
            clean(text, limit, limits.LINE_ROWS),
            soft_wrap=True,
            highlight_cursor_line=False,
            placeholder=assemble(placeholder),
            id=id,
        )
        self.limit = limit
        self.draft_of = draft_of
        """What the text is written for; "": not said yet."""
        self._aside: dict[str, str] = {}
        self._addressee = ""
        self._typing = False
        self._idle: Timer | None = None
        self._pastes: list[str] = []

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def ask_for(self, placeholder: str, addressee: str = "") -> None:
        """Say what is to be written, and to whom (on the frame)."""
        self.placeholder = assemble(placeholder)
        title = assemble(addressee)
        if title.plain != self._addressee:
            self._addressee = title.plain
            self.border_title = title

    def give_back(self, text: str) -> None:
        """Put text that was refused before whatever was typed since."""
        again = clean(text, self.limit, limits.LINE_ROWS)
        rows = [part for part in (again, self.text) if part]
        self.text = "\n".join(rows)
        self.move_cursor(self.document.end)

    def write_for(self, what: str) -> str:
        """Something else is written from now on, with a draft of its own; what was put aside."""
        before, self.draft_of = self.draft_of, what
        if before in ("", what):
            return ""
        aside = self._aside[before] = self.text
        self.text = self._aside.pop(what, "")
        self.move_cursor(self.document.end)
        self._stop_typing()
        return aside

    def clear_text(self) -> None:
        """Start anew."""
        self.text = ""
        self._pastes.clear()
        self._stop_typing()

    def take_out(self, sent: str) -> None:
        """What was sent is gone; what was typed behind it meanwhile stays."""
        self._pastes.clear()
        self.text = self.text.removeprefix(sent) if self.text.startswith(sent) else ""
        self.move_cursor(self.document.end)
        self._stop_typing()

    def as_sent(self) -> Sent:
        """What Enter tells."""
        pasted = sum(len(one) for one in self._pastes if one in self.text)
        return self.Sent(self.text, min(pasted, len(self.text.strip())))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._stop_typing()
            self.post_message(self.as_sent())
            return
        if event.key in NEW_ROW:
            event.stop()
            event.prevent_default()
            self.insert("\n")
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text, self.limit, limits.LINE_ROWS)
        if len(event.text.strip()) > self.limit:
            self.post_message(self.Cut())
        self._pastes.append(text)
        self.insert(text)

    def on_text_area_changed(self) -> None:
        self.border_subtitle = letters_left(self.text, self.limit)
        if self.text.strip(" \n/") and not is_command(self.text) and self.has_focus:
            self._keep_typing()
        else:
            self._stop_typing()

    def _keep_typing(self) -> None:
        if self._idle:
            self._idle.stop()
        self._idle = self.set_timer(self.IDLE_SECONDS, self._stop_typing)
        if not self._typing:
            self._typing = True
            self.post_message(self.TypingChanged(on=True))

    def _stop_typing(self) -> None:
        if self._idle:
            self._idle.stop()
            self._idle = None
        if self._typing:
            self._typing = False
            self.post_message(self.TypingChanged(on=False))
