"""What a simulated student does in a stage for writing, answering, ordering, voting or guessing. Pure."""

from duologue_client.demo import talk
from duologue_client.demo.situation import Move, Situation
from duologue_protocol.requests import EditText, Fill, Say, Vote, WritePage

CLUES = 2
"""Lines of an explanation after which somebody guesses."""


def write_page(at: Situation) -> Move | None:
    """A sentence of the model, another one for everybody and every stage."""
    page = at.room.page
    if page is None or page.text or at.me in page.written:
        return None
    lines = [line.text for line in at.knows.model] or ["I'm not sure yet."]
    text = lines[(at.progress.stage + _place(at)) % len(lines)]
    write = WritePage(at.progress.room, at.progress.stage, text)
    return Move(("page", *at.here), write, at.thinking_ms(), at.pace.typing_ms(text))


def answer(at: Situation) -> Move | None:
    """The next question without an answer; where all answer together, the first member writes."""
    table = at.room.table
    if table is None or (table.together and _place(at) != 0):
        return None
    for row in table.rows:
        for cell in row:
            if cell.field and not cell.text:
                known = at.knows.answers.get(row[0].text, "")
                text = known or (cell.choices or (f"number {row[0].text}",))[0]
                fill = Fill(at.progress.room, cell.field, text)
                return Move(("fill", *at.here, cell.field), fill, at.thinking_ms())
    return None


def write_down(at: Situation) -> Move | None:
    """In a table of names: a partner who stands nowhere yet, and what they said."""
    rows = at.room.table.rows if at.room.table else ()
    names = {row[1].text for row in rows}
    partner = next((it for it in at.partners if at.view.name(it.who) not in names), None)
    for _prompt, name, said in rows:
        if name.field and not name.text and partner:
            fill = Fill(at.progress.room, name.field, at.view.name(partner.who))
            return Move(("fill", *at.here, name.field), fill, at.thinking_ms())
        if said.field and name.text and not said.text:
            text = next((line.text for line in at.lines if line.by != at.me), "yes")[:60]
            fill = Fill(at.progress.room, said.field, text)
            return Move(("fill", *at.here, said.field), fill, at.thinking_ms())
    return None


def write_together(at: Situation) -> Move | None:
    """The sentences that are known by heart, one after the other; who may not write tells them."""
    page = at.room.shared_text
    if page is None:
        return None
    lacking = [it for it in at.knows.sentences if it not in page.text]
    if not page.writable:
        seen = at.room.passage.text if at.room.passage else ""
        tell = next((it for it in lacking if it in seen), "")
        is_told = any(line.text == tell and line.by == at.me for line in at.lines)
        return None if is_told or not tell else at.says(tell, "told", at.thinking_ms())
    missing = next(iter(lacking), "")
    told = " ".join(line.text for line in at.lines)
    if missing and (missing in told or not _is_dictated(at)):
        edit = (len(page.text), f" {missing}") if page.text else (missing,)
        write = EditText(at.progress.room, at.progress.stage, page.version, edit)
        return Move(
            ("edit", *at.here, missing), write, at.thinking_ms(), at.pace.typing_ms(missing)
        )
    return None


def _is_dictated(at: Situation) -> bool:
    return at.progress.activity is not None and at.progress.activity.kind == "running-dictation"


def vote(at: Situation) -> Move | None:
    ballot = at.room.ballot
    if ballot is None or ballot.mine is not None or not ballot.options:
        return None
    option = _place(at) % len(ballot.options)
    return Move(("vote", *at.here), Vote(at.progress.room, option), at.thinking_ms())


def guess(at: Situation) -> Move | None:
    """Who holds the card talks about it; the others guess after a clue or two."""
    deck = at.room.deck
    if deck is None or not deck.holder:
        return None
    began = max((line.number for line in at.lines if _ended_a_card(at, line.text)), default=0)
    clues = sum(line.by in deck.holder for line in at.lines if line.number > began)
    if at.me in deck.holder:
        text = f"It is a thing you know. Clue number {len(deck.outcomes) * 3 + clues + 1}."
        return at.says(text, "clue", at.thinking_ms()) if clues < CLUES + 1 else None
    word = at.knows.words[deck.number - 1] if deck.number <= len(at.knows.words) else ""
    if clues >= CLUES and word and _place(at) == _first_guesser(at):
        key = ("guess", *at.here, deck.number)
        return Move(key, Say(at.progress.room, f"{word}?"), at.thinking_ms())
    return None


def describe(at: Situation) -> Move | None:
    """Fill what a partner has described, and describe what the partner lacks; never the word."""
    table = at.room.table
    if table is None:
        return None
    told = " ".join(line.text for line in at.lines)
    for row, known in zip(table.rows, at.cells, strict=False):
        label, cell, value = row[0].text, row[1], known[1].value
        hint = f"Number {label}: it has {len(value)} letters and begins with “{value[:1]}”."
        if cell.field and not cell.text and hint in told:
            fill = Fill(at.progress.room, cell.field, value)
            return Move(("fill", *at.here, cell.field), fill, at.thinking_ms())
        if not cell.field and hint not in told:
            return at.says(hint, f"number {label}", at.thinking_ms())
    return None


def reason(at: Situation) -> Move | None:
    """A talk about the work, as far as the model goes."""
    return talk.next_line(at, at.knows.model)


def _ended_a_card(at: Situation, text: str) -> bool:
    return text.rstrip("?") in at.knows.words


def _first_guesser(at: Situation) -> int:
    assert at.room.deck
    holders = at.room.deck.holder
    members = at.progress.members
    return next((n for n, it in enumerate(members) if it.who not in holders), 0)


def _place(at: Situation) -> int:
    return next((n for n, it in enumerate(at.progress.members) if it.who == at.me), 0)
