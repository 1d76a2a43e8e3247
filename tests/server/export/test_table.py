"""CSV, read back by the csv module as a program or a spreadsheet would."""

import codecs
import csv
import io
from datetime import datetime

import pytest

from duologue_protocol.text import clean
from duologue_server.export.table import LINE_COLUMNS, STUDENT_COLUMNS, harmless, table
from support.played import HOSTILE, hostile, played, reported


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_for_every_line() -> None:
    report = reported(played())
    content = table(report)["lines.csv"]
    read = rows(content)
    assert tuple(read[0]) == LINE_COLUMNS
    assert len(read) == sum(len(room.lines) for one in report.lessons for room in one.rooms)
    assert read[0] == {
        "lesson": "2026-09-21T14:13:20Z",
        "time": "2026-09-21T14:13:52Z",
        "room": "1",
        "activity": "The wrong order",
        "stage": "Talk",
        "student": "Anna",
        "role": "guest",
        "kind": "said",
        "text": "Excuse me, I'm afraid there's a mistake.",
        "phrases": "I'm afraid …",
        "pasted": "0",
        "card_words": "0",
        "after_seconds": "",
    }
    assert datetime.fromisoformat(read[0]["time"]).utcoffset() is not None
    assert {row["kind"] for row in read} == {"said", "script", "teacher"}


def test_a_row_for_every_student_and_lesson() -> None:
    read = rows(table(reported(played()))["students.csv"])
    assert tuple(read[0]) == STUDENT_COLUMNS
    assert [(row["lesson"][:10], row["student"]) for row in read] == [
        ("2026-09-21", "Anna"),
        ("2026-09-21", "Boris"),
        ("2026-09-21", "Clara"),
        ("2026-09-21", "Dima"),
        ("2026-09-22", "Anna"),
        ("2026-09-22", "Dima"),
    ]
    assert (read[0]["phrases_used"], read[0]["phrases_of"], read[0]["notes"]) == ("10", "15", "1")


def test_a_newline_stays_inside_its_cell() -> None:
    read = rows(table(reported(played()))["lines.csv"])
    assert "I'd like the vegetable soup, please.\nNot the chicken." in [row["text"] for row in read]


def test_excel_is_told_that_it_is_utf_8() -> None:
    for content in table(reported(played())).values():
        assert content.startswith(codecs.BOM_UTF8)
        assert content.count(codecs.BOM_UTF8) == 1


@pytest.mark.parametrize("sign", "=+-@\t\r\n|%＝＋－＠％｜")
def test_what_a_spreadsheet_would_calculate_is_text(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("cell", ["", "-", "Anna", "1", "2026-11-23", "a=b", "’tis", "'quoted'"])
def test_everything_else_is_left_alone(cell: str) -> None:
    assert harmless(cell) == cell


def test_no_cell_of_a_hostile_lesson_is_a_formula() -> None:
    files = table(reported(hostile(), title="=1+1"))
    cells = [cell for content in files.values() for row in rows(content) for cell in row.values()]
    assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r|%＝＋－＠％｜"]
    texts = [row["text"] for row in rows(files["lines.csv"])]
    assert [text.removeprefix("'") for text in texts] == [clean(one, 1000, 20) for one in HOSTILE]
