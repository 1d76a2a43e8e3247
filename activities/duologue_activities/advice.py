"""What could be better in an activity that is without mistakes."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, get_args

from duologue_activities import phrases
from duologue_activities.activity import Activity
from duologue_activities.stages import script
from duologue_activities.stages.form import accepted
from duologue_activities.stages.words import plain_words, words
from duologue_protocol.requests import Level

WORDS_A_MINUTE: Final = 90
"""How fast a learner reads a card."""

LevelOf = Callable[[str], str]
"""The level of a word in lower case, "" where it is not known."""


class LongCard(NamedTuple):
    """A card that takes longer to read than the first stage lasts."""

    role: str
    words: int
    minutes: float
    """Of the first stage."""


class Advice(NamedTuple):
    long_cards: tuple[LongCard, ...]
    unused: tuple[str, ...]
    """Target phrases that no line of the model uses."""
    above: tuple[tuple[str, str], ...]
    """Words above the level that are not in the gloss, each with its own level."""

    @property
    def is_needed(self) -> bool:
        return any(self)


def advise(activity: Activity, level_of: LevelOf | None = None) -> Advice:
    """Without `level_of` nothing is said of words above the level."""
    above = tuple(_above(activity, level_of)) if level_of else ()
    return Advice(tuple(_long_cards(activity)), tuple(_unused(activity)), above)


def _long_cards(activity: Activity) -> Iterator[LongCard]:
    minutes = activity.stages[0].minutes
    for role in activity.roles:
        count = len(words(role.card))
        if count > minutes * WORDS_A_MINUTE:
            yield LongCard(role.title, count, minutes)


def _unused(activity: Activity) -> Iterator[str]:
    said = [line.text for line in activity.model]
    said += [script.spoken(line) for line in activity.script]
    used = {place for line in said for place in phrases.find(activity.phrases, line)}
    for place, phrase in enumerate(activity.phrases):
        if place not in used:
            yield phrase


def _above(activity: Activity, level_of: LevelOf) -> Iterator[tuple[str, str]]:
    levels = [level for level in get_args(Level) if level]
    glossed = {word for entry, _ in activity.gloss for word in plain_words(entry)}
    higher = levels[levels.index(activity.level) + 1 :]
    for word in sorted(_plain_in(activity) - glossed):
        if (level := level_of(word)) in higher:
            yield word, level


def _plain_in(activity: Activity) -> set[str]:
    """What students read and say, without contractions and without names, which are never small."""
    return {
        word.plain
        for text in _texts(activity)
        for word in words(text)
        if text[word.start].islower() and word.plain.isalpha()
    }


def _texts(activity: Activity) -> Iterator[str]:
    for role in activity.roles:
        yield from (role.card, role.twist, *role.goals)
    yield from (line.text for line in activity.model)
    yield from (script.spoken(line) for line in activity.script)
    for grid in activity.grids:
        yield from grid.columns
        yield from (accepted(cell)[0] for row in grid.rows for cell in row)
    yield from activity.order.items if activity.order else ()
    yield from activity.prompts
    yield from (text for it in activity.quiz for text in (it.ask, it.answers[0], *it.wrong))
    yield from (text for it in activity.deck for text in (it.word, *it.banned))
