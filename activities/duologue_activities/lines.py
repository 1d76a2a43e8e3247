"""Blocks of lines "role: text": the model performance and the script with its gaps."""

from collections.abc import Collection
from dataclasses import dataclass

from duologue_activities.activity import Gap, ModelLine, ScriptLine
from duologue_activities.fields import nearest
from duologue_activities.gaps import read_gaps
from duologue_activities.mistakes import Findings, Place
from duologue_activities.reading import Node, Scalar
from duologue_protocol.limits import LINE_CHARACTERS

MODEL_LINES = (8, 16)
SCRIPT_LINES = (8, 24)


@dataclass(frozen=True)
class _Line:
    """A line: who, and the rows of its text; rows that stand further right continue it."""

    start: Place
    role: str
    colon: bool
    rows: list[tuple[Place, str]]

    @property
    def text(self) -> str:
        return " ".join(row for _, row in self.rows)

    def place(self, offset: int) -> Place:
        """Where in the file the text's character of this offset stands."""
        for place, row in self.rows:
            if offset <= len(row):
                return Place(place.line, place.column + offset)
            offset -= len(row) + 1
        raise ValueError("The offset is outside the text")


def read_rows(findings: Findings, name: str, node: Node) -> list[tuple[Place, str]]:
    """The lines of a block that are not empty, without the spaces around them."""
    if not isinstance(node, Scalar) or node.rows is None:
        what = f"{name} must be lines below {name}: |"
        findings.add(node.place, what, f"Write {name}: | and begin the first line below it.")
        return []
    rows: list[tuple[Place, str]] = []
    for place, row in node.rows:
        text = row.lstrip(" ")
        if text.strip():
            rows.append((Place(place.line, place.column + len(row) - len(text)), text.rstrip()))
    return rows


def read_model(findings: Findings, node: Node, roles: Collection[str]) -> tuple[ModelLine, ...]:
    lines = _read_lines(findings, "model", node, roles, MODEL_LINES)
    return tuple(ModelLine(line.role, line.text) for line in lines)


def read_script(findings: Findings, node: Node, roles: Collection[str]) -> tuple[ScriptLine, ...]:
    lines = tuple(
        ScriptLine(line.role, read_gaps(findings, line.text, line.place))
        for line in _read_lines(findings, "script", node, roles, SCRIPT_LINES)
    )
    speakers = {line.role for line in lines}
    with_gaps = {line.role for line in lines if any(isinstance(p, Gap) for p in line.pieces)}
    for role in roles:
        if role in speakers - with_gaps:
            what = f"No line of {role} has a gap"
            findings.add(node.place, what, f"Put braces round a few words that {role} says.")
    return lines


def _read_lines(
    findings: Findings, name: str, node: Node, roles: Collection[str], bounds: tuple[int, int]
) -> list[_Line]:
    """The lines, with what is wrong with each and with the whole noted."""
    lines: list[_Line] = []
    for place, row in read_rows(findings, name, node):
        continues = bool(lines) and place.column > lines[0].start.column
        if continues and row.partition(":")[0].strip() not in roles:
            lines[-1].rows.append((place, row))
        else:
            lines.append(_begin(place, row))
    for line in lines:
        _check_line(findings, name, line, roles)
    least, most = bounds
    if lines and not least <= len(lines) <= most:
        count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        findings.add(node.place, f"{name} has {count}", f"Write {least} to {most} lines.")
    for role in roles:
        if lines and all(line.role != role for line in lines):
            findings.add(node.place, f"{role} never speaks in {name}", f"Write a line {role}: ….")
    return [line for line in lines if line.role in roles]


def _begin(place: Place, row: str) -> _Line:
    role, colon, rest = row.partition(":")
    text = rest.lstrip()
    start = Place(place.line, place.column + len(row) - len(text))
    return _Line(place, role.strip(), bool(colon), [(start, text)])


def _check_line(findings: Findings, name: str, line: _Line, roles: Collection[str]) -> None:
    at, role = line.start, line.role
    if not line.colon:
        example = next(iter(roles), "role")
        findings.add(at, "This line does not say who speaks", f"Begin it with {example}: ….")
    elif role not in roles:
        what = f"{name} names {role or 'nobody'}, and no role is called that"
        findings.add(at, what, nearest(role, roles or ("role",), "Begin it with"))
    elif not line.text:
        findings.add(at, f"{role} says nothing here", "Write the text after the colon.")
    elif len(line.text) > LINE_CHARACTERS:
        findings.add(at, f"This line is over {LINE_CHARACTERS} characters", "Make two of it.")
