"""Markdown: a document for the class and a page for each student, text staying text."""

import re
from datetime import UTC

import pytest

from duologue_protocol.text import clean
from duologue_server.export.markdown import escaped, markdown
from support.played import HOSTILE, hostile, played, reported


def test_a_document_and_a_page_for_each_student() -> None:
    report = reported(played())
    assert list(markdown(report, UTC)) == [
        "lesson.md",
        "student-Anna-2026-09-21.md",
        "student-Boris-2026-09-21.md",
        "student-Clara-2026-09-21.md",
        "student-Dima-2026-09-21.md",
        "student-Anna-2026-09-22.md",
        "student-Dima-2026-09-22.md",
    ]
    files = {name: content.decode() for name, content in markdown(report, UTC).items()}
    lesson, anna = files["lesson.md"], files["student-Anna-2026-09-21.md"]
    assert "| 1 | Anna / Boris | The wrong order | 16 / 7 | 70% / 30% | 3/7 |" in lesson
    assert "- **Boris**: I'm really sorry about that. *(I'm really sorry about …)*" in lesson
    assert "- **Teacher** (teacher): Well begun!" in lesson
    assert anna.startswith("# Anna\n\nEnglish B1 · 2026-09-21\n\n## Room 1: The wrong order\n")
    assert "- **Boris**: You asked very politely." in anna
    assert "- ✓ I'm afraid …: “Excuse me, I'm afraid there's a mistake.”" in anna
    assert "- I'd like the vegetable soup, please.\\\n  Not the chicken." in anna
    assert "What's wrong?" not in anna


def test_tables_keep_their_columns() -> None:
    for content in markdown(reported(hostile(), "| B1 |"), UTC).values():
        rows = [line for line in content.decode().splitlines() if line.startswith("| ")]
        for row in rows:
            assert len(re.findall(r"(?<!\\)\|", row)) in (3, 10, 11), row


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("<script>", r"\<script\>"),
        ("[x](y) ![z](y)", r"\[x\](y) !\[z\](y)"),
        ("http://evil.example", r"http:\//evil.example"),
        ("www.evil.example a@b.example", r"www\.evil.example a\@b.example"),
        ("&lt; a|b", r"\&lt; a\|b"),
        (
            "# h\n- l\n+ m\n12. n\n3) o\n> q",
            "\\# h\\\n  \\- l\\\n  \\+ m\\\n  12\\. n\\\n  3\\) o\\\n  \\> q",
        ),
        ("title\n===\n---", "title\\\n  \\=\\=\\=\\\n  \\---"),
        ("back\\slash", r"back\\slash"),
        ("It's 5.30, isn't it? (Yes!)", "It's 5.30, isn't it? (Yes!)"),
    ],
)
def test_markup_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


def test_a_hostile_lesson_is_text() -> None:
    files = markdown(reported(hostile()), UTC)
    assert list(files) == ["lesson.md", "student-Anna-b.md", "student-Boris.md"]
    for content in files.values():
        document = content.decode()
        assert not re.search(r"(?<!\\)[<>`]|(?<!\\)!\[|(?<!\\)\[", document)
        assert not {"\x1b", "\u202e", "\u2066"} & set(document)
    plain = files["student-Anna-b.md"].decode().replace("\\\n  ", "\n")
    plain = re.sub(r"\\(?=\S)(\\?)", r"\1", plain)
    for line in HOSTILE:
        assert clean(line, 1000, 20) in plain
