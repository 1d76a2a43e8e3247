"""What the next round is to be, in words. Pure."""

from textual.content import Content

from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.teacher.preview import in_brief
from duologue_protocol.parts import Brief
from duologue_protocol.requests import Formation, Levels, Remainder


def plan_head(
    activity: Brief | None,
    minutes: int,
    formation: Formation,
    remainder: Remainder,
    levels: Levels = "any",
) -> Content:
    """Activity, minutes and grouping, each with the key that changes it."""
    length = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    groups = _grouping(levels) if formation == "random" else _("by hand")
    odd = _("joins a pair as a third") if remainder == "trio" else _("observes with a checklist")
    rows = (
        ("a", _("Activity"), activity.title if activity else _("none yet")),
        ("+ -", _("Time"), length if activity else "–"),
        ("f", _("Groups"), groups),
        ("o", _("Odd one"), odd),
    )
    parts: list[tuple[str, str]] = [(_("Next round"), "bold")]
    parts.append((f"   {in_brief(activity)}\n" if activity else "\n", "$foreground 70%"))
    for key, name, value in rows:
        parts += [(f" {key:4}", "bold $text-primary"), (f"{name:10}", "$foreground 80%")]
        parts.append(
            (value + ("" if key == "o" else "\n"), "bold" if key == "a" else "$foreground")
        )
    return assemble(*parts)


def _grouping(levels: Levels) -> str:
    match levels:
        case "similar":
            return _("random, new partners first, similar levels")
        case "mixed":
            return _("random, new partners first, mixed levels")
        case _:
            return _("random, new partners first")
