"""Advice on activities that are without mistakes."""

from pathlib import Path

from duologue_activities.activity import Activity
from duologue_activities.advice import LongCard, advise
from duologue_activities.check import load

SAMPLES = Path(__file__).parent / "samples"
LEVELS = {"bag": "A1", "umbrella": "B1", "ticket": "A2", "you": "A1"}


def lost_bag(*changes: tuple[str, str]) -> Activity:
    text = (SAMPLES / "lost-bag.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load(text, "lost-bag.yaml")


def test_a_card_may_be_as_long_as_there_is_time_to_read_it() -> None:
    activity = lost_bag()
    minutes = activity.stages[0].minutes
    words = "go " * round(minutes * 90)
    assert not advise(lost_bag((activity.roles[1].card, words))).long_cards
    (long,) = advise(lost_bag((activity.roles[1].card, words + "go"))).long_cards
    assert long == LongCard("clerk", round(minutes * 90) + 1, minutes)


def test_phrases_that_nobody_says() -> None:
    assert advise(lost_bag()).unused == ("What colour|What size is it?",)
    unsaid = lost_bag(("I've lost my bag.", "good morning."))
    assert advise(unsaid).unused == ("I've lost …", "What colour|What size is it?")


def test_words_above_the_level_but_for_names_and_the_gloss() -> None:
    activity = lost_bag(("Anna Petrova", "Ticket Smith"))
    assert advise(activity, lambda word: LEVELS.get(word, "")).above == (("umbrella", "B1"),)
    glossed = lost_bag(
        ("gloss: {", "gloss: {an umbrella: зонт, "),
    )
    assert not advise(glossed, lambda word: LEVELS.get(word, "")).above


def test_without_levels_no_word_is_above() -> None:
    assert advise(lost_bag()).above == ()
