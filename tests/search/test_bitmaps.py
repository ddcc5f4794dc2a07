"""Many bitmaps written at once hold what a bitmap of each holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from search.bitmaps import serialised

# Close together, on both sides of the border between two containers, far apart.
numbers = st.integers(0, 40) | st.integers(2**16 - 20, 2**16 + 20) | st.integers(0, 2**32 - 1)
even = numbers.map(lambda number: number & ~1)
sets = st.sets(numbers, min_size=1, max_size=40).map(sorted)


def written(held: list[list[int]]) -> list[BitMap]:
    """As they are read again."""
    counts = np.array([len(each) for each in held], np.int64)
    together = serialised(counts, np.array([number for each in held for number in each], np.uint32))
    return [BitMap.deserialize(each) for each in together]


@given(st.lists(sets, max_size=8))
def test_a_few_numbers_here_and_there(held):
    assert written(held) == [BitMap(each) for each in held]


@pytest.mark.parametrize(
    "numbers",
    [
        range(0, 2 * 4096, 2),  # the most that a list may hold
        range(0, 2 * 4097, 2),
        range(1000),
        range(65_000, 66_000, 3),
        range(0, 2**32, 2**16),  # as many containers as there are
    ],
    ids=["list", "bits", "run", "two containers", "every container"],
)
def test_containers_of_every_kind(numbers):
    held = [[7], list(numbers), [8, 70_000]]
    assert written(held) == [BitMap(each) for each in held]


@given(st.lists(st.sets(even, min_size=1, max_size=40).map(sorted), max_size=8))
def test_without_neighbours_to_the_byte_what_the_library_writes(held):
    """Of three numbers and more that follow each other, the library keeps the first and how many they are."""
    counts = np.array([len(each) for each in held], np.int64)
    together = np.array([number for each in held for number in each], np.uint32)
    assert serialised(counts, together) == [BitMap(each).serialize() for each in held]
