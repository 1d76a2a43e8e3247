"""A whole lesson played by simulated students on the real core, without sockets and clocks. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from duologue_activities.activity import Activity
from duologue_activities.chance import chance, shuffled
from duologue_activities.lesson import Lesson, LessonRound
from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Level, Request
from duologue_server import people, simulated_students
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.decide import decide, decide_clock, next_deadline_ms
from duologue_server.evolve import evolve
from duologue_server.facts import Fact, Moment
from duologue_server.room import Room

TEACHER = "teacher"
LEVELS: tuple[Level, ...] = ("A1", "A2", "B1", "B2")
BACK_MS = 60_000
"""After how long somebody who lost the line is back; every third one only for the next round."""
STEPS = 2_000
"""Clocks that ring in one round, at most: a round that needs more does not end."""


@dataclass
class Played:
    """What came of a lesson with a class of so many."""

    size: int
    groups: list[int] = field(default_factory=list[int])
    """Rooms, round by round."""
    problems: list[str] = field(default_factory=list[str])
    """What must not be, a sentence in English each; people are ids in braces."""
    met: Counter[frozenset[str]] = field(default_factory=Counter[frozenset[str]])
    given_up: list[str] = field(default_factory=list[str])
    """What the plans said that they could not have."""
    dropped: int = 0
    left_alone: set[str] = field(default_factory=set[str])
    """Who had nobody for a while, because the others of their room had lost the line."""
    ms: int = 0
    """How long all rounds took together."""

    @property
    def again(self) -> int:
        """Pairs that worked together more than once."""
        return sum(times > 1 for times in self.met.values())


def play(
    lesson: Lesson, activities: Mapping[str, Activity], size: int, drop: float, seed: int
) -> Played:
    """The lesson with so many students, of whom `drop` (0 to 1) lose the line in each round."""
    return _Class(activities, size, drop, seed).play(lesson)


class _Class:
    """The core with people in it, and time that passes when it is told to."""

    def __init__(
        self, activities: Mapping[str, Activity], size: int, drop: float, seed: int
    ) -> None:
        self.state = Classroom()
        self.played = Played(size)
        self._activities, self._drop, self._seed = activities, drop, seed
        self._now_ms = 0
        self._students = [f"s{number}" for number in range(1, size + 1)]
        self._events: list[tuple[int, str, bool]] = []
        """When whose line goes down, or is up again; the next one first."""
        self._unstable: set[str] = set()
        """Who loses the line in this round."""
        self._happen(people.enrol(TEACHER, "teacher", ""))
        self._happen(people.arrive(self.state, TEACHER, 0))
        for number, who in enumerate(self._students):
            self._happen(people.enrol(who, "student", LEVELS[number % len(LEVELS)]))
            self._happen(people.arrive(self.state, who, 0))

    def play(self, lesson: Lesson) -> Played:
        for number, one in enumerate(lesson.rounds, 1):
            self._everybody_is_back()
            began_ms = self._now_ms
            where = f"round {number}, {one.activity}"
            refusal = self._start(one)
            activity = self._activities[one.activity]
            if refusal:
                needs = f"it needs {activity.least} students"
                what = needs if refusal == "too_few" else f"it can't start ({refusal})"
                self.played.problems.append(f"{where}: {what}")
                continue
            _Round(self, where, activity).watch()
            self.played.ms += self._now_ms - began_ms
        return self.played

    def _start(self, one: LessonRound) -> str:
        """Plan and start; the code of the refusal, if there is one."""
        plan = requests.PlanRound(
            one.activity, one.minutes, remainder=one.remainder, levels=one.levels
        )
        refusal = self.tell(TEACHER, plan)
        if refusal:
            return refusal
        assert self.state.plan
        self.played.given_up += self.state.plan.reasons
        self._shake(one.minutes * 60_000)
        return self.tell(TEACHER, requests.StartRound())

    def _shake(self, round_ms: int) -> None:
        """Choose who loses the line in this round, when, and for how long."""
        key = (self._seed, self._now_ms)
        count = round(self._drop * len(self._students))
        unstable = shuffled(self._students, chance(*key))[:count]
        self._unstable = set(unstable)
        self.played.dropped += count
        for number, who in enumerate(unstable):
            down_ms = self._now_ms + chance(*key, who) % round_ms
            self._events.append((down_ms, who, False))
            if number % 3:
                self._events.append((down_ms + BACK_MS, who, True))
        self._events.sort()

    def _everybody_is_back(self) -> None:
        self._events.clear()
        for who in self._students:
            self._happen(people.arrive(self.state, who, self._now_ms))

    def tell(self, who: str, request: Request) -> str:
        """The code of the refusal, if there is one."""
        self._seed += 1
        asked = Asked(self.state, who, self._now_ms, chance(self._seed), self._activities)
        try:
            self._happen(decide(asked, request))
        except Refused as refused:
            return refused.code
        return ""

    def step(self) -> bool:
        """On to what happens next: a clock rings, a line goes down or is up. False: nothing."""
        deadline = next_deadline_ms(self.state)
        if self._events and (deadline is None or self._events[0][0] < deadline):
            self._now_ms, who, is_up = self._events.pop(0)
            change = (
                people.arrive(self.state, who, self._now_ms)
                if is_up
                else people.lose(self.state, who, self._now_ms, left=False)
            )
            self._happen(change)
            return True
        if deadline is None:
            return False
        self._now_ms = max(self._now_ms, deadline)
        self._happen(decide_clock(self.state, self._now_ms))
        return True

    def is_unstable(self, room: Room) -> bool:
        """Does somebody of this room lose the line in this round?"""
        return bool(self._unstable & room.took_part.keys())

    def _happen(self, decided: Iterable[Fact]) -> None:
        if happened := tuple(decided):
            evolve(self.state, self.state.seq + 1, Moment(self._now_ms, happened))


class _Round:
    """One round, looked at until it has ended."""

    def __init__(self, of: _Class, where: str, activity: Activity) -> None:
        self._class, self._played = of, of.played
        self._where, self._activity = where, activity
        self._rooms = [room.id for room in of.state.in_round()]
        """With which it begins: where groups change between stages, later rooms have other roles."""
        self._cards: dict[str, set[str]] = {}
        """Keys of the roles that somebody has played, by room."""
        self._done: set[tuple[str, int]] = set()
        """Stages in which the work is done, by room."""

    def watch(self) -> None:
        played, state = self._played, self._class.state
        played.groups.append(len(self._rooms))
        for _ in range(STEPS):
            self._look()
            if not any(state.in_round()) or not self._class.step():
                break
        self._judge()

    def _look(self) -> None:
        for room in list(self._class.state.in_round()):
            here = [who for who in room.members if self._class.state.is_here(who)]
            played = {role.key for who in room.members if (role := room.role_of(who))}
            if room.id not in self._cards:
                self._played.met.update(map(frozenset, combinations(room.members, 2)))
            if room.id not in self._cards and room.id in self._rooms:
                for key in sorted(self._needed() - played):
                    self._problem(f"nobody plays {key} in room {room.number}")
            self._cards.setdefault(room.id, set()).update(played)
            if len(here) == 1:
                self._alone(room, here[0])
            if (room.id, room.stage) not in self._done:
                self._done.add((room.id, room.stage))
                self._work(room, here)

    def _alone(self, room: Room, who: str) -> None:
        if self._class.is_unstable(room):
            self._played.left_alone.add(who)
        else:
            self._problem(f"{{{who}}} is alone in stage {room.stage + 1}")

    def _work(self, room: Room, here: list[str]) -> None:
        stage, lines = room.stage, len(self._activity.script) + 1
        for who in here * (lines if room.current and room.current.kind == "script" else 1):
            for request in simulated_students.work(self._class.state, room, who):
                if room.plays and room.stage == stage:
                    self._class.tell(who, request)

    def _judge(self) -> None:
        state, needed = self._class.state, self._needed()
        placed = {who for room in self._rooms for who in state.rooms[room].took_part}
        for person in state.people.values():
            if person.role == "student" and person.who not in placed:
                self._problem(f"{{{person.who}}} has no group")
        for name, seen in self._cards.items():
            room = state.rooms[name]
            for key in sorted(needed - seen) if name in self._rooms else ():
                self._problem(f"nobody ever has the card of {key} in room {room.number}")
            if room.state != "ended" or (not room.finished and not self._class.is_unstable(room)):
                self._problem(f"room {room.number} stops in stage {room.stage + 1}")

    def _needed(self) -> set[str]:
        """The roles that the smallest group has to fill."""
        return {role.key for role in self._activity.roles[: self._activity.least]}

    def _problem(self, what: str) -> None:
        problem = f"{self._where}: {what}"
        if problem not in self._played.problems:
            self._played.problems.append(problem)


def names(played: Iterable[Played]) -> Iterator[str]:
    """Every problem with the size of the class in which it was found."""
    for one in played:
        yield from (f"with {one.size} students, {problem}" for problem in one.problems)
