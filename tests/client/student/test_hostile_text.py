"""Whatever people call themselves or say: no screen ends, no markup works, no control gets out."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from duologue_client.places import Draft
from duologue_client.student.app import StudentApp
from duologue_protocol.parts import (
    Announcement,
    Brief,
    Cell,
    HelpCall,
    Invitation,
    Library,
    Line,
    Member,
    Model,
    ModelLine,
    Note,
    Part,
    Person,
    Proposal,
    StageBrief,
    Typing,
)
from duologue_protocol.requests import ListActivities, Say
from support import student_views as views
from support.fake_session import FakeSession
from support.hostile_texts import HOSTILE_TEXTS, is_unsafe
from support.screens import screen_text, until


def lobby(text: str) -> tuple[Part, ...]:
    return (
        *views.LOBBY,
        replace(views.CLASSROOM, title=text),
        Person("p2", text, "student", "here"),
        Person("t1", text, "teacher", "here"),
        Announcement("a2", "t1", text, views.NOW_MS),
        Invitation("i1", "p2", "p1"),
        Invitation("i2", "p1", "p2", "r1"),
    )


def brief(text: str) -> Brief:
    return Brief("x", text, text, "A2", 10, 2, 3, text, solo=True)


def choosing(text: str) -> tuple[Part, ...]:
    room = views.in_room(views.CHOOSING)
    return *room, *lobby_people(text), Proposal(views.ROOM, brief(text), 10, "p2", ("p2",))


def lobby_people(text: str) -> tuple[Part, ...]:
    return (
        Person("p2", text, "student", "away", room=views.ROOM),
        Person("t1", text, "teacher", "here"),
    )


def playing(text: str, kind: str = "talk") -> tuple[Part, ...]:
    stage = StageBrief(kind, text, text, 5)  # type: ignore[arg-type]
    progress = replace(
        views.PROGRESS,
        members=(Member("p1", text), Member("p2", text)),
        activity=brief(text),
        stages=(stage, stage),
        watchers=("t1",),
        turn="p2",
        ready=("p2",),
        call=HelpCall("p2", text, views.NOW_MS),
    )
    seat = replace(
        views.SEAT,
        role=text,
        card=text,
        goals=(text,),
        phrases=(text, text),
        gloss=((text, text),),
    )
    said = (
        replace(views.line(8, "p2", text, (0,)), role=text),
        replace(views.line(9, "p1", text), role=text),
        replace(views.line(10, "", text), role=text, kind="script"),
        replace(views.line(11, "t1", text), kind="teacher"),
        Line(views.ROOM, 12, "gone", text, views.NOW_MS),
    )
    rest = (
        replace(views.PROMPT, text=text, hints=(text,), wrong=2),
        replace(views.TABLE, columns=(text, text), rows=((Cell(text), Cell(text, "f")),)),
        Announcement("a3", "t1", text, views.NOW_MS),
        Typing(views.ROOM, ("p2",)),
    )
    return *views.in_room(progress, seat), *lobby_people(text), *said, *rest


def ended(text: str) -> tuple[Part, ...]:
    parts = [
        replace(part, state="ended") if isinstance(part, type(views.PROGRESS)) else part
        for part in playing(text)
    ]
    opened = Cell(text, "f", right=False, answer=text)
    table = replace(views.TABLE, columns=(text, text), rows=((Cell(text), opened),))
    model = Model(views.ROOM, (ModelLine(text, text),))
    return *parts, Note(views.ROOM, "p2", "p1", text), table, model


SCENES: dict[str, Callable[[str], tuple[Part, ...]]] = {
    "lobby": lobby,
    "choosing": choosing,
    "talking": playing,
    "script": lambda text: playing(text, "script"),
    "review": lambda text: playing(text, "review"),
    "results": ended,
}


@pytest.mark.parametrize("scene", SCENES)
async def test_hostile_text_is_only_text(scene: str) -> None:
    session = FakeSession()
    session.clock_ms = views.NOW_MS
    session.feed(*views.LOBBY)
    app = StudentApp(session)
    async with app.run_test(notifications=True) as pilot:
        for payload, text in HOSTILE_TEXTS.items():
            session.answers = {ListActivities: Library((brief(text),))}
            session.feed(*views.LOBBY, *SCENES[scene](text), fresh=True)
            session.refuse(Say(views.ROOM, text), text)
            session.turn_link("waiting")
            await pilot.pause()
            await pilot.pause()
            seen = screen_text(app)
            assert app.is_running, payload
            assert "EVIL" not in seen, payload
            assert not [c for c in seen.replace("\n", "") if is_unsafe(c)], payload
            assert payload != "closing tag" or "see [/] and [/b] ok" in seen


@pytest.mark.parametrize("payload", HOSTILE_TEXTS)
async def test_a_hostile_draft_is_only_text(payload: str) -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session, draft=Draft(HOSTILE_TEXTS[payload]))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Room 3" in screen_text(app))
        assert not [c for c in screen_text(app).replace("\n", "") if is_unsafe(c)]
