"""What changed in a room and deserves a word at the top of the screen. Pure."""

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_client.student.speaking import stage_of
from duologue_client.widgets.countdown import clock
from duologue_protocol.parts import Progress


def news(before: Progress, room: RoomView, view: View) -> list[str]:
    """Sentences about what happened since `before`."""
    now = room.progress
    if now is None or now == before:
        return []
    if (now.stage, now.began_ms) != (before.stage, before.began_ms):
        stage = stage_of(room)
        return [_("Now: {title}").format(title=one_row(stage.title))] if stage else []
    return [*_time(before, now), *_watchers(before, now, view)]


def _time(before: Progress, now: Progress) -> list[str]:
    if now.waiting and not before.waiting:
        return [_("Done here. New groups start when the other rooms are so far")]
    if now.state == "ending" and before.state != "ending":
        return [_("The round ends. Finish your sentence.")]
    if now.left_ms is not None and before.left_ms is None:
        return [_("The clock is stopped.")]
    if now.left_ms is None and before.left_ms is not None:
        return [_("The clock runs again.")]
    if now.ends_at_ms is None or before.ends_at_ms is None or now.ends_at_ms == before.ends_at_ms:
        return []
    difference = now.ends_at_ms - before.ends_at_ms
    if difference > 0:
        return [_("{time} more for this stage.").format(time=clock(difference))]
    return [_("{time} less for this stage.").format(time=clock(-difference))]


def _watchers(before: Progress, now: Progress, view: View) -> list[str]:
    came = [one_row(view.name(who)) for who in now.watchers if who not in before.watchers]
    return [_("{name} is reading in your room.").format(name=name) for name in came]
