"""The page that a room writes together: everybody types, and sees the others type."""

from textual import events
from textual.document._document import EditResult, Location
from textual.document._edit import Edit as TextEdit
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from duologue_client.drafting import Drafting
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.widgets.composer import letters_left
from duologue_protocol import limits, parts
from duologue_protocol.edits import Edit, between, moved
from duologue_protocol.text import clean


class SharedPage(TextArea):
    """Sends what was typed a few times a second; what others write comes in around the cursor."""

    SENDS_AFTER = 0.3
    """Seconds from a keystroke until it is sent, together with those behind it."""

    DEFAULT_CSS = """
    SharedPage {
        height: auto; min-height: 4; max-height: 50%; padding: 0 1;
        border: round $foreground 40%; background: $background;
        border-title-color: $text-accent; border-subtitle-color: $text-warning;
        scrollbar-size-vertical: 1;
    }
    SharedPage:focus { border: round $text-accent; background-tint: $foreground 0%; }
    """

    class Edited(Message):
        """This edit of the text at this version is to be sent. `pasted`: characters of it."""

        def __init__(self, version: int, edit: Edit, pasted: int) -> None:
            super().__init__()
            self.version = version
            self.edit = edit
            self.pasted = pasted

    class Closed(Message):
        """Back to talking."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(soft_wrap=True, highlight_cursor_line=False, id=id)
        self._drafting = Drafting()
        self._part: parts.SharedText | None = None
        self._waiting: Timer | None = None
        self._receiving = False

    def show(self, part: parts.SharedText | None) -> None:
        """Take over the server's text; what is typed and not sent yet stays in it."""
        self.display = part is not None and not part.of  # when it is over it stands among the lines
        if part is None or part == self._part:
            return
        self._part = part
        self.read_only = not part.writable
        self.show_cursor = part.writable
        self._put(self._drafting.heard(part))
        cleared = (" ", _("(cleared by the teacher)")) if part.cleared else ()
        self.border_title = assemble(_("Our text"), *cleared)
        self._send_soon()

    def refused(self) -> None:
        """The last edit was not taken: it stays here, and is sent with the next keystroke."""
        self._drafting.refused()

    def _put(self, text: str) -> None:
        """Change only what differs, and leave the cursor at its letter."""
        edit = between(self.text, text)
        if not edit:
            return
        cursor = moved(self._offset(self.cursor_location), edit)
        kept = edit[0] if isinstance(edit[0], int) and edit[0] > 0 else 0
        put = next((step for step in edit if isinstance(step, str)), "")
        taken = -sum(step for step in edit if isinstance(step, int) and step < 0)
        start, end = self._location(kept), self._location(kept + taken)
        self._receiving = True
        self.replace(put, start, end, maintain_selection_offset=False)
        self._receiving = False
        self.move_cursor(self._location(cursor))
        self.history.clear()  # what others wrote is not mine to undo

    # Every way in which this writer changes the text goes through one of these three.

    def edit(self, edit: TextEdit) -> EditResult:
        result = super().edit(edit)
        self._typed()
        return result

    def undo(self) -> None:
        super().undo()
        self._typed()

    def redo(self) -> None:
        super().redo()
        self._typed()

    def _typed(self) -> None:
        if not self._receiving:
            self._drafting.types(self.text)

    def _offset(self, location: Location) -> int:
        row, column = location
        return sum(len(line) + 1 for line in self.text.split("\n")[:row]) + column

    def _location(self, offset: int) -> Location:
        before = self.text[:offset].split("\n")
        return len(before) - 1, len(before[-1])

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()  # it is not the line that somebody writes
        self.border_subtitle = letters_left(self.text, limits.TEXT_CHARACTERS)
        self._send_soon()

    def _send_soon(self) -> None:
        if self._waiting is None and self._part is not None and self._part.writable:
            self._waiting = self.set_timer(self.SENDS_AFTER, self._send)

    def _send(self) -> None:
        self._waiting = None
        if self._part is None or not self._part.writable or len(self.text) > limits.TEXT_CHARACTERS:
            return
        if edit := self._drafting.sends():
            drafting = self._drafting
            self.post_message(self.Edited(drafting.version, edit, drafting.pasted))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Closed())
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if not self.read_only:
            text = clean(event.text, limits.TEXT_CHARACTERS, rows=limits.LINE_ROWS)
            self.insert(text)
            self._drafting.pastes += (text,)
