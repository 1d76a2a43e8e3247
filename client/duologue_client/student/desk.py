"""What lies above the conversation in a stage: my page, or the game's card. Pure."""

from textual.content import Content

from duologue_client.fold import RoomView, View
from duologue_client.language import _, ngettext
from duologue_client.safe import Piece, assemble, one_row
from duologue_client.widgets.difference import difference
from duologue_protocol.parts import CardOutcome, Correction, Deck, Page, Passage, SharedText


def desk(room: RoomView, view: View, *, at_wall: bool = False) -> Content:
    """Empty where there is nothing. At the wall one reads what hangs there."""
    if room.passage:
        return _passage(room.passage, at_wall=at_wall)
    if room.shared_text and room.shared_text.of:
        return _likeness(room.shared_text)
    if room.page:
        return _page(room.page, view)
    return _deck(room.deck, view) if room.deck else Content("")


def _passage(passage: Passage, *, at_wall: bool) -> Content:
    if not passage.hidden:
        note = _("Read it now: it goes away with this stage.")
        return assemble(passage.text, "\n", (note, "italic $foreground 60%"))
    if at_wall:
        return assemble(passage.text, "\n", (_("F6 back to your partner"), "$text-accent"))
    return assemble((_("The text hangs on the wall: F6 to go there and read"), "$text-accent"))


def _likeness(text: SharedText) -> Content:
    met = ngettext(
        "Your text has {met} of the {of} word that counts.",
        "Your text has {met} of the {of} words that count.",
        text.of,
    )
    return assemble((met.format(met=text.met, of=text.of), "$text-success"))


def _page(page: Page, view: View) -> Content:
    before = [assemble(("▏ ", "$foreground 60%"), text) for text in page.before]
    mine: Content = (
        assemble((_("You wrote: "), "bold $text-success"), page.text)
        if page.text
        else assemble((_("Nobody reads it before the stage is over."), "italic $foreground 60%"))
    )
    others = [one_row(view.name(who), 30) for who in page.written if who != view.who]
    rows = [*before, mine]
    if others:
        done = _("{names} wrote already").format(names=", ".join(others))
        rows.append(assemble((done, "$text-success")))
    return Content("\n").join(rows)


def _deck(deck: Deck, view: View) -> Content:
    count = _("Card {number} of {of}").format(number=deck.number, of=deck.of)
    head: list[Piece] = [(count, "bold"), "  ", (_outcomes(deck), "$foreground 60%")]
    if deck.questions:
        asked = _("questions {asked}/{of}").format(asked=deck.asked, of=deck.questions)
        head += ["  ", (asked, "$text-warning")]
    rows = [assemble(*head)]
    if deck.word:
        rows.append(assemble((_("Your word: "), "bold $text-accent"), (deck.word, "bold")))
        if deck.banned:
            words = ", ".join(deck.banned)
            rows.append(assemble((_("Don't say: "), "bold $text-error"), words))
    elif deck.holder:
        names = ", ".join(one_row(view.name(who), 30) for who in deck.holder)
        rows.append(assemble(_("{name} holds the card: guess the word.").format(name=names)))
    if deck.outcomes:
        word, outcome = deck.outcomes[-1]
        rows.append(assemble((f"{_MARKS[outcome]} {one_row(word)}: {_ended(outcome)}", "bold")))
    return Content("\n").join(rows)


_MARKS: dict[CardOutcome, str] = {"guessed": "✔", "buzzed": "✘", "passed": "–", "spent": "–"}


def _ended(outcome: CardOutcome) -> str:
    return {
        "guessed": _("guessed"),
        "buzzed": _("BZZZ, that word was forbidden"),
        "passed": _("put aside"),
        "spent": _("no questions left"),
    }[outcome]


def _outcomes(deck: Deck) -> str:
    return "".join(_MARKS[outcome] for _word, outcome in deck.outcomes)


def open_correction(room: RoomView, me: str) -> Correction | None:
    """The first correction of a line of mine that I have not answered."""
    return next(
        (
            one
            for _key, one in sorted(room.corrections.items())
            if one.verdict is None and (line := room.lines.get(one.line)) and line.by == me
        ),
        None,
    )


def correction_line(room: RoomView, view: View) -> Content:
    """What a partner proposes for a line of mine, and what I can say to it."""
    one = open_correction(room, view.who)
    if one is None:
        return Content("")
    name = one_row(view.name(one.by), 30)
    return assemble(
        (_("{name} proposes: ").format(name=name), "bold $text-accent"),
        difference(room.lines[one.line].text, one.text),
        "\n",
        (_("F8 takes it · /own and your own words · /no"), "$foreground 60%"),
    )
