"""Text is data: no payload survives cleaning, and no name passes for another."""

import unicodedata
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duologue_protocol.limits import LINE_CHARACTERS, LINE_ROWS, NAME_CHARACTERS
from duologue_protocol.refusals import REFUSALS, Refused
from duologue_protocol.text import clean, clean_name, letters_in, skeleton
from support.hostile_texts import HOSTILE_TEXTS, is_unsafe

ESC, CSI, OSC, ST, BEL = "\x1b", "\x9b", "\x9d", "\x9c", "\x07"

PAYLOADS = {
    "CSI colour": (f"a{ESC}[1;31mb{ESC}[0mc", "abc"),
    "CSI cursor": (f"a{ESC}[2J{ESC}[10;1Hb", "ab"),
    "CSI with intermediates": (f"a{ESC}[?1049l{ESC}[4 qb", "ab"),
    "C1 CSI": (f"a{CSI}31mb", "ab"),
    "DSR": (f"a{ESC}[6nb", "ab"),
    "OSC 0 title": (f"a{ESC}]0;PWNED{BEL}b", "ab"),
    "OSC 8 link": (f"a{ESC}]8;;http://evil{ESC}\\link{ESC}]8;;{ESC}\\b", "alinkb"),
    "OSC 52 clipboard": (f"a{ESC}]52;c;cHduZWQ={BEL}b", "ab"),
    "OSC ended by ST": (f"a{ESC}]0;PWNED{ST}b", "ab"),
    "C1 OSC": (f"a{OSC}0;PWNED{ST}b", "ab"),
    "DCS": (f"a{ESC}P1$r0m{ESC}\\b", "ab"),
    "C1 DCS": (f"a\x901$r0m{ST}b", "ab"),
    "APC": (f"a{ESC}_Gx{ESC}\\b", "ab"),
    "PM": (f"a{ESC}^x{ESC}\\b", "ab"),
    "SOS": (f"a{ESC}Xx{ESC}\\b", "ab"),
    "ESC x": (f"a{ESC}cb{ESC}(0c{ESC}7d", "abcd"),
    "ESC before a sequence": (f"a{ESC}{ESC}[31mb", "ab"),
    "OSC without end": (f"a{ESC}]0;b", "a0;b"),
    "C1 from a wrong encoding": ("he said â\x80\x9dyes, and no more", "he said âyes, and no more"),
    "NUL, BEL, BS, VT, FF": (f"a\x00{BEL}\x08\x0b\x0cb", "ab"),
    "SO, SI, DEL": ("a\x0e\x0f\x7fb", "ab"),
    "CR overwrites": ("safe\rPWNED", "safe\nPWNED"),
    "CRLF": ("a\r\nb", "a\nb"),
    "tab": ("a\tb", "a    b"),
    "bidi override": ("a\u202eb\u202cc", "abc"),
    "bidi isolate": ("a\u2066b\u2069\u200e\u200f\u061cc", "abc"),
    "zero width": ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
    "stray joiners": ("a\u200db\u200cc", "abc"),
    "tags": ("a" + "".join(chr(0xE0000 + ord(c)) for c in "PWNED") + "b", "ab"),
    "variation selectors": ("a\ufe0fb\U000e0101c", "abc"),
    "line and paragraph separator": ("a\u2028b\u2029c", "abc"),
    "lone surrogate": ("a\ud800b\udfffc", "abc"),
    "private use": ("a\ue000\U000f0000b", "ab"),
    "unassigned": ("a\u0378\U0003ffffb", "ab"),
    "blank letters": ("a\u3164\u115f\u2800b", "ab"),
    "zalgo": ("Z" + "\u0301\u0316" * 250, "Ź\u0316\u0301"),
    "marks on nothing": ("\u0301a \u0301b", "a b"),
    "odd spaces": ("a\u00a0b\u2003c\u3000d", "a b c d"),
}

MARKUP = [
    "[red]x[/red]",
    "[bold",
    "[$accent]",
    "see [/] and [/b] ok",
    '[link="',
    "[@click=app.pwn]X[/]",
    "{0} {name} %s %n $m",
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
]

PRECIOUS = [
    "Ёлка, объём, й",
    "Việt Nam, Łódź, Ångström, naïve",
    "می‌خواهم",
    "क्‍ष ज्ञ",
    "ครูสอนภาษาไทย",
    "שָׁלוֹם",
    "日本語 が 中文 한국어",
    "👩‍👩‍👧‍👦 👍🏽 ❤️ 🇫🇷 1️⃣ 🏳️‍🌈 👩🏽‍⚕️",
    "I'd like … – “quotes” – €5 ½ H₂O →",
    "ə ˈkjuːt ɪŋ",
    "row one\n    row two",
]


