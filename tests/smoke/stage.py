"""What the acts of the smoke run share."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.smoke.report import Report

ADA, BEN = "ada@contoso.com", "ben@contoso.com"
CHOSEN = "Side projects"
TITLE = "Smoke: plan the launch"
NOTE = "Bring the numbers."


@dataclass(slots=True)
class Stage:
    """Ada plays the main part; Ben connects as well."""

    truth: Truth
    ada: Person
    ben: Person
    bot_host: str
    report: Report
    start: datetime | None = None
    graph_grants: set[str] = field(default_factory=set)

    @property
    def booked(self) -> datetime:
        assert self.start is not None
        return self.start
