"""Kinds in which people change groups between the stages."""

from duologue_activities.activity import Role
from duologue_activities.kinds.deciding import order_alone
from duologue_activities.kinds.rule import PARTNER, KindRule, StageRule, review

JIGSAW = KindRule(
    stages=(
        StageRule(
            "read",
            "prepare",
            "Read",
            "Read your part. Nobody else in this group has it: you will tell them what it says.",
            0.15,
        ),
        StageRule(
            "experts",
            "talk",
            "With the experts",
            "All of you have read the same part. What must the others know? How will you say it?",
            0.25,
            grouping="experts",
        ),
        StageRule(
            "teach",
            "talk",
            "Tell your group",
            "You are back in your first group. Tell them your part in your own words, and ask.",
            0.33,
            grouping="home",
        ),
        StageRule(
            "quiz",
            "quiz",
            "What do you know now?",
            "Answer alone. The questions are about all parts, not only about yours.",
            0.17,
        ),
        review(),
    ),
    checklist=(
        "Do they tell their part in their own words?",
        "Do the others ask when something is not clear?",
        "Which of the useful phrases do they say?",
    ),
    needs=frozenset({"questions"}),
    least_roles=2,
    most_roles=5,
)

FIND_SOMEONE_WHO = KindRule(
    stages=(
        StageRule(
            "first",
            "form",
            "First partner",
            "Ask about the things in your table. Write who it is true for, and something about it.",
            0.24,
        ),
        StageRule(
            "second",
            "form",
            "Second partner",
            "Somebody else now. Ask about what is still empty: no name stands twice.",
            0.24,
            grouping="rotate",
        ),
        StageRule(
            "third",
            "form",
            "Third partner",
            "The last partner. Ask one more question each time: when, where, why, who with?",
            0.24,
            grouping="rotate",
        ),
        StageRule(
            "report",
            "talk",
            "Tell what you found",
            "Tell your partner about the people in your table. What surprised you?",
            0.18,
        ),
        review(),
    ),
    checklist=(
        "Do they ask whole questions?",
        "Do they ask for more after a yes?",
        "Which of the useful phrases do they say?",
    ),
    needs=frozenset({"task", "prompts"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 3),
)

SPEAKER = Role("speaker", "Speaker", "")
LISTENER = Role("listener", "Listener", "")

_ROUNDS = (
    ("first", "First time", "Tell it all, with what you remember of it.", 0.21),
    ("second", "Second time", "The same again, in less time.", 0.14),
    ("third", "Third time", "The same once more, in half the time. What can go?", 0.07),
)

THREE_TWO_ONE = KindRule(
    stages=(
        StageRule(
            "plan",
            "prepare",
            "Plan",
            "Read what it is about. Think of what you will say, and in which order.",
            0.08,
        ),
        *(
            StageRule(
                f"{name} {half}",
                "talk",
                title if half == "speaker" else f"{title}: change over",
                f"{instruction} The listener writes nothing until it is their turn."
                if half == "speaker"
                else f"Now the listener speaks. {instruction}",
                share,
                shift=int(half == "listener"),
                floor=(0,),
                grouping="rotate" if half == "speaker" and name != "first" else "",
            )
            for name, title, instruction, share in _ROUNDS
            for half in ("speaker", "listener")
        ),
        review(
            "Which time was the best one, and why? Write to your last partner what you liked.",
            0.08,
        ),
    ),
    checklist=(
        "What do they leave out the second and the third time?",
        "Which phrases come more easily every time?",
        "Do they keep to the same story?",
    ),
    needs=frozenset({"task"}),
    least_roles=0,
    most_roles=0,
    supplies=(SPEAKER, LISTENER),
    size=(2, 3),
)

PYRAMID = KindRule(
    stages=(
        order_alone(0.12),
        StageRule(
            "pairs",
            "order",
            "Agree in pairs",
            "Make one list that both can live with. You are ready when both agree.",
            0.24,
            together=True,
        ),
        StageRule(
            "fours",
            "order",
            "Two pairs, one list",
            "Above you see what each pair brings. Make one list of both. Give reasons.",
            0.27,
            together=True,
            grouping="merge",
        ),
        StageRule(
            "eights",
            "order",
            "All together",
            "Once more: two lists, and one to be made of them. Give everybody the word.",
            0.27,
            together=True,
            grouping="merge",
        ),
        review(),
    ),
    checklist=(
        "Who gives reasons, and who only says what they want?",
        "What happens to the ideas of the quiet ones when groups grow?",
        "How do they disagree, and stay friendly?",
    ),
    needs=frozenset({"task", "items"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 3),
)
