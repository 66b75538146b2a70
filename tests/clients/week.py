"""The seeded week of the sandbox, and the people that the judges play."""

from datetime import UTC, datetime

WEDNESDAY = datetime(2026, 11, 18, 8, tzinfo=UTC)
"""Where the sandbox's clock stands; the seed fills the week after."""

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, tzinfo=UTC)

ADA = "ada@contoso.com"
BEN = "ben@contoso.com"
CAROL = "carol@contoso.com"
