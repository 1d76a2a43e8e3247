"""Who may speak now, and what must not be said: the turns of a stage that people talk in."""

from duologue_activities.stages.form import accepted
from duologue_activities.stages.words import plain_words
from duologue_protocol.refusals import Refused
from duologue_server.asked import Asked
from duologue_server.classroom import Room


def must_be_heard(asked: Asked, room: Room) -> None:
    """Raises Refused: another role has the floor, or it is somebody else's turn to answer."""
    floor = room.floor
    if floor is not None and asked.by not in floor:
        raise Refused("listen_now", floor[0])
    if room.current and room.current.turns == "alternate" and room.spoke_last == asked.by:
        others = [who for who in room.members if who != asked.by and asked.state.is_here(who)]
        if others:
            raise Refused("alternate")


def must_not_quote(asked: Asked, room: Room, text: str) -> None:
    """Where words are to be described: raises Refused when a partner's missing word is said."""
    activity, stage, role = room.activity, room.current, room.role_of(asked.by)
    if not activity or not stage or not stage.describing or not role:
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
