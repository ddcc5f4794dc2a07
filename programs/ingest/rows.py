"""Writing fixture rows: where a fact stands, and the problems found on the way."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps

from . import parse, schema
from .documents import Document
from .places import Gazetteer
from .records import Problems, literal_of

Row = dict[str, Any]
Key = list[Any]

# What a fact belongs to, the nearest first: its position counts within it.
OWNERS = ("edition", "case", "item", "disagreement", "program")


def ours(text: str | None) -> str:
    """A text of ours without the spaces that folding its YAML lines leaves after 「。」."""
    return re.sub(r"(?<=[。、）」])\s+", "", text or "")


def key_fields(model: str, fields: Row) -> Row:
    """The fields that make a row's natural key, which tells it from all other rows."""
    paths = apps.get_model("programs", model).natural_key_lookups
    return {name: fields[name] for name in dict.fromkeys(path.split("__")[0] for path in paths)}


class RowWriter:
    """The rows of one build, the look-ups they need, and which record is being written."""

    def __init__(
        self,
        slugs: Mapping[str, Mapping[str, str]],
        offices: Mapping[str, str],
        gazetteer: Gazetteer,
    ):
        self.slugs = slugs
        self.offices = offices
        self.gazetteer = gazetteer
        self.problems = Problems()
        self.rows: list[Row] = []
        self._keys: set[str] = set()
        self._positions: Counter[str] = Counter()
        self.unresolved: list[str] = []
        self.file = self.record = self.source = ""
        self.document: Document | None = None

    def begin(self, file: str, record: str, source: str, document: Document | None) -> None:
        """The record that the next rows and problems belong to."""
        self.file, self.record, self.source, self.document = file, record, source, document

    def add(self, model: str, /, **fields: Any) -> None:
        key = f"{model} {[*key_fields(model, fields).values()]}"
        if key in self._keys:
            self.problem(fields.get("first_line"), f"同じものがもうあります：{key}")
        self._keys.add(key)
        self.rows.append({"model": f"programs.{model}", "fields": fields})

    def add_fact(self, model: str, fact: schema.Cited, /, **fields: Any) -> None:
        """One cited row; facts of one owner keep the order in which the records give them, document
        after document.
        """
        first, last = self.read(parse.line_span, fact.at, fact.at) or (None, None)
        owner = f"{model} {next(([k, fields[k]] for k in OWNERS if fields.get(k)), '')}"
        position = self._positions[owner]
        self._positions[owner] += 1
        self.add(
            model,
            **fields,
            source=[self.source],
            first_line=first,
            last_line=last,
            literal=literal_of(fact),
            note=fact.note or "",
            position=position,
        )

    def problem(self, at: Any, message: str) -> None:
        self.problems.add(self.file, self.record, at, message)

    def term(self, group: str, name: str, at: Any) -> Key:
        """Natural key of a vocabulary term; an unknown one stops the build."""
        if name not in self.slugs[group]:
            self.problem(at, f"「{name}」は語彙（vocabulary.yaml の {group}）にありません。")
        return [self.slugs[group].get(name, "")]

    def read(self, parser: Callable[[Any], Any], printed: Any, at: Any) -> Any:
        """A parsed figure; None, with the problem noted, where it cannot be read."""
        if printed is None:
            return None
        try:
            return parser(printed)
        except parse.UnreadableFigure as error:
            self.problem(at, str(error))
            return None
