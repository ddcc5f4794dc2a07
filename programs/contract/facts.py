"""A fact of the contract: its values, our note, its citation."""

from typing import Any

from programs.models import ProgramRelation
from programs.models.sources import Cited

Record = dict[str, Any]


class FactWriter:
    """Writes facts as plain data; knows the document ids, so that no fact asks for its own."""

    def __init__(self, documents: dict[int | None, str]):
        self.documents = documents

    def fact(self, fact: Cited, **values: Any) -> Record:
        return {**values, "note": fact.note or None, "citation": self.citation(fact)}

    def citation(self, fact: Cited | ProgramRelation) -> Record:
        return {
            "source": self.documents[fact.source_id],
            "lines": [fact.first_line, fact.last_line],
            "literal": fact.literal,
        }
