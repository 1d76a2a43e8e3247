"""The kinds of stages: which moves each takes, and which may end because it is solved."""

from duologue_protocol.parts import StageKind

MOVES: dict[StageKind, frozenset[str]] = {
    "prepare": frozenset({"ready"}),
    "talk": frozenset({"say", "ready", "tick_goal"}),
    "script": frozenset({"say", "ready"}),
    "form": frozenset({"say", "fill", "ready"}),
    "compare": frozenset({"say", "ready"}),
    "review": frozenset({"write_note", "ready", "tick_goal"}),
}
"""Moves by stage kind, named as the requests are tagged. A move that isn't listed is refused."""

ENDS_SOLVED: frozenset[StageKind] = frozenset({"script"})
"""Stages that end by themselves: a script, when its last line was spoken."""
