"""The own half of an information gap: what is given, what is to be filled in, what was right."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.widgets.wrapping import hanging
from duologue_protocol import limits
from duologue_protocol.parts import Cell, Table
from duologue_protocol.text import clean


class Field(Input):
    """A cell to fill. What differs from `kept` is not on the server yet."""

    def __init__(
        self, field: str, text: str, choices: tuple[str, ...] = (), *, cleared: bool = False
    ) -> None:
        super().__init__(
            clean(text, limits.FIELD_CHARACTERS),
            placeholder=_hint(choices, cleared=cleared),
            compact=True,
            max_length=limits.FIELD_CHARACTERS,
            select_on_focus=False,
        )
        self.field = field
        self.choices = choices
        """What may be chosen, by its number or its text; empty: anything."""
        self.kept = self.value
        self.sent: str | None = None
        """What is on its way, so that Enter and leaving the cell send it once."""

    def take(self, text: str, *, cleared: bool) -> None:
        """The server's text; an edit that is not sent yet stays."""
        text = clean(text, limits.FIELD_CHARACTERS)
        self.placeholder = _hint(self.choices, cleared=cleared)
        if self.value == self.kept:
            self.value = text
        self.kept = text
        self.sent = None

    def chosen(self) -> str:
        """The choice that was named by its number or written out; else what was written."""
        written = self.value.strip()
        if written.isdecimal() and 1 <= int(written) <= len(self.choices):
            return self.choices[int(written) - 1]
        folded = {choice.casefold(): choice for choice in self.choices}
        return folded.get(written.casefold(), self.value)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(clean(event.text, limits.FIELD_CHARACTERS))


def _hint(choices: tuple[str, ...], *, cleared: bool) -> str:
    """What an empty field says, in a few cells."""
    if cleared:
        return _("(cleared)")
    return _("1 to {most}").format(most=len(choices)) if choices else "……"


class Form(VerticalScroll, can_focus=False):
    """A table of cells. Tab and the arrows up and down move, Enter keeps, leaving a cell too."""

    DEFAULT_CSS = """
    Form { height: auto; max-height: 50%; padding: 0 1; scrollbar-size-vertical: 1; }
    Form Grid { height: auto; grid-rows: auto; grid-gutter: 0 1; }
    Form Static { height: auto; }
    Form .head { text-style: bold; color: $text-muted; }
    Form Field { background: $surface; color: $foreground; }
    Form Field:focus { background: $surface-lighten-2; text-style: underline; }
    Form Field:ansi { text-style: underline; }
    Form Field:ansi:focus { text-style: reverse; }
    """

    class Filled(Message):
        """This is to be kept in this field."""

        def __init__(self, field: str, text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    class Closed(Message):
        """Back to writing."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self._table: Table | None = None

    def compose(self) -> ComposeResult:
        yield Grid()

    def show(self, table: Table | None) -> None:
        """Show this table; fields that stay keep what is being typed."""
        before, self._table = self._table, table
        self.display = table is not None
        if table is None or table == before:
            return
        if before is not None and _shape(before) == _shape(table):
            cells = {cell.field: cell for row in table.rows for cell in row}
            for field in self.query(Field):
                cell = cells[field.field]
                field.take(cell.text, cleared=cell.cleared)
        else:
            self._build(table)

    @property
    def has_fields(self) -> bool:
        """Is there anything to fill?"""
        cells = [cell for row in self._table.rows for cell in row] if self._table else []
        return any(cell.field is not None and cell.right is None for cell in cells)

    def focus_field(self) -> bool:
        """Go to the first empty field, or the first; False where there is none."""
        fields = list(self.query(Field))
        for field in [*(field for field in fields if not field.value), *fields][:1]:
            field.focus()
        return bool(fields)

    def refused(self, field: str) -> None:
        """What was sent for this field was not taken; the same may be sent again."""
        for cell in self.query(Field):
            if cell.field == field:
                cell.sent = None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep(event.input)
        fields: list[Input] = list(self.query(Field))
        after = fields[fields.index(event.input) + 1 :] if event.input in fields else []
        if after:
            after[0].focus()
        else:
            self.post_message(self.Closed())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Field):
            event.widget.cursor_position = len(event.widget.value)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._keep(event.widget)
        if isinstance(event.widget, Field):
            event.widget.cursor_position = 0  # a long answer is read from its beginning

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            self._move(-1 if event.key == "up" else 1)
            event.stop()
        elif event.key == "escape":
            self.post_message(self.Closed())
            event.stop()

    def _keep(self, widget: object) -> None:
        if isinstance(widget, Field):
            widget.value = widget.chosen()
        if isinstance(widget, Field) and widget.value not in (widget.kept, widget.sent):
            widget.sent = widget.value
            self.post_message(self.Filled(widget.field, widget.value))

    def _move(self, step: int) -> None:
        fields = list(self.query(Field))
        now = next((at for at, field in enumerate(fields) if field.has_focus), 0)
        if fields:
            fields[(now + step) % len(fields)].focus()

    def _build(self, table: Table) -> None:
        grid = self.query_one(Grid)
        grid.styles.grid_size_columns = max(1, len(table.columns))
        chosen = any(cell.choices for row in table.rows for cell in row)
        grid.styles.grid_columns = "2fr 1fr" if chosen and len(table.columns) == 2 else "1fr"
        grid.remove_children()
        heads = [Static(assemble(title), classes="head", markup=False) for title in table.columns]
        grid.mount(*heads, *(_cell(cell, row) for row in table.rows for cell in row))


class Question(Static):
    """A question over its numbered choices, of which none is broken off where it would fit whole."""

    def __init__(self, text: str, choices: tuple[str, ...]) -> None:
        super().__init__(markup=False)
        self._text = text
        self._choices = choices

    def on_resize(self) -> None:
        self.update(question(self._text, self._choices, self.content_size.width))


def question(text: str, choices: tuple[str, ...], width: int) -> Content:
    """The choices in as few rows as they take; what is wider than a row hangs under its text."""
    rows: list[Content] = []
    for number, choice in enumerate(choices, 1):
        hung = hanging(f"{number}", (choice, "$text-accent"), width)
        joined = Content("  ").join([*rows[-1:], hung])
        if rows and "\n" not in hung.plain and joined.cell_length <= width:
            rows[-1] = joined
        else:
            rows.append(hung)
    return Content("\n").join([assemble(text), *rows])


def _shape(table: Table) -> object:
    """What makes two tables the same but for the texts of their open fields."""
    rows = [
        [cell.field if cell.field and cell.right is None else cell for cell in row]
        for row in table.rows
    ]
    return table.columns, rows


def _cell(cell: Cell, row: tuple[Cell, ...]) -> Static | Field:
    """A cell of a row; a question stands with the choices of the field beside it."""
    if cell.field is not None and cell.right is None:
        return Field(cell.field, cell.text, cell.choices, cleared=cell.cleared)
    choices = next((it.choices for it in row if it.choices and it.right is None), ())
    if choices and cell is row[0]:
        return Question(cell.text, choices)
    return Static(cell_content(cell), markup=False)


def cell_content(cell: Cell) -> Content:
    """A cell that is only read: given, or laid open with its answer."""
    if cell.right is None:
        return assemble(cell.text)
    written = cell.text or (_("(cleared by the teacher)") if cell.cleared else _("(empty)"))
    if cell.right:
        return assemble((f"✔ {written}", "$text-success"))
    return assemble((f"✘ {written}", "$text-error"), (f" → {cell.answer}", "bold"))
