"""What came of the rooms: a row for each, and beside it the whole lesson or one room, with plots."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue_client.fold import View
from duologue_client.keys import bindings
from duologue_client.language import _, ngettext, translate_refusal
from duologue_client.safe import assemble
from duologue_client.teacher.console.pen import fitted
from duologue_client.teacher.desk import Desk
from duologue_client.teacher.keyline import KeyLine
from duologue_client.teacher.keys import RESULTS
from duologue_client.teacher.outcome import Outcome, last_lesson, outcomes
from duologue_client.teacher.outcome_page import lesson_page, room_page
from duologue_client.teacher.page import Page
from duologue_client.teacher.status import Status
from duologue_client.teacher.wording import balance, named
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import ShowModel

LESSON = "lesson"
"""The first row: the whole lesson, which is no room."""


class ResultsScreen(Page):
    """The lesson, then a row for each room, latest first; below or beside it what came of it."""

    KEYS = RESULTS
    BINDINGS: ClassVar[list[BindingType]] = bindings(RESULTS)

    CSS = """
    ResultsScreen #table { height: 1fr; layout: vertical; }
    ResultsScreen #heads { height: 2; padding: 0 1; }
    ResultsScreen OptionList {
        height: 1fr; max-height: 9; border: none; padding: 0; background: $background;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
    }
    ResultsScreen OptionList:focus { border: none; background-tint: $background 0%; }
    ResultsScreen VerticalScroll {
        height: 1fr; width: 1fr; padding: 0 1; border-top: solid $foreground 35%;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    ResultsScreen.-wide #table { layout: horizontal; }
    ResultsScreen.-wide OptionList { width: 84; max-height: 100%; height: 1fr; }
    ResultsScreen.-wide VerticalScroll { border-top: none; border-left: solid $foreground 35%; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rooms: dict[str, Outcome] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="heads", markup=False)
        with Container(id="table"):
            yield OptionList(markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(id="said", markup=False)
        yield Status()
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(OptionList).focus()
        self.query_one(KeyLine).show(self.offered)
        self.run_worker(self.load())

    async def load(self) -> None:
        """Fetch the results."""
        try:
            found = outcomes((await self.desk.results()).results)
        except Refused as refused:
            self.trouble(translate_refusal(refused.code, refused.detail))
            return
        self._rooms = {one.room: one for one in found}
        self.query_one("#heads", Static).update(_heads(len(found)))
        rows = self.query_one(OptionList)
        rows.set_options(Option(_row(one, self.desk.view), id=one.room) for one in found)
        if found:
            whole = assemble("  ", (_("The whole lesson"), "bold"))
            rows.set_options([Option(whole, id=LESSON), *rows.options])
            rows.highlighted = 0
        else:
            self.say(_("There are no results yet. They come when rooms have talked."))

    def on_option_list_option_highlighted(self) -> None:
        self._show()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        """The page of the row under the cursor, for the width there is."""
        chosen = self.query_one(OptionList).highlighted_option
        if chosen is None or not self._rooms:
            return
        width = max(20, self.query_one(VerticalScroll).scrollable_content_region.width)
        room = self._rooms.get(chosen.id or "")
        page = (
            room_page(room, self.desk.view, width)
            if room
            else lesson_page(last_lesson(self._rooms.values()), self.desk.view, width)
        )
        self.query_one("#said", Static).update(page)

    def action_read_on(self) -> None:
        self._scroll(1)

    def action_read_back(self) -> None:
        self._scroll(-1)

    def _scroll(self, pages: int) -> None:
        pane = self.query_one(VerticalScroll)
        pane.scroll_relative(y=pages * max(1, pane.size.height - 2), animate=False)

    def action_refresh(self) -> None:
        self.run_worker(self.load())

    def action_model(self) -> None:
        self.desk.submit(ShowModel())
        self.say(_("All rooms that have ended see the model."))

    def action_model_room(self) -> None:
        chosen = self.query_one(OptionList).highlighted_option
        room = self._rooms.get(chosen.id or "") if chosen else None
        if room is None:
            self.say(_("Choose a room first."))
            return
        self.desk.submit(ShowModel(room.room))
        self.say(_("{room} sees the model.").format(room=_title(room.number)))

    def action_close(self) -> None:
        self.dismiss()


def _heads(count: int) -> Content:
    pair, words, share = _("Pair"), _("Words"), _("Balance")
    phrases, goals, right = _("Phrases"), _("Goals"), _("Right")
    names = f"{'':12}{pair:20}{words:>9}  {share:12}{phrases:8}{goals:6}{right}"
    rooms = ngettext("{count} room", "{count} rooms", count).format(count=count)
    return assemble(
        (_("Results"), "bold"),
        (f"  {rooms}", "$foreground 70%"),
        "\n",
        (names, "$foreground 70%"),
    )


def _title(number: int) -> str:
    return _("Room {number}").format(number=number)


def _row(one: Outcome, view: View) -> Content:
    pair = fitted(" / ".join(named(view, result.who) for result in one.people), 19)
    words = "/".join(str(result.words) for result in one.people)
    share = one.share
    numbers = tuple(
        f"{got}/{of}" if of else "–" for got, of in (one.phrases, one.goals, one.answers)
    )
    return assemble(
        ("✓ " if one.finished else "  ", "$text-success"),
        (f"{fitted(_title(one.number), 10):11}", "bold"),
        Content(pair).pad_right(20 - Content(pair).cell_length),
        f"{words:>9}  ",
        (f"{balance(share, 10) if share is not None else '':12}", "$text-success"),
        f"{numbers[0]:8}{numbers[1]:6}{numbers[2]}",
    )
