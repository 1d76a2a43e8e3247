"""The lobby's right side: what happens next, and what one can do about it. Pure."""

from textual.content import Content

from duologue_client.fold import View
from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_client.widgets.countdown import clock
from duologue_client.widgets.wrapping import hanging, heading, rows
from duologue_protocol.parts import Invitation, Queue


def prospects(view: View, now_ms: int, width: int) -> Content:
    """Invitations first, for they wait for an answer; then the queue, the round, the words."""
    blocks = [*_invitations(view, width)]
    blocks.append(rows(heading(_("What happens next")), *_next(view, now_ms, width)))
    said = sorted(view.announcements.values(), key=lambda one: one.at_ms)[-5:]
    if said:
        words = [
            assemble(
                (f"✎ {one_row(view.name(one.by))}", "bold $text-warning"),
                _(" to you alone: ") if one.to else ": ",
                one.text,
            )
            for one in said
        ]
        blocks.append(rows(heading(_("The teacher's word")), *words))
    blocks.append(rows(heading(_("You")), *_myself(view, width)))
    return Content("\n\n").join(blocks)


def _invitations(view: View, width: int) -> list[Content]:
    lines = [_invitation(one, view, width) for one in view.invitations.values()]
    return [rows(heading(_("Invitations")), *lines)] if lines else []


def _invitation(one: Invitation, view: View, width: int) -> Content:
    if one.to == view.who:
        name = one_row(view.name(one.by))
        asks = (
            _("{name} asks to work in three.") if one.room else _("{name} wants to work with you.")
        )
        keys = ("\n" + _("F7 yes · F8 no"), "bold $text-accent")
        return hanging(("▸", "$text-accent"), assemble(asks.format(name=name), keys), width)
    waits = _("You asked {name}; no answer yet.").format(name=one_row(view.name(one.to)))
    return hanging("▹", assemble(waits, ("\n" + _("F8 takes it back"), "$foreground 60%")), width)


def _next(view: View, now_ms: int, width: int) -> list[Content]:
    if view.queue:
        return _queue(view.queue, now_ms, width)
    if view.classroom and view.classroom.pairing_allowed:
        return [
            hanging("", _("Your teacher may start a round at any time."), width, 0),
            hanging("", _("Or pair up yourself:"), width, 0),
            hanging(("F5", "bold $text-accent"), _("find me a partner"), width, 7),
            hanging(
                ("Enter", "bold $text-accent"), _("invite the person under the cursor"), width, 7
            ),
            hanging(("F6", "bold $text-accent"), _("practise alone"), width, 7),
        ]
    return [
        hanging("", _("Your teacher starts the round. You will be taken to your room."), width, 0),
        hanging(("F6", "bold $text-accent"), _("practise alone while you wait"), width, 4),
    ]


def _queue(queue: Queue, now_ms: int, width: int) -> list[Content]:
    place = _("You look for a partner: place {place} of {waiting}, {time} so far.").format(
        place=queue.place, waiting=queue.waiting, time=clock(now_ms - queue.since_ms)
    )
    lines = [hanging(("⌛", "$text-warning"), place, width, 3)]
    if queue.offers:
        lines += [
            hanging("", _("Nobody is free yet. Meanwhile:"), width, 3),
            hanging(("F6", "bold $text-accent"), _("practise alone"), width, 7),
            hanging(
                ("Enter", "bold $text-accent"), _("ask a pair ▸ to take you as the third"), width, 7
            ),
        ]
    lines.append(hanging(("F5", "bold $text-accent"), _("stop looking"), width, 7))
    return lines


def _myself(view: View, width: int) -> list[Content]:
    level = view.me.level if view.me else ""
    if level:
        return [hanging("", _("Your level: {level}.").format(level=level), width, 0)]
    return [hanging("", _("Say your level, so that partners fit: /level A2"), width, 0)]
