"""The course of a room: when a stage begins, how long it lasts, what follows when it ends."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from msgspec.structs import replace

from duologue_activities import phrases
from duologue_activities.activity import Activity, Stage
from duologue_activities.stages import OPENS_PAGES, script
from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room, Sentence

LAST_GRACE_MS = 30_000
"""When the clock ends the last stage, this much is left to finish the sentence."""

LEAST_STAGE_MS = 5_000
"""No stage is cut shorter than this by taking time: long enough to see what happened."""


def activity_key(activity: Activity) -> str:
    """The activity's id with a digest of what it says: an edited file is another activity."""
    # Not of its encoding: that leaves a default out or not, by where the value came from.
    digest = blake2b(repr(activity).encode(), digest_size=6).hexdigest()
    return f"{activity.id}@{digest}"


def brought(state: Classroom, activity: Activity) -> list[Fact]:
    """The activity's way into the log, where it is not there yet."""
    key = activity_key(activity)
    return [] if key in state.activities else [facts.ActivityBrought(key, activity)]


def stage_ms(activity: Activity, stage: Stage, minutes: int) -> int:
    """How long a stage lasts when the whole activity is given these minutes."""
    return round(stage.minutes * 60_000 * minutes / activity.minutes)


def begin(
    room: str, members: Sequence[str], activity: Activity, minutes: int, now_ms: int
) -> list[Fact]:
    """A room starts to play; who comes first among the members plays the first role."""
    began = facts.ActivityBegan(room, activity_key(activity), minutes)
    return [began, *begin_stage(room, range(len(members)), activity, 0, minutes, now_ms)]


def begin_at(like: Room, room: str, members: int, now_ms: int) -> list[Fact]:
    """A room begins in the stage where another is, and with what that has left of it."""
    activity = like.activity
    assert activity
    left_ms = like.left_ms
    if like.ends_at_ms is not None:
        left_ms = like.ends_at_ms - now_ms
    end = now_ms + max(left_ms or 0, LEAST_STAGE_MS)
    begun: list[Fact] = [
        facts.ActivityBegan(room, activity_key(activity), like.minutes),
        facts.StageBegan(room, like.stage, end),
        *unplayed(room, activity, activity.stages[like.stage], range(members), 0),
    ]
    held = facts.ClockSet(room, left_ms=end - now_ms, held=True)
    return [*begun, held] if like.held else begun


def go_on(room: Room, now_ms: int) -> list[Fact]:
    """The room's stage is over: the next one begins, or the room ends."""
    activity = room.activity
    assert activity
    if room.state == "ending" or room.stage + 1 >= len(activity.stages):
        return end(room, finished=room.stage + 1 >= len(activity.stages))
    if activity.stages[room.stage + 1].grouping:
        return [*opened(room), facts.RoomWaits(room.id)]
    following = begin_stage(room.id, places(room), activity, room.stage + 1, room.minutes, now_ms)
    return [*opened(room), *following, *_still_held(room, activity)]


def _still_held(room: Room, activity: Activity) -> list[Fact]:
    """A pause is the teacher's to end: the next stage begins with its clock paused."""
    if not room.held:
        return []
    left = stage_ms(activity, activity.stages[room.stage + 1], room.minutes)
    return [facts.ClockSet(room.id, left_ms=left, held=True)]


def time_is_up(room: Room, now_ms: int) -> list[Fact]:
    """The clock of a stage has run out; the last one leaves time to finish the sentence."""
    assert room.activity
    if room.state == "playing" and room.stage + 1 >= len(room.activity.stages):
        return [facts.RoomEnding(room.id, now_ms + LAST_GRACE_MS)]
    return go_on(room, now_ms)


def end(room: Room, *, finished: bool) -> list[Fact]:
    """The room is over. What was written in it and not opened yet is opened first."""
    return [*opened(room, room_ends=True), facts.RoomEnded(room.id, finished)]


def opened(room: Room, *, room_ends: bool = False) -> list[Fact]:
    """What becomes of what was written in the stage that is over."""
    activity, stage = room.activity, room.current
    if not room.plays or not activity or not stage:
        return []
    if stage.kind == "write":
        return _kept_text(room, activity, room_ends=room_ends)
    if stage.kind not in OPENS_PAGES:
        return []
    if stage.kind == "chain":
        return _continued(room, activity, room_ends=room_ends)
    return [
        replace(_page(room, activity, who, text), pasted=min(room.pasted[who], len(text)))
        for who, text in room.pages.items()
    ]


def _kept_text(room: Room, activity: Activity, *, room_ends: bool) -> list[Fact]:
    """After the last stage of writing the common text and its original stand among the lines."""
    goes_on = not room_ends and any(
        stage.kind == "write" for stage in activity.stages[room.stage + 1 :]
    )
    if goes_on:
        return []
    return [facts.TextKept(room.id, phrases.find(activity.phrases, room.draft.text))]


