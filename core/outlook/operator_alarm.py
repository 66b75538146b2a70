"""What only the operator can repair: said once in the log, and by /readyz as long as it lasts."""

import structlog

log = structlog.get_logger()


class OperatorAlarm:
    """Microsoft refuses this installation itself. Used in the event loop and from threads: one assignment each."""

    def __init__(self) -> None:
        self.ringing: str | None = None

    def ring(self, error: str, codes: tuple[int, ...]) -> None:
        """Logs the first time, and again when it is something else."""
        said = " ".join((error, *map(str, codes)))
        if said != self.ringing:
            self.ringing = said
            log.error("microsoft_refuses_this_installation", error=error, codes=list(codes))

    def silence(self) -> None:
        """Microsoft takes our registration: tokens came."""
        if self.ringing is not None:
            log.info("microsoft_takes_this_installation_again")
        self.ringing = None
