"""Target phrases: which of an activity's useful phrases does a line use?

A phrase is words, with `…` for what the speaker puts in and `a|b` for alternatives (` | ` between
whole phrases). It is used when its words come in its order, in one sentence, with little between.

Why two libraries: of the uses in the 429 labelled lines of the tests 97.6 % are found with simplemma's
lemmas and rapidfuzz's distances, 94.8 % without lemmas, 90.0 % where no slip is forgiven, each at a
precision of 99.5 %; rapidfuzz is 40 times faster than difflib (lemmas.py says why no stemmer).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import zip_longest

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from duologue_activities.lemmas import is_word, lemma
from duologue_protocol.text import LOOK_ALIKES

GAP_WORDS = 2
"""Words such as "really" that may stand between two words of a phrase."""

SLOT_WORDS = 12
"""Words that `…` inside a phrase stands for, at most."""

LONGEST = 30
"""Letters of a word. What is longer is no word, and not worth looking up."""

_CONTRACTED = {
    "won't": "will not",
    "can't": "can not",
    "shan't": "shall not",
    "cannot": "can not",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "dunno": "do not know",
    "let's": "let us",
    "pls": "please",
    "plz": "please",
}
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will"}
_APOSTROPHES = str.maketrans("’‘`´ʼ…", "'" * 5 + " ")
_HAS_LATIN = re.compile("[a-z]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"[!?;\n]+|\.+(?=\s|$)")
_ARTICLES = ("a", "an", "the")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BARE = {
    word.replace("'", ""): word
    for word in _words(
        "don't doesn't didn't isn't aren't wasn't weren't can't couldn't wouldn't shouldn't won't "
        "haven't hasn't hadn't i'm i've i'd you're you've you'd they're they've we've that's it's "
        "what's where's who's how's there's here's he's she's"
    )
}
"""Contractions as they are typed in a hurry. Not those that are words (well, shed), but its."""

_FORMS = {
    form: forms.partition(" ")[0]
    for forms in ("is am are", "was were", "do does", "have has", "the a an", "this that", "me my")
    for form in _words(forms)
}
"""Forms that learners mix up without meaning another phrase. Tenses stay apart."""

_EXACT = _words(
    "would could should can will shall may might must ought not never no be been being did had "
    "done going used got better best worse worst more most less least rather further farther "
    "i you he she it we they him her us them your his its our their mine yours "
    "who whose what where when why how which there here these those to too"
) | frozenset(_FORMS)
"""Words that mean another phrase in any other form."""

_AUXILIARIES = _words("is was do did have had would could should can will shall may might must")
_SUBJECTS = _words("i you he she it we they there")
_OPENERS = _words("ok okay so well now and but yes then come on please")
_FILLERS = _words(
    "the a an also just so quite very too even still please much always often already now then "
    "pretty rather maybe perhaps well er um oh yes all some"
)
_BESIDE = (("", ""), ("x ", ""), ("", " been"), ("", " better"))
"""What may stand before and after a word and change what it stands for."""

_NO_ADVERBS = _words("apply reply supply rely family fly ally bully belly jelly ugly")

Words = tuple[str, ...]
"""What one word may stand for ('d: would, had); in a phrase, its alternatives."""

SLOT: Words = ()
"""In a pattern, where the speaker puts something in."""

Pattern = tuple[Words, ...]

Need = tuple[int, int, Pattern]
"""A pattern with the elements it is made of, as bits, and its phrase's place."""


class Phrase(Struct, frozen=True):
    """A target phrase, compiled: any one of its patterns will do."""

    patterns: tuple[Pattern, ...]
    polite: bool
    """It needs a "please", anywhere in the line."""


def find(phrases: tuple[str, ...], text: str) -> tuple[int, ...]:
    """The places in `phrases` of those that the text uses, in order."""
    needs, met_by = _search_for(phrases)
    met = 0
    for piece in text.split():
        met |= met_by(piece)
    likely = [(place, pattern) for need, place, pattern in needs if need & met == need]
    if not likely:
        return ()
    sentences = map(_tokens, _SENTENCE_END.split(_plain(text)))
    said = [tokens for words in sentences if (tokens := tuple(words))]
    used = {place for place, pattern in likely if any(_occurs(pattern, tokens) for tokens in said)}
    if not any("please" in words for tokens in said for words in tokens):
        used = {place for place in used if not _compiled(phrases[place]).polite}
    return tuple(sorted(used))


@lru_cache(256)
def _search_for(phrases: tuple[str, ...]) -> tuple[list[Need], Callable[[str], int]]:
    """What each pattern is made of, and which of that a piece of a line might be.

    Most lines use no phrase: this finds that out twenty times as fast as looking for each one.
    """
    compiled = [_compiled(phrase) for phrase in phrases]
    every = (words for phrase in compiled for pattern in phrase.patterns for words in pattern)
    bits = {words: 1 << n for n, words in enumerate(dict.fromkeys(every)) if words != SLOT}
    needs = [
        (sum({bits[words] for words in pattern if words != SLOT}), place, pattern)
        for place, phrase in enumerate(compiled)
        for pattern in phrase.patterns
        if pattern
    ]

    @lru_cache(2_048)
    def met_by(piece: str) -> int:
        """Of what is typed without a space, whatever stands beside it."""
        words = _WORD.findall(_plain(piece))
        readings = [f"{a}{word}{b}" for word in words for a, b in _BESIDE]
        said = {words for reading in readings for words in _tokens(reading)}
        return sum(
            bit for wanted, bit in bits.items() if any(_matches(wanted, words) for words in said)
        )

    return needs, met_by


@lru_cache(4_096)
def _compiled(phrase: str) -> Phrase:
    patterns = [tuple(_elements(choice)) for choice in phrase.split(" | ")]
    return Phrase(
        patterns=tuple(map(_trimmed, patterns)),
        polite=any(("please",) in pattern for pattern in patterns),
    )


def _elements(phrase: str) -> Iterator[Words]:
    phrase = phrase.lower().replace("...", "…")
    for part in re.split(r"(…|[^\s|]+(?:\|[^\s|]+)+)", phrase):
        if part == "…":
            yield SLOT
        elif "|" in part:
            choices = (words for choice in part.split("|") for words in _tokens(choice))
            yield tuple(word for words in choices for word in words)
        else:
            yield from _tokens(part.translate(_APOSTROPHES))


def _trimmed(pattern: Pattern) -> Pattern:
    """Without what need not be in its place.

    "Please" may stand anywhere. Articles are for feedback: who says "That's good idea" has used
    the phrase. At the ends anything goes. Who says "We'd like" has used "I'd like".
    """
    elements = [words for words in pattern if not words or words[0] not in ("please", *_ARTICLES)]
    while elements and elements[0] == SLOT:
        del elements[0]
    while elements and elements[-1] == SLOT:
        del elements[-1]
    if elements[:1] == [("i",)]:
        elements[0] = ("i", "we")
    return tuple(elements)


def _plain(text: str) -> str:
    text = text.lower().replace("...", " ")
    return text.replace("`", "'") if text.isascii() else text.translate(_APOSTROPHES)


def _tokens(sentence: str) -> Iterator[Words]:
    """The words of a sentence, contractions written out."""
    said = _WORD.findall(sentence)
    opening = True
    for word, after in zip_longest(said, said[1:], fillvalue=""):
        if not word.isascii() and _HAS_LATIN.search(word):
            word = word.translate(LOOK_ALIKES)  # Сould, with the С of a Russian keyboard
        if word == "lets" and opening:
            word = "let's"
        opening = opening and word in _OPENERS
        word = _BARE.get(word, word)
        if "'" in word or word in _CONTRACTED:
            yield from _expanded(word, after)
        else:
            yield (word,)


def _expanded(word: str, after: str) -> Iterator[Words]:
    """The words of a contraction."""
    if word in _CONTRACTED:
        yield from ((part,) for part in _CONTRACTED[word].split())
    elif word.endswith("n't"):
        yield from ((word[:-3],), ("not",))
    else:
        stem, _, ending = word.rpartition("'")
        yield from ((stem,), _ending(ending, after))


def _ending(ending: str, after: str) -> Words:
    """What an ending stands for: before a participle `'s` and `'d` may be has and had as well."""
    participle = after in ("been", "got") or after.endswith(("ed", "en"))
    if ending == "d":
        return ("had",) if after == "better" else ("would", "had") if participle else ("would",)
    if ending == "s":
        return ("is", "has") if participle else ("is",)
    return (_ENDINGS.get(ending, ending),)


def _occurs(pattern: Pattern, tokens: tuple[Words, ...]) -> bool:
    """Are the pattern's words there, in order, with no more between than may be?"""
    starts: Iterable[int] = range(len(tokens))
    ends: list[int] = []
    for words in pattern:
        if words == SLOT:
            starts = {n for end in ends for n in range(end + 1, end + 1 + SLOT_WORDS)}
            continue
        ends = [n + 1 for n in starts if n < len(tokens) and _matches(words, tokens[n])]
        if words is pattern[0]:
            ends = [end for end in ends if not _asked(words, tokens[: end - 1])]
        if not ends:
            return False
        starts = {n for end in ends for n in _reach(tokens, end)}
    return any(not _denied(pattern[-1], tokens[end:]) for end in ends)


def _reach(tokens: tuple[Words, ...], start: int) -> Iterator[int]:
    """Where the next word of a pattern may be."""
    yield start
    for place in range(start, min(start + GAP_WORDS, len(tokens))):
        if not _is_filler(tokens[place][0]):
            return
        yield place + 1


def _asked(first: Words, before: tuple[Words, ...]) -> bool:
    """Is it a question? "Do I have to go?" is no use of "I have to …"."""
    return first[0] in _SUBJECTS and bool(before) and _form(before[-1][0]) in _AUXILIARIES


def _denied(last: Words, rest: tuple[Words, ...]) -> bool:
    """Is a "not" behind it? "You should not" is no use of "You should …"."""
    return rest[:1] == (("not",),) and _form(last[0]) in _AUXILIARIES


def _is_filler(word: str) -> bool:
    return word in _FILLERS or (word.endswith("ly") and word not in _NO_ADVERBS)


@lru_cache(16_384)
def _matches(wanted: Words, said: Words) -> bool:
    return any(_same(one, other) for one in wanted for other in said)


@lru_cache(16_384)
def _same(wanted: str, said: str) -> bool:
    """Is it this word, in a form or with a slip of the fingers that leaves the phrase the same?"""
    if _form(wanted) == _form(said):
        return True
    if len(said) > LONGEST or min(len(said), len(wanted)) < 2:
        return False
    if not is_word(said) and _is_slip(wanted, said):
        return True
    return not {wanted, said} & _EXACT and lemma(wanted) == lemma(said)


def _form(word: str) -> str:
    return _FORMS.get(word, word)


def _is_slip(wanted: str, said: str) -> bool:
    """One slip in a word of four letters (the first one right) or more, two from eight."""
    if len(wanted) < 4 or (len(wanted) == 4 and said[0] != wanted[0]):
        return False
    allowed = 2 if len(wanted) >= 8 else 1
    return DamerauLevenshtein.distance(wanted, said, score_cutoff=allowed) <= allowed
