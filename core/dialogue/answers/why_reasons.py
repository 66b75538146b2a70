"""Reasons as sentences: the asker's own with event and calendar, of others only that they are busy or not at work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.availability import Reason, ReasonCode, ShowAs, blocks
from core.booking.model import BookingState
from core.booking.usecases import Basis, Evidence, Explained
from core.configuration.model import CalendarKind
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.why_sources import Source, about, source_of, title_of, when_of
from core.dialogue.screens import Day, Instant, Names, OfDay, Text, UserText, Value, Zone, length, say
from core.people.model import Invitee
from core.shared.days import day_at
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event, Response, busy_time

REMARKS = 5
DAY = 24 * 60
AWAY = {ReasonCode.OUTSIDE_HOURS, ReasonCode.DAY_OFF, ReasonCode.TOO_LONG}
BUSY = {ReasonCode.CONFLICT, ReasonCode.BOOKED}
LIMITS = {ReasonCode.DAY_LIMIT, ReasonCode.WEEK_LIMIT}


@dataclass(frozen=True, slots=True)
class Asked:
    """One time, and what stands against it."""

    asker: Asker
    when: Range
    explained: Explained

    @property
    def host(self) -> Evidence:
        return self.explained.gathered.evidence[0]

    @property
    def home(self) -> ZoneInfo:
        return ZoneInfo(self.explained.setup.preferences.home_zone)

    @property
    def clock(self) -> ZoneInfo:
        """The zone whose clock the hours are meant by when it begins: home, or that of a journey."""
        return ZoneInfo(self.explained.setup.preferences.hours_zone(self.when.start))

    @property
    def hours_day(self) -> date:
        """The date there when it begins: hours belong to it."""
        return day_at(self.when.start, self.clock)

    @property
    def not_counted(self) -> tuple[str, ...]:
        """The person's own and shared calendars that block nothing."""
        setup = self.explained.setup
        others = (item for item in setup.calendars if item not in setup.blocking)
        return tuple(item.name for item in others if item.kind is not CalendarKind.AUTOMATIC)


def codes_of(explained: Explained, *, host: bool) -> set[ReasonCode]:
    """What stands against it on the asker's side, or on everybody else's."""
    people = explained.people
    mine = (one for one in explained.reasons if one.person and (people[one.person].invitee is None) is host)
    return {behind.code for one in mine for behind in one.because or (one,)}


def reason_lines(asked: Asked) -> tuple[Text, ...]:
    """Every reason, in the engine's order: what holds for any start, then the asker's own, then the others'."""
    people = asked.explained.people
    codes = {reason.code for reason in asked.explained.reasons}
    lines: list[Text] = []
    for reason in asked.explained.reasons:
        who = people[reason.person] if reason.person else None
        if who is None:
            if not (reason.code is ReasonCode.NOTICE and ReasonCode.PAST in codes):  # what is over is too soon anyway
                lines.append(_about_start(asked, reason.code))
        elif who.invitee is None:
            lines += _own(asked, reason)
        else:
            lines += _theirs(who.invitee, reason)
    return tuple(dict.fromkeys(lines))


def remark_lines(asked: Asked) -> tuple[Text, ...]:
    """What might be thought to be a reason, or to be looked at, and isn't."""
    lines = list(_harmless(asked))[:REMARKS]
    for item in asked.explained.gathered.evidence:
        if item.invitee is not None and item.basis is Basis.UNKNOWN:
            name = UserText(item.invitee.name)
            lines.append(say("unknown.hides", name=name) if item.hides else say("why.they_unknown", name=name))
    if asked.not_counted:
        names = Names(tuple(UserText(name) for name in asked.not_counted[:REMARKS]))
        lines.append(say("why.not_counted", names=names))
    return tuple(lines)


def _about_start(asked: Asked, code: ReasonCode) -> Text:
    rules, asker = asked.explained.setup.preferences, asked.asker
    match code:
        case ReasonCode.PAST:
            return say("why.past")
        case ReasonCode.NOTICE:
            return say("why.notice", notice=length(rules.minimum_notice_minutes))
        case ReasonCode.TOO_FAR:
            last = day_at(asker.now, asked.home) + timedelta(days=rules.horizon_days)
            return say("why.too_far", days=rules.horizon_days, last=Day(last))
        case ReasonCode.OFF_GRID:
            before, after = _neighbours(asked, rules.step_minutes)
            at = Instant(asked.when.start)
            return say("why.off_grid", step=length(rules.step_minutes), before=before, after=after, at=at)
    return say("why.beyond")


def _neighbours(asked: Asked, step: int) -> tuple[Instant, Instant]:
    """The starts around the time on the reader's clock; steps begin anew at midnight."""
    local = asked.when.start.astimezone(ZoneInfo(asked.asker.reader.zone))
    minute = (local.hour * 60 + local.minute) // step * step
    midnight = datetime.combine(local.date(), datetime.min.time(), local.tzinfo)
    return Instant(midnight + timedelta(minutes=minute)), Instant(midnight + timedelta(minutes=min(minute + step, DAY)))


