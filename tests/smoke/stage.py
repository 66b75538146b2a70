"""What the acts of the smoke run share."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.driving.person import Person
from tests.driving.teams import TeamsPerson
from tests.driving.truth import Truth
from tests.smoke.report import Report

ADA, BEN, EMIL = "ada@contoso.com", "ben@contoso.com", "emil@contoso.com"
CHOSEN = "Side projects"
TITLE = "Smoke: plan the launch"
NOTE = "Bring the numbers."


@dataclass(slots=True)
class Stage:
    """Ada plays the main part, and Ben connects as well, both in Slack; Emil is in Teams."""

    truth: Truth
    ada: Person
    ben: Person
    emil: TeamsPerson
    bot_host: str
    report: Report
    start: datetime | None = None
    graph_grants: set[str] = field(default_factory=set)

    @property
    def booked(self) -> datetime:
        assert self.start is not None
        return self.start
