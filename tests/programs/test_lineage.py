"""Lineage: no circles, no self-ties, and the family that a page draws."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from programs.family import Branch, family_of, years_of
from programs.lineage import DIRECTED, find_cycle
from programs.models import Program
from programs.services import closes_a_circle
from tests import factories as make

CATALOG = Path(settings.BASE_DIR) / "fixtures" / "catalog.json"


class TestCycles:
    @pytest.mark.parametrize(
        ("edges", "cycle"),
        [
            ([], []),
            ([("a", "b"), ("b", "c"), ("a", "c")], []),
            ([("a", "a")], ["a", "a"]),
            ([("a", "b"), ("b", "a")], ["a", "b", "a"]),
            ([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")], ["a", "b", "c", "a"]),
        ],
    )
    def test_a_circle_is_found(self, edges, cycle):
        assert find_cycle(edges) == cycle

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
    def test_ties_that_all_point_one_way_make_none(self, pairs):
        edges = [(f"{min(pair):02}", f"{max(pair):02}") for pair in pairs if pair[0] != pair[1]]
        assert find_cycle(edges) == []

    @given(st.lists(st.integers(0, 9), min_size=2, max_size=6, unique=True), st.data())
    def test_a_closed_way_is_found_among_others(self, way, data):
        ring = [(str(a), str(b)) for a, b in zip(way, way[1:] + way[:1], strict=True)]
        others = data.draw(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("defgh"))))
        cycle = find_cycle(data.draw(st.permutations(ring + others)))
        assert cycle[0] == cycle[-1]
        assert set(pairwise(cycle)) <= set(ring)


class TestCommittedCatalog:
    ties = [
        (row["fields"]["from_program"][0], row["fields"]["kind"], row["fields"]["to_program"][0])
        for row in json.loads(CATALOG.read_bytes())
        if row["model"] == "programs.programrelation"
    ]

    def test_has_no_self_tie_and_no_circle(self):
        assert len(self.ties) > 100
        assert [tie for tie in self.ties if tie[0] == tie[2]] == []
        assert find_cycle((start, end) for start, kind, end in self.ties if kind in DIRECTED) == []

    def test_the_lines_that_readers_follow_are_there(self):
        for chain in (
            ("digital-katsuyo-shien", "digital-katsuyo-kankyo", "digital-katsuyo-shienin"),
            ("chiiki-kadai-smart-city", "data-renkei-smart-city", "data-rikatsuyo-smart-city"),
            ("local-5g-jissho", "5g-sogo-jissho"),
        ):
            for later, earlier in pairwise(chain):
                assert (later, "predecessor", earlier) in self.ties


def shape(branch: Branch) -> tuple:
    """A branch by its codes, and the number of parts it leaves out."""
    below = [shape(child) for child in branch.children]
    return (branch.code, *below, *([branch.unshown] if branch.unshown else []))


@pytest.mark.django_db
class TestFamily:
    @pytest.fixture
    def programs(self) -> dict[str, Program]:
        return {code: make.ProgramFactory(published=True, code=code, name=f"施策{code}") for code in "abcdef"}

    def tie(self, programs, later: str, kind: str, earlier: str, **values):
        return make.ProgramRelationFactory(
            from_program=programs[later], kind=kind, to_program=programs[earlier], **values
        )

    def test_the_line_runs_from_the_oldest(self, programs):
        self.tie(programs, "b", "predecessor", "a")
        self.tie(programs, "c", "renamed_from", "b")
        self.tie(programs, "d", "predecessor", "c")
        family = family_of("c", "施策c")
        assert [shape(root) for root in family.lineage] == [("a", ("b", ("c", ("d",))))]
        assert family.containment == []
        assert family.ancestors == ["a", "b"]

    def test_related_programs_are_no_family(self, programs):
        self.tie(programs, "b", "related", "a")
        assert family_of("b", "施策b").codes() == set()

    def test_siblings_stand_under_what_contains_them(self, programs):
        for part in "bcd":
            self.tie(programs, part, "part_of", "a")
        self.tie(programs, "e", "part_of", "b")
        assert [shape(root) for root in family_of("b", "施策b").containment] == [
            ("a", ("b", ("e",)), ("c",), ("d",))
        ]
        assert [shape(root) for root in family_of("a", "施策a").containment] == [
            ("a", ("b", ("e",)), ("c",), ("d",))
        ]

    def test_many_siblings_are_counted(self, programs):
        for number in range(12):
            part = make.ProgramFactory(published=True, code=f"part-{number:02}")
            make.ProgramRelationFactory(from_program=part, kind="part_of", to_program=programs["a"])
        [root] = family_of("part-03", "x").containment
        assert shape(root) == ("a", ("part-03",), 11)
        [root] = family_of("a", "施策a").containment
        assert len(root.children) == 12

    def test_what_is_not_published_has_no_place(self, programs):
        draft = make.ProgramFactory(code="draft")
        make.ProgramRelationFactory(from_program=programs["a"], kind="predecessor", to_program=draft)
        assert family_of("a", "施策a").codes() == set()

    def test_years_are_those_of_the_editions(self, programs):
        make.EditionFactory(program=programs["a"], fiscal_year=2018)
        make.EditionFactory(program=programs["a"], fiscal_year=None)
        assert years_of(["a"]) == {"a": (2018, 2021)}

    @pytest.mark.parametrize(
        ("kind", "closes"), [("predecessor", True), ("part_of", True), ("related", False)]
    )
    def test_a_tie_that_closes_a_circle_is_told(self, programs, kind, closes):
        self.tie(programs, "b", "predecessor", "a")
        self.tie(programs, "c", "part_of", "b")
        new = make.ProgramRelationFactory.build(from_program=programs["a"], to_program=programs["c"])
        assert closes_a_circle(new, programs["c"], kind) is closes
        assert closes_a_circle(new, programs["d"], kind) is False

    def test_a_tie_being_changed_does_not_stand_in_its_own_way(self, programs):
        relation = self.tie(programs, "b", "predecessor", "a")
        relation.kind = "part_of"
        assert closes_a_circle(relation, programs["a"], "part_of") is False
