"""What was said in a room, line by line: follows the newest unless the reader scrolled up."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from duologue_client.widgets.said import Item, Writing


class Transcript(ScrollView):
    """One Line-API widget for a whole conversation: a line more costs the rows that one sees.

    `name_of` turns an id into a name, `me` is the reader's id ("" for a teacher). With `cursor`
    a reader can go from line to line by arrows; without, it never takes the focus.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "step_page(-1)", show=False),
        Binding("pagedown", "step_page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"transcript--chosen"}
    DEFAULT_CSS = """
    Transcript {
        height: 1fr; padding: 0 1; background: $background; color: $foreground;
        overflow-x: hidden; scrollbar-size-vertical: 1;
    }
    Transcript > .transcript--chosen { background: $surface-lighten-1; }
    """

    highlighted: var[int | None] = var[int | None](None)
    """The item under the cursor, by its place."""

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
        super().__init__(id=id)
        self.can_focus = cursor
        self._writing = Writing(name_of, me)
        self._shown: list[Item] = []
        self._ends: list[int] = []
        """The row below each item."""
        self._wrapped_to = 0
        """Cells of the rows that were counted; 0: none yet."""
        self._drawn: LRUCache[tuple[int, bool], list[Strip]] = LRUCache(256)
        """Rows of items, under the cursor or not."""
        self._follows = True
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
        came = len(items) - len(self._shown)
        self._replace_after(same, items)
        if self._follows:
            self.to_newest()
        elif came > 0:
            self._set_unread(self._unread + came)

    def to_newest(self) -> None:
        """Scroll to the newest line and follow again."""
        self._follows = True
        self.scroll_end(animate=False, immediate=True, force=True, x_axis=False)
        self._set_unread(0)

    def page(self, pages: int) -> None:
        """Scroll by so many screens, up if below 0."""
        self.scroll_relative(y=pages * max(1, self.size.height - 2), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._follows = new_value >= self.max_scroll_y - 1
        if self._unread and self._follows:
            self._set_unread(0)

    def on_resize(self) -> None:
        self._fit()

    def watch_show_vertical_scrollbar(self) -> None:
        self._fit()

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        place = bisect_right(self._ends, row)
        if place < len(self._ends):
            strips = self._strips(place)
            at = row - self._top(place)
            if at < len(strips):
                return strips[at]
        return Strip.blank(self._wrapped_to, self.rich_style)

    # The cursor

    def watch_highlighted(self, old: int | None, new: int | None) -> None:
        for place in (old, new):
            if place is not None and place < len(self._ends):
                self.refresh_lines(self._top(place), self._ends[place] - self._top(place))
        if new is not None and new < len(self._ends):
            rows = Region(0, self._top(new), self._wrapped_to, self._ends[new] - self._top(new))
            self.scroll_to_region(rows, force=True, animate=False, immediate=True)

    def action_step(self, step: int) -> None:
        """To the next line or the one before; from the last to the first."""
        if self._shown:
            before = -1 if step > 0 else 0
            now = before if self.highlighted is None else self.highlighted
            self.highlighted = (now + step) % len(self._shown)

    def action_step_page(self, pages: int) -> None:
        if self._ends:
            row = self._top(self.highlighted or 0) + pages * self.size.height
            self.highlighted = bisect_right(self._ends, min(max(row, 0), self._ends[-1] - 1))

    def action_first(self) -> None:
        self.highlighted = 0 if self._shown else None

    def action_last(self) -> None:
        self.highlighted = len(self._shown) - 1 if self._shown else None

    def on_click(self, event: events.Click) -> None:
        row = bisect_right(self._ends, self.scroll_offset.y + event.y)
        if self.can_focus and row < len(self._ends):
            self.highlighted = row

    # Rows

    def _replace_after(self, same: int, items: Sequence[Item]) -> None:
        if same < len(self._shown):
            self._drawn.clear()
        self._shown[same:] = items[same:]
        if self.highlighted is not None and self.highlighted >= len(self._shown):
            self.highlighted = len(self._shown) - 1 if self._shown else None
        self._count_rows(same)

    def _fit(self) -> None:
        """The place for it has changed."""
        if self.scrollable_content_region.width != self._wrapped_to:
            self._drawn.clear()
            self._count_rows(0)
        if self._follows:
            self.to_newest()

    def _count_rows(self, same: int) -> None:
        """Count the rows of all items but the first `same`, once the widget has a width."""
        self._wrapped_to = self.scrollable_content_region.width
        del self._ends[same:]
        if not self._wrapped_to:
            return
        top = end = self._ends[-1] if self._ends else 0
        for item in self._shown[same:]:
            content = self._writing.write(item)
            end += content.get_height({}, self._wrapped_to)
            self._ends.append(end)
        self._set_rows(end)
        self.refresh_lines(top, self.size.height)

    def _set_rows(self, rows: int) -> None:
        """A row more leaves the layout of the screen as it is, unless the scroll bar comes."""
        size = Size(self._wrapped_to, rows)
        if (rows > self.container_size.height) != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)  # pyright: ignore[reportArgumentType]
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = rows

    def _top(self, place: int) -> int:
        return self._ends[place - 1] if place else 0

    def _strips(self, place: int) -> list[Strip]:
        chosen = place == self.highlighted and self.has_focus
        strips = self._drawn.get((place, chosen))
        if strips is None:
            style = self.get_visual_style("transcript--chosen") if chosen else self.visual_style
            content = self._writing.write(self._shown[place])
            strips = Visual.to_strips(self, content, self._wrapped_to, None, style, pad=True)
            self._drawn[place, chosen] = strips
        return strips

    def _set_unread(self, count: int) -> None:
        if count != self._unread:
            self._unread = count
            self.post_message(self.Unread(count))
