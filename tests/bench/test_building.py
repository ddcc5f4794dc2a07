"""What a build is said to take."""

import subprocess
import sys

import pytest

from bench.building import MemoryWatch, memory_together

MIB = 2**20
HOLD = "held = bytearray(60 * 2**20); held[::4096] = b'1' * len(held[::4096]); input()"


@pytest.mark.skipif(not memory_together(), reason="this system does not tell what processes hold")
def test_the_memory_of_children_counts():
    alone = memory_together()
    with (
        MemoryWatch() as memory,
        subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE) as child,
    ):
        while memory.peak_bytes < alone + 60 * MIB and child.poll() is None:
            memory.join(0.05)
        child.communicate(b"\n")
    assert alone + 60 * MIB <= memory.peak_bytes < alone + 200 * MIB
