"""Words in a row from a card, as against words that meet by chance; and alphabets."""

import pytest

from duologue_activities.own_words import alphabet, alphabet_of, words_of_card

CARD = """\
You ordered vegetable soup, because you don't eat meat or fish. There is chicken in it!
You are very hungry. Your train leaves in 20 minutes, and the station is ten minutes away.
You start: "Excuse me, I think there is a mistake with my soup."
"""

COPIED = {
    "You ordered vegetable soup, because you don't eat meat or fish.": 11,
    "you ORDERED vegetable soup because you don’t": 7,
    "well, your train leaves in 20 minutes, and so on": 7,
    "I am sorry. You are very hungry. Your train leaves now": 7,
    "because you don't eat meat or fish": 7,
    "the station is ten minutes away, sir": 6,
}
OWN = [
    "",
    "Hello!",
    "I ordered vegetable soup, but there is chicken in it.",
    "My train leaves in 20 minutes, so I can't wait.",
    "I don't eat meat or fish, you know.",
    "The station is ten minutes from here.",
    "Excuse me, I think there is a mistake with my soup.",  # the card gives it to be said
    "There is chicken in my soup and I am very hungry today.",
    "You are very kind, but I ordered something else for lunch.",
    "Я заказала овощной суп, потому что я не ем мяса и рыбы.",
]


@pytest.mark.parametrize(("line", "words"), COPIED.items())
def test_a_row_of_words_from_the_card_is_counted(line: str, words: int) -> None:
    assert words_of_card(CARD, line) == words


@pytest.mark.parametrize("line", OWN)
def test_own_words_are_own_words(line: str) -> None:
    assert words_of_card(CARD, line) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello, 20!", "LATIN"),
        ("Где мой café?", "CYRILLIC"),
        ("ok, давай", "CYRILLIC"),
        ("Καλημέρα", "GREEK"),
        ("12:30 …", ""),
        ("", ""),
        ("\u200b\u0301", ""),
    ],
)
def test_the_alphabet_of_most_letters(text: str, found: str) -> None:
    assert alphabet(text) == found


def test_the_alphabet_of_several_texts() -> None:
    assert alphabet_of(("I'd like …", "Сколько стоит?", "How much is it?")) == "LATIN"
    assert alphabet_of(()) == ""
