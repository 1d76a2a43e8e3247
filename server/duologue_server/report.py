"""What a lesson shows: for each person and room, what was said, used, reached and answered."""

from duologue_activities.activity import Activity, Role
from duologue_activities.preview import brief
from duologue_activities.stages import order, rebuild
from duologue_protocol import parts
from duologue_server import evidence, seat
from duologue_server.classroom import Classroom
from duologue_server.room import Room


def results(state: Classroom, who: str) -> parts.Results:
    """A student's own rooms, a teacher's all; the latest first."""
    oversees = state.people[who].role in parts.OVERSEES
    return parts.Results(
        tuple(
            result(room, room.activity, person)
            for room in reversed(state.rooms.values())
            if room.activity
            for person, place in room.took_part.items()
            if place is not None and (oversees or person == who)
        )
    )


def result(room: Room, activity: Activity, who: str) -> parts.Result:
    """What came of one person's work in one room."""
    right, fields = _answers(room, activity, who)
    return parts.Result(
        room=room.id,
        who=who,
        activity=brief(activity),
        role=_role(room, activity, who).title,
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
            if (who, role.key) in room.goals or role is _role(room, activity, who)
            for index, goal in enumerate(role.goals)
        ),
        notes=tuple(
            seat.note(room, by, to) for (by, to), it in room.notes.items() if to == who and it
        ),
        right=right,
        fields=fields,
        finished=room.finished,
        number=room.number,
        aims=tuple(zip(activity.aims, seat.own_check(room, activity, who), strict=True)),
        evidence=evidence.of_person(room, who),
    )


def _role(room: Room, activity: Activity, who: str) -> Role:
    """The one they had at first."""
    return activity.role_at(room.took_part[who] or 0)


def _line(room: Room, number: int | None) -> str:
    return room.lines[number - 1].text if number else ""


def _answers(room: Room, activity: Activity, who: str) -> tuple[int, int]:
    """What was right of what can be: gaps of the script, cells, answers, places, cards."""
    right, of = room.right[who], room.gaps[who]
    for at, stage in enumerate(activity.stages[: room.stage + 1]):
        if stage.kind in ("form", "quiz") and (table := room.sheet_at(at, who)):
            right, of = right + table.right, of + len(table.fields)
        if stage.kind == "order" and stage.together and activity.order and activity.order.is_keyed:
            right += order.in_place(activity.order, room.order_of(""))
            of += len(activity.order.items)
    if activity.passages and room.draft.text:
        met, words = rebuild.likeness(activity, room.draft.text)
        right, of = right + met, of + words
    guessed = sum(outcome == "guessed" for _by, outcome in room.outcomes)
    return right + guessed, of + len(room.outcomes)
