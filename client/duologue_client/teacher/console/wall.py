"""All rooms of the class on one widget that draws only what changed."""

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from duologue_client.teacher.console.card import Card
from duologue_client.teacher.console.grid import Grid, grid
from duologue_client.teacher.console.tile import Ink, row, tile


class Wall(ScrollView, can_focus=True):
    """Rooms as tiles or rows, in the order they are given."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"wall--{name}" for name in ("frame", "here", "title", "muted", "urgent", "worry", "bar")
    }

    DEFAULT_CSS = """
    Wall {
        background: $background; overflow-x: hidden; scrollbar-size-vertical: 1;
        & > .wall--frame { color: $foreground 35%; }
        & > .wall--here { color: $text-primary; text-style: bold; }
        & > .wall--title { color: $foreground; text-style: bold; }
        & > .wall--muted { color: $foreground 70%; }
        & > .wall--urgent { color: $text-error; text-style: bold; }
        & > .wall--worry { color: $text-warning; text-style: bold; }
        & > .wall--bar { color: $text-success; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "open", show=False),
    ]

    class Opened(Message):
        """A room was chosen to be read."""

        def __init__(self, room: str) -> None:
            super().__init__()
            self.room = room

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()
        """The rooms as they stand."""
        self._drawn: dict[str, list[Strip]] = {}
        self._ink: Ink | None = None
        self._grid: Grid = grid(1, 1, 0)
        self.room: str | None = None
        """The room under the cursor."""

    @property
    def order(self) -> tuple[str, ...]:
        """The rooms' names, as they stand."""
        return tuple(one.room for one in self.cards)

    @property
    def index(self) -> int:
        """Where the cursor stands; 0 on an empty wall."""
        return self.order.index(self.room) if self.room in self.order else 0

    def show(self, cards: Sequence[Card]) -> None:
        """Draw these rooms, in this order; what looks as before is not drawn again."""
        before, self.cards = self.cards, tuple(cards)
        if self.room not in self.order:
            self.room = self.order[0] if self.cards else None
            self._drawn.clear()
        if len(before) != len(self.cards):
            self._lay_out()
            return
        changed = [
            place
            for place, (old, new) in enumerate(zip(before, self.cards, strict=True))
            if old != new
        ]
        for place in changed:
            self._drawn.pop(self.cards[place].room, None)
        self._refresh_rows({place // self._grid.columns for place in changed})

    def go_to(self, room: str) -> None:
        """Put the cursor on a room that is on the wall."""
        if room not in self.order or room == self.room:
            return
        left, self.room = self.index, room
        for place in (left, self.index):
            self._drawn.pop(self.cards[place].room, None)
        self._refresh_rows({place // self._grid.columns for place in (left, self.index)})
        self._scroll_to_cursor()

    def render_line(self, y: int) -> Strip:
        across, line = divmod(y + self.scroll_offset.y, self._grid.height)
        ground = self._styles().ground
        first = across * self._grid.columns
        strips = [self._strips(one)[line] for one in self.cards[first : first + self._grid.columns]]
        return Strip.join(strips).adjust_cell_length(self.size.width, ground)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._ink = None
        self._drawn.clear()

    def on_resize(self, event: Resize) -> None:
        del event
        self._lay_out()

    def on_focus(self) -> None:
        self._drawn.clear()
        self.refresh()

    def on_blur(self) -> None:
        self._drawn.clear()
        self.refresh()

    def on_click(self, event: Click) -> None:
        place = self._grid.index(event.x, event.y + self.scroll_offset.y)
        if not 0 <= place < len(self.cards):
            return
        room = self.cards[place].room
        if room == self.room:
            self.post_message(self.Opened(room))
        self.go_to(room)

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor by columns and rows; it stops at the edges."""
        place = self.index + across + down * self._grid.columns
        if 0 <= place < len(self.cards):
            self.go_to(self.cards[place].room)

    def action_first(self) -> None:
        if self.cards:
            self.go_to(self.cards[0].room)

    def action_last(self) -> None:
        if self.cards:
            self.go_to(self.cards[-1].room)

    def action_open(self) -> None:
        if self.room:
            self.post_message(self.Opened(self.room))

    def _lay_out(self) -> None:
        """Find the geometry for this size and this many rooms, and draw everything."""
        width, height = self.container_size.width, self.container_size.height
        shape = grid(width, height, len(self.cards))
        if shape.lines(len(self.cards)) > height:
            shape = grid(width - 1, height, len(self.cards))  # the scrollbar takes a column
        self._grid = shape
        self._drawn.clear()
        self.virtual_size = Size(shape.columns * shape.width, shape.lines(len(self.cards)))
        self.refresh()

    def _strips(self, one: Card) -> list[Strip]:
        if one.room not in self._drawn:
            here = one.room == self.room and self.has_focus
            width, ink = self._grid.width, self._styles()
            self._drawn[one.room] = (
                tile(one, width, self._grid.height, ink, here=here)
                if self._grid.framed
                else row(one, width, ink, here=here)
            )
        return self._drawn[one.room]

    def _styles(self) -> Ink:
        if self._ink is None:
            ground = self.rich_style

            def style(name: str) -> Style:
                return ground + self.get_component_rich_style(name)

            self._ink = Ink(
                ground=ground,
                frame=style("wall--frame"),
                here=style("wall--here"),
                title=style("wall--title"),
                muted=style("wall--muted"),
                urgent=style("wall--urgent"),
                worry=style("wall--worry"),
                bar=style("wall--bar"),
            )
        return self._ink

    def _refresh_rows(self, rows: set[int]) -> None:
        """Draw these rows of rooms again, whole: fewer and larger regions cost less."""
        height = self._grid.height
        for row_number in rows:
            top = row_number * height - self.scroll_offset.y
            if -height < top < self.size.height:
                self.refresh(Region(0, top, self.size.width, height))

    def _scroll_to_cursor(self) -> None:
        x, y = self._grid.place(self.index)
        self.scroll_to_region(
            Region(x, y, self._grid.width, self._grid.height), animate=False, x_axis=False
        )
