"""The one owner of a class: takes requests in order, keeps what they decide, shows it to whom it
concerns, and looks at the clock."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum, auto
from functools import partial

from duologue_activities.activity import Activity
from duologue_protocol import limits
from duologue_protocol.frames import Ack, Answer, Ask, Command, Nack, Snapshot, TypingNow, Welcome
from duologue_protocol.parts import OVERSEES, PersonRole
from duologue_protocol.refusals import CloseCode, Refused
from duologue_protocol.requests import Level
from duologue_server import facts, people, project, roster, wall
from duologue_server.absences import Absences
from duologue_server.asked import Asked
from duologue_server.audience import Audience
from duologue_server.classroom import Classroom
from duologue_server.clock import Clock
from duologue_server.connection import Connection
from duologue_server.decide import decide, decide_clock, next_deadline_ms
from duologue_server.evolve import evolve_each
from duologue_server.facts import Fact, Moment
from duologue_server.journal import Damaged, Fenced, Journal, Lease, Unknown
from duologue_server.numbering import (
    Number,
    answer_again,
    digest_of,
    judge_number,
    refusals,
)
from duologue_server.pace import Pace
from duologue_server.pipeline import Pipeline
from duologue_server.project import Directory
from duologue_server.queries import find_out
from duologue_server.replay import replay
from duologue_server.roster import Expected
from duologue_server.touches import Touch, touched

log = logging.getLogger(__name__)

OUTAGE_MS = 5_000
"""A server that was away for longer gives the time back to every running clock …"""

LONGEST_OUTAGE_MS = 600_000
"""… but not more than this."""

RETRY_STORE_MS = 5_000
"""How soon what could not be kept is tried again."""

REFUSED_BY_STORE: Mapping[str, str] = {"full": "store_full", "unwritable": "store_unwritable"}
"""What a sender is told, by the reason for which the disk has certainly kept nothing."""

CLOCKLESS = (facts.Said, facts.TeacherSaid, facts.Filled, facts.GoalTicked, facts.NoteWritten)
"""Facts that move no deadline."""


class Health(Enum):
    """Whether a class can be kept, and whether what the host believes of it is true."""

    SOUND = auto()
    REPLAYING = auto()
    """Something could not be kept: what is on disk is being read again."""
    UNWRITABLE = auto()
    """The disk takes nothing just now: the class can be read, and nothing happens in it."""
    LOST = auto()
    """Another owner, or the journal's next answer, knows better: to be opened anew."""


