"""What a correction changes in a line, word by word. Pure."""

from difflib import SequenceMatcher

from textual.content import Content

from duologue_client.safe import Piece, assemble

GONE = "strike $text-error"
NEW = "bold $text-success"


def difference(before: str, after: str) -> Content:
    """The line with what goes struck out, and what comes in bold."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for tag, start, end, first, last in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces += [" ".join(old[start:end]), " "]
            continue
        if start < end:
            between = "→" if first < last else " "  # readable without strikes and colours, too
            pieces += [(" ".join(old[start:end]), GONE), between]
        if first < last:
            pieces += [(" ".join(new[first:last]), NEW), " "]
    return assemble(*pieces[:-1])
