"""Many bitmaps at once, as `BitMap.deserialize` reads each: a bitmap made of objects for each of some
million grams costs ten times as much.

The form is Roaring's portable one (github.com/RoaringBitmap/RoaringFormatSpec): after a header, the numbers
by their upper 16 bits in containers, and in each the lower 16 bits, rising. Bitmaps with a container of
many numbers, which is shorter as bits or as runs of numbers, go through BitMap.
"""

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

Array = npt.NDArray[Any]

# First word of a bitmap that has no container of runs.
COOKIE = 12346
# A container of more numbers is written as 65,536 bits.
ARRAY = 4096
HALF, LOW = 16, 0xFFFF
# All is counted in units of 16 bits.
UNIT = np.dtype("<u2")


def serialised(counts: Array, numbers: Array) -> list[bytes]:
    """A bitmap for each of some sets of numbers (uint32), given one after the other, each rising.

    `counts` says how many each set has; none is empty.
    """
    if not len(counts):
        return []
    ends = np.cumsum(counts, dtype=np.int64)
    firsts = ends - counts
    upper = (numbers >> HALF).astype(UNIT)
    new = np.ones(len(numbers), np.bool_)
    new[1:] = upper[1:] != upper[:-1]
    new[firsts] = True
    starts = np.flatnonzero(new)  # of each container, its place among the numbers
    sizes = np.diff(starts, append=len(numbers))
    before = np.searchsorted(starts, firsts)  # containers before each set
    containers = np.diff(before, append=len(starts))
    of = np.repeat(np.arange(len(counts)), containers)  # of each container, its set

    header = 4 + 4 * containers
    begin = np.cumsum(header + counts) - (header + counts)
    units = np.zeros(int(begin[-1] + header[-1] + counts[-1]), UNIT)
    units[begin] = COOKIE
    units[begin + 2], units[begin + 3] = containers & LOW, containers >> HALF
    place = begin[of] + 4 + 2 * (np.arange(len(starts)) - before[of])
    units[place] = upper[starts]
    units[place + 1] = sizes - 1
    offsets = 2 * (header[of] + starts - firsts[of])  # in bytes from the start of the bitmap
    units[place + 2 * containers[of]] = offsets & LOW
    units[place + 2 * containers[of] + 1] = offsets >> HALF
    units[np.repeat(begin + header - firsts, counts) + np.arange(len(numbers))] = numbers & LOW

    written = units.tobytes()
    bounds = (2 * begin).tolist()
    held = [written[start:end] for start, end in zip(bounds, [*bounds[1:], len(written)], strict=True)]
    for at in np.unique(of[sizes > ARRAY]).tolist():
        held[at] = BitMap(array("I", numbers[firsts[at] : ends[at]].tobytes())).serialize()
    return held
