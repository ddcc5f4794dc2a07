"""What orders documents that answer a query alike: a call open before none, a newer year before an older."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from .eachdocument import EachDocument, numbers_of
from .facets import Documents


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

    def in_order(self, documents: Documents) -> list[int]:
        """All of some documents, within a group by number."""
        numbers = numbers_of(documents)
        found: list[int] = numbers[np.argsort(self.each.of(numbers), kind="stable")].tolist()
        return found


NO_GROUPS = Groups()
