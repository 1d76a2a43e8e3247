"""Classrooms and people: codes, keys, tokens, and who may read what."""

# pyright: reportPrivateUsage=false

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from duologue_protocol.limits import CODE_ALPHABET
from duologue_server.data_directory import DATABASE, empty_wal
from duologue_server.join_codes import is_code, new_code, new_key, normalise
from duologue_server.journal import StoreProblem
from duologue_server.local_keys import key_file, local_key
from duologue_server.registry import ClassroomRecord, NameTaken, Registry


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    registry = Registry(tmp_path)
    yield registry
    registry.close()


@pytest.fixture
def classroom(registry: Registry) -> ClassroomRecord:
    return registry.create_classroom("English B1", 1_000)[0]


def test_a_code_is_eight_symbols_of_the_alphabet() -> None:
    code = new_code()
    assert is_code(code)
    assert code[4] == "-"
    assert set(code) <= {*CODE_ALPHABET, "-"}
    assert len({new_code() for _draw in range(100)}) == 100


def test_a_key_cannot_be_guessed() -> None:
    assert len(set(CODE_ALPHABET)) ** len(new_key().replace("-", "")) > 2**128


@pytest.mark.parametrize(
    "typed",
    ["K7QM-2PXA", "k7qm-2pxa", "k7qm2pxa", " K7QM 2PXA ", "K7QM–2PXA", "К7QМ-2РХА"],
    ids=["as written", "small", "no hyphen", "spaces", "long dash", "Russian letters"],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert normalise(typed) == "K7QM-2PXA"


@pytest.mark.parametrize("text", ["", "K7QM", "K7QM2PXA", "K7QM-2PX0", "../../etc", "K7QM-2PXAB"])
def test_other_texts_are_no_codes(text: str) -> None:
    assert not is_code(text)


def test_a_class_is_found_by_its_code_and_by_its_id(
    registry: Registry, classroom: ClassroomRecord
) -> None:
    assert registry.by_code(classroom.code.lower().replace("-", " ")) == classroom
    assert registry.by_id(classroom.id) == classroom
    assert registry.by_code("2222-2222") is None
    assert registry.by_id("nobody") is None
    assert (classroom.title, classroom.created_ms, classroom.closed_ms) == (
        "English B1",
        1_000,
        None,
    )


def test_classes_are_listed_the_oldest_first(registry: Registry) -> None:
    made = [registry.create_classroom(title, 1_000)[0] for title in "cab"]
    assert registry.classrooms() == made


def test_only_the_newest_key_is_right(registry: Registry) -> None:
    classroom, old = registry.create_classroom("English B1", 1)
    other, others = registry.create_classroom("English B2", 1)
    assert registry.role_of_key(classroom, old.lower().replace("-", "")) == "teacher"
    assert registry.role_of_key(classroom, others) is None
    assert registry.role_of_key(classroom, "") is None

    new = registry.new_key(classroom.id)
    assert registry.role_of_key(classroom, new) == "teacher"
    assert registry.role_of_key(classroom, old) is None
    assert registry.by_id(other.id) == other


def test_this_machine_keeps_the_key_until_the_class_is_closed(
    registry: Registry, tmp_path: Path
) -> None:
    classroom, key = registry.create_classroom("English B1", 1)
    assert local_key(tmp_path, classroom.id) == key
    if sys.platform != "win32":
        assert key_file(tmp_path, classroom.id).stat().st_mode & 0o777 == 0o600
    key = registry.new_key(classroom.id)
    assert local_key(tmp_path, classroom.id) == key
    registry.close_classroom(classroom.id, 2)
    assert local_key(tmp_path, classroom.id) is None


def test_each_role_has_a_key_of_its_own(registry: Registry, classroom: ClassroomRecord) -> None:
    observers = registry.new_key(classroom.id, "observer")
    helpers = registry.new_key(classroom.id, "co_teacher")
    assert registry.role_of_key(classroom, observers) == "observer"
    assert registry.role_of_key(classroom, helpers) == "co_teacher"
    registry.withdraw_key(classroom.id, "observer")
    registry.withdraw_key(classroom.id, "observer")
    assert registry.role_of_key(classroom, observers) is None
    assert registry.role_of_key(classroom, helpers) == "co_teacher"


def test_with_a_key_go_the_tokens_of_who_came_with_it(
    registry: Registry, classroom: ClassroomRecord
) -> None:
    token = registry.add_person(classroom.id, "p1", "Kim", "kim", "observer", 1)
    students = registry.add_person(classroom.id, "p2", "Anna", "anna", "student", 1)
    registry.new_key(classroom.id, "observer")
    assert registry.by_token(token) is None
    assert registry.by_token(students) is not None
    assert set(registry.people(classroom.id)) == {"p1", "p2"}


def test_a_new_code_loses_neither_class_nor_key(
    registry: Registry, classroom: ClassroomRecord, tmp_path: Path
) -> None:
    key = local_key(tmp_path, classroom.id)
    code = registry.new_code(classroom.id, ends_ms=9_000)
    assert registry.by_code(classroom.code) is None
    changed = registry.by_code(code)
    assert changed is not None
    assert changed.id == classroom.id
    assert not changed.code_is_over(8_999)
    assert changed.code_is_over(9_000)
    assert key == local_key(tmp_path, classroom.id)
    assert registry.role_of_key(changed, key or "") == "teacher"
    again = registry.by_code(registry.new_code(classroom.id))
    assert again is not None
    assert not again.code_is_over(10**15)


def test_a_key_that_cannot_be_kept_is_told_in_a_sentence(
    registry: Registry, tmp_path: Path
) -> None:
    (tmp_path / "keys").touch()
    with pytest.raises(StoreProblem, match="make a new key with"):
        registry.create_classroom("English B1", 1)


def test_a_closed_class_keeps_the_time_it_was_closed(
    registry: Registry, classroom: ClassroomRecord
) -> None:
    registry.close_classroom(classroom.id, 5_000)
    registry.close_classroom(classroom.id, 9_000)
    assert registry.by_code(classroom.code) == classroom._replace(closed_ms=5_000)


def test_somebody_comes_back_with_a_token(registry: Registry, classroom: ClassroomRecord) -> None:
    token = registry.add_person(classroom.id, "p1", "Anna", "anna", "student", 7)
    anna = registry.by_token(token)
    assert anna is not None
    assert (anna.who, anna.name, anna.role, anna.joined_ms) == ("p1", "Anna", "student", 7)
    assert registry.people(classroom.id) == {"p1": anna}
    assert registry.by_token("x") is None

    new = registry.new_token(classroom.id, "p1")
    assert registry.by_token(token) is None
    assert registry.by_token(new) == anna._replace(
        token_hash=registry.people(classroom.id)["p1"][5]
    )


def test_what_cannot_be_changed_is_said(registry: Registry, classroom: ClassroomRecord) -> None:
    with pytest.raises(KeyError):
        registry.new_token(classroom.id, "nobody")
    with pytest.raises(KeyError):
        registry.new_key("nothing")
    with pytest.raises(KeyError):
        registry.new_code("nothing")


def test_two_of_a_class_never_look_the_same(registry: Registry, classroom: ClassroomRecord) -> None:
    registry.add_person(classroom.id, "p1", "Anna", "anna", "student", 1)
    with pytest.raises(NameTaken):
        registry.add_person(classroom.id, "p2", "Аnnа", "anna", "student", 2)
    other, _key = registry.create_classroom("English B2", 1)
    registry.add_person(other.id, "p1", "Anna", "anna", "student", 2)
    assert list(registry.people(classroom.id)) == ["p1"]


def test_a_removed_person_leaves_no_trace_and_frees_the_name(
    registry: Registry, classroom: ClassroomRecord, tmp_path: Path
) -> None:
    token = registry.add_person(classroom.id, "p1", "Annabella", "annabella", "student", 1)
    registry.remove_person(classroom.id, "p1")
    registry.remove_person(classroom.id, "p1")
    assert registry.by_token(token) is None
    assert b"nnabella" not in b"".join(
        file.read_bytes() for file in tmp_path.iterdir() if file.is_file()
    )
    registry.add_person(classroom.id, "p2", "Annabella", "annabella", "student", 2)


def test_neither_key_nor_token_is_in_the_database(registry: Registry, tmp_path: Path) -> None:
    classroom, key = registry.create_classroom("English B1", 1)
    token = registry.add_person(classroom.id, "p1", "Anna", "anna", "student", 1)
    assert empty_wal(registry._connection)
    kept = (tmp_path / DATABASE).read_bytes()
    assert classroom.code.encode() in kept
    for secret in (key, key.replace("-", ""), token):
        assert secret.encode() not in kept


def test_many_threads_take_turns(registry: Registry, classroom: ClassroomRecord) -> None:
    def enrol(number: int) -> str:
        return registry.add_person(classroom.id, f"p{number}", "x", f"x{number}", "student", 1)

    with ThreadPoolExecutor(8) as threads:
        tokens = list(threads.map(enrol, range(40)))
    assert [registry.by_token(token) for token in tokens] == [
        registry.people(classroom.id)[f"p{number}"] for number in range(40)
    ]


MAKER = """
import sys
from pathlib import Path
from duologue_server.registry import Registry

registry = Registry(Path(sys.argv[1]))
for number in range(10):
    registry.create_classroom(f"{sys.argv[2]} {number}", number)
"""


def test_many_processes_start_on_an_empty_directory_at_once(tmp_path: Path) -> None:
    directory = tmp_path / "new"
    makers = [
        subprocess.Popen([sys.executable, "-c", MAKER, str(directory), str(number)])
        for number in range(6)
    ]
    assert [maker.wait() for maker in makers] == [0] * 6
    registry = Registry(directory)
    assert len(registry.classrooms()) == 60
    registry.close()
