"""Stories of how lines came to be: bare facts, the same for student and teacher, one switch."""

import pytest

from duologue_protocol import parts, requests
from duologue_server import erasure, evidence, facts, report, wall
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve
from support.lesson import LIBRARY, ROLE_PLAY, Lesson

GUEST_CARD = "You want: food you can eat, in your hands in the next ten minutes."
RANKING = next(one.id for one in LIBRARY.values() if one.kind == "ranking")

CHAIN = next(one.id for one in LIBRARY.values() if one.kind == "chain-story")
DICTOGLOSS = "the-dog-who-took-the-bus"


@pytest.fixture
def lesson() -> Lesson:
    """A pair talks in a round."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    return lesson


def say(lesson: Lesson, who: str, text: str, pasted: int = 0, after: float = 0) -> None:
    lesson.passes(after)
    lesson.tells(who, requests.Say(lesson.room_id(who), text, pasted))


def ledger(lesson: Lesson, who: str, seen_by: str = "") -> parts.Evidence:
    found = report.results(lesson.state, seen_by or who).results
    return next(one.evidence for one in found if one.who == who)


def guest(lesson: Lesson) -> str:
    room = lesson.state.room_of("anna")
    assert room
    return next(who for who in room.members if room.took_part[who] == 0)


def test_what_was_pasted_copied_and_how_soon_is_told_to_both(lesson: Lesson) -> None:
    one = guest(lesson)
    other = ({"anna", "boris"} - {one}).pop()
    say(lesson, one, "Hello!", after=5)
    say(lesson, other, "Good evening, how can I help you?", pasted=20, after=7)
    say(lesson, one, GUEST_CARD.removeprefix("You want: "), after=9)
    say(lesson, one, "That is all.", after=3)
    say(lesson, other, "I see.", pasted=999, after=11)
    assert ledger(lesson, one) == parts.Evidence(copies=1, copied=12, answers=1, answer_ms=9_000)
    assert ledger(lesson, other) == parts.Evidence(
        pastes=2, pasted=20 + len("I see."), answers=2, answer_ms=9_000
    )
    for who in (one, other):
        assert ledger(lesson, who, "teacher") == ledger(lesson, who)
    lesson.holds()


def test_the_wall_tells_that_a_card_was_copied_until_the_talk_has_gone_on(lesson: Lesson) -> None:
    one, room = guest(lesson), lesson.state.room_of("anna")
    assert room
    say(lesson, one, GUEST_CARD)
    assert wall.row(room).copied == (one,)
    for number in range(wall.EARLIER_LINES + 1):
        assert wall.row(room).copied == (one,)
        say(lesson, one, f"Line {number}")
    assert wall.row(room).copied == ()


def test_time_in_which_the_clock_stood_is_no_time_to_answer(lesson: Lesson) -> None:
    say(lesson, "anna", "Hello!")
    lesson.drop("boris")
    lesson.passes(60)
    lesson.arrive("boris")
    say(lesson, "boris", "I am back.", after=1)
    assert ledger(lesson, "boris").answers == 0
    say(lesson, "anna", "Good.", after=4)
    assert ledger(lesson, "anna") == parts.Evidence(answers=1, answer_ms=4_000)


def test_the_first_line_of_a_stage_answers_nothing(lesson: Lesson) -> None:
    say(lesson, "anna", "Hello!")
    lesson.all_ready()
    say(lesson, "boris", "And now?", after=30)
    assert ledger(lesson, "boris") == parts.Evidence()


def test_a_page_tells_what_was_pasted_into_it_when_it_is_opened() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(next(one.id for one in LIBRARY.values() if one.kind == "opinion-gap"))
    while lesson.stage("anna") != "think":
        lesson.all_ready()
    room = lesson.state.room_of("anna")
    assert room
    lesson.tells("anna", requests.WritePage(room.id, room.stage, "I think that it is so", 11))
    lesson.tells("anna", requests.WritePage(room.id, room.stage, "I think that it is so. Yes", 0))
    lesson.tells("boris", requests.WritePage(room.id, room.stage, "Pasted", 6))
    lesson.tells("boris", requests.WritePage(room.id, room.stage, ""))
    lesson.tells("boris", requests.WritePage(room.id, room.stage, "Typed"))
    assert ledger(lesson, "anna") == parts.Evidence()
    lesson.all_ready()
    assert ledger(lesson, "anna") == parts.Evidence(pastes=1, pasted=11)
    assert ledger(lesson, "boris") == parts.Evidence()
    lesson.holds()


def in_stage(activity: str, kind: str) -> tuple[Lesson, str]:
    """Anna and Boris in a room of this activity, where a stage of this kind begins."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(activity)
    while lesson.stage("anna") != kind:
        lesson.all_ready()
    return lesson, lesson.room_id("anna")


