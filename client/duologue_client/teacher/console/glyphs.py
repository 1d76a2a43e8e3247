"""Big letters for a join code: five by five dots each, the alphabet of codes only. Pure."""

_DOTS = {
    "2": "###.. ...#. ..##. .#... #####",
    "3": "####. ....# .###. ....# ####.",
    "4": "#..#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ####.",
    "6": ".###. #.... ####. #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#..",
    "8": ".###. #...# .###. #...# .###.",
    "9": ".###. #...# .#### ....# .###.",
    "A": ".###. #...# ##### #...# #...#",
    "B": "####. #...# ####. #...# ####.",
    "C": ".#### #.... #.... #.... .####",
    "D": "####. #...# #...# #...# ####.",
    "E": "##### #.... ####. #.... #####",
    "F": "##### #.... ####. #.... #....",
    "G": ".#### #.... #..## #...# .####",
    "H": "#...# #...# ##### #...# #...#",
    "J": "..### ...#. ...#. #..#. .##..",
    "K": "#...# #..#. ###.. #..#. #...#",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "P": "####. #...# ####. #.... #....",
    "Q": ".###. #...# #.#.# #..#. .##.#",
    "R": "####. #...# ####. #..#. #...#",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
    "-": "..... ..... .###. ..... .....",
}
_HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}

LETTER_CELLS = 6
"""Width of a letter and the space after it, as `small` draws it; `large` takes twice as much."""


def small(text: str) -> list[str]:
    """Three rows, two dots of a column in one cell."""
    dots = [*_rows(text), "." * (LETTER_CELLS * len(text))]
    return [
        "".join(
            _HALVES[above + below] for above, below in zip(dots[row], dots[row + 1], strict=True)
        )
        for row in (0, 2, 4)
    ]


def large(text: str) -> list[str]:
    """Five rows, a dot in two cells."""
    return [row.replace("#", "██").replace(".", "  ") for row in _rows(text)]


def _rows(text: str) -> list[str]:
    """The dots of all letters, row by row; a letter without a picture stays empty."""
    pictures = [_DOTS.get(letter, "..... " * 5).split() for letter in text]
    return ["".join(picture[row] + "." for picture in pictures) for row in range(5)]
