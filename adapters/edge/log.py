"""What we log: a static event name and fields; never contents."""

import traceback
from typing import Protocol


class Log(Protocol):
    """The part of a structlog logger that we use."""

    def info(self, event: str, **fields: object) -> object: ...

    def warning(self, event: str, **fields: object) -> object: ...

    def error(self, event: str, **fields: object) -> object: ...


def facts(error: BaseException) -> dict[str, str]:
    """Type, stable code and place of an error. Its message stays out: it may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "error_code": str(getattr(error, "code", "")), "at": at}