def _continued(room: Room, activity: Activity, *, room_ends: bool) -> list[Fact]:
    """Each page goes to the story in front of its writer; after the last pass all are opened."""
    added = [
        facts.StoryContinued(room.id, who, number, text, min(room.pasted[who], len(text)))
        for who, text in room.pages.items()
        if (number := room.story_of(who)) is not None
    ]
    if not room_ends and any(it.kind == "chain" for it in activity.stages[room.stage + 1 :]):
        return list(added)
    told = {number: list(sentences) for number, sentences in room.stories.items()}
    for fact in added:
        told.setdefault(fact.story, []).append(Sentence(fact.by, fact.text, fact.pasted))
    lines = (
        replace(_page(room, activity, it.by, it.text, f"Story {number + 1}"), pasted=it.pasted)
        for number, sentences in sorted(told.items())
        for it in sentences
    )
    return [*added, *lines]


def _page(room: Room, activity: Activity, by: str, text: str, about: str = "") -> facts.PageOpened:
    used = phrases.find(activity.phrases, text)
    return facts.PageOpened(room.id, by, text, used, about, cleared=not text)


def places(room: Room) -> list[int]:
    """The places in the list of roles that are taken by somebody."""
    return [place for who in room.members if (place := room.took_part[who]) is not None]


def begin_stage(
    room: str, taken: Iterable[int], activity: Activity, number: int, minutes: int, now_ms: int
) -> list[Fact]:
    """The stage of this number, and what is said in it before anybody speaks."""
    stage = activity.stages[number]
    began = facts.StageBegan(room, number, now_ms + stage_ms(activity, stage, minutes))
    return [began, *unplayed(room, activity, stage, taken, 0)]


def unplayed(
    room: str, activity: Activity, stage: Stage, taken: Iterable[int], spoken: int
) -> list[Fact]:
    """Lines of a script that are due and that nobody here plays: they speak themselves."""
    if stage.kind != "script":
        return []
    played = {activity.role_at(place, stage.shift).key for place in taken}
    lines: list[Fact] = []
    for line in activity.script[spoken:]:
        if line.role in played:
            break
        text = script.spoken(line)
        used = phrases.find(activity.phrases, text)
        lines.append(facts.ScriptSpoken(room, "", text, phrases=used))
    return lines


def after_line(room: Room, said: facts.ScriptSpoken, now_ms: int) -> list[Fact]:
    """What follows a script's line: the lines that nobody plays, then the next stage if it was
    the last one."""
    activity, stage = room.activity, room.current
    assert activity
    assert stage
    follow = unplayed(room.id, activity, stage, places(room), room.spoken + 1)
    through = room.spoken + 1 + len(follow) >= len(activity.script)
    return [said, *follow, *(go_on(room, now_ms) if through else [])]


def all_ready(state: Classroom, room: Room, who: str) -> bool:
    """Would everybody be ready if this one were? Who is away, does not answer or observes is not
    waited for."""
    waited_for = {who for who in room.members if state.is_here(who) and who not in room.silent}
    return waited_for <= room.ready | {who}


def clock(room: Room, now_ms: int, delta_ms: int) -> facts.ClockSet:
    """The room's clock with time added or taken; a paused one stays paused."""
    if room.ends_at_ms is not None:
        end = max(room.ends_at_ms + delta_ms, now_ms + LEAST_STAGE_MS)
        return facts.ClockSet(room.id, ends_at_ms=end)
    assert room.left_ms is not None
    left = max(room.left_ms + delta_ms, LEAST_STAGE_MS)
    return facts.ClockSet(room.id, left_ms=left, held=room.held)


def has_clock(room: Room) -> bool:
    return room.ends_at_ms is not None or room.left_ms is not None


def hold_clock(room: Room, now_ms: int) -> list[Fact]:
    """The teacher pauses a room, also one that waits for a partner or is ending."""
    left = room.left_ms
    if room.ends_at_ms is not None:
        left = max(room.ends_at_ms - now_ms, LEAST_STAGE_MS)
    return [] if left is None else [facts.ClockSet(room.id, left_ms=left, held=True)]


def stop_clock(room: Room, now_ms: int) -> list[Fact]:
    """Pause a running stage; a room that is ending is not paused."""
    if room.state != "playing" or room.ends_at_ms is None:
        return []
    return [facts.ClockSet(room.id, left_ms=max(room.ends_at_ms - now_ms, LEAST_STAGE_MS))]


def start_clock(room: Room, now_ms: int) -> list[Fact]:
    """Let a paused stage go on."""
    if room.left_ms is None:
        return []
    return [facts.ClockSet(room.id, ends_at_ms=now_ms + room.left_ms)]


def shelve(room: Room) -> list[Fact]:
    """A room goes off the wall, and nobody reads along there any more."""
    unwatched: list[Fact] = [facts.Unwatched(room.id, who) for who in room.watchers]
    return [*unwatched, facts.RoomShelved(room.id)]


def with_round_end(state: Classroom, decided: list[Fact]) -> list[Fact]:
    """A round is over when its last room is."""
    ended = {fact.room for fact in decided if isinstance(fact, facts.RoomEnded)}
    starts = any(isinstance(fact, facts.RoundStarted | facts.RoomOpened) for fact in decided)
    if not ended or starts or state.round is None or state.round.state == "ended":
        return decided
    playing = {room.id for room in state.in_round()}
    if playing and playing <= ended:
        return [*decided, facts.RoundEnded()]
    return decided
