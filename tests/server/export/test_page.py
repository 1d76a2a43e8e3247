"""The HTML file, read by html.parser: whole, escaped, and in need of nothing else."""

import re
from datetime import UTC
from html.parser import HTMLParser

import pytest

from duologue_protocol.text import clean
from duologue_server.export.markup import joined, tag
from duologue_server.export.page import page
from support.played import HOSTILE, hostile, played, reported

VOID = {"meta", "br"}
DOCUMENT = "html head meta title style body main section article h1 h2 h3 p b i br span div"
LISTS = "table thead tbody tr th td ul li q blockquote footer"
ALLOWED = {*DOCUMENT.split(), *LISTS.split()}
ATTRIBUTES = {"class", "style", "charset", "http-equiv", "content", "name"}


class Reader(HTMLParser):
    """Collects elements and text, and insists that every element is closed in turn."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, element: str, class_: str) -> list[dict[str, str | None]]:
        return [
            held for name, held in self.elements if name == element and held.get("class") == class_
        ]


def read(title: str = "English B1", *, harmful: bool = False) -> tuple[str, Reader]:
    files = page(reported(hostile() if harmful else played(), title), UTC)
    document = files["lesson.html"].decode()
    return document, Reader(document)


def test_the_class_comes_first_then_a_page_for_each_student() -> None:
    _document, reader = read()
    assert reader.open == []
    assert len(reader.all("section", "lesson")) == 2
    assert len(reader.all("section", "student")) == 4 + 2
    assert len(reader.all("article", "room")) == 4 + 1
    for expected in (
        "English B1",
        "2026-09-21, 14:13–14:53",
        "Room 1: The wrong order",
        "guest, with Boris · 16 of 23 words (70%)",
        "You asked very politely.",
        "I'd like the vegetable soup, please.\nNot the chicken.",
        "70%",
    ):
        assert expected in reader.text


def test_a_student_is_given_a_file_with_the_own_page_alone() -> None:
    files = page(reported(played()), UTC)
    anna = [name for name in files if name.startswith("student-Anna")]
    assert anna == ["student-Anna-2026-09-21.html", "student-Anna-2026-09-22.html"]
    document = files[anna[0]].decode()
    reader = Reader(document)
    assert reader.open == []
    assert len(reader.all("section", "student")) == 1
    assert not reader.all("section", "lesson")
    assert not reader.all("section", "transcripts")
    assert "<title>Anna, English B1, 2026-09-21</title>" in document
    assert "I'd like the vegetable soup, please.\nNot the chicken." in reader.text
    assert reader.elements[3][1]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_each_student_begins_a_page_of_paper() -> None:
    document, _reader = read()
    assert "@page { size: A4;" in document
    assert re.search(r"\.student \{ break-before: page; \}", document)


def test_nothing_is_loaded_and_nothing_runs() -> None:
    document, reader = read(harmful=True)
    policy = reader.elements[3][1]
    assert policy == {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
    }
    style = document[document.index("<style>") : document.index("</style>")]
    for reference in ("http:", "https:", "url(", "@import", "<"):
        assert reference not in style.removeprefix("<style>")
    for _name, attributes in reader.elements:
        assert not [value for value in attributes.values() if value and "//" in value]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_lesson_is_text(title: str) -> None:
    document, reader = read(title, harmful=True)
    assert reader.open == []
    assert {name for name, _attributes in reader.elements} <= ALLOWED
    assert {key for _name, attributes in reader.elements for key in attributes} <= ATTRIBUTES
    for line in HOSTILE:
        assert clean(line, 1000, 20) in reader.text
    for harm in ("<script", "<img", "<a ", "<b>\x1b", "\x1b", "\u202e", "\u2066"):
        assert harm not in document


def test_markup_is_only_what_tag_made() -> None:
    assert tag("p", "<b>", tag("b", "&"), class_='"x') == (
        '<p class="&quot;x">&lt;b&gt;<b>&amp;</b></p>'
    )
    assert joined("a", tag("i")) == "a<i></i>"
