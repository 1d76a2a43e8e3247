"""What a correction changes in a line, and whether somebody has said it the better way since."""

from difflib import SequenceMatcher

from duologue_activities.stages.words import plain_words

Words = tuple[str, ...]


def better_forms(line: str, better: str) -> tuple[Words, ...]:
    """What is new in the better line: each changed place with the word before and after it."""
    before, after = plain_words(line), plain_words(better)
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        after[max(0, start - 1) : end + 1]
        for tag, _from, _to, start, end in changes
        if tag != "equal"
    )


def is_used(forms: tuple[Words, ...], line: str) -> bool:
    """Does the line say one of these forms, as it stands?"""
    said = plain_words(line)
    return any(
        said[start : start + len(form)] == form
        for form in forms
        if form
        for start in range(len(said) - len(form) + 1)
    )
