"""The table of bench/README.md, written by the run that measured it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .building import Built
from .timing import Spread, Timings

README = Path(__file__).resolve().parent / "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
MIB = 2**20
NOT_MEASURED = "–"
HEADINGS = (
    *("engine", "p50 ms", "p95 ms", "p50 ratio", "p95 ratio"),
    *("queries", "build s", "size MiB", "peak RSS MiB"),
)


@dataclass(frozen=True)
class Section:
    """One run: a title, what was timed, what building each engine took, and a sentence below."""

    title: str
    timings: Timings
    built: Mapping[str, Built] = field(default_factory=dict)
    note: str = ""

    def markdown(self) -> str:
        rows = [self.row(engine) for engine in self.timings.asked]
        below = ["", self.note] if self.note else []
        head = [f"### {self.title}", "", line(HEADINGS), line(["---", *["---:"] * 8])]
        return "\n".join([*head, *map(line, rows), *below])

    def row(self, engine: str) -> list[str]:
        timings = self.timings
        ratios = (
            ["1", "1"]
            if engine == timings.first
            else [times(timings.ratio(engine, percent)) for percent in (50, 95)]
        )
        milliseconds = [figure(timings.milliseconds(engine, percent).median) for percent in (50, 95)]
        asked = str(len(timings.asked[engine]))
        return [engine, *milliseconds, *ratios, asked, *costs(self.built.get(engine))]


def costs(built: Built | None) -> list[str]:
    if built is None:
        return [NOT_MEASURED] * 3
    peak = NOT_MEASURED if built.peak_bytes is None else figure(built.peak_bytes / MIB)
    return [figure(built.seconds), figure(built.size_bytes / MIB), peak]


def times(ratio: Spread) -> str:
    """×12 (11–14): the median of the rounds, the lowest and the highest."""
    return f"×{figure(ratio.median)} ({figure(ratio.lowest)}–{figure(ratio.highest)})"


def figure(value: float) -> str:
    """A figure as exact as two digits, or whole."""
    decimals = 0 if value >= 10 else 1 if value >= 1 else 2 if value >= 0.1 else 3
    return f"{value:,.{decimals}f}"


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write(tables: Iterable[str], path: Path = README) -> None:
    """Put the tables between the two markers, in the place of those of the last run."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{path.name} lacks {BEGIN} or {END}.")
    figures = "\n\n".join(tables)
    path.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", encoding="utf-8")
