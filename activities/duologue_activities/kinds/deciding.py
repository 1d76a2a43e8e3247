"""Kinds in which people have opinions, and must come to something together."""

from duologue_activities.activity import Role
from duologue_activities.kinds.rule import PARTNER, KindRule, StageRule, review


def order_alone(share: float) -> StageRule:
    """Everybody finds an order of their own before anybody talks."""
    return StageRule(
        "alone",
        "order",
        "Think alone",
        "Put the things in your own order, the most important first. Why this order?",
        share,
    )


RANKING = KindRule(
    stages=(
        order_alone(0.20),
        StageRule(
            "agree",
            "order",
            "Agree",
            "Make one list that all can live with. Say why. You are ready when all agree.",
            0.50,
            together=True,
        ),
        StageRule(
            "defend",
            "talk",
            "Defend it",
            "Where did you give in, and why? Would you do so again?",
            0.20,
        ),
        review(),
    ),
    checklist=(
        "Who gives reasons, and who only says what they want?",
        "How do they disagree, and stay friendly?",
        "Who finds the way out?",
    ),
    needs=frozenset({"task", "items"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 5),
)

OPINION_GAP = KindRule(
    stages=(
        StageRule(
            "think",
            "think",
            "Think first",
            "Write what you think and why, in two or three sentences. Nobody reads it yet.",
            0.15,
        ),
        StageRule(
            "talk",
            "talk",
            "Talk",
            "Now you see what everybody wrote. Ask why. Find one thing you see differently.",
            0.45,
            turns="alternate",
        ),
        StageRule(
            "partner",
            "think",
            "My partner thinks …",
            "Write what your partner thinks and why. Begin: My partner thinks …",
            0.15,
        ),
        StageRule(
            "confirm",
            "correct",
            "Is that right?",
            "Read what was written about you. Say whether it is so, and mend what is not.",
            0.15,
        ),
        review(),
    ),
    checklist=(
        "Which words for opinions do they use?",
        "Does anybody change their mind? What did it?",
        "Do they ask about the other's reasons?",
    ),
    needs=frozenset({"task"}),
    may=frozenset({"prompts"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 4),
)

JUDGE = Role(
    "judge",
    "Judge",
    "You listen and write notes for yourself: which reason was new, which was answered? "
    "At the end you vote for the side that argued better, not for the one you like.",
)

DEBATE = KindRule(
    stages=(
        StageRule(
            "prepare",
            "prepare",
            "Prepare",
            "Read your card. Find your two best reasons, and what the others will say.",
            0.20,
        ),
        StageRule(
            "open for", "talk", "For: opening", "Say what you are for, and why.", 0.12, floor=(0,)
        ),
        StageRule(
            "open against",
            "talk",
            "Against: opening",
            "Say what you are against, and why.",
            0.12,
            floor=(1,),
        ),
        StageRule(
            "answer",
            "talk",
            "Answer each other",
            "Take up what the other side said. One reason at a time, in turns.",
            0.24,
            turns="alternate",
            floor=(0, 1),
        ),
        StageRule(
            "close for", "talk", "For: last word", "Say it in two sentences.", 0.07, floor=(0,)
        ),
        StageRule(
            "close against",
            "talk",
            "Against: last word",
            "Say it in two sentences.",
            0.07,
            floor=(1,),
        ),
        StageRule(
            "vote",
            "vote",
            "Vote",
            "Which side argued better? Vote, then say what decided it.",
            0.10,
        ),
        review(share=0.08),
    ),
    checklist=(
        "Which reasons are answered, and which are left standing?",
        "Do they stay with the question?",
        "Which of the useful phrases do they say?",
    ),
    may=frozenset({"goals", "options"}),
    supplies=(JUDGE,),
    doubles="judge",
    size=(2, 6),
    options=("For", "Against"),
)

JUROR = Role(
    "juror",
    "Juror",
    "You hear both sides. Write notes for yourself: what is proved, what is only said? "
    "At the end you vote, and say what decided it.",
)

TRIAL = KindRule(
    stages=(
        StageRule(
            "prepare",
            "prepare",
            "Prepare",
            "Read your card. What do you know that the others don't? What will you ask?",
            0.20,
        ),
        StageRule(
            "open",
            "talk",
            "Opening",
            "The judge opens, then both sides say their case.",
            0.15,
            turns="strict",
            floor=(0, 1, 2),
        ),
        StageRule(
            "examine",
            "talk",
            "Questions and answers",
            "Both sides ask, the others answer what they know. The judge gives the word.",
            0.30,
            turns="queue",
            floor=(0, 1, 2, 3, 4),
            chair=0,
        ),
        StageRule(
            "close",
            "talk",
            "Last words",
            "Each side sums up.",
            0.13,
            turns="strict",
            floor=(1, 2, 0),
        ),
        StageRule("vote", "vote", "Verdict", "Everybody votes, then says why.", 0.12),
        review(),
    ),
    checklist=(
        "Which question brought something new?",
        "Does the judge give everybody the word?",
        "What do they prove, and what do they only say?",
    ),
    may=frozenset({"goals", "options"}),
    least_roles=4,
    most_roles=5,
    supplies=(JUROR,),
    doubles="juror",
    size=(4, 12),
    options=("Guilty", "Not guilty"),
)

QUIZ = KindRule(
    stages=(
        StageRule(
            "alone",
            "quiz",
            "Alone first",
            "Answer every question by yourself. Guess where you don't know.",
            0.25,
        ),
        StageRule(
            "agree",
            "quiz",
            "As one",
            "Compare, and say why. Write one answer to each question that all of you agree on.",
            0.45,
            together=True,
        ),
        StageRule(
            "compare",
            "compare",
            "The answers",
            "The answers are open. Where did talking help, and where did it not?",
            0.20,
        ),
        review(),
    ),
    checklist=(
        "Do they give reasons, or only answers?",
        "What do they do when they differ?",
        "Who asks those who say little?",
    ),
    needs=frozenset({"task", "questions"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 4),
)
