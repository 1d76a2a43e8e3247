"""Kinds in which people talk as somebody else, or about each other."""

from duologue_activities.activity import Role
from duologue_activities.kinds.rule import KindRule, StageRule, review

ROLE_PLAY = KindRule(
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
            shift=1,
        ),
        review("Tick the goals you reached. Write to your partner: what was good, what to try."),
    ),
    checklist=(
        "Who asks more questions?",
        "Which of the useful phrases do they say?",
        "What do they do when they don't understand each other?",
    ),
    needs=frozenset({"goals"}),
    may=frozenset({"twist"}),
    most_roles=4,
)

PROBLEM_CALL = KindRule(
    stages=(
        StageRule(
            "prepare",
            "prepare",
            "Get ready",
            "Read your card. What can you give up, and what not? Don't tell it all at once.",
            0.20,
        ),
        StageRule(
            "call",
            "talk",
            "The call",
            "Find a way that both cards allow. Ask why, offer, and say at the end what you agreed.",
            0.50,
        ),
        StageRule(
            "agree",
            "think",
            "What we agreed",
            "Everybody writes down what was agreed. Then you see whether it is the same.",
            0.15,
        ),
        review("Tick what your card asked for. Look at both notes: did you mean the same?", 0.15),
    ),
    checklist=(
        "Who says why something is not possible?",
        "Which offers do they make, and who makes them?",
        "Do they check what was agreed?",
    ),
    needs=frozenset({"goals"}),
    most_roles=3,
)

INTERVIEW = KindRule(
    stages=(
        StageRule(
            "prepare",
            "prepare",
            "Get ready",
            "Read your card. Think of questions that can't be answered with yes or no.",
            0.10,
        ),
        StageRule(
            "ask",
            "talk",
            "Interview",
            "One asks, the other answers. Ask about what you hear: why, when, how?",
            0.30,
        ),
        StageRule(
            "swap",
            "talk",
            "Swap",
            "Now the other one asks.",
            0.30,
            shift=1,
        ),
        StageRule(
            "report",
            "think",
            "Report",
            "Write about your partner in four to six sentences. Your partner reads it afterwards.",
            0.20,
        ),
        StageRule(
            "check",
            "correct",
            "Is it true?",
            "Read what was written about you. Say what is not so, and write it the better way.",
            0.10,
        ),
    ),
    checklist=(
        "Which questions bring long answers?",
        "Does the interviewer ask about what was just said?",
        "What is in the report that nobody asked about?",
    ),
    may=frozenset({"goals", "twist"}),
)

OBSERVER = Role(
    "listener",
    "Observer",
    "You only listen. Write down words for word what you want to remember: a good phrase, "
    "a question that helped, a place where they were stuck. After the talk, write to both.",
)

OBSERVER_TRIAD = KindRule(
    stages=(
        StageRule(
            "prepare",
            "prepare",
            "Get ready",
            "Read your card. Two talk, the third listens and writes notes. Then you change.",
            0.10,
        ),
        StageRule("first", "talk", "First talk", "The observer only listens.", 0.2, floor=(0, 1)),
        StageRule(
            "first notes",
            "review",
            "First notes",
            "Observer: write to both what you heard. Quote them. The others: what was hard?",
            0.1,
        ),
        StageRule(
            "second",
            "talk",
            "Second talk",
            "Everybody has a new card. Somebody else listens now.",
            0.2,
            shift=1,
            floor=(0, 1),
        ),
        StageRule(
            "second notes",
            "review",
            "Second notes",
            "Observer: write to both what you heard, and quote them.",
            0.1,
            shift=1,
        ),
        StageRule(
            "third",
            "talk",
            "Third talk",
            "The last change. Use what the observers have written.",
            0.2,
            shift=2,
            floor=(0, 1),
        ),
        StageRule(
            "third notes",
            "review",
            "Third notes",
            "Observer: write to both what you heard, and quote them.",
            0.1,
            shift=2,
        ),
    ),
    checklist=(
        "Which of the useful phrases do you hear? Quote one.",
        "Who keeps the talk going, and how?",
        "One thing to try next time: say it kindly.",
    ),
    may=frozenset({"goals"}),
    supplies=(OBSERVER,),
)
