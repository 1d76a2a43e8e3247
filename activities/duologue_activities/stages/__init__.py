"""The kinds of stages: which moves each takes, and which may end because it is solved."""

from duologue_protocol.parts import StageKind

MOVES: dict[StageKind, frozenset[str]] = {
    "prepare": frozenset({"ready"}),
    "talk": frozenset({"say", "ask_floor", "give_floor", "ready", "tick_goal"}),
    "script": frozenset({"say", "ready"}),
    "form": frozenset({"say", "fill", "ready"}),
    "compare": frozenset({"say", "ready"}),
    "think": frozenset({"write_page", "ready"}),
    "chain": frozenset({"write_page", "ready"}),
    "write": frozenset({"say", "edit_text", "ready"}),
    "order": frozenset({"say", "move_item", "ready"}),
    "quiz": frozenset({"say", "fill", "ready"}),
    "vote": frozenset({"say", "vote", "ready"}),
    "guess": frozenset({"say", "pass_card", "ready"}),
    "correct": frozenset({"say", "correct", "answer_correction", "ready"}),
    "review": frozenset(
        {
            "write_note",
            "rate_note",
            "check_aim",
            "correct",
            "answer_correction",
            "ready",
            "tick_goal",
        }
    ),
}
"""Moves by stage kind, named as the requests are tagged. A move that isn't listed is refused."""

ALONE: dict[StageKind, frozenset[str]] = {
    "order": frozenset({"say"}),
    "quiz": frozenset({"say"}),
}
"""Moves that such a stage does not take where everybody works for themselves."""

ENDS_SOLVED: frozenset[StageKind] = frozenset({"script", "guess"})
"""Stages that end by themselves: a script with its last line, a game with its last card."""

OPENS_PAGES: frozenset[StageKind] = frozenset({"think", "chain"})
"""Stages in which everybody writes before anybody reads."""


def takes(kind: StageKind, move: str, *, together: bool) -> bool:
    """Does a stage of this kind take this move?"""
    return move in MOVES[kind] and (together or move not in ALONE.get(kind, ()))
