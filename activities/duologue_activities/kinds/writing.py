"""Kinds in which people write, and work on what they have written."""

from duologue_activities.kinds.rule import PARTNER, KindRule, StageRule, review

_PASSES = ("first", "second", "third", "fourth", "fifth", "last")

CHAIN_STORY = KindRule(
    stages=(
        *(
            StageRule(
                name,
                "chain",
                f"{name.capitalize()} pass",
                "Read the last sentence of the story in front of you, and write the next one."
                if name != "last"
                else "Bring the story in front of you to an end, in one or two sentences.",
                0.11,
            )
            for name in _PASSES
        ),
        StageRule(
            "read",
            "correct",
            "Read and mend",
            "All stories are open. Which is the best? Mend a sentence that could be better.",
            0.24,
        ),
        review(),
    ),
    checklist=(
        "Which words join the sentences?",
        "Do they take up what stood there before?",
        "Which of the useful phrases do they use?",
    ),
    needs=frozenset({"task", "prompts"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 7),
)

PEER_EDITING = KindRule(
    stages=(
        StageRule(
            "write",
            "think",
            "Write",
            "Write your text. Your partner reads it when the time is over.",
            0.35,
        ),
        StageRule(
            "comment",
            "correct",
            "Make it better",
            "Read your partner's text. Say what is good. Then mend up to three places.",
            0.30,
        ),
        StageRule(
            "decide",
            "correct",
            "Decide",
            "Go through what was mended in your text: take it, write it your own way, or disagree.",
            0.25,
        ),
        review(),
    ),
    checklist=(
        "Do they say first what is good?",
        "Do they say why something should be changed?",
        "What do the authors take, and what not?",
    ),
    needs=frozenset({"task"}),
    may=frozenset({"prompts"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 3),
)
