"""An example of every request: each would change something, or show it."""

from typing import Any

from support.lesson import ROLE_PLAY

FIELDS: dict[str, Any] = {
    "room": "r1",
    "to": "boris",
    "who": "boris",
    "activity": ROLE_PLAY,
    "invitation": "i1",
    "minutes": 5,
    "text": "x",
    "level": "B1",
    "stage": 1,
    "goal": 0,
    "field": "r1c1",
    "on": True,
    "delta_ms": 60_000,
    "grace_ms": 0,
    "item": "A",
    "place": 0,
    "option": 0,
    "number": 1,
    "line": 1,
    "by": "boris",
    "verdict": "accepted",
    "version": 0,
    "edit": ("x",),
    "aim": 0,
    "can": "yes",
    "helped": "yes",
    "lesson": "first-meetings",
    "attention": "frozen",
    "other": "anna",
    "into": "r1",
    "rule": "apart",
    "pin": "p1",
    "how": "wait",
    "what": "note",
    "days": 30,
}


def example(kind: type[Any], **own: object) -> Any:
    """A request of this kind, with the fields of one's own that it has in place of those above."""
    fields = FIELDS | own
    return kind(**{name: fields[name] for name in kind.__struct_fields__ if name in fields})
