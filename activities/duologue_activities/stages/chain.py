"""The chain stage: as many stories as members; each goes on to the next member at every stage."""

from collections.abc import Sequence

from duologue_activities.activity import Activity


def passes_before(activity: Activity, stage: int) -> int:
    """How often the stories have gone on when this stage begins."""
    return sum(it.kind == "chain" for it in activity.stages[:stage])


def story(place: int, passes: int, tellers: int) -> int:
    """The number of the story in front of who sits at this place, both counted from 0."""
    return (place - passes) % max(tellers, 1)


def before(activity: Activity, number: int, told: Sequence[str]) -> tuple[str, ...]:
    """What a member reads before going on: the story's first sentence, or the last one told."""
    opening = activity.prompts[number % len(activity.prompts)] if activity.prompts else ""
    return (told[-1],) if told else (opening,) if opening else ()
