"""Who may what: every request by every role, and what each role is shown."""

from itertools import product
from typing import Any, get_args

import pytest

from duologue_protocol import requests
from duologue_protocol.parts import PersonRole
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import Query, Request
from duologue_server.decide import REFUSED_TO, WHO_MAY
from duologue_server.queries import find_out
from support.examples import example
from support.lesson import LIBRARY, ROLE_PLAY, Lesson

ROLES: tuple[PersonRole, ...] = get_args(PersonRole)
KINDS: tuple[type[Any], ...] = get_args(Request) + get_args(Query)
CELLS = list(product(KINDS, ROLES))

OBSERVERS = {
    requests.Watch,
    requests.Unwatch,
    requests.ListActivities,
    requests.ShowActivity,
    requests.ShowResults,
}
OWNERS = {requests.Ban, requests.Unban, requests.KeepEvidence, requests.ChangeCode}


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    lesson.tells("boris", requests.Say(lesson.room_id("boris"), "Hello"))
    return lesson


def answer(lesson: Lesson, who: str, request: Any) -> str:
    """The code of the refusal; empty where it was not refused."""
    try:
        if isinstance(request, get_args(Query)):
            find_out(lesson.state, LIBRARY, who, request)
        else:
            lesson.tells(who, request)
    except Refused as refused:
        return refused.code
    return ""


def test_the_table_has_a_row_for_every_request() -> None:
    assert set(WHO_MAY) == set(KINDS)


@pytest.mark.parametrize(("kind", "role"), CELLS, ids=lambda cell: getattr(cell, "__name__", cell))
def test_a_cell_of_the_table(lesson: Lesson, kind: type[Any], role: PersonRole) -> None:
    """Who may not is told so, and nothing has happened; who may is never told that."""
    who = {"student": "anna", "teacher": "teacher"}.get(role, role)
    if who == role != "teacher":
        lesson.enrol(who, role=role)
    log = len(lesson.log)
    code = answer(lesson, who, example(kind))
    denied = {*REFUSED_TO.values(), "owner_only"}
    if role in WHO_MAY[kind]:
        assert code not in denied
    else:
        owners = kind in OWNERS and role == "co_teacher"
        assert code == ("owner_only" if owners else REFUSED_TO[role])
        assert len(lesson.log) == log
    lesson.holds()


def test_an_observer_only_looks_on() -> None:
    assert {kind for kind in KINDS if "observer" in WHO_MAY[kind]} == OBSERVERS


def test_a_co_teacher_does_all_but_what_is_the_owners() -> None:
    teachers = {kind for kind in KINDS if "teacher" in WHO_MAY[kind]}
    assert {kind for kind in KINDS if "co_teacher" in WHO_MAY[kind]} == teachers - OWNERS


def test_no_student_does_what_a_teacher_does_alone() -> None:
    students = {kind for kind in KINDS if "student" in WHO_MAY[kind]}
    assert not students & set(get_args(requests.Moderation))


def test_an_observer_sees_the_wall_and_reads_along_in_the_open(lesson: Lesson) -> None:
    lesson.enrol("kim", role="observer")
    room = lesson.room_id("anna")
    assert lesson.views["kim"].rooms[room].progress
    assert not lesson.views["kim"].rooms[room].lines
    lesson.tells("kim", requests.Watch(room))
    assert [line.text for line in lesson.views["kim"].rooms[room].lines.values()] == ["Hello"]
    progress = lesson.room("anna").progress
    assert progress
    assert progress.watchers == ("kim",), "nobody reads along unseen"
    lesson.holds()


def test_a_round_goes_to_its_end_without_its_teacher(lesson: Lesson) -> None:
    lesson.drop("teacher")
    lesson.passes(3_600)
    assert all(room.state == "ended" for room in lesson.state.rooms.values())
    lesson.arrive("teacher")
    current = lesson.views["teacher"].round
    assert current
    assert current.state == "ended"
    lesson.holds()


@pytest.mark.parametrize(
    "path",
    ["../secret", "/etc/passwd", "a/../b", "the-wrong-order/", "x\0y", "the-wrong-order.yaml"],
)
def test_an_activity_is_named_and_never_a_path(lesson: Lesson, path: str) -> None:
    lesson.tells("teacher", requests.EndRound(0))
    assert lesson.refuses("teacher", requests.PlanRound(path, 10)) == "no_activity"
    assert answer(lesson, "teacher", requests.ShowActivity(path)) == "no_activity"


def test_an_observer_is_put_into_no_group(lesson: Lesson) -> None:
    lesson.enrol("kim", role="observer")
    lesson.enrol("lou", role="co_teacher")
    lesson.tells("teacher", requests.EndRound(0))
    lesson.tells("lou", requests.PlanRound(ROLE_PLAY, 10))
    assert lesson.state.plan
    assert [set(group.members) for group in lesson.state.plan.groups] == [{"anna", "boris"}]
    assert lesson.refuses("anna", requests.Invite("kim")) == "no_person"
    for view in ("teacher", "lou", "kim"):
        assert lesson.views[view].plan
    assert not lesson.views["anna"].plan
    lesson.holds()
