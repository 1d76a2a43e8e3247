"""The script stage: a line with gaps is drawn with blanks, and what is said is judged.

Somebody may say the missing words only, or type the whole line out.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from duologue_activities.activity import Gap, ScriptLine
from duologue_activities.stages.words import has_content, plain_words, tidy, words

BLANK = "____"
_SEPARATORS = "/;,"
"""What people write between the words for several gaps."""


class Verdict(NamedTuple):
    """Was the attempt right? `text` is then the whole line as it is spoken, else ""."""

    right: bool
    text: str


_WRONG = Verdict(right=False, text="")


def masked(line: ScriptLine, share: float, turn: int = 0) -> ScriptLine:
    """The line with so much of its words hidden besides the author's gaps: a share from 0 to 1.

    What a smaller share hides, a larger one hides as well. `turn` changes which words come first.
    """
    if not share:
        return line
    pieces: list[str | Gap] = []
    for place, piece in enumerate(line.pieces):
        pieces += _hidden(piece, share, f"{turn} {place}") if isinstance(piece, str) else (piece,)
    return ScriptLine(line.role, tuple(pieces))


def _hidden(text: str, share: float, key: str) -> Iterator[str | Gap]:
    at = 0
    for word in words(text):
        chance = blake2b(f"{key} {word.start} {word.plain}".encode(), digest_size=2).digest()
        if int.from_bytes(chance) < share * 65_536:
            if word.start > at:
                yield text[at : word.start]
            yield Gap((text[word.start : word.end],))
            at = word.end
    if at < len(text):
        yield text[at:]


def blank(line: ScriptLine) -> tuple[str, tuple[str, ...]]:
    """The line with a blank for each gap, in brackets where one may say anything; and the hints.

    There is a hint for each gap, "" where the file has none.
    """
    drawn = (
        piece if isinstance(piece, str) else BLANK if piece.answers else f"({BLANK})"
        for piece in line.pieces
    )
    return "".join(drawn), tuple(gap.hint for gap in _gaps(line))


def spoken(line: ScriptLine) -> str:
    """The whole line, with the first answer in each gap, and the hint in brackets, or "…", in a free one."""
    return _with(line, [_first(gap) for gap in _gaps(line)])


def judge(line: ScriptLine, attempt: str) -> Verdict:
    """Is this what the line lacks? A line without gaps is right with anything, even nothing."""
    gaps = _gaps(line)
    if not gaps:
        return Verdict(right=True, text=_with(line, []))
    attempt = tidy(attempt)
    said = _match(line.pieces, attempt) or _missing(gaps, attempt)
    return Verdict(right=True, text=_with(line, said)) if said else _WRONG


def _missing(gaps: tuple[Gap, ...], attempt: str) -> list[str] | None:
    """The words for the gaps, separated; or run together, where that leaves no doubt."""
    if len(gaps) == 1:
        return _fitting(gaps, [attempt])
    for separator in _SEPARATORS:
        parts = attempt.split(separator)
        if len(parts) == len(gaps) and (said := _fitting(gaps, parts)):
            return said
    return _match(gaps, attempt) if all(gap.answers for gap in gaps) else None


def _fitting(gaps: tuple[Gap, ...], parts: list[str]) -> list[str] | None:
    said = [_fit(gap, part.strip()) for gap, part in zip(gaps, parts, strict=True)]
    fitting = [part for part in said if part is not None]
    return fitting if len(fitting) == len(gaps) else None


def _fit(gap: Gap, part: str) -> str | None:
    if not gap.answers:
        return part if has_content(part) else None
    right = (answer for answer in gap.answers if plain_words(answer) == plain_words(part))
    return next(right, None)


def _match(pieces: tuple[str | Gap, ...], attempt: str) -> list[str] | None:
    """What was said in the gaps, if the attempt is all these pieces one after the other.

    `reached` holds, for each number of words that the pieces so far can account for, what was
    said in their gaps.
    """
    typed = words(attempt)
    plain = tuple(word.plain for word in typed)
    reached: dict[int, list[str]] = {0: []}
    for piece in pieces:
        following: dict[int, list[str]] = {}
        if isinstance(piece, Gap) and not piece.answers:
            start = min(reached, default=len(typed))
            for end in range(start + 1, len(typed) + 1):
                text = attempt[typed[start].start : typed[end - 1].end]
                if has_content(text):
                    following[end] = [*reached[start], text]
        else:
            for text in (piece,) if isinstance(piece, str) else piece.answers:
                wanted = plain_words(text)
                for start, said in reached.items():
                    end = start + len(wanted)
                    if plain[start:end] == wanted:
                        following.setdefault(end, said if piece is text else [*said, text])
        reached = following
    return reached.get(len(typed))


def _with(line: ScriptLine, said: list[str]) -> str:
    rest = iter(said)
    return "".join(piece if isinstance(piece, str) else next(rest) for piece in line.pieces)


def _gaps(line: ScriptLine) -> tuple[Gap, ...]:
    return tuple(piece for piece in line.pieces if isinstance(piece, Gap))


def _first(gap: Gap) -> str:
    return gap.answers[0] if gap.answers else f"[{gap.hint}]" if gap.hint else "…"
