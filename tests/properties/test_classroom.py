"""Any order of requests, drops and rejoins: nobody in two rooms, nothing lost, no secret shown.

A walk that does nothing passes everything, so every walk counts what it did.
"""

import random
from collections import Counter
from collections.abc import Callable
from typing import Literal

import hypothesis.strategies as st
import msgspec
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from duologue_activities.library import Library
from duologue_protocol import requests
from duologue_protocol.refusals import REFUSALS, Refused
from duologue_server import facts, moderation
from duologue_server.classroom import Classroom
from duologue_server.room import Room
from support.forgetting import erased_and_forgotten
from support.lesson import DIALOGUE, GAP, LIBRARY, ROLE_PLAY, Lesson

STUDENTS = ("anna", "boris", "clara", "dima", "eva")
ENOUGH: dict[type[facts.Fact], int] = {
    facts.LessonLoaded: 50,
    facts.LessonClosed: 10,
    facts.Said: 50,
    facts.ScriptSpoken: 50,
    facts.RoundStarted: 50,
    facts.RoomEnded: 100,
    facts.Filled: 5,
    facts.FloorGiven: 2,
    facts.NoteWritten: 5,
    facts.WentAway: 50,
    facts.Arrived: 300,
    facts.MemberPlaced: 5,
    facts.Watched: 5,
    facts.ClockSet: 50,
    facts.TimeChanged: 20,
    facts.Gathered: 20,
    facts.FoundSilent: 20,
    facts.WaitEnded: 5,
    facts.Suggested: 5,
    facts.SuggestionShown: 5,
    facts.ConstraintSet: 5,
    facts.PageWritten: 10,
    facts.StoryContinued: 1,
    facts.Corrected: 1,
    facts.RoomWaits: 5,
    facts.LineCleared: 50,
    facts.FieldCleared: 5,
    facts.Muted: 50,
    facts.Banned: 50,
}
"""What all walks together must have done, so that they prove something."""

done: Counter[type[facts.Fact]] = Counter()

STAGED = (
    *("around-the-house", "it-began-with-a-knock", "the-cat-who-came-back", "a-postcard-home"),
    *("homework-has-to-go", "who-ate-the-cake", "a-favour-is-a-favour", "a-phone-at-the-table"),
)
"""Activities in whose stages people guess, write, order, correct, vote and answer together."""
MOVING = ("three-ways-to-get-fit", "summer-bingo", "the-day-i-got-lost", "rules-for-a-good-class")
"""Activities between whose stages people change groups."""
PASSED = msgspec.structs.replace(
    LIBRARY[ROLE_PLAY],
    id="passed-on",
    roles=tuple(
        msgspec.structs.replace(
            role,
            card=role.card.upper(),
            goals=tuple(map(str.upper, role.goals)),
            twist=role.twist.upper(),
        )
        for role in LIBRARY[ROLE_PLAY].roles
    ),
    stages=tuple(
        msgspec.structs.replace(stage, turns=turns)
        for stage, turns in zip(
            LIBRARY[ROLE_PLAY].stages, ("free", "queue", "strict", "free"), strict=True
        )
    ),
)
"""An activity in which the floor is passed on, with cards of its own."""
ACTIVITIES = st.sampled_from((ROLE_PLAY, PASSED.id, DIALOGUE, GAP, *STAGED, *MOVING))
PLACES = st.integers(0, 40)
LESSON_STEPS: tuple[requests.Request, ...] = (
    requests.LoadLesson("at-the-table"),
    requests.LoadLesson("first-meetings"),
    requests.PlanLessonRound(0),
    requests.PlanLessonRound(2),
    requests.PlanLessonRound(3),
    requests.CloseLesson(),
)


