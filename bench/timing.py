"""Alternating rounds: every engine in every round, so that a disturbed minute meets them all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from time import perf_counter
from typing import NamedTuple

from .queries import Query

Engine = Callable[[Query], object]


class Spread(NamedTuple):
    """The median of the rounds, and the lowest and highest of them."""

    median: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Timings:
    """Seconds an answer took, by engine, round and query; the first engine is what others are held to.

    `asked` are the positions of the queries that an engine was given: fewer than all, in a run that
    would otherwise take hours.
    """

    asked: dict[str, list[int]]
    seconds: dict[str, list[dict[int, float]]]

    @property
    def first(self) -> str:
        return next(iter(self.asked))

    def milliseconds(self, engine: str, percent: int) -> Spread:
        """A percentile over the queries of each round."""
        return spread([1000 * percentile(taken.values(), percent) for taken in self.seconds[engine]])

    def ratio(self, engine: str, percent: int) -> Spread:
        """How many times the first engine's percentile this one's is, over the queries of both."""
        common = sorted(set(self.asked[engine]) & set(self.asked[self.first]))
        rounds = zip(self.seconds[engine], self.seconds[self.first], strict=True)
        return spread(
            [
                percentile([mine[n] for n in common], percent)
                / percentile([firsts[n] for n in common], percent)
                for mine, firsts in rounds
            ]
        )


def alternate(
    engines: Mapping[str, Engine],
    asked: Sequence[Query],
    rounds: int,
    at_most: Mapping[str, int] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Timings:
    """Ask every engine all queries, `rounds` times and once before to warm up.

    Another engine begins each round. `at_most` gives a slow engine fewer queries, evenly chosen.
    """
    limits = at_most or {}
    positions = {name: evenly(len(asked), limits.get(name, len(asked))) for name in engines}
    seconds: dict[str, list[dict[int, float]]] = {name: [] for name in engines}
    names = list(engines)
    for number in range(rounds + 1):
        begin = number % len(names)
        for name in names[begin:] + names[:begin]:
            taken = {n: timed(engines[name], asked[n], clock) for n in positions[name]}
            if number:
                seconds[name].append(taken)
    return Timings(positions, seconds)


def timed(engine: Engine, query: Query, clock: Callable[[], float]) -> float:
    start = clock()
    engine(query)
    return clock() - start


def evenly(size: int, wanted: int) -> list[int]:
    """`wanted` of the positions below `size`, or all if there are not so many."""
    wanted = min(size, wanted)
    return [n * size // wanted for n in range(wanted)]


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that `percent` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(ceil(len(ordered) * percent / 100) - 1, 0)]


def spread(rounds: Sequence[float]) -> Spread:
    return Spread(median(rounds), min(rounds), max(rounds))
