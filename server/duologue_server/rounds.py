"""The teacher's round: planned, looked at, started, timed, ended."""

from collections import Counter

from msgspec import structs

from duologue_activities.activity import Activity
from duologue_activities.formation import Wishes, form_groups
from duologue_protocol import limits, requests
from duologue_protocol.refusals import Refused
from duologue_protocol.text import clean
from duologue_server import course, facts, people
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact, PlannedGroup
from duologue_server.room import Room


def plan(asked: Asked, request: requests.PlanRound) -> list[Fact]:
    """Group people for an activity. Nothing starts yet.

    Other groups for a round of the lesson leave it a round of the lesson.
    """
    activity, planned = asked.activity(request.activity), asked.state.plan
    same = planned is not None and planned.activity == course.activity_key(activity)
    return plan_of(asked, request, activity, planned.lesson_round if same and planned else None)


def plan_of(
    asked: Asked, request: requests.PlanRound, activity: Activity, lesson_round: int | None
) -> list[Fact]:
    """The same for an activity that is at hand."""
    if asked.state.round and asked.state.round.state != "ended":
        raise Refused("round_running")
    _must_be_groups(asked, request, activity)
    planned = _by_hand if request.formation == "by_hand" else _at_random
    made = structs.replace(planned(asked, request, activity), lesson_round=lesson_round)
    return [*course.brought(asked.state, activity), made]


def _must_be_groups(asked: Asked, request: requests.PlanRound, activity: Activity) -> None:
    times = Counter(who for group in request.groups for who in group)
    for who, count in times.items():
        asked.student(who)
        if count > 1:
            raise Refused("group_twice", who)
    for group in request.groups:
        if not activity.least <= len(group) <= activity.most:
            raise Refused("group_size", activity.title, str(activity.least), str(activity.most))


def _by_hand(asked: Asked, request: requests.PlanRound, activity: Activity) -> facts.RoundPlanned:
    """The teacher's own groups; in a group that is one too large the last one observes, if the
    teacher wants observers."""
    if not request.groups:
        raise Refused("no_group")
    observing = activity.least if request.remainder == "observer" else activity.most
    groups = tuple(PlannedGroup(group[:observing], group[observing:]) for group in request.groups)
    placed = {who for group in request.groups for who in group}
    left_out = tuple(p.who for p in asked.state.students_here() if p.who not in placed)
    key = course.activity_key(activity)
    return facts.RoundPlanned(key, request.minutes, request.remainder, groups, left_out)


def _at_random(asked: Asked, request: requests.PlanRound, activity: Activity) -> facts.RoundPlanned:
    kept = {who for group in request.groups for who in group}
    everybody = [person.who for person in asked.state.students_here()]
    everybody += [who for who in kept if who not in everybody]
    if not everybody:
        raise Refused("no_one_free")
    if len(everybody) < activity.least:
        raise Refused("too_few", activity.title, str(activity.least), str(len(everybody)))
    formed = form_groups(
        sorted(everybody),
        activity.least,
        most=activity.most,
        remainder=request.remainder,
        wishes=_wishes(asked.state, everybody, request.levels),
        seed=asked.seed,
        kept=request.groups,
    )
    observed: dict[int, list[str]] = {}
    for who, index in formed.observers.items():
        observed.setdefault(index, []).append(who)
    groups = tuple(
        PlannedGroup(group, tuple(observed.get(index, ())))
        for index, group in enumerate(formed.groups)
    )
    key = course.activity_key(activity)
    return facts.RoundPlanned(
        key, request.minutes, request.remainder, groups, formed.left_out, formed.reasons
    )


def _wishes(state: Classroom, everybody: list[str], levels: requests.Levels) -> Wishes:
    return Wishes(
        apart=state.pairs("apart"),
        together=state.pairs("together"),
        waited=_stood_out_more(state.stood_out, everybody),
        met=state.met,
        levels=levels,
        level={who: state.people[who].level for who in everybody},
        had=state.roles_had,
    )


def _stood_out_more(times: Counter[str], everybody: list[str]) -> frozenset[str]:
    """Whose turn as the odd one it is not: they were it more often than somebody else here."""
    least = min(times[who] for who in everybody)
    return frozenset(who for who in everybody if times[who] > least)


def cancel_plan(asked: Asked) -> list[Fact]:
    if asked.state.plan is None:
        raise Refused("no_plan")
    return [facts.PlanCancelled()]


