"""The gradebook file, by the rules of Moodle's "Import: CSV file", which are written down here."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC

import pytest

from duologue_protocol import requests
from duologue_server import facts
from duologue_server.export.gradebook import gradebook, unknown
from duologue_server.export.participants import (
    NotParticipants,
    address_of,
    read_participants,
)
from support.lesson import ROLE_PLAY, Lesson
from support.played import hostile, played, reported

IDENTIFIERS = {"Username": "username", "Email address": "email", "ID number": "idnumber"}
PARTICIPANTS = (
    '\ufeff"First name","Last name","Email address",Groups\r\n'
    "Anna,Petrova,anna.p@example.org,\r\n"
    "Boris,Ivanov,boris@example.org,A\r\n"
    "Clara,Smirnova,clara@example.org,A\r\n"
    "Dima,Kim,dima@example.org,\r\n"
).encode()


class Refused(Exception):
    pass


def moodle_imports(content: bytes, users: set[str]) -> dict[str, dict[str, float | None]]:
    """What Moodle 4's grade/import/csv makes of a file: grades of new items, by user.

    Read from its load_data.php and csvlib: a BOM is cut off, heads are trimmed and name the new
    items; a line of one cell is skipped; a user is found by id, id number, e-mail address or user
    name, and one who isn't found ends the import; an empty identifier leaves the user of the line
    before in place; "-" is no grade, and anything else goes in as it is and so has to be a number
    of at most 100.
    """
    head, *lines = csv.reader(io.StringIO(content.decode().removeprefix("\ufeff"), newline=""))
    head = [one.strip() for one in head]
    if head[0] not in IDENTIFIERS or len(set(head)) < len(head) or not all(head):
        raise Refused(head)
    grades: dict[str, dict[str, float | None]] = {}
    for line in lines:
        if len(line) != len(head) or not line[0].strip() or line[0].strip() not in users:
            raise Refused(line)
        grades[line[0].strip()] = {
            item: None if cell.strip() == "-" else float(cell)
            for item, cell in zip(head[1:], line[1:], strict=True)
        }
        if any(grade is not None and grade > 100 for grade in grades[line[0]].values()):
            raise Refused(line)
    return grades


def test_completion_of_each_activity_is_an_item() -> None:
    [content] = gradebook(reported(played()), UTC).values()
    assert moodle_imports(content, {"Anna", "Boris", "Clara", "Dima"}) == {
        "Anna": _grades(1, 0, 0),
        "Boris": _grades(1, 0, None),
        "Clara": _grades(1, 0, None),
        "Dima": _grades(1, 0, 0),
    }


def test_with_participants_students_are_known_by_their_addresses() -> None:
    report, known = reported(played()), read_participants(PARTICIPANTS)
    [content] = gradebook(report, UTC, known).values()
    users = {"anna.p@example.org", "boris@example.org", "clara@example.org", "dima@example.org"}
    assert set(moodle_imports(content, users)) == users
    assert content.decode("utf-8-sig").startswith("Email address,")
    assert unknown(report, known) == []


def test_with_participants_students_are_known_by_their_id_numbers_too() -> None:
    content = (
        b"First name,Last name,ID number,Email address,Groups\n"
        b"Anna,Petrova,0017,anna.p@example.org,\nBoris,Ivanov,,boris@example.org,\n"
    )
    known = read_participants(content, "id")
    [file] = gradebook(reported(played()), UTC, known, "id").values()
    assert file.decode("utf-8-sig").startswith("ID number,")
    assert set(moodle_imports(file, {"0017"})) == {"0017"}, "who has no number has no row"
    with pytest.raises(NotParticipants):
        read_participants(PARTICIPANTS, "id")


def test_who_is_not_found_has_no_row() -> None:
    """Moodle refuses the whole file for one user, and gives the grades of an empty one away."""
    report = reported(played())
    known = read_participants(b"Name,Mail\nBoris Ivanov,boris@example.org\n")
    [content] = gradebook(report, UTC, known).values()
    assert unknown(report, known) == ["Anna", "Boris", "Clara", "Dima"]
    assert moodle_imports(content, set()) == {}

    lesson = played()
    lesson.happen([facts.Removed("boris")])
    del lesson.directory.names["boris"]
    [content] = gradebook(reported(lesson), UTC).values()
    assert set(moodle_imports(content, {"Anna", "Clara", "Dima"})) == {"Anna", "Clara", "Dima"}


def test_an_activity_counts_as_done_when_it_was_done_once() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY)
    lesson.passes(3600)
    lesson.starts_round(ROLE_PLAY)
    lesson.tells("teacher", requests.EndRound(0))
    [content] = gradebook(reported(lesson), UTC).values()
    grades = moodle_imports(content, {"Anna", "Boris"})
    assert [list(one.values()) for one in grades.values()] == [[1.0], [1.0]]


def test_groups_that_change_are_no_end() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima", "eva", "fred")
    lesson.starts_round("three-ways-to-get-fit")
    lesson.all_ready()  # they have read, and go to the experts
    lesson.passes(60)
    lesson.tells("teacher", requests.EndRound(0))
    [content] = gradebook(reported(lesson), UTC).values()
    grades = moodle_imports(content, set(lesson.directory.names.values()))
    assert {grade for one in grades.values() for grade in one.values()} == {0.0}


def test_a_hostile_name_is_no_formula() -> None:
    [content] = gradebook(reported(hostile()), UTC).values()
    cells = [
        cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row if cell
    ]
    assert not [cell for cell in cells if cell[0] in "=+@-"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Anna Petrova", "anna.p@example.org"),
        ("petrova ANNA", "anna.p@example.org"),
        ("Anna", "anna.p@example.org"),
        ("Boris", None),
        ("Boris Kim", "boris.k@example.org"),
        ("Юрий", "yuri@example.org"),
        ("Petrova", None),
    ],
)
def test_a_name_finds_its_participant(name: str, address: str | None) -> None:
    known = read_participants(
        "Имя;Фамилия;Адрес электронной почты\n"
        "Anna;Petrova;anna.p@example.org\nBoris;Kim;boris.k@example.org\n"
        "Boris;Ivanov;boris@example.org\nЮрий;;yuri@example.org\n\n".encode()
    )
    assert address_of(known, name) == address


@pytest.mark.parametrize(
    "content", [b"", b"Name,Age\nAnna,14\n", b"Name\n", b"\xff\xfe\x00", b'"open', b"a@b\n"]
)
def test_what_is_no_list_of_participants_is_refused(content: bytes) -> None:
    with pytest.raises(NotParticipants):
        read_participants(content)


def _grades(*grades: int | None) -> Mapping[str, float | None]:
    items = (
        "Duologue: The wrong order, 2026-09-21",
        "Duologue: Is this seat free?, 2026-09-21",
        "Duologue: The wrong order, 2026-09-22",
    )
    return dict(zip(items, grades, strict=True))
