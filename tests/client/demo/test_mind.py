"""The mind of a simulated student: whole activities without sockets, and a partner off the model."""

from collections.abc import Sequence

import pytest

from duologue_activities.preview import preview
from duologue_client.demo.knowledge import learn
from duologue_client.demo.mind import next_move
from duologue_client.demo.pace import AT_ONCE, Pace
from duologue_client.demo.situation import Key, Move, Nature
from duologue_client.demo.talk import CLOSING
from duologue_protocol import requests
from support.lesson import DIALOGUE, GAP, LIBRARY, ROLE_PLAY, Lesson

KNOWN = {activity.id: learn(preview(activity)) for activity in LIBRARY.values()}
HUMAN = Pace()


class Played:
    """A lesson in which some are simulated: the move that is due first is done first."""

    def __init__(self, *students: str, pace: Pace = HUMAN) -> None:
        self.lesson = Lesson()
        self.lesson.enrol("teacher", role="teacher")
        self.lesson.enrol(*students)
        self.pace = pace
        self.done: set[Key] = set()

    def wants(self, who: str, *, calls: bool = False) -> Move | None:
        """The next move of one of them, if they have not done it."""
        nature = Nature(who.title(), calls=calls, leaves=False)
        view = self.lesson.views[who]
        move = next_move(view, nature, KNOWN, self.pace, self.lesson.now_ms)
        return None if move is None or (who, *move.key) in self.done else move

    def goes_on(self, who: str) -> Move:
        """One of them does what is next."""
        move = self.wants(who)
        assert move, f"{who} waits for ever"
        self.lesson.passes((move.think_ms + move.type_ms) / 1000)
        self.done.add((who, *move.key))
        self.lesson.tells(who, move.request)
        return move

    def plays_on(self, students: Sequence[str]) -> bool:
        """Whoever is first does their next move; False when all wait."""
        moves = [(move, who) for who in students if (move := self.wants(who))]
        if not moves:
            return False
        self.goes_on(min(moves, key=lambda pair: pair[0].think_ms + pair[0].type_ms)[1])
        return True

    def says(self, who: str, text: str) -> None:
        self.lesson.tells(who, requests.Say(self.lesson.room_id(who), text))

    def talks(self) -> None:
        """On to the second stage."""
        self.lesson.all_ready()


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("activity", LIBRARY)
def test_every_activity_is_played_to_its_end(activity: str, size: int) -> None:
    least = LIBRARY[activity].least
    students = ("anna", "boris", "clara", "dmitri", "elena")[: size + least - 2]
    played = Played(*students)
    played.lesson.starts_round(activity, 90)
    while played.plays_on(students):
        pass
    room = played.lesson.room("anna")
    assert room.progress
    assert room.progress.state == "ended"
    assert room.progress.stage + 1 == len(room.progress.stages)
    if any(stage.kind == "review" for stage in room.progress.stages):
        partners = len(students) - 1
        assert len(room.notes) == 2 * partners, "what she wrote, and what was written to her"
    rows = room.table.rows if room.table else ()
    assert all(cell.right for row in rows for cell in row if cell.field and cell.text)
    played.lesson.holds()


@pytest.mark.parametrize("activity", [ROLE_PLAY, DIALOGUE, GAP])
def test_all_at_once_comes_to_its_end_too(activity: str) -> None:
    students = ("anna", "boris")
    played = Played(*students, pace=AT_ONCE)
    played.lesson.starts_round(activity, 90)
    while played.plays_on(students):
        pass
    room = played.lesson.room("anna")
    assert room.progress
    assert room.progress.state == "ended"


