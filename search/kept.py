"""What was worked out lately, for all threads of a process."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

MOST = 256

T = TypeVar("T")


class Kept(Generic[T]):
    """The last MOST things that were put or asked for."""

    def __init__(self) -> None:
        self._things: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: str) -> bool:
        return key in self._things

    def get(self, key: str) -> T | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: str, thing: T) -> None:
        with self._lock:
            self._things[key] = thing
            if len(self._things) > MOST:
                self._things.popitem(last=False)
