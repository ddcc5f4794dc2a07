"""Reading record files, and holding every fact against the lines it cites."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from . import schema
from .documents import Document, FalseCitation
from .parse import UnreadableFigure

File = TypeVar("File", bound=BaseModel)


@dataclass
class Problems:
    """What is wrong with the records: the build stops if there is anything."""

    found: list[str] = field(default_factory=list)

    def add(self, file: str, record: str, at: Any, message: str) -> None:
        lines = f"{at}行 " if at else ""
        self.found.append(f"{file}｜{record}｜{lines}{message}")


# libyaml where PyYAML was built with it: the same result, several times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeyLoader(_Loader):  # type: ignore[misc, valid-type]
    """YAML takes the last of two equal keys in silence; a record must not lose a fact that way."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"「{key}」が2回あります。", node.start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)


def read_typed(path: Path, form: type[File], problems: Problems) -> File | None:
    """One record file in its form; None, with what is wrong noted, where it has not."""
    if not path.exists():
        problems.add(path.name, "ファイル", None, "この記録がありません。")
        return None
    try:
        return form.model_validate(read_yaml(path))
    except yaml.YAMLError as error:
        problems.add(path.name, "YAML", None, str(error))
    except ValidationError as error:
        for detail in error.errors():
            steps = (step for step in detail["loc"] if step not in ("Program", "FurtherEntry"))
            where = ".".join(str(step) for step in steps)
            problems.add(path.name, where, None, f"{detail['msg']}（{detail.get('input')!r:.80}）")
    return None


def read_records(paths: list[Path], problems: Problems) -> list[tuple[str, schema.RecordFile]]:
    """(file name, typed records) of every file that has the right form."""
    files = ((path.name, read_typed(path, schema.RecordFile, problems)) for path in paths)
    return [(name, content) for name, content in files if content]


def literal_of(fact: schema.Cited) -> str:
    """What must stand on the cited lines: `printed`, or the fact's own text."""
    if fact.printed:
        return fact.printed
    for name in ("name", "text", "amount", "value", "title", "label"):
        text = getattr(fact, name, None)
        if isinstance(text, str):
            return text
    return ""


def false_citations(fact: schema.Cited, document: Document) -> list[str]:
    """What of a fact its document does not bear out: the literal, a contact's numbers, a rate's
    fractions must stand on the cited lines. Empty when all is well.
    """
    try:
        literal = literal_of(fact)
        if not literal:
            return ["printed（印刷の字句）が要ります。"]
        first, last = document.check(fact.at, literal)
    except (FalseCitation, UnreadableFigure) as error:
        return [str(error)]
    return [
        f"「{text}」は{first}-{last}行にありません。"
        for text in _must_be_printed(fact)
        if not document.prints(text, first, last)
    ]


def _must_be_printed(fact: schema.Cited) -> Iterator[str]:
    match fact:
        case schema.Contact():
            yield from filter(None, (fact.phone, fact.fax, fact.email, fact.hours, fact.address))
        case schema.Budget():
            yield fact.amount
            yield from filter(None, (fact.unit,))
            if fact.part_of_larger:
                yield "内数"
        case schema.Cap():
            yield fact.amount
        case schema.Rate():
            if fact.rate != "定額":
                yield fact.rate
            yield from fact.shares.values()
            if fact.cap:
                yield fact.cap
        case schema.Call():
            yield from filter(None, (fact.window,))
        case schema.Material():
            yield from filter(None, (fact.dated,))
        case schema.Link():
            yield fact.url
        case schema.Outcome():
            yield fact.value


def facts(record: BaseModel) -> Iterator[schema.Cited]:
    """Every cited fact of a record, at whatever depth."""
    if isinstance(record, schema.Cited):
        yield record
    for name in type(record).model_fields:
        value = getattr(record, name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                yield from facts(item)
