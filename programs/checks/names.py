"""A program that may be in the catalog already, under a near name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from programs.ingest.identity import are_near

from .findings import Finding, warning


@dataclass(frozen=True)
class Named:
    """A name that a document prints for a program; `program` is the program's key."""

    program: int
    title: str
    name: str


def check_name(name: str, others: Iterable[Named]) -> Iterator[Finding]:
    """One finding a program that bears a near name (`ingest.identity.are_near`), other than those tied."""
    seen = set()
    for other in others:
        if other.program in seen or not are_near(name, other.name):
            continue
        seen.add(other.program)
        called = "" if other.name == other.title else f"（資料の中の名前「{other.name}」）"
        yield warning(
            "near_name",
            "name",
            f"「{name}」は、登録済みの「{other.title}」{called}と名前がよく似ています。"
            "同じ施策なら新しく作らず、別の施策なら「関係」に書くか、理由を書いてください。",
            f"{name} / {other.title} / {other.name}",
            other.program,
        )
