"""A text's words are the same whether it is looked through fast or letter by letter."""

from hypothesis import given
from hypothesis import strategies as st

from duologue_activities.stages.words import plain_words, words

ASCII = st.text(st.characters(max_codepoint=0x7F), max_size=60) | st.text("ab'`%$_- ", max_size=30)


@given(ASCII)
def test_words_of_ascii_are_those_that_any_text_has(text: str) -> None:
    assert words(text) == words(f"{text} ж")[:-1]
    assert plain_words(text) == tuple(word.plain for word in words(text))
