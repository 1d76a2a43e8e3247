"""How somebody's lines came to be, in words: the same for the student and the teacher."""

from duologue_client.language import _
from duologue_protocol.parts import Evidence


def ledger(evidence: Evidence) -> list[str]:
    """Bare facts, one a row; none where nothing is kept."""
    said: list[str] = []
    if evidence.pastes:
        words = _("pasted: {characters} characters (lines: {lines})")
        said.append(words.format(characters=evidence.pasted, lines=evidence.pastes))
    if evidence.copies:
        words = _("from the card: up to {words} words in a row (lines: {lines})")
        said.append(words.format(words=evidence.copied, lines=evidence.copies))
    if evidence.answers:
        words = _("answers: after {seconds} s (the middle of {count})")
        seconds = round(evidence.answer_ms / 1000)
        said.append(words.format(seconds=seconds, count=evidence.answers))
    return said
