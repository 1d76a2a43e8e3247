"""The roles of an activity file: cards, goals and twists."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from duologue_activities import fields
from duologue_activities.activity import Role
from duologue_activities.kinds import KindRule
from duologue_activities.mistakes import Findings
from duologue_activities.reading import Node, Scalar

CARD_CHARACTERS: Final = 600
SENTENCE_ENDS = ".!?:;…)\"”»’'\n"
CARD_LINES: Final = 30
NAME_CHARACTERS: Final = 24
_NAME = re.compile(r"[^\W_]+([ '’-][^\W_]+)*")


def read_roles(findings: Findings, values: Mapping[str, Node], rule: KindRule) -> tuple[Role, ...]:
    """The roles in the file's order, from its keys `roles`, `goals` and `twist`."""
    if "roles" not in values:
        return _with_task(findings, values, rule)
    pairs = fields.pairs(findings, "roles", values["roles"])
    _check_names(findings, values["roles"], [key for key, _ in pairs], rule)
    names = [key.value for key, _ in pairs]
    goals = _goals(findings, values.get("goals"), names, needed="goals" in rule.needs)
    twists = _twists(findings, values.get("twist"), names)
    return tuple(
        Role(
            key=key.value,
            title=key.value,
            card=_card(findings, f"The card of {key.value}", card),
            goals=goals.get(key.value, ()),
            twist=twists.get(key.value, ""),
        )
        for key, card in pairs
    ) + _with_task(findings, values, rule)


def _with_task(findings: Findings, values: Mapping[str, Node], rule: KindRule) -> tuple[Role, ...]:
    """The roles that come with the kind; where all are the same, the card is the file's task."""
    node = values.get("task")
    task = _card(findings, "task", node) if node else ""
    return tuple(Role(it.key, it.title, it.card or task) for it in rule.supplies)


def _check_names(findings: Findings, node: Node, keys: list[Scalar], rule: KindRule) -> None:
    least, most = rule.least_roles, rule.most_roles
    if not least <= len(keys) <= most:
        count = "1 role" if len(keys) == 1 else f"{len(keys)} roles"
        remedy = f"Write {most}." if most == least else f"Write {least} to {most}."
        findings.add(node.place, f"roles has {count}", remedy)
    for key in keys:
        if not _NAME.fullmatch(key.value) or len(key.value) > NAME_CHARACTERS:
            what = "A role's name must be letters, digits and single spaces"
            findings.add(key.place, what, f"Write at most {NAME_CHARACTERS}, like hotel guest.")
        elif key.value in {role.key for role in rule.supplies}:
            what = f"{key.value} comes with this kind by itself"
            findings.add(key.place, what, "Take it out, or give the role another name.")
        elif key.value.casefold() == "observer":
            what = "observer is the name of somebody who only listens"
            findings.add(key.place, what, "Give the role another name.")


def _goals(
    findings: Findings, node: Node | None, roles: Collection[str], *, needed: bool
) -> dict[str, tuple[str, ...]]:
    if node is None:
        return {}
    lists = fields.by_role(findings, "goals", node, roles)
    for role in roles:
        if needed and role not in lists:
            findings.add(node.place, f"{role} has no goals", f"Write {role}: and a list of 1 to 4.")
    return {
        role: fields.texts(findings, f"the goals of {role}", goals, 1, 4, 120)
        for role, goals in lists.items()
    }


def _twists(findings: Findings, node: Node | None, roles: Collection[str]) -> dict[str, str]:
    if node is None:
        return {}
    twists = fields.by_role(findings, "twist", node, roles)
    return {role: _card(findings, f"The twist of {role}", it) for role, it in twists.items()}


def _card(findings: Findings, name: str, node: Node) -> str:
    return flowing(fields.text(findings, name, node, CARD_CHARACTERS, CARD_LINES))


def flowing(text: str) -> str:
    """The text with its lines joined where a sentence goes on in the next one.

    Editors break lines at a hundred letters, a student's card at thirty: only the breaks that an
    author meant, after a whole sentence, are kept.
    """
    joined = ""
    for line in text.splitlines():
        goes_on = joined and line.strip() and joined[-1] not in SENTENCE_ENDS
        joined += (" " if goes_on else "\n" if joined else "") + line.strip()
    return joined
