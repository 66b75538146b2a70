"""Phrases whose meaning depends on who reads them, and when: (phrase, date, reader) -> command."""

from datetime import date

from core.dialogue.commands import Command, Find, Why
from core.people.model import Reader
from tests.unit.core.reading_words import (
    AMERICAN,
    BRITON,
    GERMAN,
    TOMORROW,
    WEDNESDAY,
    asked,
    between,
    day,
    days,
    half,
    span,
)

TOKYO, INDIAN, KIRITIMATI = (
    Reader("Asia/Tokyo", "en-GB"),
    Reader("Asia/Kolkata", "en-IN"),
    Reader("Pacific/Kiritimati", "en-GB"),
)
CHICAGO = Reader("America/Denver", "en-US")
SUNDAY, MONDAY, SATURDAY = date(2026, 11, 29), date(2026, 11, 30), date(2026, 11, 28)
BACK, FORWARD = date(2026, 10, 24), date(2027, 3, 27)
"""The days before the clocks change in Berlin."""
NEW_YORK, BERLIN = {"zone": "America/New_York"}, {"zone": "Europe/Berlin"}
AT_THREE = half(at_minute=900, **TOMORROW)

ELSEWHERE: dict[tuple[str, date, Reader], Command] = {
    ("find next week", SUNDAY, BRITON): Find(**span(date(2026, 11, 30), date(2026, 12, 6))),
    ("find next week", SUNDAY, AMERICAN): Find(**span(date(2026, 11, 30), date(2026, 12, 6))),
    ("find next week", MONDAY, GERMAN): Find(**days(7, 13)),
    ("find this week", SUNDAY, GERMAN): Find(**span(SUNDAY, SUNDAY)),
    ("find next monday", SUNDAY, BRITON): Find(**span(MONDAY, MONDAY)),
    ("find next tuesday", MONDAY, BRITON): asked(Find(**day(1, 12)), Find(**day(8, 12)), doubtful="next tuesday"),
    ("find monday", MONDAY, BRITON): Find(**day(7, 12)),
    ("find weekend", SUNDAY, BRITON): Find(**span(SUNDAY, SUNDAY)),
    ("find this friday", SATURDAY, BRITON): asked(Find(), past=("this friday",)),
    ("find tomorrow", date(2026, 12, 31), BRITON): Find(**day(1, 1, 2027)),
    ("find next month", date(2026, 12, 31), BRITON): Find(**span(date(2027, 1, 1), date(2027, 1, 31))),
    ("find week 53", date(2026, 12, 30), BRITON): Find(**span(date(2026, 12, 30), date(2027, 1, 3))),
    ("find week 53 30m", date(2027, 2, 1), BRITON): asked(half(), unknown=("week 53",)),
    ("find 29 feb", date(2027, 1, 1), BRITON): Find(**day(29, 2, 2028)),
    ("find tomorrow 2:30-4", BACK, GERMAN): Find(**between(2.5, 4), **span(date(2026, 10, 25), date(2026, 10, 25))),
    ("finde morgen um 2:30", FORWARD, GERMAN): Find(at_minute=150, **span(date(2027, 3, 28), date(2027, 3, 28))),
    ("find after 3", WEDNESDAY, AMERICAN): Find(from_minute=900),
    ("find 2-5", WEDNESDAY, AMERICAN): Find(**between(14, 17)),
    ("find tomorrow 3:30", WEDNESDAY, AMERICAN): Find(at_minute=930, **TOMORROW),
    ("find tomorrow 3:30", WEDNESDAY, BRITON): Find(at_minute=210, **TOMORROW),
    ("find 3/4", WEDNESDAY, AMERICAN): asked(Find(**day(4, 3, 2027)), Find(**day(3, 4, 2027)), doubtful="3/4"),
    ("find 1/13", WEDNESDAY, AMERICAN): Find(**day(13, 1, 2027)),
    ("find do 30m", WEDNESDAY, BRITON): asked(half(), unknown=("do",)),
    ("finde Do 30m", WEDNESDAY, GERMAN): half(**day(26)),
    ("find so 30m", WEDNESDAY, BRITON): asked(half(), unknown=("so",)),
    ("find 30m fr", WEDNESDAY, BRITON): half(**day(27)),
    ("finde 30m Freitag, 4.12.", WEDNESDAY, GERMAN): half(**day(4, 12)),
    ("finde 30m tomorrow nachmittags", WEDNESDAY, BRITON): half(part="afternoon", **TOMORROW),
    ("find 30m tomorrow 14-17 CET", WEDNESDAY, AMERICAN): half(**between(14, 17), **TOMORROW, **BERLIN),
    ("find 30m tomorrow 3pm New York time", WEDNESDAY, BRITON): half(at_minute=900, **TOMORROW, **NEW_YORK),
    ("find 30m tomorrow 3pm EST", WEDNESDAY, BRITON): half(at_minute=900, **TOMORROW, **NEW_YORK),
    ("finde 30m morgen 15 Uhr Berliner Zeit", WEDNESDAY, TOKYO): half(at_minute=900, **TOMORROW, **BERLIN),
    ("finde 30m morgen 15 Uhr, Zeit in New York", WEDNESDAY, GERMAN): half(at_minute=900, **TOMORROW, **NEW_YORK),
    ("find 30m tomorrow 10-12 Europe/Berlin", WEDNESDAY, TOKYO): half(**between(10, 12), **TOMORROW, **BERLIN),
    ("find 30m tomorrow UTC+2", WEDNESDAY, BRITON): half(zone="Etc/GMT-2", **TOMORROW),
    ("find 30m tomorrow 15:00 CST", WEDNESDAY, CHICAGO): half(at_minute=900, zone="America/Chicago", **TOMORROW),
    ("find 30m tomorrow 15:00 IST", WEDNESDAY, INDIAN): half(at_minute=900, zone="Asia/Kolkata", **TOMORROW),
    ("find 30m tomorrow 15:00 IST", WEDNESDAY, BRITON): asked(
        half(at_minute=900, zone="Asia/Kolkata", **TOMORROW),
        half(at_minute=900, zone="Europe/Dublin", **TOMORROW),
        half(at_minute=900, zone="Asia/Jerusalem", **TOMORROW),
        doubtful="IST",
    ),
    ("find 30m tomorrow Munich time", WEDNESDAY, BRITON): asked(half(**TOMORROW), unknown=("Munich",)),
    ("why tomorrow 14:00 New York time", WEDNESDAY, BRITON): Why(date(2026, 11, 26), 20 * 60),
    ("why tomorrow 20:00 New York time", WEDNESDAY, BRITON): Why(date(2026, 11, 27), 2 * 60),
    ("find tomorrow 15:00 UTC", WEDNESDAY, KIRITIMATI): Find(at_minute=900, zone="Etc/UTC", **TOMORROW),
}
