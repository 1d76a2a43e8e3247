"""A whole class without sockets: people tell requests, and hear what they are shown.

After every step the views that grew from events must equal fresh snapshots, the state must equal
the replay of its log, and nobody may have been shown what is not theirs.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from duologue_activities.activity import Activity, Grid
from duologue_activities.library import read_library
from duologue_activities.stages import sheet
from duologue_client import fold
from duologue_client.fold import RoomView, View
from duologue_protocol import requests
from duologue_protocol.parts import Part, PersonRole
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Level, Request
from duologue_server import facts, people, project
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.decide import decide, decide_clock, next_deadline_ms
from duologue_server.evolve import evolve, evolve_each
from duologue_server.facts import Fact, Moment
from duologue_server.project import Directory
from duologue_server.room import Room
from duologue_server.touches import Touch, touched

PartType = TypeVar("PartType", bound=Part)
LIBRARY = read_library()
START_MS = 1_790_000_000_000
ROLE_PLAY, DIALOGUE, GAP = "the-wrong-order", "is-this-seat-free", "a-club-for-two"


class Lesson:
    """The core, a log and everybody's view."""

    def __init__(self, library: Mapping[str, Activity] = LIBRARY) -> None:
        self.state = Classroom()
        self.directory = Directory("English B1", "K7QM-2PXA", {})
        self.library = library
        self.now_ms = START_MS
        self.log: list[bytes] = []
        self.views: dict[str, View] = {}
        self.heard: dict[str, list[Part]] = {}
        self.seed = 0
        self.left_with: dict[str, set[str]] = {}
        """By person, cards of rooms that went on without whoever had them, as long as it was so."""
        self.left: set[str] = set()
        """Everybody who has ever left the class or a room."""

    # People

    def enrol(self, *names: str, role: PersonRole = "student", level: Level = "") -> None:
        """People come for the first time; a name is also its id here."""
        for name in names:
            self.directory.names[name] = name.title()
            self.happen(people.enrol(name, role, level))
            self.arrive(name)

    def arrive(self, *names: str) -> None:
        """A line is up (again): a snapshot, then events."""
        for name in names:
            self.happen(people.arrive(self.state, name, self.now_ms))
            shown = project.snapshot(self.state, self.directory, name)
            self.views[name] = fold.snapshot(name, shown)
            self.heard.setdefault(name, []).extend(shown)

    def drop(self, *names: str) -> None:
        """A line is down for longer than a hiccup."""
        for name in names:
            self.views.pop(name, None)
            self.happen(people.lose(self.state, name, self.now_ms, left=False))

    def leave(self, name: str) -> None:
        self.views.pop(name, None)
        self.happen(people.lose(self.state, name, self.now_ms, left=True))

    # What is said and heard

    def tells(self, who: str, *told: Request) -> None:
        """Requests of one person. Raises Refused, with nothing changed."""
        for request in told:
            self.seed += 1
            asked = Asked(self.state, who, self.now_ms, self.seed, self.library)
            self.happen(decide(asked, request))

    def refuses(self, who: str, request: Request) -> str:
        """The code with which a request is refused."""
        try:
            self.tells(who, request)
        except Refused as refused:
            return refused.code
        raise AssertionError(f"{request} was not refused")

    def passes(self, seconds: float) -> None:
        """Time passes, alarm by alarm as the server's clock would ring."""
        end = self.now_ms + round(seconds * 1000)
        while (deadline := next_deadline_ms(self.state)) is not None and deadline <= end:
            self.now_ms = max(self.now_ms, deadline)
            due = decide_clock(self.state, self.now_ms)
            assert due, "an alarm rang for nothing"
            self.happen(due)
        self.now_ms = end

    def happen(self, decided: Iterable[Fact]) -> None:
        """Fold facts, log them and show them."""
        moment = Moment(self.now_ms, tuple(decided))
        if not moment.facts:
            return
        touches: dict[Touch, None] = {}
        for fact in evolve_each(self.state, self.state.seq + 1, moment):
            touches.update(dict.fromkeys(touched(self.state, fact)))
        self.log.append(facts.encode(moment))
        for touch in touches:
            for audience, part in project.render(self.state, self.directory, touch):
                for who in audience:
                    if who in self.views:
                        fold.fold(self.views[who], part)
                        self.heard[who].append(part)
        for room in self.state.rooms.values():
            cards = {role.card for role in room.activity.roles} if room.activity else set[str]()
            for who in room.people if room.without else ():
                self.left_with.setdefault(who, set()).update(cards)
        for fact in moment.facts:
            if isinstance(fact, facts.Left | facts.Removed | facts.MemberLeft):
                self.left.add(fact.who)
            if isinstance(fact, facts.Removed | facts.Banned):
                self.views.pop(fact.who, None)
                self.heard.pop(fact.who, None)  # whoever comes by this name is somebody else

    def hears(self, who: str, kind: type[PartType]) -> PartType:
        """The latest part of a kind that somebody was shown."""
        return next(part for part in reversed(self.heard[who]) if isinstance(part, kind))

    # Looking at it

    def room(self, who: str) -> RoomView:
        room = self.views[who].my_room
        assert room, f"{who} is in no room"
        return room

    def room_id(self, who: str) -> str:
        room = self.state.room_of(who)
        assert room, f"{who} is in no room"
        return room.id

    def lines(self, who: str) -> list[str]:
        """What stands in somebody's transcript."""
        return [line.text for line in self.room(who).lines.values()]

    def stage(self, who: str) -> str:
        room = self.state.room_of(who)
        assert room
        assert room.current
        return room.current.kind

    def starts_round(self, activity: str, minutes: int = 12, **how: object) -> None:
        """The teacher plans and starts a round for everybody who is here."""
        self.tells("teacher", requests.PlanRound(activity, minutes, **how))  # type: ignore[arg-type]
        self.tells("teacher", requests.StartRound())

    def all_ready(self) -> None:
        """Everybody in every playing room presses "ready"."""
        for room in list(self.state.playing()):
            stage = room.stage
            for who in list(room.members):
                is_there = room.plays and room.stage == stage and not room.waiting
                if is_there and self.state.is_here(who):
                    self.tells(who, requests.Ready(room.id, stage, on=True))

    # What always holds

    def holds(self) -> None:
        """Raises AssertionError: when one of the invariants does not hold."""
        self._views_equal_snapshots()
        self._replay_equals_state()
        self._nobody_is_in_two_rooms()
        self.no_secret_was_heard()

    def _views_equal_snapshots(self) -> None:
        for who, view in self.views.items():
            fresh = fold.snapshot(who, project.snapshot(self.state, self.directory, who))
            assert view == fresh, f"{who}'s view is not what a fresh snapshot shows"

    def _replay_equals_state(self) -> None:
        replayed = Classroom()
        for seq, body in enumerate(self.log, 1):
            evolve(replayed, seq, facts.decode(body))
        assert replayed == self.state

    def _nobody_is_in_two_rooms(self) -> None:
        for who in self.state.people:
            rooms = [
                r.id for r in self.state.rooms.values() if who in r.people and r.state != "ended"
            ]
            assert len(rooms) <= 1, f"{who} is in {rooms}"
            person = self.state.people[who]
            assert not rooms or person.room == rooms[0]

    def no_secret_was_heard(self) -> None:
        for who, heard in self.heard.items():
            if who in self.state.people and self.state.people[who].role == "student":
                text = msgspec.msgpack.encode(heard).decode("utf-8", "replace")
                for secret in self._secrets_kept_from(who):
                    assert secret not in text, f"{who} was shown: {secret}"

    def _shared_in(self, room: Room) -> Iterable[str]:
        """Cards that all may read in a home group, because whoever had them was gone."""
        assert room.activity
        begun = room.activity.stages[: room.stage + 1]
        if not any(stage.grouping == "home" for stage in begun):
            return ()
        of_left = {key for who in self.left & {*room.members} for key in roles_played(room, who)}
        kept = {key for who in room.members for key in roles_played(room, who)} - of_left
        return [role.card for role in room.activity.roles if role.key not in kept]

    def _secrets_kept_from(self, who: str) -> Iterable[str]:
        """Cards, goals and cells of roles that somebody has never played, in all their rooms."""
        played: dict[str, set[str]] = {}
        laid_open: set[tuple[str, int]] = set()
        shared: dict[str, set[str]] = {}
        wrote = {text for room in self.state.rooms.values() for text in written_by(room, who)}
        for room in self.state.rooms.values():
            if room.activity and who in room.took_part:
                played.setdefault(room.activity.id, set()).update(roles_played(room, who))
                laid_open |= _tables_laid_open(room)
                shared.setdefault(room.activity.id, set()).update(self._shared_in(room))
        for activity in {a.id: a for a in self.state.activities.values()}.values():
            mine = played.get(activity.id, set())
            known = {goal for role in activity.roles if role.key in mine for goal in role.goals}
            open_to_all = {role.card for role in activity.roles if role.key in mine}
            open_to_all |= shared.get(activity.id, set()) | self.left_with.get(who, set())
            for role in activity.roles:
                if role.key not in mine:
                    if role.card not in open_to_all:
                        yield role.card
                    yield from (goal for goal in role.goals if goal not in known)
            wrote |= {
                word for word, _ in activity.gloss
            }  # a word all read, but not where it stands
            for number, grid in enumerate(activity.grids):
                if (activity.id, number) not in laid_open:
                    yield from (text for text in _private_cells(grid, mine) if text not in wrote)


def _tables_laid_open(room: Room) -> set[tuple[str, int]]:
    assert room.activity
    return {
        (room.activity.id, stage.table)
        for at, stage in enumerate(room.activity.stages)
        if stage.kind == "form" and at <= room.stage
        if room.state == "ended" or sheet.is_open(room.activity, at, room.stage)
    }


def written_by(room: Room, who: str) -> Iterable[str]:
    """What somebody has filled in themselves."""
    return room.filled.get(who, {}).values()


def _private_cells(grid: Grid, mine: set[str]) -> Iterable[str]:
    return (
        cell.text
        for row in grid.rows
        for cell in row
        if cell.role and cell.role not in mine and len(cell.text) > 5
    )


def roles_played(room: Room, who: str) -> set[str]:
    """Keys of the roles somebody has played in a room so far."""
    place, activity = room.took_part[who], room.activity
    if place is None or activity is None:
        return set()
    begun = activity.stages[: room.stage + 1]
    return {activity.role_at(place, stage.shift).key for stage in begun}
