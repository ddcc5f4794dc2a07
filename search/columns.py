"""Where a gram stands: by zone of the text, where it forks and where it joins, all in one bitmap.

Of each column a bitmap holds the numbers of documents, moved on by SPAN for every column before it. A row
of one value is written twice as quickly as one of eight, and documents that hold several grams are found in
all zones by one intersection.
"""

from pyroaring import AbstractBitMap, BitMap, FrozenBitMap

from .texts import Zone

# The zones, and (see `grams`) where more than one unit follows the gram or precedes it.
FORKS, JOINS = len(Zone), len(Zone) + 1
COLUMNS = range(JOINS + 1)
# A bitmap holds numbers of 32 bits. A multiple of 65,536: Roaring moves such numbers as they are.
SPAN = 2**32 // len(COLUMNS)

_SPANS = [FrozenBitMap(range(column * SPAN, (column + 1) * SPAN)) for column in COLUMNS]


def placed(number: int, column: int) -> int:
    """How a bitmap holds a document in a column."""
    return column * SPAN + number


def of_column(held: AbstractBitMap, column: int) -> AbstractBitMap:
    """The documents of one column."""
    return (held & _SPANS[column]).shift(-column * SPAN)


def everywhere(documents: BitMap) -> BitMap:
    """Documents in every column."""
    return BitMap.union(*(documents.shift(column * SPAN) for column in COLUMNS))
