"""Documents of the same points, a bitmap or an array, made into the other where that is asked for."""

from .bitmaps import Array
from .eachdocument import documents_of, numbers_of
from .facets import Documents


class Part:
    """Either way of naming the documents is enough."""

    __slots__ = ("_documents", "_numbers", "points")

    def __init__(self, points: int, documents: Documents | None = None, numbers: Array | None = None):
        self.points = points
        self._documents = documents
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers if self._documents is None else self._documents)

    @property
    def documents(self) -> Documents:
        if self._documents is None:
            self._documents = documents_of(self.numbers)
        return self._documents

    @property
    def numbers(self) -> Array:
        """Rising, uint32."""
        if self._numbers is None:
            self._numbers = numbers_of(self.documents)
        return self._numbers
