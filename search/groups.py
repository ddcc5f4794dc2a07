"""What orders documents that answer a query alike: a call open before none, a newer year before an older."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from .eachdocument import EachDocument
from .facets import Documents
from .parts import Part


class Groups:
    """Documents of an earlier group stand first, those of no group last; the first that holds one counts."""

    def __init__(self, documents: Sequence[Documents] = ()):
        self.documents = documents

    @cached_property
    def each(self) -> EachDocument:
        return EachDocument(enumerate(self.documents), len(self.documents))

    def apart(self, documents: Documents) -> Iterator[Documents]:
        """Documents by group, in order: the first of many are found with few divisions."""
        rest = documents
        for group in self.documents:
            if len(rest) < 2:
                break
            found = rest & group
            if found:
                yield found
                rest = rest - found
        if rest:
            yield rest

    def in_order(self, parts: Sequence[Part]) -> list[int]:
        """The documents of parts, one part after the other, in it by group, within a group by number."""
        if not parts:
            return []
        numbers = np.concatenate([part.numbers for part in parts])
        before = np.repeat(np.arange(len(parts)) * (len(self.documents) + 1), [*map(len, parts)])
        found: list[int] = numbers[np.argsort(before + self.each.of(numbers), kind="stable")].tolist()
        return found


NO_GROUPS = Groups()
