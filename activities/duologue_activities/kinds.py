"""The kinds of activities, as one table: what a kind supplies and what a file of it must say."""

from collections.abc import Mapping
from math import floor
from typing import NamedTuple

from duologue_activities.activity import Kind, Stage
from duologue_protocol.parts import StageKind


class StageRule(NamedTuple):
    """A stage that a kind supplies. `name` is how a file's `stages:` calls it."""

    name: str
    kind: StageKind
    title: str
    instruction: str
    share: float
    """Of the activity's minutes, from 0 to 1."""
    swapped: bool = False


class KindRule(NamedTuple):
    stages: tuple[StageRule, ...]
    checklist: tuple[str, ...]
    """What an observer looks for, unless the file says it."""
    needs: frozenset[str] = frozenset()
    """Keys that a file of this kind must have besides the common ones."""
    may: frozenset[str] = frozenset()
    """Keys that it may have besides."""
    most_roles: int = 2


KINDS: dict[Kind, KindRule] = {
    "role-play": KindRule(
        stages=(
            StageRule(
                "prepare",
                "prepare",
                "Get ready",
                "Read your card. What do you want? How can you say it? Don't tell your partner.",
                0.20,
            ),
            StageRule(
                "talk",
                "talk",
                "Talk",
                "You are the person on your card. Talk, and try to reach your goals.",
                0.35,
            ),
            StageRule(
                "swap",
                "talk",
                "Swap roles",
                "Now you are the other person. Read the new card and talk again.",
                0.35,
                swapped=True,
            ),
            StageRule(
                "review",
                "review",
                "Look back",
                "Tick the goals you reached. Write to your partner: what was good, what to try.",
                0.10,
            ),
        ),
        checklist=(
            "Who asks more questions?",
            "Which of the useful phrases do they say?",
            "What do they do when they don't understand each other?",
        ),
        needs=frozenset({"goals"}),
        may=frozenset({"twist"}),
        most_roles=4,
    ),
    "dialogue": KindRule(
        stages=(
            StageRule(
                "read",
                "prepare",
                "Get ready",
                "Read your card and the useful phrases. Who are you, and where?",
                0.15,
            ),
            StageRule(
                "script",
                "script",
                "Say your lines",
                "When it is your line, say what is missing. Or say the whole line.",
                0.30,
            ),
            StageRule(
                "swap",
                "script",
                "Swap roles",
                "The same dialogue again, and now you are the other person.",
                0.25,
                swapped=True,
            ),
            StageRule(
                "free",
                "talk",
                "Without the script",
                "Now talk without the script. Change what you like.",
                0.20,
            ),
            StageRule(
                "review",
                "review",
                "Look back",
                "Write to your partner: what was good, what to try next time.",
                0.10,
            ),
        ),
        checklist=(
            "Who needs the script less?",
            "Which lines do they change when they talk without the script?",
            "Which of the useful phrases do they say?",
        ),
        needs=frozenset({"script"}),
        may=frozenset({"goals", "twist"}),
    ),
    "information-gap": KindRule(
        stages=(
            StageRule(
                "read",
                "prepare",
                "Get ready",
                "Read your card and your table. What is missing? How can you ask for it?",
                0.10,
            ),
            StageRule(
                "ask",
                "form",
                "Ask and answer",
                "Ask your partner for what is missing and write it into your table.",
                0.60,
            ),
            StageRule(
                "compare",
                "compare",
                "Compare",
                "Both tables are open now. What is different, and why?",
                0.20,
            ),
            StageRule(
                "review",
                "review",
                "Look back",
                "Write to your partner: what was good, what to try next time.",
                0.10,
            ),
        ),
        checklist=(
            "Do they ask whole questions?",
            "Do they check what they heard?",
            "Who explains when a word is not clear?",
        ),
        needs=frozenset({"grid"}),
        may=frozenset({"goals"}),
    ),
}


def stages(kind: Kind, minutes: int, own: Mapping[str, float] | None = None) -> tuple[Stage, ...]:
    """The stages of an activity of so many minutes.

    `own` has minutes that the file gives to stages by name. The others share what is left, in
    half minutes: each at least one, so only `own` can make the sum larger than `minutes`.
    """
    own = own or {}
    rules = KINDS[kind].stages
    lengths = dict(own) | _shares(
        [rule for rule in rules if rule.name not in own], minutes - sum(own.values())
    )
    return tuple(
        Stage(rule.kind, rule.title, rule.instruction, lengths[rule.name], rule.swapped)
        for rule in rules
    )


def _shares(rules: list[StageRule], minutes: float) -> dict[str, float]:
    halves = floor(minutes * 2)
    whole = sum(rule.share for rule in rules)
    given = {rule.name: max(1, floor(halves * rule.share / whole + 0.5)) for rule in rules}
    while sum(given.values()) > max(halves, len(rules)):  # rounding gave too much
        given[max(given, key=lambda name: given[name])] -= 1
    return {name: half / 2 for name, half in given.items()}
