"""How lines came to be, as bare facts: what was pasted, what stood on the card, how soon it came.

Nothing here judges: no score, no threshold above which somebody is told anything. The student is shown
the same figures. A class that does not want it switches it off, and what there was is forgotten.
"""

from collections.abc import Iterable
from statistics import median

from msgspec.structs import replace

from duologue_activities import own_words
from duologue_activities.stages.words import has_content
from duologue_protocol import requests
from duologue_protocol.edits import Edit, put_in
from duologue_protocol.parts import Evidence, Line
from duologue_server import facts
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room, Trace

LATEST = 4
"""Lines of a room by which its alphabet is told."""

LETTERS = 200
"""At the end of a common text, by which it is told as well."""


def switch(request: requests.KeepEvidence) -> list[Fact]:
    return [facts.EvidenceKept(request.on)]


def keep(state: Classroom, *, on: bool) -> None:
    state.evidence = on
    if not on:
        for room in state.rooms.values():
            room.evidence.clear()
            room.pasted.clear()
            room.draft.pasted = " " * len(room.draft.text)
            for number, story in room.stories.items():
                room.stories[number] = [sentence._replace(pasted=0) for sentence in story]


def of_line(asked: Asked, room: Room, text: str, pasted: int) -> tuple[int, int]:
    """Characters pasted and words from the card, as they are kept of a line: nothing, if it is off."""
    if not asked.state.evidence:
        return 0, 0
    activity, role, stage = room.activity, room.role_of(asked.by), room.current
    tells = activity and activity.kind in own_words.IN_OWN_WORDS and stage and stage.kind == "talk"
    copied = own_words.words_of_card(role.card, text) if tells and role else 0
    return min(pasted, len(text)), copied


def note(room: Room, pasted: int, copied: int) -> None:
    """Keep how the room's last line came to be."""
    line = room.lines[-1]
    room.evidence[line.number] = Trace(pasted, copied, _after_ms(room, line))


def _after_ms(room: Room, line: Line) -> int | None:
    before = room.lines[-2] if len(room.lines) > 1 else None
    if before is None or {before.kind, line.kind} != {"said"} or before.by == line.by:
        return None
    if before.stage != line.stage or before.at_ms < room.went_on_ms:  # the clock has stood
        return None
    return line.at_ms - before.at_ms


def summary(traces: Iterable[Trace]) -> Evidence:
    """Of somebody's lines together."""
    all_traces = list(traces)
    answered = [one.after_ms for one in all_traces if one.after_ms is not None]
    return Evidence(
        pastes=sum(one.pasted > 0 for one in all_traces),
        pasted=sum(one.pasted for one in all_traces),
        copies=sum(one.copied > 0 for one in all_traces),
        copied=max((one.copied for one in all_traces), default=0),
        answers=len(answered),
        answer_ms=round(median(answered)) if answered else 0,
    )


def marks(room: Room, fact: facts.TextEdited) -> Edit:
    """The same edit, of the marks that say of each character of the common text who pasted it.

    It is known how many characters an edit pastes and not which: the first ones, then.
    """
    put = _mark(room, fact.by) * fact.pasted + " " * (len(put_in(fact.edit)) - fact.pasted)
    steps: list[int | str] = []
    for step in fact.edit:
        if isinstance(step, str):
            steps.append(put[: len(step)])
            put = put[len(step) :]
        else:
            steps.append(step)
    return tuple(steps)


def _mark(room: Room, who: str) -> str:
    """A letter for each person who was ever in the room; nobody else edits its text but to clear it."""
    return chr(ord("A") + list(room.took_part).index(who)) if who in room.took_part else " "


def of_person(room: Room, who: str) -> Evidence:
    """Of all they wrote in a room. The text that it writes together counts as one line more."""
    lines = summary(room.evidence[n] for n in room.evidence if room.lines[n - 1].by == who)
    pasted = room.draft.pasted.count(_mark(room, who)) if who in room.took_part else 0
    return replace(lines, pastes=lines.pastes + bool(pasted), pasted=lines.pasted + pasted)


def copied_lately(room: Room, lines: int) -> tuple[str, ...]:
    """Whose of the last lines have words from their card."""
    traced = ((line.by, room.evidence.get(line.number)) for line in room.lines[-lines:])
    return tuple(dict.fromkeys(by for by, one in traced if one and one.copied))


def other_alphabet(room: Room) -> str:
    """The alphabet of the latest lines of this stage where most are not in the activity's."""
    activity, stage = room.activity, room.current
    if activity is None:
        return ""
    wanted = own_words.alphabet_of(activity.phrases or tuple(it.text for it in activity.model))
    latest = [
        own_words.alphabet(line.text)
        for line in room.lines[-LATEST:]
        if line.kind == "said" and line.stage == room.stage and has_content(line.text)
    ]
    written = (
        own_words.alphabet(room.draft.text[-LETTERS:]) if stage and stage.kind == "write" else ""
    )
    if wanted and written and written != wanted:
        return written
    others = [found for found in latest if found and found != wanted]
    if not wanted or len(others) < 2 or 2 * len(others) <= len(latest):
        return ""
    return others[-1]
