"""How the commands are typed. What stands here is read, in every language (tests/unit/core/test_usages.py)."""

HELP: dict[str, str] = {
    "usage.connect": "connect",
    "usage.find": "find 30m with {who} tomorrow afternoon",
    "usage.book": "book 1h with carol@contoso.com next week",
    "usage.why": "why tue 14:00",
    "usage.today": "today",
    "usage.bookings": "bookings",
    "usage.reschedule": "reschedule",
    "usage.cancel": "cancel",
    "usage.conflicts": "conflicts",
    "usage.calendars": "calendars",
    "usage.settings": "settings",
    "usage.types": "types",
    "usage.for": "find 30m with {who} for carol@contoso.com",
    "usage.connections": "connections",
    "usage.disconnect": "disconnect",
    "usage.mydata": "mydata",
    "usage.admin": "admin",
}
