"""Who may speak now, and what must not be said: the turns of a stage that people talk in."""

from duologue_activities.stages import takes
from duologue_activities.stages.form import accepted
from duologue_activities.stages.words import plain_words
from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_server import facts
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room

PASSED_ON = ("strict", "queue")
"""Turns in which the floor is somebody's until it is passed on."""


def speakers(state: Classroom, room: Room) -> list[str] | None:
    """Who may speak now; None: everybody. Who is away or does not answer keeps nobody waiting."""
    if not passes_floor(room):
        return room.floor
    holder, chairs = holder_of(state, room), chairs_of(state, room)
    if holder or chairs:
        return [*chairs, *([holder] if holder and holder not in chairs else [])]
    return room.floor


def passes_floor(room: Room) -> bool:
    """Is the floor passed on in the stage that runs?"""
    return room.plays and room.current is not None and room.current.turns in PASSED_ON


def holder_of(state: Classroom, room: Room) -> str:
    """Whose the floor is; "" where nobody has it, or nobody is there to pass it to."""
    stage = room.current
    there = _there(state, room)
    if stage is None or len(there) < 2:
        return ""
    if stage.turns == "strict":
        return _first(room, there, room.holder)
    return room.holder if room.holder in there else ""


def chairs_of(state: Classroom, room: Room) -> list[str]:
    """Who gives the floor, of those who are there."""
    stage = room.current
    if stage is None or not stage.chair or not passes_floor(room):
        return []
    there = _there(state, room)
    return [who for who in room.players(stage.chair) if who in there and len(there) > 1]


def hands_of(state: Classroom, room: Room) -> list[str]:
    """Who asks for the floor and is there."""
    return [who for who in room.hands if who in _there(state, room)]


def _there(state: Classroom, room: Room) -> list[str]:
    """Who may have the floor, in the order in which it goes round."""
    stage = room.current
    if stage is None:
        return []
    may = [who for key in stage.floor for who in room.players(key)] or room.members
    return [who for who in may if state.is_here(who) and who not in room.silent]


def _first(room: Room, there: list[str], wanted: str) -> str:
    """This one; the next behind them in the room's order who is there, if they are not."""
    if wanted in there or not wanted:
        return wanted or there[0]
    order = room.members
    behind = order[order.index(wanted) + 1 :] if wanted in order else []
    return next((who for who in behind if who in there), there[0])


def must_be_heard(asked: Asked, room: Room) -> None:
    """Raises Refused: another role has the floor, or it is somebody else's turn to answer."""
    stage = room.current
    if not stage or (stage.turns == "free" and not stage.floor):
        return
    heard = speakers(asked.state, room)
    if heard is not None and asked.by not in heard:
        raise Refused("listen_now", heard[-1])
    if stage.turns == "alternate" and room.spoke_last == asked.by:
        others = [who for who in room.members if who != asked.by and asked.state.is_here(who)]
        if others:
            raise Refused("alternate")


def takes_floor(asked: Asked, room: Room) -> list[Fact]:
    """Who speaks where the floor was nobody's has it until they pass it on."""
    stage = room.current
    if stage is None or stage.turns != "queue" or not passes_floor(room):
        return []
    if holder_of(asked.state, room) or chairs_of(asked.state, room):
        return []
    return [facts.FloorGiven(room.id, asked.by)] if len(_there(asked.state, room)) > 1 else []


def ask_floor(asked: Asked, request: requests.AskFloor) -> list[Fact]:
    """A hand goes up or down; who has the floor passes it on."""
    room = _where_passed(asked, request.room, "ask_floor")
    holder = holder_of(asked.state, room)
    if not request.on:
        if asked.by == holder:
            return [facts.FloorGiven(room.id, _next(asked.state, room, holder))]
        return [facts.HandRaised(room.id, asked.by, on=False)]
    if asked.by not in _there(asked.state, room):
        raise Refused("listen_now", holder)
    if room.current and room.current.turns == "strict":
        raise Refused("not_your_turn", holder)
    if asked.by == holder or asked.by in chairs_of(asked.state, room):
        raise Refused("no_floor")
    if not holder and not chairs_of(asked.state, room):
        return [facts.FloorGiven(room.id, asked.by)]
    return [facts.HandRaised(room.id, asked.by, on=True)]


def give_floor(asked: Asked, request: requests.GiveFloor) -> list[Fact]:
    room = _where_passed(asked, request.room, "give_floor")
    if asked.by not in chairs_of(asked.state, room):
        raise Refused("not_the_chair")
    hands = hands_of(asked.state, room)
    return [facts.FloorGiven(room.id, hands[0] if hands else "")]


def _where_passed(asked: Asked, name: str, move: str) -> Room:
    room = asked.playing_room(name)
    stage = room.current
    if stage is None or not passes_floor(room) or not takes(stage.kind, move, together=False):
        raise Refused("no_floor")
    if asked.by not in room.members:
        raise Refused("observers_listen")
    return room


def _next(state: Classroom, room: Room, holder: str) -> str:
    """Who has the floor after this one: whose turn it is, or who has asked first."""
    there = _there(state, room)
    if room.current and room.current.turns == "strict":
        return there[(there.index(holder) + 1) % len(there)]
    if chairs_of(state, room):
        return ""
    return next(iter(hands_of(state, room)), "")


def must_not_quote(asked: Asked, room: Room, text: str) -> None:
    """Where words are to be described: raises Refused when a partner's missing word is said."""
    activity, stage = room.activity, room.current
    if not activity or not stage or not stage.describing:
        return
    role = room.role_of(asked.by)
    if not role:
        return
    said = plain_words(text)
    for row in activity.grids[stage.table].rows:
        for cell in row:
            if cell.role == role.key and any(_stands_in(it, said) for it in accepted(cell)):
                raise Refused("quoted", accepted(cell)[0])


def _stands_in(answer: str, said: tuple[str, ...]) -> bool:
    wanted = plain_words(answer)
    starts = range(len(said) - len(wanted) + 1)
    return any(said[start : start + len(wanted)] == wanted for start in starts)
