"""Kinds in which a text is read for a short time, and then rebuilt together."""

from duologue_activities.activity import Role
from duologue_activities.kinds.rule import PARTNER, KindRule, StageRule, review

DICTOGLOSS = KindRule(
    stages=(
        StageRule(
            "first reading",
            "prepare",
            "Read it once",
            "Read the text. Don't write anything: it goes away by itself.",
            0.07,
            shows="all",
        ),
        StageRule(
            "notes",
            "think",
            "Take notes",
            "Write down what you remember, only single words. Then all notes are laid open.",
            0.15,
        ),
        StageRule(
            "second reading",
            "prepare",
            "Read it once more",
            "The text comes back for a moment. Look for what was missing in your notes.",
            0.07,
            shows="all",
        ),
        StageRule(
            "rebuild",
            "write",
            "Write it together",
            "Write the text again, all in one page (F6). It must say the same, in good English.",
            0.43,
            together=True,
        ),
        StageRule(
            "compare",
            "compare",
            "Compare",
            "Both texts side by side. What is said otherwise and just as well? What is not right?",
            0.18,
        ),
        review(),
    ),
    checklist=(
        "Who brings words, who brings grammar?",
        "What do they talk about when they are not sure?",
        "Do they read the text again before they are ready?",
    ),
    needs=frozenset({"task", "passage"}),
    least_roles=0,
    most_roles=0,
    supplies=(PARTNER,),
    size=(2, 4),
)

_RUNNER = Role(
    "runner",
    "Runner",
    "The text hangs on the wall: F6 takes you there, and back to your partner. At the wall you can't "
    "write; with your partner you can't read. Remember a piece, run back, tell it, and run again.",
)
_WRITER = Role(
    "writer",
    "Writer",
    "Your partner tells you a text. Write it down (F6), with every word and every comma. Ask: how is "
    "it spelled? Can you say that again? Only you can write.",
)

RUNNING_DICTATION = KindRule(
    stages=(
        StageRule(
            "phrases",
            "prepare",
            "Get ready",
            "Read your card and the useful phrases. Nobody copies: what counts is what you remember.",
            0.09,
        ),
        StageRule(
            "first",
            "write",
            "Run and write",
            "The runner reads at the wall and tells it here; the writer writes it down.",
            0.36,
            floor=(0,),
            shows="holder",
            together=True,
        ),
        StageRule(
            "second",
            "write",
            "Change over",
            "Now the other one runs: the text goes on. Write it below the first part.",
            0.36,
            shift=1,
            floor=(0,),
            shows="holder",
            table=1,
            together=True,
        ),
        StageRule(
            "compare",
            "compare",
            "Compare",
            "Your text and the one on the wall. Where did the words change on the way?",
            0.10,
        ),
        review(share=0.09),
    ),
    checklist=(
        "How long are the pieces that the runner remembers?",
        "How do they ask for spelling, and for once more?",
        "Do they read back what stands there?",
    ),
    needs=frozenset({"passage"}),
    least_roles=0,
    most_roles=0,
    supplies=(_RUNNER, _WRITER),
    doubles="writer",
    size=(2, 3),
)
