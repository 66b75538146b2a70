"""How notifications are delivered, and how badly."""

from dataclasses import asdict, dataclass, fields
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Switches:
    """Seconds and counts; the defaults are a service in good health, with a latency nobody notices.

    `latency_seconds` collects changes for one POST of at most `batch_size`; `delay_seconds` comes on top. `duplicates`
    copies go out besides each notification, with the chance `duplicate_share`; a copy of "created" says "updated".
    `lose` drops the next so many, `lose_share` each with that chance. `reorder` sends one by one, the newest first.
    `before_answer` delivers what a writing Graph request caused before that request is answered. A delivery that fails
    (no 2xx within `first_timeout_seconds`, later `retry_timeout_seconds`) is repeated after `retry_seconds`, doubling,
    for `give_up_seconds`. `validation_seconds` is how long a new address may take to prove itself. With
    `measure_seconds` the answers of a window of that length decide whether an address counts as slow or is dropped; the
    service's is 600, 0 measures nothing. With `token_expiry` a subscription pauses when the token that made or renewed
    it runs out, and asks to be reauthorized.
    """

    latency_seconds: float = 0.02
    batch_size: int = 100
    delay_seconds: float = 0.0
    duplicates: int = 0
    duplicate_share: float = 1.0
    lose: int = 0
    lose_share: float = 0.0
    reorder: bool = False
    before_answer: bool = False
    retry_seconds: float = 5.0
    give_up_seconds: float = 4 * 3600.0
    first_timeout_seconds: float = 3.0
    retry_timeout_seconds: float = 10.0
    validation_seconds: float = 10.0
    measure_seconds: float = 0.0
    token_expiry: bool = False

    def set(self, values: Json) -> None:
        """Take over what is named; raises ValueError for a name or value there is none of."""
        known = {one.name: type(one.default) for one in fields(self)}
        taken = {}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"notifications have no switch '{name}'; there are {', '.join(known)}")
            taken[name] = _fitting(name, value, known[name])
        for name, value in taken.items():
            setattr(self, name, value)

    def dump(self) -> Json:
        """All of them as JSON."""
        return asdict(self)


def _fitting(name: str, value: Any, kind: type) -> Any:
    if kind is bool or isinstance(value, bool):
        if not (kind is bool and isinstance(value, bool)):
            raise ValueError(f"{name} is {'true or false' if kind is bool else 'a number'}")
        return value
    if (
        not isinstance(value, (int, float) if kind is float else int)
        or value < 0
        or (name == "batch_size" and not value)
    ):
        raise ValueError(
            f"{name} is a {'number' if kind is float else 'whole number'} from {int(name == 'batch_size')}"
        )
    return kind(value)
