"""The sentences that screens carry, by screen."""

SENTENCES: dict[str, str] = {
    "ago.now": "now",
    "ago.seconds": "{n} s ago",
    "ago.minutes": "{n} min ago",
    "ago.hours": "{n} h ago",
    "names.and": "{first} and {last}",
}
