"""What was said in a room, line by line: follows the newest unless the reader scrolled up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from duologue_client.fold import RoomView
from duologue_client.language import _
from duologue_client.safe import Piece, assemble, one_row
from duologue_client.widgets.difference import difference
from duologue_protocol.parts import Announcement, Correction, Line, Note


@dataclass(frozen=True)
class Sending:
    """An own line that the server has not acknowledged yet."""

    text: str


@dataclass(frozen=True)
class Mended:
    """A correction with the line it is about."""

    line: str
    correction: Correction


Item = Line | Announcement | Note | Sending | Mended


def mended(room: RoomView) -> list[Mended]:
    """The corrections of a room whose lines the reader has."""
    return [
        Mended(room.lines[one.line].text, one)
        for _key, one in sorted(room.corrections.items())
        if one.line in room.lines and (one.text or one.cleared)
    ]


class Transcript(OptionList):
    """One Line-API widget for a whole conversation.

    `name_of` turns an id into a name, `me` is the reader's id ("" for a teacher). With `cursor`
    a reader can go from line to line by arrows; without, it never takes the focus.
    """

    DEFAULT_CSS = """
    Transcript {
        height: 1fr; border: none; padding: 0 1; background: $background;
        scrollbar-size-vertical: 1;
    }
    Transcript:focus { border: none; background-tint: $foreground 0%; }
    Transcript > .option-list--option { padding: 0; }
    Transcript > .option-list--option-hover { background: $background; }
    Transcript > .option-list--option-highlighted {
        background: $background; color: $foreground; text-style: none;
    }
    Transcript:focus > .option-list--option-highlighted { background: $surface-lighten-1; }
    """

    class Unread(Message):
        """So many lines came below what the reader sees; 0: the newest is on the screen."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(
        self,
        name_of: Callable[[str], str],
        me: str = "",
        *,
        cursor: bool = False,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(markup=False, id=id)
        self.can_focus = cursor
        self._name_of = name_of
        self._me = me
        self._shown: list[Item] = []
        self._unread = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """What is shown now, oldest first."""
        return tuple(self._shown)

    @property
    def chosen(self) -> Item | None:
        """What the cursor stands on."""
        return None if self.highlighted is None else self._shown[self.highlighted]

    def show(self, items: Sequence[Item]) -> None:
        """Show exactly these; only what differs from before is drawn."""
        same = 0
        for old, new in zip(self._shown, items, strict=False):
            if old is not new and old != new:
                break
            same += 1
        if same == len(self._shown) == len(items):
            return
        follows = self.scroll_y >= self.max_scroll_y - 1
        came = len(items) - len(self._shown)
        self._replace_after(same, items)
        if follows:
            self.to_newest()
        elif came > 0:
            self._set_unread(self._unread + came)

    def to_newest(self) -> None:
        """Scroll to the newest line and follow again."""
        self.scroll_end(animate=False, immediate=False)
        self._set_unread(0)

    def page(self, pages: int) -> None:
        """Scroll by so many screens, up if below 0."""
        self.scroll_relative(y=pages * max(1, self.size.height - 2), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._unread and new_value >= self.max_scroll_y - 1:
            self._set_unread(0)

    def _replace_after(self, same: int, items: Sequence[Item]) -> None:
        if same == 0:
            self.clear_options()
        else:
            for index in range(len(self._shown) - 1, same - 1, -1):
                self.remove_option_at_index(index)
        self.add_options(Option(self._draw(item)) for item in items[same:])
        self._shown = list(items)

    def _set_unread(self, count: int) -> None:
        if count != self._unread:
            self._unread = count
            self.post_message(self.Unread(count))

    def _draw(self, item: Item) -> Content:
        match item:
            case Line():
                return self._draw_line(item)
            case Announcement():
                said = _("{name} to you alone") if item.to else _("{name} to all")
                who = said.format(name=one_row(self._name_of(item.by)))
                return assemble((f"✎ {who}", "bold $text-warning"), ": ", item.text)
            case Note():
                to = _("Your note to {name}").format(name=one_row(self._name_of(item.to)))
                return assemble((f"✎ {to}", "bold $text-success"), ": ", item.text, _gone(item))
            case Mended():
                return self._draw_correction(item)
            case Sending():
                start: tuple[str, str] = (_("You"), "bold $foreground 60%")
                return assemble(
                    start,
                    ": ",
                    (item.text, "$foreground 60%"),
                    (_("  sending …"), "italic $foreground 60%"),
                )

    def _draw_correction(self, item: Mended) -> Content:
        one = item.correction
        name = _("You") if one.by == self._me else one_row(self._name_of(one.by))
        pieces: list[Piece] = [(f"✎ {name}", "bold $text-accent"), ": "]
        pieces.append(difference(item.line, one.text) if one.text else _gone(one))
        if one.verdict:
            pieces.append((f"  {_verdict(one)}", "$text-success"))
        if one.used:
            pieces.append((_("  used since ✔"), "bold $text-success"))
        return assemble(*pieces)

    def _draw_line(self, line: Line) -> Content:
        if line.cleared:
            return assemble(*self._speaker(line), _gone(line))
        ticks = ("✔" * len(line.phrases), "$text-success") if line.phrases else ""
        return assemble(*self._speaker(line), line.text, ticks)

    def _speaker(self, line: Line) -> tuple[Piece, ...]:
        name = one_row(self._name_of(line.by)) if line.by else one_row(line.role) or "·"
        if line.kind == "answer":
            return self._writer(line, name)
        if line.kind == "text":
            return (_("☰ The text of this group"), "bold $text-accent"), ":\n"
        if line.kind == "original":
            return (_("☰ It was"), "bold $text-accent"), ":\n"
        if line.kind == "brought":
            return (_("☰ The list of {name}'s group").format(name=name), "bold $text-accent"), ": "
        if line.kind == "teacher":
            return (f"✎ {name}", "bold $text-warning"), ": "
        if line.by and line.by == self._me:
            return (_("You"), "bold $text-success"), ": "
        if not line.by:
            return (f"» {name}", "italic $foreground 60%"), ": "
        return (name, "bold $text-primary"), ": "

    def _writer(self, line: Line, name: str) -> tuple[Piece, ...]:
        """Who wrote an answer; in a story, which one it belongs to."""
        mine = line.by == self._me
        story = f"{one_row(line.role)} · " if line.role.startswith("Story ") else ""
        who = (
            (_("You wrote") if mine else _("{name} wrote").format(name=name)) if not story else name
        )
        style = "bold $text-success" if mine else "bold $text-primary"
        return (f"✍ {story}{who}", style), ": "


def _gone(one: Line | Note | Correction) -> tuple[str, str]:
    """What stands for a text that a teacher has taken away."""
    return (_("(cleared by the teacher)") if one.cleared else "", "italic $foreground 60%")


def _verdict(one: Correction) -> str:
    if one.verdict == "accepted":
        return _("taken")
    if one.verdict == "rewritten":
        return _("rewritten: {text}").format(text=one.answer)
    return _("the author disagrees")
