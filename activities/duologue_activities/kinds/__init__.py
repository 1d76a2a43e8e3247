"""The kinds of activities, as one table: what a kind supplies and what a file of it must say."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor

from duologue_activities.activity import Kind, Role, Stage
from duologue_activities.kinds import (
    deciding,
    games,
    gaps,
    moving,
    rebuilding,
    scripted,
    talking,
    writing,
)
from duologue_activities.kinds.rule import KindRule, StageRule
from duologue_protocol.parts import Turns

__all__ = ["KINDS", "KindRule", "StageRule", "stages"]

KINDS: dict[Kind, KindRule] = {
    "role-play": talking.ROLE_PLAY,
    "problem-call": talking.PROBLEM_CALL,
    "interview": talking.INTERVIEW,
    "observer-triad": talking.OBSERVER_TRIAD,
    "dialogue": scripted.DIALOGUE,
    "disappearing-dialogue": scripted.DISAPPEARING_DIALOGUE,
    "information-gap": gaps.INFORMATION_GAP,
    "half-text": gaps.HALF_TEXT,
    "describe-and-draw": gaps.DESCRIBE_AND_DRAW,
    "spot-the-difference": gaps.SPOT_THE_DIFFERENCE,
    "strip-order": gaps.STRIP_ORDER,
    "ranking": deciding.RANKING,
    "opinion-gap": deciding.OPINION_GAP,
    "reasoning-gap": gaps.REASONING_GAP,
    "debate": deciding.DEBATE,
    "trial": deciding.TRIAL,
    "taboo": games.TABOO,
    "twenty-questions": games.TWENTY_QUESTIONS,
    "chain-story": writing.CHAIN_STORY,
    "peer-editing": writing.PEER_EDITING,
    "jigsaw": moving.JIGSAW,
    "find-someone-who": moving.FIND_SOMEONE_WHO,
    "three-two-one": moving.THREE_TWO_ONE,
    "pyramid": moving.PYRAMID,
    "dictogloss": rebuilding.DICTOGLOSS,
    "running-dictation": rebuilding.RUNNING_DICTATION,
    "quiz": deciding.QUIZ,
}


def stages(
    kind: Kind,
    minutes: int,
    own: Mapping[str, float] | None = None,
    roles: Sequence[Role] = (),
    turns: Mapping[str, Turns] | None = None,
) -> tuple[Stage, ...]:
    """The stages of an activity of so many minutes.

    `own` has minutes that the file gives to stages by name, `turns` how people take turns in them.
    The others share what is left, in
    half minutes: each at least one, so only `own` can make the sum larger than `minutes`.
    """
    own = own or {}
    rules = KINDS[kind].stages
    lengths = dict(own) | _shares(
        [rule for rule in rules if rule.name not in own], minutes - sum(own.values())
    )
    said = turns or {}
    return tuple(
        _stage(rule._replace(turns=said.get(rule.name, rule.turns)), lengths[rule.name], roles)
        for rule in rules
    )


def _stage(rule: StageRule, minutes: float, roles: Sequence[Role]) -> Stage:
    return Stage(
        kind=rule.kind,
        title=rule.title,
        instruction=rule.instruction,
        minutes=minutes,
        shift=rule.shift,
        turns=rule.turns,
        floor=tuple(_keys(roles, rule.floor)),
        chair=next(_keys(roles, () if rule.chair is None else (rule.chair,)), ""),
        mask=rule.mask,
        table=rule.table,
        together=rule.together,
        describing=rule.describing,
        grouping=rule.grouping,
        shows=rule.shows,
    )


def _keys(roles: Sequence[Role], places: tuple[int, ...]) -> Iterator[str]:
    """Of the roles at these places, as far as a file has so many."""
    return (roles[place].key for place in places if place < len(roles))


def _shares(rules: list[StageRule], minutes: float) -> dict[str, float]:
    halves = floor(minutes * 2)
    whole = sum(rule.share for rule in rules)
    given = {rule.name: max(1, floor(halves * rule.share / whole + 0.5)) for rule in rules}
    while sum(given.values()) > max(halves, len(rules)):  # rounding gave too much
        given[max(given, key=lambda name: given[name])] -= 1
    return {name: half / 2 for name, half in given.items()}
