"""What stands beside the results: the whole lesson in plots, or one room and all it said. Pure."""

from collections import Counter

from rich.cells import cell_len
from textual.content import Content

from duologue_client.fold import View
from duologue_client.language import _, ngettext
from duologue_client.ledger import ledger
from duologue_client.safe import Piece, assemble
from duologue_client.teacher.console.pen import fitted
from duologue_client.teacher.outcome import Outcome
from duologue_client.teacher.plots import bar, phrases_used, sparkline, time_of, words_over_time
from duologue_client.teacher.wording import clock, named
from duologue_protocol.parts import Result

INDENT = 2
"""Cells by which a line that goes on stands in."""

LONGEST_PLOT = 60
LONGEST_LABEL = 24
QUIET = "$foreground 70%"


def lesson_page(rooms: tuple[Outcome, ...], view: View, width: int) -> Content:
    """Words over time, phrases, and each student's words, of all these rooms."""
    words: Counter[str] = Counter()
    for room in rooms:
        for person in room.people:
            words[person.who] += person.words
    began, ended = time_of(rooms)
    lines = [line for room in rooms for line in room.lines]
    plot = words_over_time(lines, began, ended, min(LONGEST_PLOT, width))
    students = [(named(view, who), count) for who, count in words.most_common()]
    rows = [
        assemble((_("The whole lesson"), "bold")),
        _over_time(plot, ended - began),
        *_bars(_("Phrases, and how many students used them"), phrases_used(rooms), width),
        *_bars(_("Words of each student"), students, width),
    ]
    return Content("\n").join(rows)


def room_page(room: Outcome, view: View, width: int) -> Content:
    """The room's activity, what each person reached, and all lines."""
    unfinished = "" if room.finished else _("  not finished")
    rows = [_hung(width, (room.activity.title, "bold"), (unfinished, "$text-warning"))]
    began, ended = time_of([room])
    columns = min(LONGEST_PLOT, width - INDENT)
    spoken = [words_over_time(one.lines, began, ended, columns) for one in room.people]
    most = max((max(columns) for columns in spoken), default=0)
    for person, plot in zip(room.people, spoken, strict=True):
        rows += _person(person, view, width, sparkline(plot, most))
    rows.append(Content(""))
    for line in room.lines:
        text = _("(cleared by the teacher)") if line.cleared else line.text
        rows.append(_hung(width, (f"{named(view, line.by)}: ", "bold"), text))
    return Content("\n").join(rows)


def _person(one: Result, view: View, width: int, plot: str) -> list[Content]:
    """One person: their words, when they came, phrases, goals, notes and how it was written."""
    count = ngettext("{count} word", "{count} words", one.words).format(count=one.words)
    rows = [
        Content(""),
        _hung(
            width, (named(view, one.who), "bold $text-primary"), (f"  {one.role}  ", QUIET), count
        ),
    ]
    if one.words:
        rows.append(assemble("  ", (plot, "$text-success")))
    for ticked, text in (*((bool(line), text) for text, line in one.phrases), *_goals(one)):
        rows.append(_hung(width, f"  {'✓' if ticked else '○'} {text}", indent=4))
    for note in one.notes:
        written = f"  ✎ {named(view, note.by)}: {note.text}"
        rows.append(_hung(width, (written, "$text-warning"), indent=4))
    rows += [_hung(width, (f"  {fact}", QUIET), indent=4) for fact in ledger(one.evidence)]
    return rows


def _goals(one: Result) -> tuple[tuple[bool, str], ...]:
    return tuple((reached, goal) for goal, reached in one.goals)


def _over_time(plot: list[int], span_ms: int) -> Content:
    """All words of the lesson in one line, and below it how long it took."""
    end = clock(span_ms)
    scale = f"0:00{' ' * max(1, len(plot) - 4 - len(end))}{end}"
    return assemble(
        ("\n" + _("Words over time") + "\n", QUIET),
        (sparkline(plot) + "\n", "$text-success"),
        (scale, QUIET),
    )


def _bars(heading: str, counted: list[tuple[str, int]], width: int) -> list[Content]:
    """A heading, then a row for each: what is counted, its bar, its figure."""
    if not counted:
        return []
    most = max(count for _label, count in counted)
    figure = len(str(most)) + 1
    label = min(LONGEST_LABEL, width // 2, max(cell_len(text) for text, _count in counted))
    longest = min(LONGEST_PLOT, width) - label - 1 - figure
    rows = [assemble(("\n" + heading, QUIET))]
    for text, count in counted:
        short = fitted(text, label)
        length = bar(count, most, longest)
        rows.append(
            assemble(
                short,
                " " * (label - cell_len(short) + 1),
                (length, "$text-success"),
                f" {count}" if length else str(count),
            )
        )
    return rows


def _hung(width: int, *pieces: Piece, indent: int = INDENT) -> Content:
    """One paragraph of which all rows but the first stand in."""
    rows = assemble(*pieces).wrap(width - indent)
    return Content("\n" + " " * indent).join(rows)
