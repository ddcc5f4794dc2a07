"""Building an index in a process of its own, to know what it costs: seconds, bytes, memory."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from .rows import Row, load

Build = Callable[[Iterable[Row], Path], None]

MEMORY = Path("/proc/self/status")
# Seconds between two looks at the memory of processes.
EVERY = 0.2


@dataclass(frozen=True)
class Built:
    """What a build took; memory is known on Linux only, and of the whole process."""

    seconds: float
    size_bytes: int
    peak_bytes: int | None


def built(build: Build, rows: Path, target: Path) -> Built:
    """Build `target` out of a file of rows. `build` is a function of a module: a child imports it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        seconds, peak = child.submit(run, build, rows, target).result()
    return Built(seconds, size_of(target), peak)


def run(build: Build, rows: Path, target: Path) -> tuple[float, int | None]:
    start = perf_counter()
    build(load(rows), target)
    return perf_counter() - start, peak_memory()


def peak_memory() -> int | None:
    """The most memory that this process has held, in bytes.

    Not `ru_maxrss`: a child inherits in it what its parent held.
    """
    if not MEMORY.exists():
        return None
    lines = (line.split() for line in MEMORY.read_text().splitlines())
    return next((int(line[1]) * 1024 for line in lines if line[0] == "VmHWM:"), None)


class MemoryWatch(Thread):
    """The most memory that this process and its children hold together while the watch lasts.

    What several of them share is counted once (PSS): their own figures would count it for each.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._over = Event()

    def __enter__(self) -> "MemoryWatch":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(EVERY):
            self.peak_bytes = max(self.peak_bytes, memory_together())


def measured(work: Callable[[], None]) -> tuple[float, int | None]:
    """Seconds that something takes here, and the most memory of this process and its children meanwhile."""
    start = perf_counter()
    with MemoryWatch() as memory:
        work()
    return perf_counter() - start, memory.peak_bytes or None


def memory_together() -> int:
    """Bytes that this process and its children hold now; 0 where nothing tells."""
    children = (file.read_text().split() for file in Path("/proc/self/task").glob("*/children"))
    return sum(map(share_of, ("self", *(process for each in children for process in each))))


def share_of(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended, or this is not Linux
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
