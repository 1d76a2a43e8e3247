"""English words and their basic forms, by simplemma's dictionary.

It takes a third of a second and 27 MB, so it is read with the first word that is looked up; a server
looks one up before it listens. Snowball's stems find as many uses of phrases on the labelled lines of the
tests, but a stemmer does not know which words there are, and by that a slip is told from another word.
"""

from functools import lru_cache


@lru_cache(16_384)
def lemma(word: str) -> str:
    """The basic form, in lower case: "prices" is "price"."""
    from simplemma import lemmatize

    return lemmatize(word, "en").casefold()


@lru_cache(16_384)
def is_word(word: str) -> bool:
    """Does the dictionary have it, in whatever form?"""
    from simplemma import is_known

    return is_known(word, "en")