class TestWithAPartnerWhoSaysWhatTheyLike:
    def setup_method(self) -> None:
        self.played = Played("anna", "vera")
        teacher = requests.PlanRound(ROLE_PLAY, 90, "by_hand", groups=(("anna", "vera"),))
        self.played.lesson.tells("teacher", teacher, requests.StartRound())
        self.played.talks()
        activity = LIBRARY[ROLE_PLAY]
        first = activity.roles[0].key
        self.lines = [line.text for line in activity.model if line.role == first]

    def test_who_starts_speaks_first(self) -> None:
        move = self.played.goes_on("anna")
        assert move.request == requests.Say(self.played.lesson.room_id("anna"), self.lines[0])

    def test_the_next_line_answers_whatever_was_said(self) -> None:
        self.played.goes_on("anna")
        self.played.says("vera", "I like trains.")
        assert self.played.goes_on("anna").request == requests.Say(
            self.played.lesson.room_id("anna"), self.lines[1]
        )

    def test_typing_takes_as_long_as_the_line_is(self) -> None:
        move = self.played.wants("anna")
        assert move
        assert move.type_ms == len(self.lines[0].split()) * 1_500
        assert move.think_ms > 0

    def test_a_long_silence_is_broken(self) -> None:
        self.played.goes_on("anna")
        silent = self.played.wants("anna")
        assert silent
        assert silent.think_ms == HUMAN.silence_ms
        self.played.says("vera", "Sorry, I was away.")
        reply = self.played.wants("anna")
        assert reply
        assert reply.think_ms < silent.think_ms
        assert reply.key != silent.key

    def test_who_types_is_given_longer(self) -> None:
        self.played.goes_on("anna")
        self.played.lesson.passes(15)
        impatient = self.played.wants("anna")
        self.played.lesson.room("anna").typing = ("vera",)
        patient = self.played.wants("anna")
        assert impatient
        assert patient
        assert patient.think_ms > impatient.think_ms
        assert patient.key != impatient.key

    def test_after_the_last_line_they_are_ready_and_still_polite(self) -> None:
        for _line in self.lines:
            self.played.goes_on("anna")
            self.played.says("vera", "I see, and what else?")
        assert self.played.goes_on("anna").request == requests.Say(
            self.played.lesson.room_id("anna"), CLOSING[0]
        )
        ready = self.played.goes_on("anna").request
        assert isinstance(ready, requests.Ready)

    def test_who_calls_calls_once(self) -> None:
        for _line in range(2):
            self.played.goes_on("anna")
            self.played.says("vera", "Yes?")
        move = self.played.wants("anna", calls=True)
        assert move
        assert isinstance(move.request, requests.CallTeacher)
        self.played.done.add(("anna", *move.key))
        self.played.lesson.tells("anna", move.request)
        after = self.played.wants("anna", calls=True)
        assert after
        assert isinstance(after.request, requests.Say)


class TestInformationGapWithAHuman:
    def setup_method(self) -> None:
        self.played = Played("anna", "vera")
        teacher = requests.PlanRound("one-bike-for-two", 90, "by_hand", groups=(("anna", "vera"),))
        self.played.lesson.tells("teacher", teacher, requests.StartRound())
        self.played.talks()

    def said(self) -> str:
        request = self.played.goes_on("anna").request
        assert isinstance(request, requests.Say)
        return request.text

    def test_a_question_about_a_cell_is_answered(self) -> None:
        self.said()
        self.played.says("vera", "How much is the white bike? What's the price of the White one?")
        assert "White, price: £70." in self.said()

    def test_what_is_told_is_written_down(self) -> None:
        assert "Red" in self.said()
        self.played.says("vera", "It is 12 kilos.")
        filled = self.played.goes_on("anna").request
        assert isinstance(filled, requests.Fill)
        assert filled.text == "12 kilos"

    def test_after_two_questions_any_answer_is_written_down(self) -> None:
        first = self.said()
        self.played.says("vera", "Heavy.")
        assert first in self.said()
        self.played.says("vera", "Very heavy!")
        filled = self.played.goes_on("anna").request
        assert isinstance(filled, requests.Fill)
        assert filled.text == "Very heavy!"


def test_an_invitation_is_accepted_and_a_proposal_agreed() -> None:
    played = Played("anna", "vera")
    played.lesson.tells("vera", requests.Invite("anna"))
    played.goes_on("anna")
    played.lesson.tells("vera", requests.Propose(played.lesson.room_id("vera"), ROLE_PLAY, 10))
    played.goes_on("anna")
    assert played.lesson.stage("anna") == "prepare"


def test_who_looks_for_a_partner_finds_one() -> None:
    played = Played("anna", "boris", "vera")
    played.lesson.tells("vera", requests.Seek())
    assert played.wants("boris") is None
    played.goes_on("anna")
    assert played.lesson.room_id("anna") == played.lesson.room_id("vera")
