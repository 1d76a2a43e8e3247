"""Trying an activity alone, line by line in a plain terminal."""

from collections.abc import Callable
from typing import assert_never

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from duologue_activities import rehearsal, rehearsed
from duologue_activities.activity import Activity
from duologue_activities.rehearsal import Rehearsal
from duologue_activities.rehearsed import Shown
from duologue_protocol.parts import CardOutcome
from duologue_server import activity_drawing as drawing
from duologue_server.language import _


def play(activity: Activity, role: str, console: Console) -> None:
    """From the first stage to the last, or until somebody goes with Ctrl-C or Ctrl-D."""
    _opening(activity, role, console)
    state, shown = rehearsal.begin(activity, role)
    while True:
        for what in shown:
            _print(console, state, what)
        if state.over:
            break
        try:
            typed = console.input(Text(f"{state.role.title}> ", "bold"))
        except (EOFError, KeyboardInterrupt):
            console.print()
            console.print(Text(_("You went before the end.")))
            break
        state, shown = rehearsal.step(state, typed)
    _closing(state, console)


def _opening(activity: Activity, role: str, console: Console) -> None:
    others = ", ".join(it.title for it in activity.roles if it.key != role)
    console.print(Text(activity.title, "bold"))
    console.print(Text(drawing.facts(activity)))
    console.print(
        Text(_("You begin as {0}; scripted: {1}.").format(activity.role(role).title, others))
    )
    console.print(Text(_("Enter alone goes on. Ctrl-C ends it."), "dim"))
    for phrase in activity.phrases:
        console.print(Text(f"☐ {phrase}"))


CARD_OUTCOMES: dict[CardOutcome, Callable[[], str]] = {
    "guessed": lambda: _("guessed"),
    "buzzed": lambda: _("a forbidden word: the card is lost"),
    "passed": lambda: _("put aside"),
    "spent": lambda: _("not guessed"),
}


def _print(console: Console, state: Rehearsal, what: Shown) -> None:
    match what:
        case rehearsed.StageBegan():
            _stage(console, what)
        case rehearsed.Spoken():
            _spoken(console, state, what)
        case rehearsed.Due():
            hints = ", ".join(hint for hint in what.hints if hint)
            console.print(Text(_("Your line: {0}").format(what.text), "bold"))
            if hints:
                console.print(Text(_("Hint: {0}").format(hints), "dim"))
        case rehearsed.TableShown():
            console.print(drawing.grid(what.columns, what.rows, what.fields))
            if state.current.kind in ("form", "quiz"):
                how = _("Ask, and write what you hear with its number: 1 = …")
                console.print(Text(how, "dim"))
        case rehearsed.OrderShown():
            for letter, item in what.items:
                console.print(Text(f"{letter}  {item}"))
            console.print(Text(_("Move one with its letter and its new place: B 1"), "dim"))
        case rehearsed.CardShown():
            console.print(Text(_("Your card: {0}").format(what.word), "bold"))
            if what.banned:
                console.print(Text(_("Don't say: {0}").format(", ".join(what.banned)), "red"))
        case rehearsed.CardOver():
            console.print(Text(f"{what.word}: {CARD_OUTCOMES[what.outcome]()}", "bold"))
        case rehearsed.Choices():
            for number, option in enumerate(what.options, 1):
                console.print(Text(f"{number}  {option}"))
        case rehearsed.Voted():
            console.print(Text(_("Your vote: {0}").format(what.option)))
        case rehearsed.PassageShown():
            console.print(Text(what.text, "bold"))
        case rehearsed.TextCompared():
            met = _("Your text has {0} of the {1} words that count. It was:")
            console.print(Text(met.format(what.met, what.of)))
            console.print(Text(what.original, "bold"))
        case rehearsed.Finished():
            console.print(Text(_("That was the whole of it.")))
        case _:
            console.print(Text(_sentence(state, what), "yellow"))


def _sentence(
    state: Rehearsal,
    what: rehearsed.Missed
    | rehearsed.NoQuestion
    | rehearsed.NotUnderstood
    | rehearsed.NothingMore
    | rehearsed.NotNow
    | rehearsed.NoField,
) -> str:
    match what:
        case rehearsed.Missed():
            return _("Not that. Tries left: {0}. Enter alone says it for you.").format(what.left)
        case rehearsed.NoQuestion():
            return _("Ask a question that is answered with yes or no, with ? at its end.")
        case rehearsed.NotUnderstood():
            return _("Name what you ask about: {0}; or {1}.").format(
                ", ".join(what.rows), ", ".join(what.columns)
            )
        case rehearsed.NothingMore():
            return _("Your scripted partner has no more to say. Enter goes on.")
        case rehearsed.NotNow():
            return _("In this stage nothing is said: “{0}” Enter goes on.").format(
                state.current.instruction
            )
        case rehearsed.NoField():
            return _("The fields have the numbers 1 to {0}.").format(what.most)
        case _:
            assert_never(what)


def _stage(console: Console, what: rehearsed.StageBegan) -> None:
    title = _("{number}. {title} · {minutes:g} min · you are {role}").format(
        number=what.number,
        title=what.stage.title,
        minutes=what.stage.minutes,
        role=what.role.title,
    )
    console.print()
    console.print(Rule(Text(title, "bold"), align="left", style="dim"))
    console.print(Text(what.stage.instruction, "italic"))
    if what.card:
        console.print(Text(what.card))
        for goal in what.role.goals:
            console.print(Text(f"• {goal}"))


def _spoken(console: Console, state: Rehearsal, what: rehearsed.Spoken) -> None:
    if not what.mine:
        console.print(drawing.spoken(what.role, what.text))
    elif what.told:
        console.print(Text.assemble((_("It goes: "), "yellow"), what.text))
    elif state.current.kind == "script" or state.gaps:
        console.print(Text(f"✓ {what.text}", "green"))
    for phrase in what.phrases:
        console.print(Text(f"☑ {state.activity.phrases[phrase]}", "green"))


def _closing(state: Rehearsal, console: Console) -> None:
    """What was used, and what was not."""
    used = dict(state.used)
    console.print()
    console.print(
        Text(
            _("You said {words} words and used {used} of {phrases} phrases.").format(
                words=state.words, used=len(used), phrases=len(state.activity.phrases)
            ),
            "bold",
        )
    )
    for place, phrase in enumerate(state.activity.phrases):
        line = f" – {used[place]}" if place in used else ""
        console.print(Text(f"{'☑' if place in used else '☐'} {phrase}{line}"))
    if state.gaps:
        console.print(Text(_("Gaps: {0} of {1} right.").format(state.right, state.gaps)))
    if state.fields:
        right = rehearsal.right_cells(state)
        console.print(Text(_("Cells: {0} of {1} right.").format(right, len(state.fields))))
