"""The time of day inside the sandbox: real time plus an offset. Token, signature and TLS times do not use it."""

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Calendar contents and message times follow this clock; it runs on at real speed from wherever it is set."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        """How far ahead of real time the sandbox is; negative when behind."""
        return self._offset

    def now(self) -> datetime:
        """The sandbox's present moment, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def set_offset(self, offset: timedelta) -> None:
        """Run from now on at real time plus this offset."""
        self._offset = offset

    def set_now(self, moment: datetime) -> None:
        """Make `moment` (aware) the present; raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("the sandbox clock needs a moment with an offset, such as 2026-12-01T09:00:00Z")
        self._offset = moment - datetime.now(UTC)
