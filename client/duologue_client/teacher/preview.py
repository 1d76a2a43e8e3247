"""One activity whole, as a teacher reads it before the lesson: cards, phrases, stages, model."""

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_protocol.parts import Brief, Preview, RoleCard


class PreviewPane(VerticalScroll, can_focus=False):
    """Both cards side by side where there is width, one under the other elsewhere."""

    DEFAULT_CSS = """
    PreviewPane { padding: 0 1; scrollbar-size-vertical: 1; }
    PreviewPane Static { height: auto; }
    PreviewPane .cards { layout: vertical; height: auto; }
    PreviewPane .card {
        border: round $foreground 50%; border-title-color: $text-primary;
        border-title-style: bold; padding: 0 1; height: auto;
    }
    PreviewPane.-broad .cards { layout: horizontal; }
    PreviewPane.-broad .card { width: 1fr; }
    """

    BROAD_CELLS = 64

    def compose(self) -> ComposeResult:
        yield Static(classes="top", markup=False)
        yield Container(classes="cards")
        yield Static(classes="rest", markup=False)

    def on_resize(self) -> None:
        self.set_class(self.size.width >= self.BROAD_CELLS, "-broad")

    async def show(self, preview: Preview | None) -> None:
        """Show this activity from its beginning, or nothing."""
        cards = self.query_one(".cards", Container)
        await cards.remove_children()
        self.query_one(".top", Static).update(_top(preview) if preview else Content(""))
        self.query_one(".rest", Static).update(_rest(preview) if preview else Content(""))
        if preview:
            await cards.mount_all([_card(role) for role in preview.roles])
        self.scroll_home(animate=False)


def in_brief(activity: Brief) -> str:
    """Level, kind, length and group size in one line."""
    people = (
        f"{activity.least}"
        if activity.least == activity.most
        else _("{least}–{most}").format(least=activity.least, most=activity.most)
    )
    words = _("{level} · {kind} · {minutes} min · groups of {people}")
    return words.format(
        level=activity.level or "–", kind=activity.kind, minutes=activity.minutes, people=people
    )


def _card(role: RoleCard) -> Static:
    goals = "\n".join(f"○ {goal}" for goal in role.goals)
    starts = _("starts") if role.starts else ""
    text = assemble(role.card.strip(), "\n\n" if goals else "", (goals, "$text-success"))
    card = Static(text, classes="card", markup=False)
    card.border_title = assemble(f"{role.title} · {starts}" if starts else role.title)
    return card


def _top(preview: Preview) -> Content:
    return assemble(
        (preview.activity.title, "bold"),
        "\n",
        (in_brief(preview.activity), "$text-primary"),
        (f" · {preview.activity.theme}" if preview.activity.theme else "", "$foreground 70%"),
    )


def _rest(preview: Preview) -> Content:
    minutes = _("min")
    stages = "\n".join(
        f"{number}. {stage.title}  {stage.minutes:g} {minutes}  {stage.instruction.strip()}"
        for number, stage in enumerate(preview.stages, 1)
    )
    gloss = " · ".join(f"{word} – {meaning}" for word, meaning in preview.gloss)
    model = "\n".join(f"{line.role}: {line.text}" for line in preview.model)
    sections = (
        (_("AIMS"), "\n".join(f"→ {aim}" for aim in preview.aims)),
        (_("PHRASES"), "\n".join(f"○ {phrase}" for phrase in preview.phrases)),
        (_("WORDS"), gloss),
        (_("STAGES"), stages),
        (_("MATERIAL"), preview.material.rstrip()),
        (_("A GOOD PERFORMANCE"), model),
        (_("TO THE TEACHER"), preview.note.strip()),
    )
    parts: list[str | tuple[str, str]] = []
    for title, text in sections:
        if text:
            parts += ["\n", (title, "bold"), "\n", text, "\n"]
    return assemble(*parts)
