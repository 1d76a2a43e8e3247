"""What a room shows: its progress to all in it, and to each the own card, prompt and table."""

from duologue_activities.activity import Activity, Role
from duologue_activities.preview import brief
from duologue_activities.stages import form, script
from duologue_protocol import parts
from duologue_server.classroom import Room


def progress(room: Room) -> parts.Progress:
    return parts.Progress(
        room=room.id,
        state=room.state,
        number=room.number,
        members=tuple(_member(room, who) for who in room.people),
        stage=room.stage,
        began_ms=room.began_ms or room.opened_ms,
        ends_at_ms=room.ends_at_ms,
        left_ms=room.left_ms,
        ready=tuple(who for who in room.members if who in room.ready),
        watchers=tuple(room.watchers),
        turn=room.turn,
        call=room.call,
        origin=room.origin,
        activity=brief(room.activity) if room.activity else None,
        stages=stages(room.activity) if room.activity else (),
    )


def _member(room: Room, who: str) -> parts.Member:
    role = room.role_of(who)
    return parts.Member(who, role.title if role else "", observer=who in room.observers)


def stages(activity: Activity) -> tuple[parts.StageBrief, ...]:
    return tuple(
        parts.StageBrief(stage.kind, stage.title, stage.instruction, stage.minutes)
        for stage in activity.stages
    )


def seat(room: Room, who: str) -> parts.Seat | None:
    """Somebody's own card; None while the room has not chosen an activity."""
    activity = room.activity
    if activity is None:
        return None
    role = room.role_of(who)
    return parts.Seat(
        room=room.id,
        role=role.title if role else "",
        observer=who in room.observers,
        card=_card(room, role) if role else "\n".join(activity.checklist),
        goals=role.goals if role else (),
        reached=tuple(sorted(room.goals.get((who, role.key), ()))) if role else (),
        starts=who == _starter(room, activity),
        phrases=activity.phrases,
        gloss=activity.gloss,
    )


def _starter(room: Room, activity: Activity) -> str | None:
    """The first of those who play the role that speaks first: only one is told to start."""
    playing = ((who, room.role_of(who)) for who in room.members)
    return next((who for who, role in playing if role and role.key == activity.starts), None)


def _card(room: Room, role: Role) -> str:
    """The role's card, with its twist once the roles were swapped."""
    assert room.activity
    swapped = any(stage.swapped for stage in room.activity.stages[: room.stage + 1])
    return f"{role.card}\n\n{role.twist}" if swapped and role.twist else role.card


def prompt(room: Room, who: str) -> parts.Prompt | None:
    """The line of the script that this person says now."""
    line = room.due
    if line is None or room.turn != who:
        return None
    text, hints = script.blank(line)
    return parts.Prompt(room.id, text, hints, room.missed)


def table(room: Room, who: str) -> parts.Table | None:
    """This person's half of an information gap; all of it once it was laid open."""
    activity, role = room.activity, room.role_of(who)
    if activity is None or activity.grid is None or role is None:
        return None
    filled = room.filled.get(who, {})
    rows = form.table(activity.grid, role.key, filled, laid_open=is_laid_open(room))
    return parts.Table(room.id, activity.grid.columns, rows)


def is_laid_open(room: Room) -> bool:
    """From the first comparing stage on, or when the room has ended."""
    assert room.activity
    begun = room.activity.stages[: room.stage + 1]
    return room.state == "ended" or any(stage.kind == "compare" for stage in begun)


def model(room: Room) -> parts.Model | None:
    activity = room.activity
    if activity is None or not room.model_shown:
        return None
    lines = tuple(
        parts.ModelLine(activity.role(line.role).title, line.text) for line in activity.model
    )
    return parts.Model(room.id, lines)
