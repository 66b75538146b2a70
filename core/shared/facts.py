"""Facts: what happened, told upwards.

A room defines its facts as frozen dataclasses in the past tense that hold only strings (ids and codes), and publishes
them with `tx.publish(fact)` inside the transaction that made them true. The storage writes each as one row of the job
table; `bot/jobs.py` holds the only table from fact to use case.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts. Fields are strings or None; `lock_key` orders the facts of one subject."""

    @property
    def lock_key(self) -> str | None:
        """Facts with the same key are handled strictly in the order they were published."""
        return None

    def to_args(self) -> dict[str, str | None]:
        return asdict(self)

    @classmethod
    def kind(cls) -> str:
        """The job kind under which this fact lies in the job table."""
        return f"fact.{cls.__name__}"

    @classmethod
    def from_args(cls, args: Mapping[str, object]) -> "Fact":
        return cls(**args)
