"""Kinds in which people say lines that are given, with less and less to hold on to."""

from duologue_activities.kinds.rule import KindRule, StageRule, review

DIALOGUE = KindRule(
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
            shift=1,
        ),
        StageRule(
            "free",
            "talk",
            "Without the script",
            "Now talk without the script. Change what you like.",
            0.20,
        ),
        review(),
    ),
    checklist=(
        "Who needs the script less?",
        "Which lines do they change when they talk without the script?",
        "Which of the useful phrases do they say?",
    ),
    needs=frozenset({"script"}),
    may=frozenset({"goals", "twist"}),
)

DISAPPEARING_DIALOGUE = KindRule(
    stages=(
        StageRule(
            "read",
            "prepare",
            "Get ready",
            "Read your card. You will say the same lines four times, with less and less to read.",
            0.10,
        ),
        StageRule(
            "first",
            "script",
            "First time",
            "Say your line when it is your turn. Only a few words are missing.",
            0.25,
        ),
        StageRule(
            "second",
            "script",
            "Second time",
            "The same again. More words have gone.",
            0.20,
            mask=0.35,
        ),
        StageRule(
            "third",
            "script",
            "Swap roles",
            "Now you are the other person, and more words have gone.",
            0.20,
            shift=1,
            mask=0.6,
        ),
        StageRule(
            "fourth",
            "script",
            "From memory",
            "Nothing is left to read. Say what you remember.",
            0.15,
            mask=1,
        ),
        review(),
    ),
    checklist=(
        "Which lines do they still know when nothing is left?",
        "Where do they help each other?",
        "What do they say instead, and does it mean the same?",
    ),
    needs=frozenset({"script"}),
)
