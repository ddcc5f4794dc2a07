"""Rounds, percentiles and ratios, and the table that is made of them. Nothing here is timed."""

from collections import Counter

import pytest

from bench.building import Built
from bench.queries import Query
from bench.report import BEGIN, END, Section, figure, write
from bench.timing import Timings, alternate, evenly, percentile

ASKED = [Query("", str(n)) for n in range(4)]


class Clock:
    """A clock that engines turn on: an answer takes what its engine says."""

    def __init__(self):
        self.now, self.calls = 0.0, []

    def __call__(self):
        return self.now

    def engine(self, name, seconds):
        def answer(query):
            self.calls.append(name)
            self.now += seconds(int(query.text))

        return answer


def timings(rounds=3, **options) -> tuple[Timings, list[str]]:
    clock = Clock()
    engines = {
        "ours": clock.engine("ours", lambda n: 1 + n),
        "rival": clock.engine("rival", lambda n: 10 * (1 + n)),
    }
    return alternate(engines, ASKED, rounds, clock=clock, **options), clock.calls


def test_every_engine_answers_in_every_round_and_another_begins_each():
    found, calls = timings(rounds=2)
    assert calls == ["ours"] * 4 + ["rival"] * 8 + ["ours"] * 8 + ["rival"] * 4
    assert {name: len(rounds) for name, rounds in found.seconds.items()} == {"ours": 2, "rival": 2}


def test_percentiles_and_ratios_are_of_the_rounds():
    found, _ = timings()
    assert found.milliseconds("ours", 50) == (2000, 2000, 2000)
    assert found.milliseconds("rival", 95).median == 40_000
    assert found.ratio("rival", 50) == (10, 10, 10)
    assert percentile([3, 1, 2], 50) == 2
    assert percentile(range(1, 101), 95) == 95


def test_a_slow_engine_is_asked_fewer_queries_and_held_to_the_same_ones():
    found, calls = timings(rounds=1, at_most={"rival": 2})
    assert Counter(calls) == {"ours": 8, "rival": 4}
    assert found.asked["rival"] == [0, 2]
    assert found.ratio("rival", 95).median == 10
    assert evenly(3, 9) == [0, 1, 2]


def test_a_ratio_tells_its_spread():
    found = Timings({"a": [0], "b": [0]}, {"a": [{0: 1.0}, {0: 2.0}], "b": [{0: 3.0}, {0: 8.0}]})
    assert found.ratio("b", 50) == (3.5, 3, 4)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0312, "0.031"), (0.27, "0.27"), (4.94, "4.9"), (12.6, "13"), (1080.4, "1,080")]
)
def test_figures_are_as_exact_as_they_are_worth(value, text):
    assert figure(value) == text


def test_the_table_replaces_that_of_the_last_run(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"# Before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    built = {"rival": Built(seconds=2.5, size_bytes=3 * 2**20, peak_bytes=None)}
    write([Section("4 documents", timings(at_most={"rival": 2})[0], built).markdown()], readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"# Before\n{BEGIN}\n\n### 4 documents\n")
    assert text.endswith(f"\n\n{END}\nafter\n")
    assert "| ours | 2,000 | 4,000 | 1 | 1 | 4 | – | – | – |" in text
    assert "| rival | 10,000 | 30,000 | ×10 (10–10) | ×10 (10–10) | 2 | 2.5 | 3.0 | – |" in text
    assert "old" not in text


def test_a_file_without_markers_is_left_alone(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks"):
        write([], readme)
    assert readme.read_text(encoding="utf-8") == "nothing"