def page(lesson: Lesson, who: str, text: str, pasted: int = 0) -> None:
    room = lesson.state.rooms[lesson.room_id(who)]
    lesson.tells(who, requests.WritePage(room.id, room.stage, text, pasted))


def test_what_was_pasted_into_a_story_is_told_when_the_stories_are_opened() -> None:
    lesson, room = in_stage(CHAIN, "chain")
    page(lesson, "anna", "Once upon a time", 9)
    page(lesson, "anna", "Once there was a dog", 4)  # written anew: what was pasted before is gone
    page(lesson, "boris", "A king had a son")
    lesson.all_ready()
    page(lesson, "anna", "and a hat.", 10)
    assert ledger(lesson, "anna") == parts.Evidence()
    while lesson.stage("anna") == "chain":
        lesson.all_ready()
    assert ledger(lesson, "anna") == parts.Evidence(pastes=2, pasted=14)
    assert ledger(lesson, "anna", "teacher") == ledger(lesson, "anna")
    assert ledger(lesson, "boris") == parts.Evidence()
    assert lesson.state.rooms[room].evidence
    lesson.holds()


def edits_text(lesson: Lesson, who: str, *steps: int | str, pasted: int = 0) -> None:
    room = lesson.state.rooms[lesson.room_id(who)]
    version = len(room.draft.edits)
    lesson.tells(who, requests.EditText(room.id, room.stage, version, steps, pasted))


def test_what_was_pasted_into_the_common_text_and_still_stands_is_told_of_each() -> None:
    lesson, room = in_stage(DICTOGLOSS, "write")
    edits_text(lesson, "anna", "A dog waited for the bus.", pasted=20)
    edits_text(lesson, "boris", 25, " It was late.", pasted=99)
    assert ledger(lesson, "anna") == parts.Evidence(pastes=1, pasted=20)
    assert ledger(lesson, "boris") == parts.Evidence(pastes=1, pasted=len(" It was late."))
    edits_text(lesson, "boris", 2, -4)  # "dog " of what Anna pasted
    edits_text(lesson, "boris", 21, -13)
    assert ledger(lesson, "anna", "teacher") == parts.Evidence(pastes=1, pasted=16)
    assert ledger(lesson, "boris") == parts.Evidence()
    while lesson.state.rooms[room].draft.text and lesson.stage("anna") == "write":
        lesson.all_ready()
    assert ledger(lesson, "anna") == parts.Evidence(pastes=1, pasted=16)
    lesson.holds()


def test_the_switch_forgets_what_was_pasted_into_texts_that_nobody_has_read_yet() -> None:
    lesson, room = in_stage(CHAIN, "chain")
    page(lesson, "anna", "Pasted", 6)
    lesson.all_ready()
    page(lesson, "anna", "Pasted", 6)
    lesson.tells("teacher", requests.KeepEvidence(on=False))
    page(lesson, "boris", "Pasted", 6)
    lesson.tells("teacher", requests.KeepEvidence(on=True))
    while lesson.stage("anna") == "chain":
        lesson.all_ready()
    assert len(lesson.state.rooms[room].lines) == 3
    assert ledger(lesson, "anna") == ledger(lesson, "boris") == parts.Evidence()
    lesson.holds()

    lesson, room = in_stage(DICTOGLOSS, "write")
    edits_text(lesson, "anna", "A dog", pasted=5)
    lesson.tells("teacher", requests.KeepEvidence(on=False))
    assert ledger(lesson, "anna") == parts.Evidence()
    edits_text(lesson, "boris", 5, " waited", pasted=7)
    lesson.tells("teacher", requests.KeepEvidence(on=True))
    assert ledger(lesson, "anna") == ledger(lesson, "boris") == parts.Evidence()
    edits_text(lesson, "anna", 12, ".", pasted=1)
    assert ledger(lesson, "anna") == parts.Evidence(pastes=1, pasted=1)
    lesson.holds()


