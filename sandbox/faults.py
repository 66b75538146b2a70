"""Planted misbehaviour: the next requests that match get an error, a delay or no answer at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote


@dataclass(slots=True)
class Fault:
    """One planted misbehaviour; `times` is how often it still strikes, None until cleared, `after` how many it still
    lets through before."""

    kind: str
    rule: dict[str, Any]
    times: int | None
    after: int = 0

    def matches(self, account: str | None, method: str, path: str, grant: str | None, query: str) -> bool:
        """Whether this request is one it is meant for; a rule that says nothing matches everything. `grant` is the
        sign-in the token came from, None for the page's own; a rule's may be "any" sign-in."""
        rule = self.rule
        return (
            (not rule.get("account") or rule["account"].casefold() == (account or "").casefold())
            and (not rule.get("grant") or (grant is not None and rule["grant"] in ("any", grant)))
            and (not rule.get("method") or rule["method"].upper() == method.upper())
            and (not rule.get("path") or rule["path"].casefold() in path.casefold())
            and (not rule.get("query") or rule["query"].casefold() in unquote(query).casefold())
        )


class Faults:
    """The faults in force, oldest first."""

    KINDS = ("graph", "token", "authorize")
    ANSWERS = ("html", "empty", "drop", "slow", "lose_answer", "truncated", "cut", "loop")

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def plant(self, rule: dict[str, Any]) -> None:
        """Add one; raises ValueError for a kind, an answer or a count there is none of."""
        if rule.get("kind") not in self.KINDS:
            raise ValueError(f"kind is one of {', '.join(self.KINDS)}")
        if rule.get("answer") is not None and rule["answer"] not in self.ANSWERS:
            raise ValueError(f"answer is one of {', '.join(self.ANSWERS)}")
        times, after = rule.get("times"), rule.get("after", 0)
        if times is not None and (not isinstance(times, int) or times < 1):
            raise ValueError("times is a whole number from 1, or left out")
        if not isinstance(after, int) or after < 0:
            raise ValueError("after is a whole number from 0, or left out")
        self._faults.append(Fault(rule["kind"], rule, times, after))

    def take(
        self, kind: str, account: str | None, method: str, path: str, grant: str | None = None, query: str = ""
    ) -> dict[str, Any] | None:
        """The rule of the first fault that matches, with one of its times used up; None when none does."""
        for fault in self._faults:
            if fault.kind == kind and fault.matches(account, method, path, grant, query):
                if fault.after:
                    fault.after -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._faults.remove(fault)
                return fault.rule
        return None

    def clear(self, only: Mapping[str, str] | None = None) -> None:
        """No faults any more; with `only`, none whose rule says all of this (`name` is free for this use)."""
        wanted = (only or {}).items()
        self._faults[:] = [one for one in self._faults if not all(one.rule.get(key) == value for key, value in wanted)]

    def listing(self) -> list[dict[str, Any]]:
        """The faults in force with the times they have left."""
        return [{**fault.rule, "times": fault.times} for fault in self._faults]