@pytest.mark.parametrize(("payload", "left"), PAYLOADS.values(), ids=PAYLOADS.keys())
def test_takes_hostile_text_apart(payload: str, left: str) -> None:
    assert clean(payload, LINE_CHARACTERS, LINE_ROWS) == left


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS.keys())
def test_nothing_of_the_table_gets_through(text: str) -> None:
    cleaned = clean(text, LINE_CHARACTERS, LINE_ROWS)
    assert not [c for c in cleaned.replace("\n", "") if is_unsafe(c)]
    assert "EVIL" not in cleaned
    with suppress(Refused):  # a name that is none; of all others the same is asked
        assert not [c for c in clean_name(text) if is_unsafe(c)]


@pytest.mark.parametrize("payload", MARKUP)
def test_leaves_markup_to_the_sinks(payload: str) -> None:
    assert clean(payload, LINE_CHARACTERS) == payload


@pytest.mark.parametrize("text", PRECIOUS)
def test_keeps_what_languages_need(text: str) -> None:
    assert clean(text, LINE_CHARACTERS, LINE_ROWS) == unicodedata.normalize("NFC", text)


def test_composes_letters() -> None:
    assert clean("и\u0306 e\u0301", 10) == "й é"


ATOMS = st.sampled_from(
    "ab Iя\n\r\t\x00\x07\x1b\x7f\x85\x9b\x9c\x9d[]P;0m\\"
    "\u0301\u0316\u20dd\u0903\u094d\u0915"
    "\u200c\u200d\u200b\u202e\u2028\ufe0f\u3164\u0378\ue000\ud800❤👩🏽ب\u064b\u1100\u1161"
    "\u0344\ufb2c\u0958\u1169\u11a8\u0bc6\u0bbe"
)
HOSTILE = st.text() | st.lists(ATOMS, max_size=60).map("".join)


@given(HOSTILE, st.integers(1, 40), st.integers(1, 5))
@example("ab" + "\u200d", 2, 1)
@example("a\u0301\u0316\u200d\u0301\u0316", 40, 1)
def test_what_is_clean_stays_so(text: str, characters: int, rows: int) -> None:
    cleaned = clean(text, characters, rows)
    assert clean(cleaned, characters, rows) == cleaned
    assert len(cleaned) <= characters
    assert cleaned.count("\n") < rows
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)


@given(HOSTILE)
def test_nothing_left_steers_a_terminal(text: str) -> None:
    for character in clean(text, LINE_CHARACTERS, LINE_ROWS):
        assert character in "\n\u200c\u200d" or character.isprintable()
    run = 0
    for character in clean(text, LINE_CHARACTERS):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= 3


def test_joins_the_rows_that_are_too_many() -> None:
    assert clean("a\nb\nc", 10) == "a b c"
    assert clean("a\nb\nc", 10, 2) == "a\nb c"
    assert clean("\n\na\n", 10, 2) == "a"


def test_cuts_to_the_limit() -> None:
    assert clean("x" * 5_000, 1_000) == "x" * 1_000
    assert clean("abc def", 4) == "abc"
    assert clean("\x1b[31m" * 400, 500) == ""


@pytest.mark.parametrize(
    "piece", ["\u0301\u0316", "\x1b[", "\x9d", "\x1b]0;", "\x9b0", "\u200d❤", "\x1b(", "é\u200c"]
)
def test_work_grows_with_length_only(piece: str) -> None:
    """Processor time against plain Chinese of the same length: quadratic work is 1,000 times it."""
    length = 200_000
    hostile = (piece * length)[:length]
    assert cost(hostile) < 20 * cost("語" * length) + 0.05


def cost(text: str) -> float:
    began = process_time()
    clean(text, len(text), len(text))
    return process_time() - began


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("  Anna   Maria ", "Anna Maria"),
        ("Anna\nMaria", "Anna Maria"),
        ("An\u200bna", "Anna"),
        ("Öznur", "Öznur"),
        ("O'Brien-Smith Jr.", "O'Brien-Smith Jr."),
        ("Петя 7", "Петя 7"),
        ("李小龙", "李小龙"),
        ("Aisha 🌸", "Aisha 🌸"),
        ("й" * NAME_CHARACTERS, "й" * NAME_CHARACTERS),
        ("Anna Иванова", "Anna Иванова"),
        ("Петя-X", "Петя-X"),
        ("Server Djeparov", "Server Djeparov"),
        ("Всеволод", "Всеволод"),
        ("Adam Minister", "Adam Minister"),
        ("Γιώργος", "Γιώργος"),
        ("李小龙 Bruce", "李小龙 Bruce"),
        ("ひろシ", "ひろシ"),
        ("\u202eannA\u202c", "annA"),
        ("\u2066Anna\u2069\u200f", "Anna"),
        ("An\u200d\u2060\ufeffna", "Anna"),
        ("A" + "\u0301\u0316\u20dd" * 200 + "nna", "Á\u0316\u20ddnna"),
        ("Anna\x1b]52;c;RVZJTA==\x07", "Anna"),
        ("e\u0323\u0302" * NAME_CHARACTERS, "ệ" * NAME_CHARACTERS),
    ],
)
def test_shows_names(given: str, shown: str) -> None:
    assert clean_name(given) == shown
    assert clean_name(shown) == shown