def test_a_common_text_that_is_cleared_leaves_no_trace() -> None:
    lesson, room = in_stage(DICTOGLOSS, "write")
    edits_text(lesson, "anna", "Something rude", pasted=14)
    lesson.tells("teacher", requests.ClearWriting(room, "text", by=""))
    assert ledger(lesson, "anna") == parts.Evidence()
    lesson.holds()


def test_a_common_text_in_another_language_is_told_on_the_wall() -> None:
    lesson, room_id = in_stage(DICTOGLOSS, "write")
    edits_text(lesson, "anna", "Собака ждала")
    assert wall.row(lesson.state.rooms[room_id]).alphabet == "CYRILLIC"
    edits_text(lesson, "boris", 12, " for the bus in the morning")
    assert wall.row(lesson.state.rooms[room_id]).alphabet == ""


def test_a_card_that_has_to_be_told_is_not_copied() -> None:
    """Only kinds whose cards say who one is ask for own words."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(RANKING)
    while lesson.stage("anna") != "talk":
        lesson.all_ready()
    room = lesson.state.room_of("anna")
    assert room
    role = room.role_of("anna")
    assert role
    say(lesson, "anna", " ".join(role.card.split())[:900])
    assert ledger(lesson, "anna").copies == 0


def test_one_switch_forgets_it_all(lesson: Lesson) -> None:
    one = guest(lesson)
    say(lesson, one, GUEST_CARD, pasted=5)
    lesson.tells("teacher", requests.KeepEvidence(on=False))
    classroom = lesson.views[one].classroom
    assert classroom
    assert not classroom.evidence
    assert ledger(lesson, one) == parts.Evidence()
    say(lesson, one, GUEST_CARD, pasted=5)
    kept = [
        fact
        for body in lesson.log[-1:]
        for fact in facts.decode(body).facts
        if isinstance(fact, facts.Said)
    ]
    assert [(fact.pasted, fact.copied) for fact in kept] == [(0, 0)]
    room = lesson.state.room_of(one)
    assert room
    assert wall.row(room).copied == ()
    lesson.tells("teacher", requests.KeepEvidence(on=True))
    assert ledger(lesson, one) == parts.Evidence()
    say(lesson, one, "Typed and pasted", pasted=6)
    assert ledger(lesson, one) == parts.Evidence(pastes=1, pasted=6)
    lesson.holds()


def test_a_cleared_line_leaves_no_trace(lesson: Lesson) -> None:
    say(lesson, "anna", "Something rude", pasted=14)
    lesson.tells("teacher", requests.ClearLine(lesson.room_id("anna"), 1))
    assert ledger(lesson, "anna") == parts.Evidence()
    lesson.holds()


def test_what_is_erased_keeps_counts_and_no_words(lesson: Lesson) -> None:
    one = guest(lesson)
    say(lesson, one, GUEST_CARD, pasted=5)
    left = erasure.without_student([facts.decode(body) for body in lesson.log], one, [one])
    again = Classroom()
    for seq, moment in enumerate(left, 1):
        evolve(again, seq, moment)
    (room,) = (room for room in again.rooms.values() if room.lines)
    assert "hands" not in room.lines[0].text
    assert evidence.of_person(room, one) == ledger(lesson, one)


def test_a_room_that_goes_over_to_its_own_language_says_so(lesson: Lesson) -> None:
    room = lesson.state.room_of("anna")
    assert room
    say(lesson, "anna", "Hello!")
    say(lesson, "boris", "Привет")
    assert wall.row(room).alphabet == ""
    say(lesson, "anna", "Что дальше?")
    assert wall.row(room).alphabet == "CYRILLIC"
    say(lesson, "boris", "…")
    say(lesson, "boris", "Now in English.")
    say(lesson, "anna", "Good idea.")
    assert wall.row(room).alphabet == ""
