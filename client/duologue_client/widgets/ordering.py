"""Things to be put in order: one is picked up, carried by the arrows, and put down."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from duologue_client.language import _
from duologue_client.safe import Piece, assemble
from duologue_protocol.parts import Item, Ordering


class OrderList(OptionList):
    """Arrows go from thing to thing; Enter or Space picks one up, and puts it down again."""

    DEFAULT_CSS = """
    OrderList { height: auto; max-height: 50%; border: none; padding: 0 1; background: $background; }
    OrderList:focus { border: none; background-tint: $foreground 0%; background: $surface; }
    OrderList > .option-list--option-highlighted {
        background: $background; color: $foreground; text-style: none;
    }
    OrderList:focus > .option-list--option-highlighted {
        background: $surface-lighten-2; text-style: bold;
    }
    """

    class Moved(Message):
        """This thing belongs here, counted from 0."""

        def __init__(self, item: str, place: int) -> None:
            super().__init__()
            self.item = item
            self.place = place

    class Closed(Message):
        """Back to writing."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(markup=False, id=id)
        self._ordering: Ordering | None = None
        self._items: list[Item] = []
        self._carried: str | None = None

    def show(self, ordering: Ordering | None) -> None:
        """Show this order; a thing that is being carried stays where it is carried to."""
        before, self._ordering = self._ordering, ordering
        self.display = ordering is not None
        if ordering is None or ordering == before:
            return
        items, carried = list(ordering.items), self._carried
        if carried is not None and (at := _place(self._items, carried)) is not None:
            one = next((item for item in items if item.key == carried), None)
            if one is not None:
                items.remove(one)
                items.insert(at, one)
        self._draw(items)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick_or_put(event.option_index)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "space" and self.highlighted is not None:
            self._pick_or_put(self.highlighted)
        elif event.key in ("up", "down") and self._carried is not None:
            self._carry(-1 if event.key == "up" else 1)
        elif event.key == "escape":
            self._carried = None
            self.post_message(self.Closed())
        else:
            return
        event.stop()
        event.prevent_default()

    def _pick_or_put(self, place: int) -> None:
        item = self._items[place]
        if self._carried == item.key:
            self._carried = None
            self.post_message(self.Moved(item.key, place))
        else:
            self._carried = item.key
        self._draw(self._items)

    def _carry(self, step: int) -> None:
        at = _place(self._items, self._carried or "")
        if at is None:
            return
        to = min(max(at + step, 0), len(self._items) - 1)
        self._items.insert(to, self._items.pop(at))
        self._draw(self._items, to)

    def _draw(self, items: list[Item], highlighted: int | None = None) -> None:
        if highlighted is None:
            highlighted = self.highlighted
        self._items = items
        right = self._ordering.right if self._ordering else ()
        self.clear_options()
        self.add_options(
            Option(_row(item, number, right, carried=item.key == self._carried))
            for number, item in enumerate(items)
        )
        if items:
            self.highlighted = min(highlighted or 0, len(items) - 1)


def _place(items: list[Item], key: str) -> int | None:
    return next((place for place, item in enumerate(items) if item.key == key), None)


def _row(item: Item, number: int, right: tuple[str, ...], *, carried: bool) -> Content:
    pieces: list[Piece] = [("⇅ " if carried else f"{number + 1}. ", "$foreground 60%")]
    pieces.append((f"{item.key}  ", "bold $text-accent"))
    if item.text:
        pieces.append(item.text)
    else:
        pieces.append((_("(your partner tells it)"), "italic $foreground 60%"))
    if item.mine:
        pieces.append((_("  only you can read it"), "$text-warning"))
    if right:
        place = right.index(item.key) if item.key in right else number
        good = place == number
        mark = " ✔" if good else f" ✘ {place + 1}."
        pieces.append((mark, "$text-success" if good else "$text-error"))
    return assemble(*pieces)
