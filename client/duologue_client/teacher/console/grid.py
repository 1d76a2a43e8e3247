"""Where the rooms of the wall stand: tiles where there is width, rows of two lines elsewhere. Pure."""

from dataclasses import dataclass

LEAST_TILE = 32
LARGEST_TILE = 84
NARROW = 110
"""Below this width, in cells, rooms that don't all fit as tiles become rows."""

ROW_LINES = 2
SMALL_LINES = 5
LARGE_LINES = 7
TALL_LINES = (13, 11, 9)
"""Where few rooms leave so much height, they show more of what was said."""


@dataclass(frozen=True)
class Grid:
    """The wall's geometry, in cells."""

    columns: int
    width: int
    """Of one room."""
    height: int
    framed: bool

    def place(self, index: int) -> tuple[int, int]:
        """Left and top of the room at this index."""
        row, column = divmod(index, self.columns)
        return column * self.width, row * self.height

    def index(self, x: int, y: int) -> int:
        """Which index stands at a cell; it may be past the last room."""
        return y // self.height * self.columns + min(x // self.width, self.columns - 1)

    def lines(self, count: int) -> int:
        """How high this many rooms are."""
        return -(-count // self.columns) * self.height


def grid(width: int, height: int, count: int) -> Grid:
    """The largest tiles that all fit; else rows where it is narrow, the smallest tiles where not.

    Of tiles of one height the widest, for then the rows are the fullest.
    """
    most = width // LEAST_TILE
    least = min(most, -(-width // LARGEST_TILE))
    for lines in (*TALL_LINES, LARGE_LINES, SMALL_LINES):
        for columns in range(least, most + 1) if most else ():
            if -(-count // columns) * lines <= height:
                return Grid(columns, width // columns, lines, framed=True)
    if width < NARROW:
        return Grid(1, max(1, width), ROW_LINES, framed=False)
    return Grid(most, width // most, SMALL_LINES, framed=True)