class Host:
    """Opened by `Host.open`. All methods are called in the event loop's thread."""

    def __init__(
        self,
        journal: Journal,
        lease: Lease,
        state: Classroom,
        directory: Directory,
        library: Mapping[str, Activity],
        clock: Clock,
        removed: Callable[[str], None],
        code_asked: Callable[[int], None],
    ) -> None:
        self.state = state
        self.directory = directory
        self.lease = lease
        self.audience = Audience(self._refresh_wall)
        self._journal = journal
        self._library = library
        self._clock = clock
        self._removed = removed
        self._code_asked = code_asked
        self._pipeline = Pipeline(journal, lease, state.seq, self._recover)
        self._unkept: list[tuple[Connection, int]] = []
        self._pace: dict[str, Pace] = {}
        self._arrivals: dict[str, Pace] = {}
        self._health = Health.SOUND
        self._refusal = "store_unwritable"
        """Why nothing is kept, while it is so."""
        self._chance = random.Random()  # noqa: S311, it groups people and guards nothing
        self._alarm: asyncio.TimerHandle | None = None
        self._absences = Absences(self._lose)

    @classmethod
    async def open(
        cls,
        journal: Journal,
        address: str,
        class_id: str,
        directory: Directory,
        library: Mapping[str, Activity],
        clock: Clock,
        removed: Callable[[str], None],
        code_asked: Callable[[int], None],
    ) -> "Host":
        """Own a class and fold its log. `removed` is told who was taken out of it, `code_asked` for
        how many days another join code is wanted.

        Raises Unknown, Damaged: what the journal raises.
        """
        lease = await journal.acquire(class_id, address, clock.now_ms())
        state = await replay(journal, class_id)
        host = cls(journal, lease, state, directory, library, clock, removed, code_asked)
        host._come_back(lease.heard_ms)
        return host

    @property
    def is_lost(self) -> bool:
        """Nothing can be done here any more; the class has to be opened anew."""
        return self._health is Health.LOST

    @property
    def _is_believed(self) -> bool:
        return self._health in (Health.SOUND, Health.UNWRITABLE)

    def _come_back(self, heard_ms: int | None) -> None:
        outage = 0 if heard_ms is None else self._clock.now_ms() - heard_ms
        went_back = outage < 0  # the computer's clock: nobody is given an hour by that
        if (outage > OUTAGE_MS or went_back) and any(self.state.playing()):
            self._happen((facts.ServerReturned(min(outage, LONGEST_OUTAGE_MS)),))
        for person in self.state.people.values():
            if person.presence == "here":
                self._absences.begin(person.who)
        self._set_alarm()

    # People

    def enrol(self, who: str, name: str, role: PersonRole, level: Level, device: str = "") -> None:
        """Somebody comes to this class for the first time."""
        self.directory.names[who] = name
        if self._health is Health.SOUND:
            self._happen(tuple(people.enrol(who, role, level, device)))

    def must_not_storm(self, who: str) -> None:
        """Raises Refused: for somebody who comes back more often than a line breaks."""
        pace = self._arrivals.get(who) or self._arrivals.setdefault(
            who, Pace(limits.ARRIVALS_PER_SECOND, limits.ARRIVALS_AT_ONCE)
        )
        if wait_ms := pace.wait_ms(self._clock.now_ms()):
            raise Refused("too_often", str(wait_ms // 1000 + 1), retry_ms=wait_ms)

    def attach(self, connection: Connection, token: str) -> None:
        """Somebody's line is up: an older one of theirs is closed, and they are shown all."""
        who = connection.who
        if not self._is_believed or who not in self.state.people:
            connection.close(CloseCode.STORE_UNREACHABLE)
            return
        self._absences.end(who)
        older = self.audience.went(who)
        if older:
            same = older.inst == connection.inst
            older.close(CloseCode.SUPERSEDED if same else CloseCode.OPENED_ELSEWHERE)
        if self._health is Health.SOUND:
            self._arrive(who)
        oversees = self.state.people[who].role in OVERSEES
        self.audience.came(connection, oversees=oversees)
        seq, shown = self.state.seq, project.snapshot(self.state, self.directory, who)
        if oversees:
            shown += tuple(wall.row(r) for r in self.state.rooms.values() if not r.shelved)
        received = self.state.received.get((who, connection.inst))
        welcome = Welcome(
            who=who,
            role=self.state.people[who].role,
            epoch=self.lease.epoch,
            top=seq,
            last_n=received.last_n if received else 0,
            now_ms=self._clock.now_ms(),
            hb_ms=limits.HEARTBEAT_MS,
            token=token,
            refused=refusals(received),
        )
        self._pipeline.show(partial(connection.greet, welcome, Snapshot(seq, shown)))

    def _arrive(self, who: str) -> None:
        if arrived := people.arrive(self.state, who, self._clock.now_ms()):
            self._happen(tuple(arrived))

    def detach(self, connection: Connection, *, left: bool) -> None:
        """A line is down. Its person is away after a while, or has left at once on purpose."""
        who = connection.who
        if self.audience.connections.get(who) is not connection:
            return  # a newer line took its place
        self.audience.went(who)
        self.audience.stopped_typing(self.state, who)
        if left:
            self._lose(who, left=True)
        else:
            self._absences.begin(who)

    def _lose(self, who: str, *, left: bool = False) -> None:
        self._absences.end(who)
        lost = people.lose(self.state, who, self._clock.now_ms(), left=left)
        if lost and self._health is Health.SOUND:
            self._happen(tuple(lost))

    # Requests

    def command(self, connection: Connection, frame: Command) -> None:
        """A request, counted once: kept and acknowledged, or refused."""
        if not self._is_believed:
            connection.send(Nack(frame.n, self._refusal, retry_ms=RETRY_STORE_MS))
            return
        if connection.who not in self.state.people:
            return  # taken out this moment: the line is closed once that is kept
        digest = digest_of(frame.do)
        received = self.state.received.get((connection.who, connection.inst))
        match judge_number(received, frame.n, digest):
            case Number.NEXT:
                self._next_command(connection, frame, digest)
            case Number.REPEATED:
                answer = answer_again(received, frame.n)
                self._pipeline.show(partial(connection.send, answer))
            case Number.REUSED:
                connection.close(CloseCode.NUMBER_REUSED)
            case Number.EARLY:
                connection.send(Nack(frame.n, "too_fast", retry_ms=1_000))
            case Number.ABSURD:
                connection.close(CloseCode.GAP)

    def _next_command(self, connection: Connection, frame: Command, digest: bytes) -> None:
        now_ms = self._clock.now_ms()
        if self._health is Health.UNWRITABLE:
            connection.send(Nack(frame.n, self._refusal, retry_ms=RETRY_STORE_MS))
            return
        pace = self._pace.get(connection.who) or self._pace.setdefault(connection.who, Pace())
        if wait_ms := pace.wait_ms(now_ms):
            connection.send(Nack(frame.n, "too_fast", retry_ms=wait_ms))
            return
        asked = Asked(
            self.state, connection.who, now_ms, self._chance.getrandbits(63), self._library
        )
        answer: Ack | Nack = Ack(frame.n, self.state.seq + 1)
        try:
            decided = decide(asked, frame.do)
        except Refused as refused:
            decided = (facts.CommandRefused(refused.code, refused.detail),)
            answer = Nack(frame.n, refused.code, refused.detail)
        except Exception:  # a bug must cost one command, not the class
            log.exception("A %s could not be decided.", type(frame.do).__name__)
            decided = (facts.CommandRefused("unexpected"),)
            answer = Nack(frame.n, "unexpected")
        self._unkept.append((connection, frame.n))
        sender = (connection.who, connection.inst, frame.n, digest)
        self._happen(decided, sender, partial(self._answer, connection, answer))

    def _answer(self, connection: Connection, answer: Ack | Nack) -> None:
        self._unkept.remove((connection, answer.n))
        connection.send(answer)

    def ask(self, connection: Connection, frame: Ask) -> None:
        """A query: answered from what is kept."""
        try:
            if not self._is_believed:
                raise Refused(self._refusal)
            answer = Answer(
                frame.q, find_out(self.state, self._library, connection.who, frame.what)
            )
        except Refused as refused:
            answer = Answer(frame.q, code=refused.code, detail=refused.detail)
        self._pipeline.show(partial(connection.send, answer))

    def typing(self, connection: Connection, frame: TypingNow) -> None:
        self.audience.typing(self.state, connection.who, frame)

    # What happens

    def _happen(
        self,
        decided: tuple[Fact, ...],
        sender: tuple[str, bytes, int, bytes] = ("", b"", 0, b""),
        answer: Callable[[], None] | None = None,
    ) -> None:
        """Fold facts at once, keep them, and show them when they are kept."""
        moment = Moment(self._clock.now_ms(), decided, *sender)
        seq = self.state.seq + 1
        touches: dict[Touch, None] = {}
        try:
            for fact in evolve_each(self.state, seq, moment):
                touches.update(dict.fromkeys(touched(self.state, fact)))
            show = self.audience.shows(self.state, self.directory, seq, moment.at_ms, touches)
        except Exception:
            self._step_down()  # a bug has left the state half changed: back to what is kept
            raise
        self._pipeline.keep(facts.encode(moment))
        self._pipeline.show(show)
        self.audience.change_wall(touches)
        if answer:
            self._pipeline.show(answer)
        if len(decided) == 1 and isinstance(decided[0], CLOCKLESS):
            return
        self._set_alarm()
        for fact in decided:
            match fact:
                case facts.Removed() | facts.Banned():
                    self._pipeline.show(partial(self._part_with, fact))
                case facts.NewCodeAsked():
                    self._pipeline.show(partial(self._code_asked, fact.days))
                case facts.Unbanned():
                    self._pipeline.show(partial(self._removed, fact.who))
                case _:
                    pass

    def _refresh_wall(self) -> None:
        show = self.audience.changed_rows(self.state)
        if self._is_believed:
            self._pipeline.show(show)

    def _part_with(self, fact: facts.Removed | facts.Banned) -> None:
        """Somebody goes. The name of one who is banned is kept, so that it can be taken back."""
        if connection := self.audience.went(fact.who):
            connection.close(CloseCode.REMOVED)
        self._absences.end(fact.who)
        if isinstance(fact, facts.Removed):
            self._removed(fact.who)

    def change_code(self, code: str) -> None:
        """The class has another join code: everybody is shown it."""
        self.directory.code = code
        if self._health is Health.SOUND:
            self._happen((facts.CodeChanged(),))

    def expect(self, expected: list[Expected]) -> None:
        """Other people are expected: whoever leads the lesson is shown who of them is absent, and
        who is here already without a level has that of the list."""
        self.directory.expected[:] = expected
        if self._health is Health.SOUND:
            names = {
                one.who: self.directory.names.get(one.who, "")
                for one in self.state.people.values()
                if one.role == "student" and not one.level
            }
            levels = roster.levels(expected, names).items()
            self._happen((facts.RosterChanged(), *(facts.LevelSet(*it) for it in levels)))

    def _set_alarm(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        deadline = next_deadline_ms(self.state)
        if deadline is not None and self._health is Health.SOUND:
            wait = max(0, deadline - self._clock.now_ms()) / 1000
            self._alarm = asyncio.get_running_loop().call_later(wait, self._look_at_clock)

    def _look_at_clock(self) -> None:
        due = decide_clock(self.state, self._clock.now_ms())
        if due:
            self._happen(due)
        else:
            self._set_alarm()  # the timer was early by a rounding

    # Trouble and the end

    async def _recover(self, problem: Exception) -> None:
        """What could not be kept was not shown either: forget it, and ask for it again."""
        if isinstance(problem, Fenced | Unknown):
            log.error("Class %s could not be kept: %r.", self.lease.class_id, problem)
        else:
            log.error("Class %s could not be shown.", self.lease.class_id, exc_info=problem)
        self._health = Health.REPLAYING
        self._set_alarm()
        unkept, self._unkept = self._unkept, []
        if not isinstance(problem, Unknown) or problem.reason not in REFUSED_BY_STORE:
            self._step_down()
            return
        self._refusal = REFUSED_BY_STORE[problem.reason]
        for connection, n in unkept:
            connection.send(Nack(n, self._refusal, retry_ms=RETRY_STORE_MS))
        self.audience.close_unseen(CloseCode.STORE_UNREACHABLE)
        try:
            self.state = await replay(self._journal, self.lease.class_id)
        except (Unknown, Damaged):
            log.exception("Class %s could not be read.", self.lease.class_id)
            self._step_down()
            return
        self._health = Health.UNWRITABLE
        self._pipeline = Pipeline(self._journal, self.lease, self.state.seq, self._recover)
        asyncio.get_running_loop().call_later(RETRY_STORE_MS / 1000, self._recovered)

    def _step_down(self) -> None:
        """Nobody knows whether it was kept, so nothing here may be believed: begin anew."""
        self._health = Health.LOST
        self.audience.close_all(CloseCode.STORE_UNREACHABLE)

    def _recovered(self) -> None:
        if self._health is not Health.UNWRITABLE:
            return
        self._health = Health.SOUND
        for who in list(self.audience.connections):
            self._arrive(who)
        for person in list(self.state.people.values()):
            if person.presence == "here" and person.who not in self.audience.connections:
                self._absences.begin(person.who)
        self._set_alarm()

    async def renew(self) -> None:
        """Leave a sign of life, from which the next owner knows how long nobody was there."""
        if not await self._journal.renew(self.lease, self._clock.now_ms()):
            self._step_down()

    async def close(self, code: CloseCode) -> None:
        """Keep what is on the way, send everybody off, give the class up."""
        self._absences.end_all()
        if self._alarm:
            self._alarm.cancel()
        await self._pipeline.drained()
        self._health = Health.LOST
        await self.audience.send_off(code)
        with suppress(Unknown):  # the lease runs out by itself
            await self._journal.release(self.lease, self._clock.now_ms())
