"""What was worked out lately, for all threads of a process."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

MOST = 256

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Kept(Generic[K, T]):
    """The last MOST things that were put or asked for."""

    def __init__(self) -> None:
        self._things: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: K) -> bool:
        return key in self._things

    def get(self, key: K) -> T | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: K, thing: T) -> None:
        with self._lock:
            self._things[key] = thing
            if len(self._things) > MOST:
                self._things.popitem(last=False)
