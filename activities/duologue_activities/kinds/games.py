"""Kinds that are games with words."""

from duologue_activities.activity import Role
from duologue_activities.kinds.rule import KindRule, StageRule, review

_EXPLAINER = Role(
    "explainer",
    "Explainer",
    "Explain the word on your card so that the others can guess it. Don't say the word, and none "
    "of the words below it: the buzzer hears them in every form. You can put a card aside.",
)
_GUESSER = Role(
    "guesser",
    "Guesser",
    "Guess the word. Say what comes to your mind, ask, and listen. It counts when you write it.",
)

TABOO = KindRule(
    stages=(
        StageRule(
            "phrases",
            "prepare",
            "Get ready",
            "Read your card and the useful phrases: with them you can explain nearly anything.",
            0.10,
        ),
        StageRule(
            "first",
            "guess",
            "Explain and guess",
            "One explains the words, the others guess. Get through as many cards as you can.",
            0.40,
            floor=(0,),
        ),
        StageRule(
            "second",
            "guess",
            "Swap",
            "Now the other one explains.",
            0.40,
            shift=1,
            floor=(0,),
        ),
        review(),
    ),
    checklist=(
        "How do they explain: what it is for, what it is like, where it is found?",
        "What do they do when the first try does not help?",
        "Which of the useful phrases do they say?",
    ),
    needs=frozenset({"words"}),
    least_roles=0,
    most_roles=0,
    supplies=(_EXPLAINER, _GUESSER),
    doubles="guesser",
    size=(2, 4),
)

TWENTY_QUESTIONS = KindRule(
    stages=(
        StageRule(
            "phrases",
            "prepare",
            "Get ready",
            "Read your card. Which questions cut the world in two halves?",
            0.10,
        ),
        StageRule(
            "first",
            "guess",
            "Ask and guess",
            "One holds the secret and answers only yes or no. The others have twenty questions.",
            0.40,
            floor=(0,),
        ),
        StageRule(
            "second", "guess", "Swap", "Now the other one holds it.", 0.40, shift=1, floor=(0,)
        ),
        review(),
    ),
    checklist=(
        "Do they ask whole questions?",
        "Does each question use what is known already?",
        "Which question helped most?",
    ),
    needs=frozenset({"words"}),
    least_roles=0,
    most_roles=0,
    supplies=(
        Role(
            "holder",
            "Holder",
            "You see the secret. Answer only yes, no or it depends. Don't say the word.",
        ),
        Role(
            "asker",
            "Asker",
            "Find the secret. Ask questions that can be answered with yes or no; each line that "
            "ends with ? counts as one. When you know it, write it.",
        ),
    ),
    doubles="asker",
    size=(2, 4),
)
