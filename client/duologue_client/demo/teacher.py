"""The simulated teacher: three rounds with new partners, and a word when somebody calls."""

import asyncio
from collections.abc import Callable
from typing import Final

from duologue_client.connection import Connection
from duologue_client.demo.knowledge import Knowledge, learn
from duologue_client.demo.pace import Pace
from duologue_client.demo.player import Participant
from duologue_protocol.parts import Brief, Library, Preview
from duologue_protocol.requests import (
    Broadcast,
    CancelCall,
    ListActivities,
    PlanRound,
    Say,
    ShowActivity,
    StartRound,
)

LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
LESSON: Final = ("role-play", "dialogue", "information-gap")
"""Kinds of the rounds, in order."""
ANNOUNCED: Final = {
    "role-play": "First a role-play: “{title}”. Read your card, then talk. Never show the card!",
    "dialogue": "Next a dialogue with new partners: “{title}”. Say your lines, fill the gaps.",
    "information-gap": "Now “{title}”: you and a new partner have two halves of one table.",
}


class Teacher(Participant):
    """Knows the library; plans, starts and waits."""

    def __init__(self, enter: Callable[[], Connection], pace: Pace) -> None:
        super().__init__(enter)
        self._pace = pace
        self.activities: tuple[Brief, ...] = ()

    async def learn(self) -> dict[str, Knowledge]:
        """All activities by heart. Raises Refused: when the line is down."""
        await self.until(lambda: self.connection.link.state == "live")
        library = await self.connection.ask(ListActivities())
        assert isinstance(library, Library)
        self.activities = library.activities
        known: dict[str, Knowledge] = {}
        for activity in library.activities:
            preview = await self.connection.ask(ShowActivity(activity.id))
            assert isinstance(preview, Preview)
            known[activity.id] = learn(preview)
        return known

    def choose(self, kind: str, level: str = "A2") -> Brief:
        """The activity of a kind that is nearest to a level, the easier one first."""
        suitable = [activity for activity in self.activities if activity.kind == kind]
        wanted = LEVELS.index(level)
        return min(suitable, key=lambda one: (abs(_rank(one) - wanted), _rank(one)))

    async def play(self, activity: Brief) -> None:
        """One round with new partners, from the plan to its end."""
        before = self.view.round.number if self.view.round else 0
        self.tells(PlanRound(activity.id, activity.minutes))
        await self.until(lambda: self.view.plan and self.view.plan.activity.id == activity.id)
        self.tells(StartRound())
        await self.until(lambda: self.view.round and self.view.round.number > before)
        await self.until(lambda: self.view.round and self.view.round.state == "ended")

    async def teach(self, guest: str) -> None:
        """A lesson for somebody of this name, from when they have come."""
        await self.until(lambda: self._is_here(guest))
        await self._says(f"Hello, {guest}! We start in a moment. Everybody gets a partner.", 6)
        for kind in LESSON:
            activity = self.choose(kind)
            await self._says(ANNOUNCED[kind].format(title=activity.title), 8)
            await self.play(activity)
            await self._says("Well done! Look at what came of it, and read your notes.", 20)
        await self._says(
            "That was the lesson. Stay as long as you like: invite somebody, or find a partner.", 0
        )

    async def answer_calls(self) -> None:
        """Go to whoever calls, say a word, and settle it; until cancelled."""
        while True:
            room = next(filter(self._calls, self.view.rooms), None)
            if room is None:
                await self.changed()
                continue
            await asyncio.sleep(self._pace.pause_ms(8) / 1000)
            self.tells(Say(room, "Look at the words under your card: it is there. Then go on!"))
            self.tells(CancelCall(room))
            while self._calls(room):
                await self.changed()

    def _calls(self, room: str) -> bool:
        seen = self.view.rooms.get(room)
        return bool(seen and seen.progress and seen.progress.call)

    def _is_here(self, name: str) -> bool:
        return any(p.name == name and p.presence == "here" for p in self.view.students())

    async def _says(self, text: str, seconds: float) -> None:
        self.tells(Broadcast(text))
        await asyncio.sleep(self._pace.pause_ms(seconds) / 1000)


def _rank(activity: Brief) -> int:
    return LEVELS.index(activity.level) if activity.level in LEVELS else 0