class ClassroomMachine(RuleBasedStateMachine):
    """Five students and a teacher do whatever can be done, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.lesson = Lesson(Library([*LIBRARY.values(), PASSED], LIBRARY.lessons.values()))

    @initialize()
    def open_class(self) -> None:
        self.lesson.enrol("teacher", role="teacher")
        self.lesson.enrol(*STUDENTS)

    # Who acts is drawn from those who can, so that a step is seldom a refusal.

    def _here(self, place: int) -> str:
        here = [who for who in STUDENTS if self.lesson.state.is_here(who)]
        return here[place % len(here)]

    def _in_room(self, place: int) -> tuple[str, Room] | None:
        state = self.lesson.state
        inside = [(w, r) for w in STUDENTS if state.is_here(w) and (r := state.room_of(w))]
        return inside[place % len(inside)] if inside else None

    def _tell(self, who: str, request: requests.Request) -> None:
        """A refusal must come from the table and change nothing."""
        log = len(self.lesson.log)
        code = ""
        try:
            self.lesson.tells(who, request)
        except Refused as refused:
            code = refused.code
        assert not code or (code in REFUSALS and len(self.lesson.log) == log)

    @rule(place=PLACES, looking=st.booleans())
    def seek(self, place: int, looking: bool) -> None:
        self._tell(self._here(place), requests.Seek() if looking else requests.StopSeeking())

    @rule(place=PLACES, other=st.sampled_from(STUDENTS))
    def invite(self, place: int, other: str) -> None:
        self._tell(self._here(place), requests.Invite(other))

    @precondition(lambda self: self.lesson.state.invitations)
    @rule(place=PLACES, accepts=st.booleans())
    def answer_invitation(self, place: int, accepts: bool) -> None:
        keys = list(self.lesson.state.invitations)
        key = keys[place % len(keys)]
        to = self.lesson.state.invitations[key].to
        if self.lesson.state.is_here(to):
            self._tell(to, requests.Accept(key) if accepts else requests.Decline(key))

    @rule(place=PLACES, activity=ACTIVITIES)
    def choose(self, place: int, activity: str) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.Propose(room.id, activity, 10))
            for other in list(room.members):
                if self.lesson.state.is_here(other):
                    self._tell(other, requests.Agree(room.id))

    @rule(place=PLACES, activity=ACTIVITIES)
    def practise(self, place: int, activity: str) -> None:
        self._tell(self._here(place), requests.Practise(activity))

    @rule(place=PLACES, text=st.sampled_from(("Hello", "I'd like …", "see [/] ok", "а", "\x1b[2J")))
    def say(self, place: int, text: str) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.Say(room.id, text, pasted=place))

    @rule(lines=st.integers(1, 4))
    def everybody_goes_on(self, lines: int) -> None:
        """To the next stage, and a few words there: single keys alone seldom get so far."""
        self.lesson.all_ready()
        for place in range(lines):
            self.say(place, "Could you say it again?")
        for room in list(self.lesson.state.playing()) * lines:
            if room.turn and self.lesson.state.is_here(room.turn):
                self._tell(room.turn, requests.Say(room.id, "not what stands there"))

    @rule(place=PLACES, on=st.booleans())
    def pass_the_floor(self, place: int, on: bool) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.AskFloor(room.id, on))
            self._tell(who, requests.GiveFloor(room.id))

    @rule(place=PLACES, on=st.booleans())
    def ready(self, place: int, on: bool) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.Ready(room.id, room.stage, on))

    @rule(place=PLACES, row=st.integers(1, 6), column=st.integers(1, 4))
    def fill(self, place: int, row: int, column: int) -> None:
        if found := self._in_room(place):
            who, room = found
            sheet = room.sheet(who)
            mine = sheet.fields if sheet else {}
            field = list(mine)[row % len(mine)] if mine else f"r{row}c{column}"
            text = mine[field].choices[0] if mine and mine[field].choices else "seven"
            self._tell(who, requests.Fill(room.id, field, text))

    @rule(place=PLACES, number=st.integers(0, 3), text=st.sampled_from(("", "bed", "Yes?")))
    def work(self, place: int, number: int, text: str) -> None:
        """Whatever this stage takes, and what it does not."""
        if found := self._in_room(place):
            who, room = found
            by = room.people[number % len(room.people)]
            several: tuple[requests.Request, ...] = (
                requests.WritePage(room.id, room.stage, text),
                requests.MoveItem(room.id, "ABCD"[number], number),
                requests.Vote(room.id, number),
                requests.PassCard(room.id, len(room.outcomes) + 1),
                requests.Correct(room.id, len(room.lines), f"Better {number}."),
                requests.AnswerCorrection(room.id, len(room.lines), by, "accepted"),
                requests.Fill(room.id, "q1", "Anna"),
                requests.Say(room.id, f"Better {number}."),
            )
            for request in several:
                if room.plays and self.lesson.state.is_in(who, room):
                    self._tell(who, request)

    @rule(place=PLACES, goal=st.integers(0, 3), on=st.booleans())
    def tick(self, place: int, goal: int, on: bool) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.TickGoal(room.id, goal, on))

    @rule(place=PLACES, other=st.sampled_from(STUDENTS))
    def write_note(self, place: int, other: str) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.WriteNote(room.id, other, "Well asked!"))

    @rule(place=PLACES, calls=st.booleans())
    def call(self, place: int, calls: bool) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, (requests.CallTeacher if calls else requests.CancelCall)(room.id))

    @rule(place=PLACES)
    def leave_room(self, place: int) -> None:
        if found := self._in_room(place):
            who, room = found
            self._tell(who, requests.Leave(room.id))

    @rule(
        activity=ACTIVITIES,
        remainder=st.sampled_from(("trio", "observer")),
        groups=st.sampled_from(((), (("anna", "boris"),), (("anna", "boris", "clara"),))),
        by_hand=st.booleans(),
    )
    def start_round(
        self,
        activity: str,
        remainder: requests.Remainder,
        groups: tuple[tuple[str, ...], ...],
        by_hand: bool,
    ) -> None:
        formation: requests.Formation = "by_hand" if by_hand else "random"
        plan = requests.PlanRound(activity, 12, formation, remainder, groups)
        self._tell("teacher", plan)
        self._tell("teacher", requests.StartRound())

    @rule(
        do=st.sampled_from(LESSON_STEPS),
        starts=st.booleans(),
    )
    def play_lesson_file(self, do: requests.Request, starts: bool) -> None:
        self._tell("teacher", do)
        if starts:
            self._tell("teacher", requests.StartRound())

    @rule(grace=st.sampled_from((0, 30_000)), one=st.booleans(), place=PLACES)
    def end(self, grace: int, one: bool, place: int) -> None:
        rooms = list(self.lesson.state.rooms)
        room = rooms[place % len(rooms)] if one and rooms else None
        self._tell("teacher", requests.EndRound(grace, room))

    @rule(delta=st.sampled_from((-600_000, -60_000, 60_000)), one=st.booleans(), place=PLACES)
    def change_time(self, delta: int, one: bool, place: int) -> None:
        rooms = list(self.lesson.state.rooms)
        room = rooms[place % len(rooms)] if one and rooms else None
        self._tell("teacher", requests.ChangeTime(delta, room))

    @rule(place=PLACES, other=st.sampled_from(STUDENTS))
    def steer(self, place: int, other: str) -> None:
        state = self.lesson.state
        rooms = [room.id for room in state.playing()] or list(state.rooms)
        free = [who for who in STUDENTS if state.is_free(state.people[who])]
        if rooms:
            room = rooms[place % len(rooms)]
            other = free[0] if free else other
            several: tuple[requests.Request, ...] = (
                requests.Watch(room),
                requests.Unwatch(room),
                requests.NextStage(room),
                requests.ShowModel(),
                requests.Place(other, room),
                requests.Say(room, "Well done."),
            )
            self._tell("teacher", several[place % len(several)])

    @rule(place=PLACES, on=st.booleans())
    def steer_time(self, place: int, on: bool) -> None:
        """Pause, undo, grant, stop everybody and let them go."""
        rooms = [room.id for room in self.lesson.state.playing()]
        room = rooms[place % len(rooms)] if rooms else None
        if found := self._in_room(place):
            self._tell(found[0], requests.AskForTime(found[1].id, on))
        several: tuple[requests.Request, ...] = (
            requests.PauseTime(on, room),
            requests.PauseTime(on),
            requests.PauseTime(on, stage=1),
            requests.UndoTime(),
            requests.GrantTime(),
            requests.Gather("frozen" if on else "plenary"),
        )
        self._tell("teacher", several[place % len(several)])
        if self.lesson.state.attention != "work":
            self.say(place, "Too late")
            self._tell("teacher", requests.Gather("work"))

    @rule(place=PLACES, other=st.sampled_from(STUDENTS), on=st.booleans())
    def regroup(self, place: int, other: str, on: bool) -> None:
        """Move people between rooms while they play."""
        rooms = [room.id for room in self.lesson.state.playing()]
        if not rooms:
            return
        room, into = rooms[place % len(rooms)], rooms[(place + 1) % len(rooms)]
        who = STUDENTS[place % len(STUDENTS)]
        several: tuple[requests.Request, ...] = (
            requests.Place(who, room),
            requests.Exchange(who, other),
            requests.Split(room),
            requests.Merge(room, into),
            requests.SetConstraint(who, other, "apart" if on else ""),
        )
        self._tell("teacher", several[place % len(several)])

    @rule(place=PLACES, how=st.sampled_from(("alone", "join", "wait")), waits=st.booleans())
    def miss(self, place: int, how: Literal["alone", "join", "wait"], waits: bool) -> None:
        """A partner does not answer, and it is waited for them, or not."""
        if found := self._in_room(place):
            who, room = found
            partner = next((one for one in room.members if one != who), who)
            if room.plays:
                self._tell(who, requests.ReportSilent(room.id, partner))
            if waits:
                self.lesson.passes(121)
            if self.lesson.state.is_in(who, room):
                self._tell(who, requests.GoOn(room.id, how))

    @rule(place=PLACES, text=st.sampled_from(("", "I'd like it", "Anna likes it")))
    def make_better(self, place: int, text: str) -> None:
        rooms = [room for room in self.lesson.state.rooms.values() if room.lines]
        if not rooms:
            return
        room = rooms[place % len(rooms)]
        who = self._here(place)
        self._tell("teacher", requests.PinLine(room.id, 1 + place % len(room.lines), on=place < 30))
        for pin in list(self.lesson.state.pins)[: place % 3]:
            self._tell("teacher", requests.ShowPin(pin))
        self._tell(who, requests.Suggest(text))
        self._tell("teacher", requests.ShowSuggestion(who))
        self._tell("teacher", requests.ShowPin(""))

    @rule(on=st.booleans())
    def allow_pairing(self, on: bool) -> None:
        self._tell("teacher", requests.AllowPairing(on))

    @rule(on=st.booleans())
    def keep_evidence(self, on: bool) -> None:
        self._tell("teacher", requests.KeepEvidence(on))

    @rule(place=PLACES, on=st.booleans())
    def keep_order(self, place: int, on: bool) -> None:
        lines = [line for room in self.lesson.state.rooms.values() for line in room.lines]
        line = lines[-1 - place % len(lines)] if lines else None
        several: tuple[requests.Request, ...] = (
            requests.Mute(STUDENTS[place % len(STUDENTS)], on),
            requests.LockClass(on),
            *([requests.ClearLine(line.room, line.number)] if line else []),
            *_clearing(self.lesson.state),
        )
        self._tell("teacher", several[place % len(several)])

    @rule(place=PLACES)
    def ban_and_let_in(self, place: int) -> None:
        if len(self.lesson.views) > 3:
            who = self._here(place)
            self._tell("teacher", requests.Ban(who))
            self._tell("teacher", requests.Unban(who))
            self.lesson.enrol(who)

    @rule(place=PLACES)
    def drop(self, place: int) -> None:
        if len(self.lesson.views) > 3:
            self.lesson.drop(self._here(place))

    @rule()
    def come_back(self) -> None:
        away = [who for who in STUDENTS if not self.lesson.state.is_here(who)]
        self.lesson.arrive(*away[:1])

    @rule(place=PLACES)
    def leave(self, place: int) -> None:
        if len(self.lesson.views) > 3:
            self.lesson.leave(self._here(place))

    @rule(seconds=st.sampled_from((1, 15, 61, 130, 900)))
    def time_passes(self, seconds: int) -> None:
        self.lesson.passes(seconds)

    @invariant()
    def everything_holds(self) -> None:
        self.lesson.holds()

    @invariant()
    def lines_are_in_order_and_complete(self) -> None:
        for room in self.lesson.state.rooms.values():
            assert [line.number for line in room.lines] == list(range(1, len(room.lines) + 1))

    @invariant()
    def a_room_that_plays_has_one_clock(self) -> None:
        for room in self.lesson.state.playing():
            clocks = (room.ends_at_ms is not None) + (room.left_ms is not None)
            assert clocks == (not room.waiting)

    @invariant()
    def somebody_is_waited_for(self) -> None:
        rooms = list(self.lesson.state.in_round())
        assert not rooms or not all(room.waiting for room in rooms)

    def teardown(self) -> None:
        """Time alone leads every room to its end: nobody is ever stuck."""
        self.lesson.passes(4 * 3600)
        assert not any(self.lesson.state.playing())
        self.lesson.holds()
        log = [facts.decode(body) for body in self.lesson.log]
        for moment in log:
            done.update(type(fact) for fact in moment.facts)
        erased_and_forgotten(log)


TestClassroom = ClassroomMachine.TestCase
TestClassroom.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

SEEDS = range(60)
STEPS = 400
CHECKED_EVERY = 10
"""Steps between two looks at the invariants: each look replays the whole log."""


def test_long_walks_with_weights_redrawn_for_each() -> None:
    """Swarm testing (Groce et al. 2012): each walk prefers other steps, so that some go deep."""
    done.clear()
    for seed in SEEDS:
        walk(seed)
    for fact, least in ENOUGH.items():
        assert done[fact] >= least, f"the walks had too few {fact.__name__}: {done[fact]}"


def walk(seed: int) -> ClassroomMachine:
    """One walk; its seed replays it."""
    draw = random.Random(seed)
    machine = ClassroomMachine()
    machine.open_class()
    weights = [draw.choice((0.2, 1, 4)) for _ in STEP_BY_STEP]
    for number in range(STEPS):
        step = draw.choices(STEP_BY_STEP, weights)[0]
        step(machine, draw)
        if number % CHECKED_EVERY == 0:
            machine.everything_holds()
            machine.lines_are_in_order_and_complete()
            machine.a_room_that_plays_has_one_clock()
            machine.somebody_is_waited_for()
    machine.teardown()
    return machine


Step = Callable[[ClassroomMachine, random.Random], object]


def _clearing(state: Classroom) -> list[requests.Request]:
    """Of a field and of a sentence, the last ones there are."""
    found: dict[str, requests.Request] = {}
    for room in state.rooms.values():
        for it in moderation.writings(room).writings:
            found[it.what] = requests.ClearWriting(
                room.id, it.what, it.by, line=it.number, field=it.field, story=it.story
            )
    return list(found.values())


def _place(draw: random.Random) -> int:
    return draw.randrange(40)


def _activity(draw: random.Random) -> str:
    return draw.choice((ROLE_PLAY, *[PASSED.id] * 3, *[DIALOGUE] * 3, GAP, *STAGED, *MOVING))


STEP_BY_STEP: tuple[Step, ...] = (
    lambda m, d: m.seek(_place(d), d.random() < 0.8),
    lambda m, d: m.invite(_place(d), d.choice(STUDENTS)),
    lambda m, d: m.lesson.state.invitations and m.answer_invitation(_place(d), d.random() < 0.7),
    lambda m, d: m.choose(_place(d), _activity(d)),
    lambda m, d: m.practise(_place(d), _activity(d)),
    lambda m, d: m.say(_place(d), d.choice(("Hello", "I'm afraid so", "see [/] ok", "\x1b[2J"))),
    lambda m, d: m.everybody_goes_on(d.randrange(1, 5)),
    lambda m, d: m.ready(_place(d), d.random() < 0.8),
    lambda m, d: m.pass_the_floor(_place(d), d.random() < 0.6),
    lambda m, d: m.fill(_place(d), d.randrange(1, 7), d.randrange(1, 5)),
    lambda m, d: m.work(_place(d), d.randrange(4), d.choice(("", "bed", "Yes?"))),
    lambda m, d: m.tick(_place(d), d.randrange(3), d.random() < 0.8),
    lambda m, d: m.write_note(_place(d), d.choice(STUDENTS)),
    lambda m, d: m.call(_place(d), d.random() < 0.6),
    lambda m, d: m.leave_room(_place(d)),
    lambda m, d: m.start_round(
        _activity(d),
        d.choice(("trio", "observer")),
        d.choice(((), (("anna", "boris"),), (("anna", "boris", "clara"),))),
        d.random() < 0.3,
    ),
    lambda m, d: m.end(d.choice((0, 30_000)), d.random() < 0.5, _place(d)),
    lambda m, d: m.change_time(d.choice((-60_000, 60_000)), d.random() < 0.5, _place(d)),
    lambda m, d: m.steer(_place(d), d.choice(STUDENTS)),
    lambda m, d: m.steer_time(_place(d), d.random() < 0.5),
    lambda m, d: m.regroup(_place(d), d.choice(STUDENTS), d.random() < 0.5),
    lambda m, d: m.miss(_place(d), d.choice(("alone", "join", "wait")), d.random() < 0.5),
    lambda m, d: m.make_better(_place(d), d.choice(("", "I'd like it", "Anna likes it"))),
    lambda m, d: m.allow_pairing(d.random() < 0.9),
    lambda m, d: m.keep_evidence(d.random() < 0.8),
    lambda m, d: m.play_lesson_file(d.choice(LESSON_STEPS), d.random() < 0.5),
    lambda m, d: m.keep_order(_place(d), d.random() < 0.25),
    lambda m, d: m.ban_and_let_in(_place(d)),
    lambda m, d: m.drop(_place(d)),
    lambda m, _: m.come_back(),
    lambda m, d: m.leave(_place(d)),
    lambda m, d: m.time_passes(d.choice((1, 15, 61, 130, 900))),
)
"""Every step of the machine above, with its arguments drawn."""
