"""Who sees what Graph answers and sends, word for word: tests hold it against the documented types."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer to a request (`kind` graph), or a notification that went out (then `status` is what came back). Header
    names are in lower case. Tokens are not in it."""

    kind: str
    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: str


Witness = Callable[[Exchange], None]


class Recorder:
    """A witness that appends each exchange as a line of JSON to a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def __call__(self, exchange: Exchange) -> None:
        """Write it down."""
        self._file.write(json.dumps({**asdict(exchange), "headers": dict(exchange.headers)}) + "\n")

    def close(self) -> None:
        """Nothing more comes."""
        self._file.close()


def recorded(path: Path) -> list[Exchange]:
    """What a recorder wrote, in order; a last line without its end is left out."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [Exchange(**json.loads(line)) for line in lines if line.endswith("\n")]