def _own(asked: Asked, reason: Reason) -> Iterator[Text]:
    if reason.code is ReasonCode.UNREADABLE:
        for reading in asked.host.unreadable:
            name = UserText(reading.calendar.name)
            yield say("why.unread", calendar=name, reason=say(f"reason.{reading.error}"))
    for behind in reason.because:
        if behind.code in AWAY:
            yield _hours(asked, behind.code)
        elif behind.code is ReasonCode.BUFFER:
            yield _too_close(asked, source_of(asked.explained, asked.when, behind))
        elif behind.code in BUSY:
            yield _takes(asked, source_of(asked.explained, asked.when, behind))
        elif behind.code in LIMITS:
            yield say("why.day_limit") if behind.code is ReasonCode.DAY_LIMIT else say("why.week_limit")


def _hours(asked: Asked, code: ReasonCode) -> Text:
    """Which hours the day has, on the clock of where they are meant."""
    hours, day = asked.explained.setup.preferences.hours, asked.hours_day
    if code is ReasonCode.DAY_OFF:
        return say("why.day_off", day=Day(day))
    changed = dict(hours.overrides).get(day)
    ranges = hours.week[day.weekday()] if changed is None else changed
    shown = Names(tuple(say("why.range", start=OfDay(start), end=OfDay(end)) for start, end in ranges))
    values: dict[str, Value] = {"day": Day(day), "zone": Zone(asked.clock.key)}
    if not ranges:
        return say("why.hours_none", **values)
    if code is ReasonCode.TOO_LONG:
        return say("why.too_long", hours=shown, **values)
    return say("why.hours" if changed is None else "why.hours_changed", hours=shown, **values)


def _takes(asked: Asked, source: Source) -> Text:
    """A bare slot meets an event or a booking."""
    title, time = title_of(source), when_of(asked.asker, source, asked.home)
    if source.booking is not None and title is not None and source.booking.state is BookingState.OFFERED:
        return say("offered.why", title=title, time=time)
    if source.booking is not None:
        return say("why.held", time=time) if title is None else say("why.booked", title=title, time=time)
    calendar = UserText(source.calendar)
    if source.event is None:
        return say("why.conflict_unknown", calendar=calendar)
    if title is None:
        return say("why.conflict_private", calendar=calendar, time=time)
    if source.event.is_all_day:
        return say("why.conflict_all_day", title=title, calendar=calendar)
    return say("why.conflict", title=title, calendar=calendar, time=time)


def _too_close(asked: Asked, source: Source) -> Text:
    """Only the time kept free around the meeting meets it."""
    rules, when = asked.explained.setup.preferences, source.when(asked.home)
    if when is not None and when.end <= asked.when.start:
        buffer = length(rules.buffer_before_minutes)
        return say("why.buffer_before", what=about(source), time=Instant(when.end), buffer=buffer)
    if when is not None and when.start >= asked.when.end:
        buffer = length(rules.buffer_after_minutes)
        return say("why.buffer_after", what=about(source), time=Instant(when.start), buffer=buffer)
    return say("why.buffer", what=about(source))


def _theirs(invitee: Invitee, reason: Reason) -> Iterator[Text]:
    """Never what, only that."""
    name, codes = UserText(invitee.name), {behind.code for behind in reason.because}
    if reason.code is ReasonCode.UNREADABLE:
        yield say("why.they_unread", name=name)
    if codes & AWAY:
        yield say("why.they_away", name=name)
    if codes & BUSY:
        yield say("why.they_busy", name=name)
    elif ReasonCode.BUFFER in codes:
        yield say("why.they_close", name=name)
    if codes & LIMITS:
        yield say("why.they_limit", name=name)


def _harmless(asked: Asked) -> Iterator[Text]:
    """Events at that time that block nothing, and why they don't."""
    blocking = asked.explained.setup.preferences.blocking
    for reading in asked.host.readings:
        for event in reading.events:
            taken = blocks(busy_time(event, reading.calendar.name), blocking)
            source = Source(calendar=reading.calendar.name, event=event)
            when = source.when(asked.home)
            if when is not None and when.overlaps(asked.when) and not taken:
                yield _why_not(reading, event, title_of(source) or say("why.private_title"))


def _why_not(reading: CalendarReading, event: Event, title: UserText | Text) -> Text:
    calendar = UserText(reading.calendar.name)
    if event.is_cancelled:
        return say("why.cancelled", title=title, calendar=calendar)
    if event.response is Response.DECLINED:
        return say("why.declined", title=title, calendar=calendar)
    if event.is_all_day and event.show_as is ShowAs.FREE:
        return say("why.marked_free", title=title, calendar=calendar)
    return say("why.shown_as", title=title, calendar=calendar, state=say(f"show_as.{event.show_as}"))
