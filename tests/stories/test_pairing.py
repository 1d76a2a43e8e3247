"""Stories of students who pair up by themselves, teacher or no teacher."""

import pytest

from duologue_protocol import requests
from support.lesson import DIALOGUE, LIBRARY, ROLE_PLAY, Lesson


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("anna", "boris", "clara")
    return lesson


def test_two_who_look_for_a_partner_find_each_other(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Seek())
    queue = lesson.views["anna"].queue
    assert queue
    assert (queue.place, queue.waiting) == (1, 1)
    lesson.tells("boris", requests.Seek())

    progress = lesson.room("anna").progress
    assert progress
    assert progress.state == "choosing"
    assert [member.who for member in progress.members] == ["anna", "boris"]
    assert lesson.views["anna"].queue is None
    lesson.holds()


def test_whoever_waits_longest_is_first(lesson: Lesson) -> None:
    lesson.enrol("dima")
    lesson.tells("clara", requests.SetLevel("B1"))
    lesson.state.people["anna"].partners = frozenset({"clara"})
    lesson.state.people["clara"].partners = frozenset({"anna"})
    lesson.tells("anna", requests.Seek())
    lesson.passes(5)
    lesson.tells("clara", requests.Seek())
    assert lesson.state.room_of("clara"), "the last partner again, where there is no other"


def test_not_the_last_partner_if_there_is_another() -> None:
    lesson = Lesson()
    lesson.enrol("anna", "boris", "clara")
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    lesson.tells("anna", requests.Leave(lesson.room_id("anna")))
    lesson.tells("boris", requests.Seek())
    lesson.passes(1)
    lesson.state.people["clara"].seeking_since_ms = lesson.now_ms  # as if she waited as well
    lesson.tells("anna", requests.Seek())
    room = lesson.state.room_of("anna")
    assert room
    assert room.members == ["clara", "anna"]


def test_the_same_level_if_there_is_one(lesson: Lesson) -> None:
    lesson.enrol("dima")
    for who, level in (("anna", "A1"), ("boris", "B1"), ("dima", "B1")):
        lesson.tells(who, requests.SetLevel(level))  # type: ignore[arg-type]
    lesson.tells("anna", requests.Seek())
    lesson.state.people["boris"].seeking_since_ms = lesson.now_ms + 1
    lesson.tells("dima", requests.Seek())
    room = lesson.state.room_of("dima")
    assert room
    assert room.members == ["boris", "dima"]


def test_both_agree_and_it_starts_with_its_own_clock(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Invite("boris"))
    invitation = next(iter(lesson.views["boris"].invitations))
    lesson.tells("boris", requests.Accept(invitation))
    room = lesson.room_id("anna")
    lesson.tells("anna", requests.Propose(room, ROLE_PLAY, 10))
    assert lesson.refuses("anna", requests.Say(room, "Hi")) == "room_choosing"
    lesson.tells("boris", requests.Agree(room))

    progress = lesson.room("boris").progress
    assert progress
    assert progress.state == "playing"
    assert progress.ends_at_ms
    lesson.passes(10 * 60 + 31)
    assert lesson.state.rooms[room].finished
    lesson.tells("anna", requests.Leave(room))
    assert lesson.views["anna"].my_room is None
    lesson.holds()


def test_declined_and_taken_back(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Invite("boris"))
    assert lesson.refuses("boris", requests.Invite("anna")) == "already_invited"
    lesson.tells("boris", requests.Decline(next(iter(lesson.views["boris"].invitations))))
    assert not lesson.views["anna"].invitations
    lesson.tells("anna", requests.Invite("boris"))
    lesson.tells("anna", requests.Decline(next(iter(lesson.views["anna"].invitations))))
    assert not lesson.views["boris"].invitations
    lesson.holds()


def test_a_third_comes_to_a_room_that_chooses(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    lesson.tells("clara", requests.Invite("anna"))
    lesson.tells("anna", requests.Accept(next(iter(lesson.views["anna"].invitations))))
    progress = lesson.room("clara").progress
    assert progress
    assert len(progress.members) == 3
    room = lesson.room_id("clara")
    lesson.tells("clara", requests.Propose(room, ROLE_PLAY, 10))
    lesson.tells("anna", requests.Agree(room))
    assert lesson.state.rooms[room].state == "choosing"
    lesson.tells("boris", requests.Agree(room))
    assert lesson.state.rooms[room].state == "playing"
    lesson.holds()


def test_who_waits_long_is_offered_other_ways(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Seek())
    lesson.passes(61)
    queue = lesson.views["anna"].queue
    assert queue
    assert queue.offers
    assert lesson.refuses("anna", requests.Practise(ROLE_PLAY)) == "not_alone"
    lesson.tells("anna", requests.Practise(DIALOGUE))
    assert lesson.views["anna"].queue is None
    lesson.holds()


def test_alone_the_other_lines_speak_themselves(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Practise(DIALOGUE))
    room = lesson.state.rooms["r1"]
    while lesson.stage("anna") == "prepare":
        lesson.all_ready()
    first_script = room.stage
    while room.plays and room.stage == first_script:
        assert room.turn == "anna"
        lesson.tells("anna", requests.Say("r1", "zzz"))
    assert room.activity
    assert len([line for line in room.lines if line.kind == "script"]) >= len(room.activity.script)
    assert {line.by for line in room.lines} == {"", "anna"}
    lesson.passes(3600)
    assert room.finished
    lesson.holds()


def test_the_teacher_stops_pairing_and_sees_these_rooms(lesson: Lesson) -> None:
    lesson.enrol("teacher", role="teacher")
    lesson.tells("clara", requests.Seek())
    lesson.tells("teacher", requests.AllowPairing(on=False))
    assert lesson.views["clara"].queue is None
    assert lesson.refuses("anna", requests.Seek()) == "pairing_off"
    assert lesson.refuses("anna", requests.Invite("boris")) == "pairing_off"
    lesson.tells("teacher", requests.AllowPairing(on=True))
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    progress = lesson.views["teacher"].rooms["r1"].progress
    assert progress
    assert progress.origin == "students"
    lesson.holds()


def test_a_round_takes_everybody_who_is_here(lesson: Lesson) -> None:
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("dima")
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    lesson.tells("clara", requests.Invite("dima"))
    lesson.starts_round(ROLE_PLAY)
    assert all(lesson.room(who).seat for who in ("anna", "boris", "clara", "dima"))
    assert not lesson.state.invitations
    lesson.holds()


def test_left_alone_one_is_back_in_the_lobby(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    lesson.leave("boris")
    assert lesson.views["anna"].my_room is None
    lesson.holds()


def test_a_pair_of_three_roles_is_refused(lesson: Lesson) -> None:
    trial = next(activity for activity in LIBRARY.values() if activity.kind == "trial")
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    room = lesson.room("anna").progress
    assert room
    proposal = requests.Propose(room.room, trial.id, trial.minutes)
    assert lesson.refuses("anna", proposal) == "group_size"


def test_who_works_alone_is_busy(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Practise(DIALOGUE))
    assert lesson.refuses("anna", requests.Seek()) == "busy"
    assert lesson.refuses("boris", requests.Invite("anna")) == "they_are_busy"
