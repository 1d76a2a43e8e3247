"""Every activity of the library is played to its end on the real core, by classes of every size.

Simulated students say the model's lines, fill gaps and cells rightly and wrongly; in every stage
somebody drops, leaves, comes back or comes late.
"""

import pytest

from duologue_activities import seen
from duologue_activities.activity import Activity, Gap, ScriptLine
from duologue_protocol import requests
from duologue_server import turns
from duologue_server.room import Room
from support import stage_work
from support.lesson import LIBRARY, Lesson

LARGEST = 12
PAUSE = 121
"""Seconds after which a room goes on without somebody who lost the line."""
WRONG = "qwerty"


class DryRun:
    """One round of one activity."""

    def __init__(self, activity: Activity, size: int) -> None:
        self.activity = activity
        self.lesson = Lesson({activity.id: activity})
        self.lesson.enrol("teacher", role="teacher")
        self.students = [f"student{number}" for number in range(1, size + 1)]
        self.lesson.enrol(*self.students)
        remainder = "observer" if size % 4 == 3 else "trio"
        self.lesson.starts_round(activity.id, activity.minutes, remainder=remainder)
        self.away: list[str] = []
        self.placed = 0

    def play(self) -> None:
        """To the end, or AssertionError: a stage that nobody gets out of."""
        lesson, size = self.lesson, len(self.students)
        for turn in range(3 * len(self.activity.stages)):
            if not list(lesson.state.in_round()):
                break
            self._come_and_go(turn)
            self._everybody_has_a_card()
            for room in list(lesson.state.in_round()):
                self._work(room, turn)
            if (turn + size) % 2:  # every stage is looked at with half of the sizes
                lesson.holds()
            if turn % 2:
                lesson.passes(self._stage_seconds())
            else:
                lesson.all_ready()
        lesson.holds()

    def _stage_seconds(self) -> float:
        """Until the clock of every room that plays has rung, the paused ones' too."""
        lefts = [
            PAUSE + room.left_ms / 1000
            if room.left_ms is not None
            else ((room.ends_at_ms or 0) - self.lesson.now_ms) / 1000
            for room in self.lesson.state.in_round()
        ]
        return max(lefts, default=0)

    def _come_and_go(self, turn: int) -> None:
        """One comes back, one is gone; in every third turn for good, and somebody comes late."""
        lesson = self.lesson
        if self.away:
            lesson.arrive(self.away.pop())
        here = [who for who in self.students if lesson.state.is_here(who)]
        gone = here[turn % len(here)]
        if turn % 3 == 0:
            lesson.drop(gone)
            self.away.append(gone)
        elif turn % 3 == 1 and len(here) > self.activity.least:
            lesson.leave(gone)
        elif turn % 3 == 2:
            self._somebody_comes_late()

    def _somebody_comes_late(self) -> None:
        newcomer = f"late{len(self.students)}"
        self.students.append(newcomer)
        self.lesson.enrol(newcomer)
        if self.lesson.state.people[newcomer].room:  # at once
            self.placed += 1
            return
        for room in list(self.lesson.state.in_round()):
            if room.state == "playing" and len(room.members) < self.activity.room_takes:
                self.lesson.tells("teacher", requests.Place(newcomer, room.id))
                self.placed += 1
                return
            full = self.lesson.refuses("teacher", requests.Place(newcomer, room.id))
            assert full == "room_has_place_for"

    def _everybody_has_a_card(self) -> None:
        for room in self.lesson.state.in_round():
            for who in room.people:
                if not self.lesson.state.is_here(who):
                    continue
                seat, place = self.lesson.room(who).seat, room.took_part[who]
                assert seat
                if place is None:
                    assert seat.card == "\n".join(self.activity.checklist)
                else:
                    assert seat.card == seen.card_at(self.activity, room.stage, place)

    def _work(self, room: Room, turn: int) -> None:
        assert room.current
        here = [who for who in room.members if self.lesson.state.is_here(who)]
        match room.current.kind:
            case "script":
                self._speak_script(room, turn)
            case "talk" | "compare":
                for who in here:
                    self._say_model(room, who)
            case "form":
                for who in here:
                    self._fill(room, who)
            case "review":
                for who in here:
                    self._review(room, who)
            case "prepare":
                pass
            case _:
                stage_work.work(self.lesson, room, here)

    def _speak_script(self, room: Room, turn: int) -> None:
        """Until it is through, or the line is of somebody who is away."""
        stage = room.stage
        while room.plays and room.stage == stage and (line := room.due):
            who = room.turn
            if who is None or not self.lesson.state.is_here(who):
                assert who, "a line of nobody was not spoken"
                return
            for _ in range((room.spoken + turn) % 4 if has_key(line) else 0):
                spoken = room.spoken
                self.lesson.tells(who, requests.Say(room.id, WRONG))
                if room.stage != stage or room.spoken != spoken:
                    break
            else:
                self.lesson.tells(who, requests.Say(room.id, whole(line)))

    def _say_model(self, room: Room, who: str) -> None:
        alternate = room.current is not None and room.current.turns == "alternate"
        mine = [line.text for line in self.activity.model if self._is_for(room, who, line.role)]
        for text in mine[:1] if alternate else mine:
            if alternate and room.spoke_last == who and len(self._here(room)) > 1:
                refusal = self.lesson.refuses(who, requests.Say(room.id, text))
                assert refusal == "alternate"
            elif (heard := turns.speakers(self.lesson.state, room)) and who not in heard:
                assert self.lesson.refuses(who, requests.Say(room.id, text)) == "listen_now"
            else:
                self.lesson.tells(who, requests.Say(room.id, text))

    def _here(self, room: Room) -> list[str]:
        return [who for who in room.members if self.lesson.state.is_here(who)]

    def _is_for(self, room: Room, who: str, speaker: str) -> bool:
        """Is a line of this speaker in the model one for who sits here?"""
        role = room.role_of(who)
        if role and any(it.key == speaker for it in self.activity.roles):
            return role.key == speaker
        return "ab".index(speaker) == room.members.index(who) % 2

    def _fill(self, room: Room, who: str) -> None:
        """Every second cell is wrong at first, every third stays wrong."""
        for number, (field, key) in enumerate(stage_work.keys(room, who).items()):
            for text in [WRONG] * (number % 2) + [WRONG if number % 3 == 2 else key]:
                self.lesson.tells(who, requests.Fill(room.id, field, text))

    def _review(self, room: Room, who: str) -> None:
        role = room.role_of(who)
        assert role
        for goal in range(len(role.goals)):
            self.lesson.tells(who, requests.TickGoal(room.id, goal, on=True))
        partner = next((it for it in room.people if it != who), None)
        if partner:
            self.lesson.tells(who, requests.WriteNote(room.id, partner, "Good questions!"))


def has_key(line: ScriptLine) -> bool:
    """Can an attempt at this line be wrong?"""
    return any(isinstance(piece, Gap) and piece.answers for piece in line.pieces)


def whole(line: ScriptLine) -> str:
    """The line with the last right answer in each gap."""
    return "".join(
        piece if isinstance(piece, str) else (*piece.answers, "as you like")[len(piece.answers) - 1]
        for piece in line.pieces
    )


@pytest.mark.parametrize("activity", LIBRARY.values(), ids=lambda one: one.id)
def test_every_class_plays_it_to_the_end(activity: Activity) -> None:
    placed = 0
    for size in range(activity.least, LARGEST + 1):
        run = DryRun(activity, size)
        run.play()
        placed += run.placed
        rooms = list(run.lesson.state.rooms.values())
        assert rooms
        assert all(room.state == "ended" and room.finished for room in rooms), f"{size} students"
        assert run.lesson.state.round
        assert run.lesson.state.round.state == "ended"
    assert placed, "nobody was ever put into a running room"