REFUSED_NAMES = {
    "name_empty": [
        "",
        "   ",
        "\n",
        "\u0301\u0302",
        "\u200b",
        "\u3164",
        "123",
        "🌸",
        "\x1b[31m",
        "…",
    ],
    "name_too_long": ["x" * 33, "x" * 10_000, "a" + "👩\u200d" * 90 + "👩", "क" * 33],
    "name_reserved": [
        *("Teacher", "TEACHER", "Teасher", "Ｔeacher", "Teacher 1", "t.e.a.c.h.e.r", "Тeacher"),
        *(
            "Учитель",
            "учитель!",
            "Учитeль",
            "System",
            "Ѕystem",
            "server",
        ),
        *("Admin", "adrnin", "Система", "Administrator", "Преподаватель"),
        *("Observer", "Наблюдатель", "Оbserver", "0bserver 2", "ＯBSERVER", "Õbserver"),
        *("Teacher Anna", "The Teacher", "Анна (учитель)", "Тeaсher Ivan", "Ms. Teacher!"),
        *("Teach er", "Teac\u200bher", "\u202eTeacher", "𝐓eacher", "Ⓣeacher", "Teacher🌸"),
    ],
    "name_mixed": [
        *("Аnna", "Annа", "Сlara", "Ρeter", "Ԝanda", "ѕam", "Όlga", "ꓔom", "Ivаn Petrov"),
        *("Haблюдaтeль", "Νаблюдатель", "tеаснег", "Adminа", "Вovа", "А\u0301nna"),
    ],
}


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, names in REFUSED_NAMES.items() for name in names]
)
def test_refuses_names(code: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(name)
    assert refused.value.code == code
    REFUSALS[code].format(*refused.value.detail)


SAME = [
    ["Anna", "ANNA", "anna", "Аnnа", "Ａｎｎａ", "Anná", "Анна", "АННА", "Aннa", "𝐀nna"],
    ["María", "Maria", "Mаria"],
    ["Roman", "Rornan", "ROMAN"],
    ["Ivan", "lvan", "1van", "IVAN", "ivan"],
    ["Olga", "0lga", "OLGA", "Ölga"],
    ["Alla", "AIla", "A1la", "Аllа"],
    ["Helen", "Нelen", "Неlеn"],
    ["Алёна", "Алена", "АЛЁНА"],
    ["Зоя", "3оя"],
    ["Wanda", "VVanda"],
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_names_that_look_alike_share_a_skeleton(names: list[str]) -> None:
    assert {skeleton(name) for name in names} == {skeleton(names[0])}


REAL_NAMES = """
    Анна Мария Maria Марина Мила Мика Нина Дина Тина Зина Лина Лиза Лена Леня Алена Алина Алла
    Алия Aliya Alia Алиса Илья Ира Инна Ида Ива Ина Иван Павел Петр Паша Наша Саша Даша Маша
    Глеб Олег Егор Юля Юра Яна Лана Lana Ольга Света Сева Слава Вова Вера Ваня Гена Жанна
    Emma Ella Eli Elsa Lia Mia Tia Ana Ann Annie Hanna Hannah Nana Hana Bob Rob Ron Tom Tim
    Lars Lara Laura Jan Jana Ian Eva Ewa Ivo José Josef राम रमा रवि रीता سارة سمير علی
    עדי דוד นิด น้อย มาลี 李明 李名 王芳 ひろ ひろし ハナ バナ 민수 민지 Ömer Omar Γιώργος Νίκος Արամ
"""


def test_real_names_are_taken() -> None:
    for name in REAL_NAMES.split():
        assert clean_name(name) == name


def test_real_names_do_not_collide() -> None:
    names = REAL_NAMES.split()
    skeletons = {skeleton(name) for name in names}
    assert len(skeletons) == len(names), sorted(names, key=skeleton)


@given(HOSTILE)
def test_a_skeleton_does_not_see_case_or_accents(text: str) -> None:
    look = skeleton(text)
    assert skeleton(unicodedata.normalize("NFD", text)) == look
    assert skeleton(text + "\u0301") == look


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", 0),
        ("Anna", 4),
        ("й", 1),
        ("и\u0306", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🇫🇷🇩🇪", 2),
        ("ab 🇫", 4),
    ],
)
def test_counts_letters_as_readers_do(text: str, letters: int) -> None:
    assert letters_in(text) == letters
