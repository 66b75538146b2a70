"""One after the other, for each of many."""

import asyncio
from collections.abc import Hashable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

Key = TypeVar("Key", bound=Hashable)


class Turns(Generic[Key]):
    """A lock for each key, first come, first served; forgotten when nobody holds it or waits for it. One process only:
    what several must not do at once is locked in the database."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Key) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())
