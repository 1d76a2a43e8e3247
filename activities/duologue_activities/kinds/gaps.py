"""Kinds in which nobody knows all of it: what is missing has to be asked for."""

from duologue_activities.activity import Role
from duologue_activities.kinds.rule import PARTNER, KindRule, StageRule, review

INFORMATION_GAP = KindRule(
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
        review(),
    ),
    checklist=(
        "Do they ask whole questions?",
        "Do they check what they heard?",
        "Who explains when a word is not clear?",
    ),
    needs=frozenset({"grid"}),
    may=frozenset({"goals"}),
)

HALF_TEXT = KindRule(
    stages=(
        StageRule(
            "read",
            "prepare",
            "Read alone",
            "Read your text. You have other gaps than your partner. What could be missing?",
            0.20,
        ),
        StageRule(
            "help",
            "form",
            "Help each other",
            "Describe the words your partner lacks. Don't say the word itself: it is not taken.",
            0.55,
            describing=True,
        ),
        StageRule(
            "check",
            "compare",
            "Check",
            "All words are open. Which descriptions helped most?",
            0.15,
        ),
        review(),
    ),
    checklist=(
        "How do they describe a word: what it is for, what it is like, its opposite?",
        "Do they guess, and does the partner say what is nearly right?",
        "Which word took longest, and why?",
    ),
    needs=frozenset({"text"}),
)

DESCRIBE_AND_DRAW = KindRule(
    stages=(
        StageRule(
            "look",
            "prepare",
            "Get ready",
            "One has a picture in a table, the other an empty one. How will you say what is where?",
            0.10,
        ),
        StageRule(
            "draw",
            "form",
            "Describe and draw",
            "Describe every place of the picture. Draw: write what is there, and ask.",
            0.30,
        ),
        StageRule("compare", "compare", "Compare", "Look at both pictures. What differs?", 0.10),
        StageRule(
            "swap",
            "form",
            "Swap",
            "Another picture, and now the other one describes.",
            0.30,
            shift=1,
            table=1,
        ),
        StageRule(
            "compare again",
            "compare",
            "Compare again",
            "Look at both pictures. Was it easier this time? Why?",
            0.10,
        ),
        review(),
    ),
    checklist=(
        "Which words for places do they use?",
        "Does the one who draws ask when something is not clear?",
        "What do they change the second time?",
    ),
    needs=frozenset({"grid", "swap"}),
    least_roles=0,
    most_roles=0,
    supplies=(
        Role(
            "describer",
            "Describer",
            "You see the picture. Say what is where, one place after the other. Don't hurry.",
        ),
        Role(
            "drawer",
            "Drawer",
            "Your picture is empty. Write into each place what is there, and ask when you aren't sure.",
        ),
    ),
)

SPOT_THE_DIFFERENCE = KindRule(
    stages=(
        StageRule(
            "look",
            "prepare",
            "Look",
            "Look at your picture. Your partner's is nearly the same. Don't show yours.",
            0.15,
        ),
        StageRule(
            "find",
            "form",
            "Find the differences",
            "Tell each other what you see. Write every difference into the list, one a line.",
            0.55,
            together=True,
        ),
        StageRule(
            "compare", "compare", "Compare", "The list is open. Which one was hard to find?", 0.20
        ),
        review(),
    ),
    checklist=(
        "Do they go through the picture in some order?",
        "Which words for places do they use?",
        "How do they make sure that something really differs?",
    ),
    needs=frozenset({"differences"}),
)

STRIP_ORDER = KindRule(
    stages=(
        StageRule(
            "remember",
            "prepare",
            "Remember your piece",
            "Read your pieces of the story. Only you have them. What comes before, what after?",
            0.15,
        ),
        StageRule(
            "order",
            "order",
            "Find the order",
            "Tell your pieces in your own words. Put all of them in order, and agree.",
            0.50,
            together=True,
        ),
        StageRule(
            "tell",
            "talk",
            "Tell the story",
            "All pieces are open. Tell the whole story once more, each a part of it.",
            0.25,
        ),
        review(),
    ),
    checklist=(
        "Do they tell their piece, or do they read it out?",
        "Which words show what comes first: then, before that, after?",
        "Who looks for the way that all can agree on?",
    ),
    needs=frozenset({"task", "items"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 6),
)

REASONING_GAP = KindRule(
    stages=(
        StageRule(
            "read",
            "prepare",
            "Read your clues",
            "Read your clues. The others have different ones. What follows from yours alone?",
            0.15,
        ),
        StageRule(
            "reason",
            "quiz",
            "Find it out",
            "Put your clues together. Answer the questions as one, with your reasons.",
            0.55,
            together=True,
        ),
        StageRule(
            "compare",
            "compare",
            "The solution",
            "The answers are open. Which clue decided it?",
            0.20,
        ),
        review(),
    ),
    checklist=(
        "Does everybody tell all of their clues?",
        "Which words for reasons do they use: so, because, it can't be?",
        "What do they do when two clues don't seem to fit?",
    ),
    needs=frozenset({"questions"}),
    most_roles=4,
)
