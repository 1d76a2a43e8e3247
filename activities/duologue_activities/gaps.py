"""The gaps of a script's line: {answer|answer}, {answer = hint}, {...}."""

from collections.abc import Callable

from duologue_activities.activity import Gap
from duologue_activities.mistakes import Findings, Place
from duologue_activities.stages.words import has_content


def read_gaps(
    findings: Findings, text: str, place: Callable[[int], Place]
) -> tuple[str | Gap, ...]:
    """Text and gaps in their order. `place` says where a character of the text stands."""
    pieces: list[str | Gap] = []
    at = 0
    while at < len(text):
        opening = text.find("{", at)
        plain = text[at:] if opening < 0 else text[at:opening]
        if "}" in plain:
            here = place(at + plain.index("}"))
            findings.add(here, "This } closes no gap", "Put a { before the words of the gap.")
        if plain:
            pieces.append(plain)
        if opening < 0:
            break
        closing, following = text.find("}", opening), text.find("{", opening + 1)
        if closing < 0 or 0 <= following < closing:
            what = "This { opens a gap that is not closed"
            findings.add(place(opening), what, "Put a } after the words of the gap.")
            break
        at = closing + 1
        gap = _gap(text[opening + 1 : closing])
        if gap is None:
            remedy = "Write {the words} or {... = a hint}."
            findings.add(place(opening), "An answer of this gap is empty", remedy)
        else:
            pieces.append(gap)
        if _is_glued(text[opening - 1 : opening], text[at : at + 1]):
            remedy = "Put the whole word into it, with a space before and after."
            findings.add(place(opening), "This gap stands inside a word", remedy)
    return tuple(pieces)


def _gap(inside: str) -> Gap | None:
    """None: there is nothing to say in it. `...` or `…` make a free gap."""
    words, _, hint = inside.partition("=")
    if words.strip() in ("...", "…"):
        return Gap((), hint.strip())
    answers = tuple(answer.strip() for answer in words.split("|"))
    return Gap(answers, hint.strip()) if all(map(has_content, answers)) else None


def _is_glued(before: str, after: str) -> bool:
    return before.isalnum() or after.isalnum() or after == "{"
