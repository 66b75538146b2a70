"""What must be true when everything is done: in the database, in everybody's Outlook, and of what people were told."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select

from core.booking.model import Booking, BookingId, BookingState
from core.shared.ranges import Range
from core.storage import Keyring, Store, open_store, tables
from core.storage.database import connection_of
from tests.crash.killing import DAYS, PEOPLE, Office
from tests.driving.cards import Json
from tests.driving.truth import Truth, instant

A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Verdict:
    """What went wrong, in words; all empty when nothing did."""

    overlaps: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    undrained: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> list[str]:
        return [*self.overlaps, *self.lost, *self.duplicates, *self.orphans, *self.undrained]


async def judge(office: Office) -> Verdict:
    """Looks at all of it. The lives are over."""
    store = await open_store(office.address, Keyring.parse(office.keys))
    try:
        bookings = await _bookings(store)
        jobs = await _jobs(store)
    finally:
        await store.close()
    async with Truth(office.sandbox) as truth:
        events = {key: await _events(truth, office, f"{key}@contoso.com") for key in PEOPLE}
    verdict = Verdict(ends=Counter(f"{one.state}" for one in bookings), undrained=jobs)
    _states(bookings, verdict)
    _outlook(bookings, events, verdict)
    _told(office, bookings, verdict)
    return verdict


async def _bookings(store: Store) -> list[Booking]:
    async with store.transactions.read() as tx:
        ids = (await connection_of(tx).execute(select(tables.booking.c.id))).scalars().all()
        found = [await store.bookings.get(tx, BookingId(one)) for one in ids]
    return [one for one in found if one is not None]


async def _jobs(store: Store) -> list[str]:
    """Jobs given up, or still in somebody's hands."""
    async with store.transactions.read() as tx:
        left = tables.job.c.state.in_(("dead", "running"))
        rows = await connection_of(tx).execute(select(tables.job.c.kind, func.count()).where(left).group_by("kind"))
        return [f"{count} jobs {kind} were given up or never ended" for kind, count in rows]


async def _events(truth: Truth, office: Office, account: str) -> list[Json]:
    """The account's events of ours that are not cancelled, over all its calendars, a week at a time."""
    found: dict[str, Json] = {}
    start, end = office.first_day - A_DAY, office.first_day + (DAYS + 1) * A_DAY
    while start < end:
        for _, event in await truth.everywhere(account, start, start + 7 * A_DAY):
            if event["subject"].startswith("Kept ") and not event["isCancelled"]:
                found[event["id"]] = event
        start += 7 * A_DAY
    return list(found.values())


def _states(bookings: list[Booking], verdict: Verdict) -> None:
    """Everything came to an end, and nobody is protected twice."""
    over = {BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.MOVED, BookingState.FAILED}
    verdict.undrained += [f"{one.plan.title} is still {one.state}" for one in bookings if one.state not in over]
    taken: defaultdict[str, list[Booking]] = defaultdict(list)
    for one in bookings:
        if one.state is BookingState.CONFIRMED:
            for protected in one.protected:
                taken[protected].append(one)
    for person, theirs in taken.items():
        for first, second in pairwise(sorted(theirs, key=lambda one: one.plan.when.start)):
            if first.plan.when.overlaps(second.plan.when):
                verdict.overlaps.append(f"{person} is booked for {first.plan.title} and {second.plan.title}")


def _outlook(bookings: list[Booking], events: dict[str, list[Json]], verdict: Verdict) -> None:
    """Each confirmed booking is one event at its time in its host's calendar, and there is no other event of ours."""
    confirmed = {one.outlook_id: one for one in bookings if one.state is BookingState.CONFIRMED}
    for key, mine in events.items():
        ordered = sorted(mine, key=lambda one: str(one["start"]["dateTime"]))
        for first, second in pairwise(ordered):
            if _when(first).overlaps(_when(second)):
                verdict.overlaps.append(f"{key} has {first['subject']} and {second['subject']} in Outlook")
        for event in (one for one in mine if one["isOrganizer"]):
            booking = confirmed.pop(event["id"], None)
            if booking is None:
                verdict.orphans.append(f"nobody knows {event['subject']} of {key}")
            elif booking.plan.when != _when(event):
                verdict.lost.append(f"{event['subject']} is at {_when(event)}, booked for {booking.plan.when}")
    organised = Counter(str(one["subject"]) for mine in events.values() for one in mine if one["isOrganizer"])
    verdict.duplicates += [f"{title} exists {count} times" for title, count in organised.items() if count > 1]
    verdict.lost += [f"{one.plan.title} is not in Outlook" for one in confirmed.values()]


def _when(event: Json) -> Range:
    return Range(instant(event["start"]), instant(event["end"]))


def _told(office: Office, bookings: list[Booking], verdict: Verdict) -> None:
    """Who was answered has a booking or was told why not; the last card of each meeting says how it stands."""
    by_title: defaultdict[str, list[Booking]] = defaultdict(list)
    for one in bookings:
        if one.moves is None:
            by_title[one.plan.title].append(one)
    for click in office.clicks:
        answer = office.answers.get(click["number"])
        if answer is None:
            verdict.lost.append(f"click {click['number']} was never answered")
        elif answer == "NoneType" and "title" in click and click["title"] not in by_title:
            verdict.lost.append(f"{click['title']} was taken, and there is no booking")
    cancelled = {click["booking"] for click in office.clicks if click["act"] == "cancel"}
    for title, passed_on in by_title.items():
        cards = [one for one in office.shown.get(title, []) if not one["heading"].startswith("guest.")]
        was_booked = any(card["heading"] == "booking.confirmed" for card in cards)
        stands = [one for one in passed_on if one.state is BookingState.CONFIRMED]
        if was_booked and not stands and not cancelled & {one.id for one in passed_on}:
            verdict.lost.append(f"{title} was called booked, and nobody cancelled it: {passed_on[-1].state}")
        (booking, *handed_over) = passed_on
        last = cards[-1]["heading"] if cards else "nothing"
        if handed_over or (booking.failure is not None and last == "SlotsCard"):
            continue  # its cards tell of the next host, or show new times
        if last != f"booking.{booking.state}":
            verdict.lost.append(f"{title} is {booking.state} {booking.failure}, and its card says {last}")
