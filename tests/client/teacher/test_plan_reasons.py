"""What the server says of a plan, with names, in the reader's language."""

import gettext
import re
from pathlib import Path

import pytest

import duologue_client
from duologue_activities.formation import Formation, Wishes, form_groups
from duologue_client.teacher.plan_reasons import REASONS, with_names
from duologue_protocol.requests import Level
from support.teaching import people, taught_class

FOUR, FIVE = ("p0", "p1", "p2", "p3"), ("p0", "p1", "p2", "p3", "p4")
TWICE = {frozenset((one, other)): 1 for one in FIVE for other in FIVE if one != other}


def formations() -> list[Formation]:
    """Plans that can't be had as one would like."""
    everybody = frozenset(FIVE)
    pairs = frozenset(TWICE)
    level: dict[str, Level] = dict(zip(FIVE, ("A1", "B2", "A1", "B2", ""), strict=True))
    one_level: dict[str, Level] = dict(zip(FOUR, ("A1", "A1", "A1", "B2"), strict=True))
    wishes = [
        (FIVE[:1], Wishes()),
        (FIVE[:2], Wishes(met=TWICE)),
        (FIVE, Wishes(met=TWICE, waited=everybody)),
        (FIVE[:2], Wishes(apart=pairs)),
        (FOUR, Wishes(together=pairs)),
        (FOUR, Wishes(together=pairs, apart=frozenset([frozenset(FOUR[:2])]))),
        (FIVE, Wishes(levels="similar", level=level, apart=_crossed())),
        (FOUR, Wishes(levels="mixed", level=one_level)),
        (FIVE[:2], Wishes(had={"p0": {0: 2}, "p1": {0: 2}})),
    ]
    kept = [(FIVE[:2], FIVE[2:4])]
    return [
        form_groups(who, 2, most=2, remainder="trio", wishes=it, seed=1) for who, it in wishes
    ] + [
        form_groups(FIVE, 2, most=2, remainder="trio", wishes=Wishes(apart=pairs), seed=1, kept=it)
        for it in kept
    ]


def _crossed() -> frozenset[frozenset[str]]:
    """Whoever is of one level is apart, so that levels have to be crossed."""
    return frozenset({frozenset({"p0", "p2"}), frozenset({"p1", "p3"})})


def test_every_reason_of_the_server_is_one_that_can_be_translated() -> None:
    said = [reason for formation in formations() for reason in formation.reasons]
    numbered: set[str] = set()
    for reason in said:
        counted = iter(range(9))
        numbered.add(re.sub(r"\{\w+\}|\d+", lambda _part: f"{{{next(counted)}}}", reason))  # noqa: B023
    assert numbered <= set(REASONS)
    unsaid = set(REASONS) - numbered
    assert len(unsaid) == 5, f"these need a search that finds nothing better: {unsaid}"


def test_a_reason_names_people_in_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(duologue_client.__file__).parent / "locale"
    russian = gettext.translation("duologue", folder, ["ru"])
    view = taught_class(*people(4)).view
    sentence = "{p1} is left out: a group needs 2 people."
    assert with_names(sentence, view) == "Boris is left out: a group needs 2 people."
    monkeypatch.setattr("duologue_client.language._current", russian)
    assert with_names(sentence, view) == "Boris остаётся без группы: в группе людей должно быть 2."


@pytest.mark.parametrize("odd", ["", "}{", "{", "{}", "{{p1}}", "{0} {9} 7", "as it is"])
def test_a_strange_sentence_stays_as_it_is(odd: str) -> None:
    view = taught_class(*people(2)).view
    assert with_names(odd.replace("{p1}", ""), view).count("7") == odd.count("7")
