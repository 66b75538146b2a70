"""A wish for free times: what the engine is asked, and the words that say how it was understood."""

from datetime import date, timedelta

from core.availability.hours import WEEKDAYS
from core.booking.usecases import FindRequest
from core.dialogue.answers.asker import Asker
from core.dialogue.commands import Find
from core.dialogue.screens import Day, Names, OfDay, Text, Zone, say
from core.people.model import Invitee, PersonId
from core.shared.days import ONE_DAY, at_minute, days
from core.shared.ranges import Range

SEARCH_DAYS = 14
ONCE = "none"
DAY_MINUTES = 24 * 60
PARTS: dict[str, tuple[int | None, int | None]] = {
    "any": (None, None),
    "morning": (None, 12 * 60),
    "afternoon": (12 * 60, None),
}


def find_request(
    asker: Asker, command: Find, host: PersonId, invitees: tuple[Invitee, ...], minutes: int, horizon_days: int
) -> FindRequest:
    """What the command asks, in the asker's days and zone, or those of the zone it names."""
    start, end = hours_of(command, minutes)
    return FindRequest(
        host=host,
        invitees=invitees,
        duration_minutes=minutes,
        window=_window(asker, command, horizon_days),
        zone=zone_of(asker, command),
        from_minute=start,
        to_minute=end,
        weekdays_off=command.weekdays_off,
        days_off=command.days_off,
        hours_off=command.hours_off,
    )


def zone_of(asker: Asker, command: Find) -> str:
    """By whose clock the days and hours are meant."""
    return command.zone or asker.reader.zone


def hours_of(command: Find, minutes: int) -> tuple[int | None, int | None]:
    """The bounds of the day; a wanted start leaves room for just the meeting."""
    if command.at_minute is not None:
        return command.at_minute, min(command.at_minute + minutes, DAY_MINUTES)
    start, end = PARTS[command.part]
    return command.from_minute or start, command.to_minute or end


def days_of(asker: Asker, command: Find) -> tuple[date, date]:
    """The first and the last day that is searched: two weeks unless they were named, and nothing that is over."""
    first = max(command.since or asker.today, asker.today)
    return first, max(command.until or first + timedelta(days=SEARCH_DAYS - 1), first)


def is_over(asker: Asker, command: Find) -> bool:
    """Whether the hours that were asked for have passed on the only day that was."""
    first, last = days_of(asker, command)
    end = hours_of(command, command.duration_minutes or 0)[1]
    if first != last or end is None:
        return False
    return at_minute(last, end, zone_of(asker, command)) <= asker.now


def understood(asker: Asker, command: Find) -> Text:
    """What is searched, with its dates: "tomorrow" and "next week" are always shown as dates."""
    first, last = days_of(asker, command)
    days = say("slots.on", day=Day(first)) if first == last else say("slots.between", first=Day(first), last=Day(last))
    found = _with_hours(days, command)
    if command.zone:
        found = say("slots.zone", asked=found, zone=Zone(command.zone))
    left_out = tuple(one for _, texts in _left_out(command) for one in texts)
    if left_out:
        found = say("slots.without", asked=found, what=Names(left_out))
    rule = repeats_line(command.repeats, command.last_day, command.dates)
    return say("slots.repeats", asked=found, rule=rule) if rule else found


def repeats_line(repeats: str, last: date | None, dates: int | None) -> Text | None:
    """How often it shall come, and where that ends if that is known; None for a single meeting."""
    if repeats == ONCE:
        return None
    rule = say(f"form.repeats.{repeats}")
    if last is not None:
        return say("slots.repeats_until", rule=rule, day=Day(last))
    return rule if dates is None else say("slots.repeats_dates", rule=rule, n=dates)


def _with_hours(days: Text, command: Find) -> Text:
    if command.at_minute is not None:
        return say("slots.at", days=days, start=OfDay(command.at_minute))
    start, end = hours_of(command, 0)
    if start is None and end is None:
        return days
    if end is None:
        return say("slots.from", days=days, start=OfDay(start or 0))
    if start is None:
        return say("slots.until", days=days, end=OfDay(end))
    return say("slots.part", days=days, start=OfDay(start), end=OfDay(end))


def kept(command: Find) -> tuple[tuple[str, Text], ...]:
    """What else was understood, by the names of its fields: what a form can only keep or drop."""
    zone = (("zone", say("slots.kept_zone", zone=Zone(command.zone))),) if command.zone else ()
    rule = repeats_line(command.repeats, command.last_day, command.dates)
    repeats = (("repeats", rule),) if rule else ()
    return (*zone, *repeats, *((name, say("slots.kept_off", what=Names(texts))) for name, texts in _left_out(command)))


def _left_out(command: Find) -> tuple[tuple[str, tuple[Text, ...]], ...]:
    """By the names of the fields; only those that hold something."""
    found = (
        ("weekdays_off", tuple(say(f"day.{WEEKDAYS[number]}") for number in command.weekdays_off)),
        ("days_off", tuple(say("slots.on", day=Day(day)) for day in command.days_off)),
        ("hours_off", tuple(say("slots.hours", start=OfDay(a), end=OfDay(b)) for a, b in command.hours_off)),
    )
    return tuple((name, texts) for name, texts in found if texts)


def _window(asker: Asker, command: Find, horizon_days: int) -> Range:
    """From now or the first wanted day on; nothing is read behind the horizon."""
    first, last = days_of(asker, command)
    last = max(min(last, asker.today + timedelta(days=horizon_days + 1)), first)  # zones may differ by a day
    wanted = days(first, last + ONE_DAY, zone_of(asker, command))
    start = max(wanted.start, asker.now, command.after + timedelta(minutes=1) if command.after else wanted.start)
    return Range(min(start, wanted.end), wanted.end)