def start(asked: Asked) -> list[Fact]:
    """Every planned group gets a room, out of whatever room its people are in."""
    state, planned = asked.state, asked.state.plan
    if planned is None:
        raise Refused("no_plan")
    if state.attention != "work":
        raise Refused("class_stopped")
    if state.round and state.round.state != "ended":
        raise Refused("round_running")
    groups = [_still_here(asked, group) for group in planned.groups]
    everybody = [who for group in groups for who in group.members + group.observers]
    number = state.round.number + 1 if state.round else 1
    started: list[Fact] = [
        *people.settled(state, everybody),
        *people.taken_out(state, everybody),
        *(fact for room in _of_last_round(state) for fact in course.shelve(room)),
        facts.RoundStarted(
            number, planned.activity, planned.minutes, planned.left_out, planned.lesson_round
        ),
    ]
    activity = state.activities[planned.activity]
    playing = [group for group in groups if group.members]
    for ahead, group in enumerate(playing):
        room = state.next_room(ahead)
        started.append(facts.RoomOpened(room, "round", group.members, group.observers))
        started += course.begin(room, group.members, activity, planned.minutes, asked.now_ms)
    if not playing:
        raise Refused("no_one_free")
    return started


def _of_last_round(state: Classroom) -> list[Room]:
    rooms = (room for room in state.rooms.values() if room.origin == "round")
    return [room for room in rooms if not room.shelved]


def _still_here(asked: Asked, group: PlannedGroup) -> PlannedGroup:
    """The group without those who were taken out of the class since it was planned."""
    known = asked.state.people
    return PlannedGroup(
        tuple(who for who in group.members if who in known),
        tuple(who for who in group.observers if who in known),
    )


def next_stage(asked: Asked, request: requests.NextStage) -> list[Fact]:
    moved: list[Fact] = []
    rooms = asked.rooms_of_round(request.room)
    if all(room.waiting for room in rooms):
        raise Refused("room_waits")
    for room in rooms:
        if not room.waiting:
            moved += course.go_on(room, asked.now_ms)
    return moved


def end_round(asked: Asked, request: requests.EndRound) -> list[Fact]:
    """Rooms may finish their sentence: they end when the grace period is over."""
    rooms = asked.rooms_of_round(request.room)
    if request.grace_ms == 0:
        return [fact for room in rooms for fact in course.end(room, finished=False)]
    end = asked.now_ms + request.grace_ms
    ending: list[Fact] = [facts.RoomEnding(room.id, end) for room in rooms]
    return ending if request.room else [facts.RoundEnding(end), *ending]


def watch(asked: Asked, request: requests.Watch) -> list[Fact]:
    room = asked.room(request.room)
    if room.shelved:
        raise Refused("no_room")
    if asked.by in room.watchers:
        return [facts.CommandRefused()]  # reads along already
    return [facts.Watched(room.id, asked.by)]


def unwatch(asked: Asked, request: requests.Unwatch) -> list[Fact]:
    room = asked.room(request.room)
    if asked.by not in room.watchers:
        return [facts.CommandRefused()]  # does not read along any more
    return [facts.Unwatched(room.id, asked.by)]


def show_model(asked: Asked, request: requests.ShowModel) -> list[Fact]:
    rooms = [asked.room(request.room)] if request.room else list(asked.state.rooms.values())
    ended = [room for room in rooms if room.state == "ended" and not room.shelved and room.activity]
    if not ended:
        raise Refused("still_playing")
    return [facts.ModelShown(room.id) for room in ended]


def broadcast(asked: Asked, request: requests.Broadcast) -> list[Fact]:
    return [facts.Announced(asked.by, _words(request.text))]


def whisper(asked: Asked, request: requests.Whisper) -> list[Fact]:
    student = asked.student(request.to)
    return [facts.Whispered(asked.by, student.who, _words(request.text))]


def _words(text: str) -> str:
    """Raises Refused: nothing is left of it."""
    cleaned = clean(text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
    if not cleaned:
        raise Refused("empty")
    return cleaned


def allow_pairing(asked: Asked, request: requests.AllowPairing) -> list[Fact]:
    """When it is stopped, nobody looks for a partner any more; rooms that play go on."""
    if request.on:
        return [facts.PairingAllowed(on=True)]
    everybody = list(asked.state.people)
    return [facts.PairingAllowed(on=False), *people.settled(asked.state, everybody)]
