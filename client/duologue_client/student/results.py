"""Results: what I said, phrases used, goals, what my partner wrote to me."""

from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from duologue_client import keys
from duologue_client.fold import RoomView
from duologue_client.language import _, translate_refusal
from duologue_client.safe import assemble
from duologue_client.session import Session
from duologue_client.student.outcome import (
    model_shown,
    outcome,
    outcome_head,
    result_of,
    spoken,
    table_opened,
)
from duologue_client.student.screen import StudentScreen
from duologue_client.student.self_check import next_check, next_rating
from duologue_client.widgets.card import aims_check
from duologue_client.widgets.keybar import KeyBar
from duologue_client.widgets.status import StatusLine
from duologue_protocol.parts import Result
from duologue_protocol.parts import Results as ResultsBody
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Leave, Request, ShowResults


class ResultsPage(StudentScreen):
    """One result on one page, in two columns where there is room."""

    KEYS = keys.RESULTS
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.RESULTS)

    DEFAULT_CSS = """
    ResultsPage #head { height: 1; padding: 0 1; background: $surface; }
    ResultsPage #page { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ResultsPage #columns { height: auto; }
    ResultsPage #outcome { width: 1fr; height: auto; padding-right: 3; }
    ResultsPage #spoken { width: 1fr; height: auto; }
    ResultsPage.-phone #columns { layout: vertical; }
    ResultsPage.-phone #spoken { width: 100%; margin-top: 1; }
    ResultsPage.-phone #outcome { width: 100%; padding-right: 0; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.commands |= {
            "leave": self.leave,
            "up": lambda _argument: self._page(-1),
            "down": lambda _argument: self._page(1),
            "earlier": lambda _argument: self.turn(1),
            "later": lambda _argument: self.turn(-1),
        }
        self.fetched: tuple[Result, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        with VerticalScroll(id="page"), Horizontal(id="columns"):
            yield Static(id="outcome", markup=False)
            yield Static(id="spoken", markup=False)
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#page").focus()
        self.run_worker(self._fetch(), exclusive=True)
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        result = self.result()
        left, right = self.query_one("#outcome", Static), self.query_one("#spoken", Static)
        if result is None:
            left.update(assemble((self.nothing(), "$foreground 60%")))
        else:
            self.query_one("#head", Static).update(outcome_head(result, self.view))
            left.update(outcome(result, self.view, left.content_size.width or 40))
            width = right.content_size.width or 40
            right.update(Content("\n\n").join([spoken(result, width), *self.more(width)]))
        self.query_one(KeyBar).show(keys.RESULTS, self.labels())

    def result(self) -> Result | None:
        """The result to show."""
        raise NotImplementedError

    def more(self, width: int) -> list[Content]:  # noqa: ARG002 - for those who have more
        """Further blocks of the right column."""
        return []

    def labels(self) -> dict[str, str]:
        """Labels that differ from the table's."""
        return {}

    def nothing(self) -> str:
        """What to say while there is no result."""
        return _("Fetching your results …")

    def turn(self, step: int) -> None:
        """To an earlier room, or a later one below 0."""

    def leave(self, _argument: str) -> None:
        """Back to the lobby."""
        raise NotImplementedError

    def refused(self, refused: Refused) -> None:
        """The server's results could not be had."""

    async def _fetch(self) -> None:
        try:
            body = await self.session.ask(ShowResults())
        except Refused as refused:
            self.refused(refused)
            return
        if isinstance(body, ResultsBody):
            self.fetched = body.results
        self.draw()

    def _page(self, pages: int) -> None:
        page = self.query_one("#page")
        page.scroll_relative(y=pages * max(1, page.size.height - 2), animate=False)


class RoomResults(ResultsPage):
    """The results of the room that has just ended; notes and the model may still come."""

    def __init__(self, session: Session, room: str) -> None:
        super().__init__(session)
        self.room = room

    @property
    def room_view(self) -> RoomView:
        return self.view.rooms.get(self.room, RoomView())

    def result(self) -> Result | None:
        """From the view; how many gaps of a script were right, and the ledger, only the server knows."""
        seen = result_of(self.view, self.room_view)
        for known in self.fetched:
            if seen and known.room == seen.room:
                right = known if known.fields else seen
                return replace(
                    seen, right=right.right, fields=right.fields, evidence=known.evidence
                )
        return seen

    def more(self, width: int) -> list[Content]:
        room = self.room_view
        blocks: list[Content] = []
        if room.seat and room.seat.aims:
            blocks.append(aims_check(room.seat, width))
        if room.table and any(cell.right is not None for row in room.table.rows for cell in row):
            blocks.append(table_opened(room.table, width))
        if room.model:
            blocks.append(model_shown(room.model, width))
        return blocks

    def on_key(self, event: events.Key) -> None:
        """A digit answers to an aim, a letter says whether a note helped."""
        seat, pressed = self.room_view.seat, event.character or ""
        request: Request | None = None
        if pressed.isdecimal() and seat:
            request = next_check(self.room, seat, int(pressed) - 1)
        elif pressed:
            request = next_rating(self.room_view, self.view.who, keys.in_latin(pressed))
        if request:
            event.stop()
            self.session.submit(request)

    def leave(self, _argument: str) -> None:
        self.session.submit(Leave(self.room))


class EarlierResults(ResultsPage):
    """All my rooms of the lesson, one page each, the latest first."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._at = 0
        self._why = ""

    def result(self) -> Result | None:
        return self.fetched[self._at] if self.fetched else None

    def nothing(self) -> str:
        return self._why or _("There are no results yet: they come with your first room.")

    def labels(self) -> dict[str, str]:
        if len(self.fetched) < 2:
            return {}
        at = f"{self._at + 1}/{len(self.fetched)}"
        return {"earlier": _("Earlier {at}").format(at=at), "later": _("Later")}

    def turn(self, step: int) -> None:
        if self.fetched:
            self._at = min(max(0, self._at + step), len(self.fetched) - 1)
            self.draw()

    def leave(self, _argument: str) -> None:
        self.dismiss()

    def refused(self, refused: Refused) -> None:
        self._why = translate_refusal(refused.code, refused.detail)
        self.draw()
