"""Pinned lines: one is shown to all without its author, and what the class suggests instead."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue_client.fold import View
from duologue_client.keys import bindings
from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.teacher.keyline import KeyLine
from duologue_client.teacher.keys import PINS
from duologue_client.teacher.page import Page
from duologue_client.teacher.status import Status
from duologue_client.teacher.wording import named, room_name
from duologue_protocol.parts import Pin
from duologue_protocol.requests import Gather, PinLine, Request, ShowPin, ShowSuggestion

Rows = tuple[tuple[str, Content], ...]


class PinsScreen(Page):
    """Each pinned line, and below it what students suggest."""

    KEYS = PINS
    BINDINGS: ClassVar[list[BindingType]] = bindings(PINS)

    CSS = """
    PinsScreen #head { height: 2; padding: 0 1; background: $surface; }
    PinsScreen OptionList { height: 1fr; border: none; padding: 0 1; background: $background; }
    PinsScreen OptionList:focus { border: none; background-tint: $background 0%; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield OptionList(markup=False)
        yield Status()
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self._shown: Rows = ()
        self.query_one(OptionList).focus()
        self.query_one(KeyLine).show(self.offered)

    def draw(self) -> None:
        super().draw()
        view = self.desk.view
        self.query_one("#head", Static).update(_head(view))
        rows = tuple(row for pin in view.pins.values() for row in _rows(pin, view))
        if rows != self._shown:
            self._shown = rows
            options = self.query_one(OptionList)
            before = options.highlighted_option.id if options.highlighted_option else None
            options.set_options(Option(content, id=key) for key, content in rows)
            keys = [key for key, _content in rows]
            if keys:
                options.highlighted = keys.index(before) if before in keys else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        pin, _space, who = (event.option_id or "").partition(" ")
        shown = self.desk.view.plenary
        if shown is None or shown.pin != pin:
            self.desk.submit(ShowPin(pin))
        if who:
            self.desk.submit(ShowSuggestion(who))
        self._tell_where()

    def action_hide(self) -> None:
        self.desk.submit(ShowPin(""))

    def action_plenary(self) -> None:
        classroom = self.desk.view.classroom
        together = classroom is not None and classroom.attention == "plenary"
        self.desk.submit(Gather("work" if together else "plenary"))

    def action_unpin(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        pin = self.desk.view.pins.get((option.id or "").partition(" ")[0]) if option else None
        if pin:
            request: Request = PinLine(pin.room, pin.line, on=False)
            self.desk.submit(request)

    def action_close(self) -> None:
        self.dismiss()

    def _tell_where(self) -> None:
        classroom = self.desk.view.classroom
        if classroom and classroom.attention != "plenary":
            self.say(_("g calls everybody together, so that they see it."))
        else:
            self.say(_("Everybody sees it, without a name."))


def _head(view: View) -> Content:
    count = len(view.pins)
    words = ngettext("{count} pinned line", "{count} pinned lines", count).format(count=count)
    together = view.classroom is not None and view.classroom.attention == "plenary"
    where = _("everybody is here with you") if together else _("the class works in its rooms")
    how = _("Pin lines with p while you read along in a room.")
    now = _("Shown to all: {text}").format(text=view.plenary.text) if view.plenary else how
    return assemble((words, "bold"), f" · {where}\n", (now, "$foreground 80%"))


def _rows(pin: Pin, view: View) -> Iterator[tuple[str, Content]]:
    shown = view.plenary if view.plenary and view.plenary.pin == pin.id else None
    room = view.rooms.get(pin.room)
    place = room_name(room.progress) if room and room.progress else ""
    sign = "◎ " if shown else "  "
    yield (
        pin.id,
        assemble(
            (sign, "$text-success"),
            (pin.text, "bold"),
            (f"  {named(view, pin.by)}  {place}", "$foreground 60%"),
        ),
    )
    for who, text in pin.suggestions:
        seen = "✔" if shown and text in shown.better else "·"
        yield (
            f"{pin.id} {who}",
            assemble(f"     {seen} ", text, (f"  {named(view, who)}", "$foreground 60%")),
        )
