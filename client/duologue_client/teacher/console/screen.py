"""The console: the screen on which a teacher sees and steers the whole lesson."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from duologue_client.keys import bindings
from duologue_client.teacher.console.card import Card, card
from duologue_client.teacher.console.headline import Headline
from duologue_client.teacher.console.lobby import Lobby
from duologue_client.teacher.console.steering import Steering
from duologue_client.teacher.console.wall import Wall
from duologue_client.teacher.console.welcome import Welcome
from duologue_client.teacher.keyline import KeyLine
from duologue_client.teacher.keys import CONSOLE
from duologue_client.teacher.ranking import Need, arrange
from duologue_client.teacher.status import Status

MANY = 5
"""Rooms from which a small screen is theirs, and the people get two rows until Tab goes there."""

NEED_A_RUNNING_ROOM = frozenset(
    {
        *("more_time", "less_time", "more_room_time", "less_room_time", "pause", "pause_room"),
        *("time", "undo", "next_stage", "end", "end_room", "place", "exchange", "divide"),
    }
)


class Console(Steering):
    """Who is here, and all rooms in the order in which they need the teacher."""

    KEYS = CONSOLE
    BINDINGS: ClassVar[list[BindingType]] = bindings(CONSOLE)

    CSS = """
    Console #floor { height: 1fr; layout: vertical; }
    Console #rooms { height: 1fr; width: 1fr; }
    Console Lobby { max-height: 6; height: auto; }
    Console.-narrow.-many Lobby { max-height: 4; }
    Console.-narrow.-many Lobby:focus { max-height: 10; }
    Console.-wide #floor { layout: horizontal; }
    Console.-wide Lobby { width: 38; height: 1fr; max-height: 100%; }
    Console.-idle Lobby { height: 1fr; max-height: 100%; }
    Console.-narrow.-idle #rooms { height: 11; }
    Console.-narrow.-nobody #rooms { height: 1fr; }
    Console.-nobody Lobby { display: none; }
    Console.-idle Wall { display: none; }
    Console.-teaching Welcome { display: none; }
    """

    def compose(self) -> ComposeResult:
        yield Headline()
        with Container(id="floor"):
            with Container(id="rooms"):
                yield Wall()
                yield Welcome(self.desk.host)
            yield Lobby()
        yield Status()
        yield KeyLine()

    def draw(self) -> None:
        """Show the class as it is now."""
        super().draw()
        view, now_ms = self.desk.view, self.desk.now_ms()
        cards = self._cards(now_ms)
        self.set_class(not cards, "-idle")
        self.set_class(bool(cards), "-teaching")
        self.set_class(len(cards) > MANY, "-many")
        self.set_class(not view.students(), "-nobody")
        self.query_one(Headline).show(view, self.desk.session.link, cards, now_ms)
        self.query_one(Welcome).show(view)
        self.query_one(Lobby).show(view)
        self.query_one(Wall).show(cards)
        self.query_one(KeyLine).show(self.offered, self._five(cards))
        self._keep_focus()

    def _cards(self, now_ms: int) -> tuple[Card, ...]:
        """All rooms, arranged so that none moves without need or under the cursor."""
        view, wall = self.desk.view, self.query_one(Wall)
        cards = {
            name: card(room.progress, view, now_ms)
            for name, room in view.rooms.items()
            if room.progress
        }
        held = wall.room if wall.has_focus else None
        ranks = {name: one.rank for name, one in cards.items()}
        return tuple(cards[name] for name in arrange(wall.order, ranks, held))

    def works(self, name: str) -> bool:
        wall, running = self.query_one(Wall), self.running()
        if name in NEED_A_RUNNING_ROOM:
            return bool(running)
        needs = {
            "open": bool(wall.cards),
            "next_call": any(one.reasons for one in wall.cards),
            "answer": any(one.rank.need is Need.HELP for one in wall.cards),
            "grant": any(room.asking for room in running),
            "results": bool(wall.cards),
            "model": any(one.rank.need is Need.OVER for one in wall.cards),
            "pins": bool(self.desk.view.pins),
            "plan": not running,
            "remove": bool(self.desk.view.students()),
            "constrain": bool(self.desk.view.students()),
        }
        return needs.get(name, True)

    def _keep_focus(self) -> None:
        """The focus goes where there is something: to the wall, else to the people."""
        wall, lobby = self.query_one(Wall), self.query_one(Lobby)
        if self.focused is None or not self.focused.display:
            (wall if wall.display else lobby).focus()
        elif self._began_teaching():
            wall.focus()

    def _began_teaching(self) -> bool:
        """Rooms have just come: true once."""
        teaching = self.has_class("-teaching")
        began = teaching and not self.has_class("-taught")
        self.set_class(teaching, "-taught")
        return began

    def _five(self, cards: tuple[Card, ...]) -> tuple[str, ...]:
        """The actions that matter here and now."""
        current, classroom = self.desk.view.round, self.desk.view.classroom
        if self.refused("plan"):
            return ("open", "next_call", "results", "library", "help")
        if classroom and classroom.attention != "work":
            back = "freeze" if classroom.attention == "frozen" else "plenary"
            return (back, "broadcast", "open", "help")
        if any(one.rank.need is Need.HELP for one in cards):
            return ("next_call", "open", "answer", "help", "broadcast")
        if any(room.asking for room in self.running()):
            return ("grant", "open", "more_time", "end", "help")
        if current and current.state != "ended":
            return ("open", "more_time", "end", "broadcast", "help")
        if current:
            return ("plan", "results", "model", "help", "broadcast")
        return ("plan", "library", "copy", "pairing", "help")
