"""What a sandbox of its own process answered, held against the types when it has ended."""

from pathlib import Path

from sandbox.witness import recorded
from tests.sandbox.types.judge import Judge

SHOWN = 20


class WrongAnswersError(AssertionError):
    """The sandbox answered what Graph would not."""


def hold(path: Path) -> Judge:
    """Hold every exchange of a recording; raises WrongAnswersError with the first complaints. A line that the end of
    the program tore is left out."""
    judge = Judge()
    for exchange in recorded(path):
        judge(exchange)
    if judge.wrong:
        raise WrongAnswersError(f"{len(judge.wrong)} wrong answers:\n" + "\n".join(dict.fromkeys(judge.wrong[:SHOWN])))
    return judge
