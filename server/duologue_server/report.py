"""What a lesson shows: for each person and room, what was said, used, reached and answered."""

from duologue_activities.activity import Activity
from duologue_activities.preview import brief
from duologue_activities.stages import form
from duologue_protocol import parts
from duologue_server.classroom import Classroom, Room


def results(state: Classroom, who: str) -> parts.Results:
    """A student's own rooms, a teacher's all; the latest first."""
    teaches = state.people[who].role == "teacher"
    return parts.Results(
        tuple(
            result(room, room.activity, person)
            for room in reversed(state.rooms.values())
            if room.activity
            for person, place in room.took_part.items()
            if place is not None and (teaches or person == who)
        )
    )


def result(room: Room, activity: Activity, who: str) -> parts.Result:
    """What came of one person's work in one room."""
    right, fields = _answers(room, activity, who)
    return parts.Result(
        room=room.id,
        who=who,
        activity=brief(activity),
        role=activity.roles[(room.took_part[who] or 0) % len(activity.roles)].title,
        partners=tuple(other for other in room.took_part if other != who),
        at_ms=room.opened_ms,
        lines=tuple(line for line in room.lines if line.by == who),
        words=room.words[who],
        phrases=tuple(
            (phrase, _line(room, room.phrases.get(who, {}).get(index)))
            for index, phrase in enumerate(activity.phrases)
        ),
        goals=tuple(
            (goal, index in room.goals.get((who, role.key), ()))
            for role in activity.roles
            if (who, role.key) in room.goals or role is activity.roles[_place(room, activity, who)]
            for index, goal in enumerate(role.goals)
        ),
        notes=tuple(
            parts.Note(room.id, by, to, text) for (by, to), text in room.notes.items() if to == who
        ),
        right=right,
        fields=fields,
        finished=room.finished,
        number=room.number,
    )


def _place(room: Room, activity: Activity, who: str) -> int:
    return (room.took_part[who] or 0) % len(activity.roles)


def _line(room: Room, number: int | None) -> str:
    return room.lines[number - 1].text if number else ""


def _answers(room: Room, activity: Activity, who: str) -> tuple[int, int]:
    """Fields of the table, or gaps of the script, that were right; and of how many."""
    if activity.grid is None:
        return room.right[who], room.gaps[who]
    role = activity.roles[_place(room, activity, who)]
    laid_open = form.table(activity.grid, role.key, room.filled.get(who, {}), laid_open=True)
    mine = [cell for row in laid_open for cell in row if cell.field]
    return sum(bool(cell.right) for cell in mine), len(mine)
