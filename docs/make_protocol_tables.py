"""Write the tables of protocol.md anew from the types: `python docs/make_protocol_tables.py`."""

import ast
import inspect
import itertools
import sys
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from duologue_protocol import frames, limits, parts, requests
from duologue_protocol.refusals import REFUSALS, STOPS, CloseCode

PAGE = Path(__file__).parent / "protocol.md"


def tables() -> dict[str, str]:
    """Each table by the name it has in the page."""
    return {
        "client frames": structs(frames, get_args(frames.ClientFrame)),
        "ways in": structs(frames, (frames.Join, frames.Return, frames.Teach)),
        "server frames": structs(frames, get_args(frames.ServerFrame)),
        "requests": structs(requests, get_args(requests.Request)),
        "queries": structs(requests, get_args(requests.Query)),
        "parts": structs(parts, get_args(parts.Part)),
        "inside parts": structs(
            parts, (*pieces(parts, parts.Part), *pieces(parts, parts.Body, known=parts.Part))
        ),
        "answers": structs(parts, get_args(parts.Body)),
        "limits": limit_rows(),
        "refusals": refusal_rows(),
        "close codes": close_rows(),
    }


def page_with_tables(page: str) -> str:
    """The page with every table put in its place anew."""
    for name, table in tables().items():
        begin, end = f"<!-- table: {name} -->", f"<!-- end: {name} -->"
        before, found, rest = page.partition(begin)
        _old, closed, after = rest.partition(end)
        if not found or not closed:
            raise SystemExit(f"protocol.md has no place for the table “{name}”.")
        page = f"{before}{begin}\n{table}\n{end}{after}"
    return page


def structs(module: types.ModuleType, kinds: tuple[Any, ...]) -> str:
    """One heading and one table of fields for each kind of message."""
    return "\n\n".join(struct(module, kind) for kind in kinds)


def struct(module: types.ModuleType, kind: Any) -> str:
    meaning = inspect.cleandoc(kind.__doc__ or "").replace("\n\n", "<br>").replace("\n", " ")
    heading = f"**`{kind.__struct_config__.tag}`** {meaning}"
    fields = msgspec.structs.fields(kind)
    if not fields:
        return heading
    notes = field_notes(module, kind.__name__)
    rows = [
        f"| `{field.name}` | {type_words(field.type)} | {default_words(field)} "
        f"| {notes.get(field.name, '')} |"
        for field in fields
    ]
    head = "| field | type | default | |\n|--|--|--|--|"
    return "\n".join([heading, "", head, *rows])


def pieces(module: types.ModuleType, union: Any, known: Any = ()) -> tuple[Any, ...]:
    """Structs that stand inside the kinds of a union and are none of them."""
    found: dict[Any, None] = {}
    for kind in get_args(union):
        for inner in structs_in(kind):
            if inner not in get_args(union) and inner not in get_args(known):
                found[inner] = None
    already = pieces(module, known) if known else ()
    return tuple(kind for kind in found if kind not in already)


def structs_in(kind: Any) -> list[Any]:
    inner: list[Any] = []
    for field in msgspec.structs.fields(kind):
        for option in flattened(field.type):
            if isinstance(option, type) and issubclass(option, msgspec.Struct):
                inner += [option, *structs_in(option)]
    return inner


def flattened(kind: Any) -> list[Any]:
    """A type and what it is made of."""
    return [kind, *(option for part in get_args(kind) for option in flattened(part))]


def type_words(kind: Any) -> str:
    """A type as MessagePack knows it."""
    if get_origin(kind) in (types.UnionType, Union):
        options = [option for option in get_args(kind) if option is not type(None)]
        if len(options) > 4:
            return "one of the kinds below"
        return " or ".join([*map(type_words, options), *(["nil"] * (type(None) in get_args(kind)))])
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value or '(empty)'}`" for value in get_args(kind))
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return f"array of {type_words(inner[0])}"
        return f"array [{', '.join(map(type_words, inner))}]"
    if hasattr(kind, "__metadata__"):
        return f"{type_words(kind.__origin__)}{bound_words(kind.__metadata__[0])}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"`{kind.__struct_config__.tag}`"
    return {str: "text", int: "integer", float: "number", bool: "boolean", bytes: "binary"}[kind]


def bound_words(meta: msgspec.Meta) -> str:
    if meta.ge is not None:
        most = "2^53" if meta.le == limits.LARGEST_COUNT else meta.le
        return f" {meta.ge} to {most}"
    if meta.min_length:
        return f", length {meta.min_length} to {meta.max_length}"
    return f", length up to {meta.max_length}"


def default_words(field: Any) -> str:
    if field.required:
        return "required"
    value = field.default
    if value is None:
        return "nil"
    if isinstance(value, tuple):
        return "[]"
    return f"`{str(value).lower() if isinstance(value, bool) else repr(value)}`"


def field_notes(module: types.ModuleType, kind: str) -> dict[str, str]:
    """The sentence under each field."""
    tree = ast.parse(inspect.getsource(module))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == kind)
    return {
        field.target.id: " ".join(str(note.value.value).split())
        for field, note in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(note, ast.Expr)
        and isinstance(note.value, ast.Constant)
    }


def limit_rows() -> str:
    tree = ast.parse(inspect.getsource(limits)).body
    rows = ["| limit | value | |", "|--|--|--|"]
    for constant, note in itertools.pairwise(tree):
        if (
            isinstance(constant, ast.AnnAssign)
            and isinstance(constant.target, ast.Name)
            and isinstance(note, ast.Expr)
            and isinstance(note.value, ast.Constant)
        ):
            name, meaning = constant.target.id, " ".join(str(note.value.value).split())
            rows.append(f"| {name} | {getattr(limits, name)} | {meaning} |")
    return "\n".join(rows)


def refusal_rows() -> str:
    rows = [f"| `{code}` | {sentence} |" for code, sentence in REFUSALS.items()]
    return "\n".join(["| code | sentence |", "|--|--|", *rows])


def close_rows() -> str:
    rows = [
        f"| {code.value} | {code.name} | {STOPS.get(code, 'Comes back.')} |" for code in CloseCode
    ]
    return "\n".join(["| code | name | the client |", "|--|--|--|", *rows])


if __name__ == "__main__":
    written = PAGE.read_text("utf-8")
    PAGE.write_text(page_with_tables(written), "utf-8")
    sys.stdout.write("protocol.md is current.\n")
