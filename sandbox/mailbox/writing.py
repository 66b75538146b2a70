"""Writing to a mailbox: create, update, delete, cancel and answer, each with what it does to the other mailboxes."""

import hashlib
from copy import deepcopy
from datetime import timedelta
from typing import Literal

from sandbox.mailbox import delivery
from sandbox.mailbox.draft import Draft
from sandbox.mailbox.model import Event, Item, Json, Mailbox, Moment
from sandbox.mailbox.recurrence import HORIZON
from sandbox.mailbox.store import Mailboxes, new_change_key, new_key
from sandbox.mailbox.view import as_exception, occurrence, regular

FAR = timedelta(days=800)  # the next date of any pattern we know is nearer
Answer = Literal["accepted", "tentativelyAccepted", "declined"]


class TransactionUsedError(Exception):
    """The transaction id belongs to another event already; `key` is that event's."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class CrossingError(ValueError):
    """An occurrence cannot move onto or over its neighbour."""


class EmptySeriesError(ValueError):
    """A series has no dates."""


def create(mailboxes: Mailboxes, box: Mailbox, calendar: str, draft: Draft, *, key: str | None = None) -> Event:
    """A new event, delivered to its attendees; the same transaction with the same contents gives the one there is."""
    if draft.start is None or draft.end is None:
        raise ValueError("a new event needs a start and an end")
    if draft.transaction and (used := box.transactions.get(draft.transaction)):
        if used[1] == draft.fingerprint and used[0] in box.events:
            return box.events[used[0]]
        raise TransactionUsedError(used[0])
    now, own_key = mailboxes.now(), key or new_key()
    event = Event(
        key=own_key,
        calendar=calendar,
        uid=uid_of(own_key),
        organizer=box.account.address,
        start=draft.start,
        end=draft.end,
        all_day=bool(draft.all_day),
        props=dict(draft.props),
        created=now,
        modified=now,
        change_key=new_change_key(),
        attendees=list(draft.attendees or ()),
        transaction=draft.transaction,
        series=draft.series,
    )
    _date_at_first_occurrence(event)
    if draft.transaction:
        box.transactions[draft.transaction] = (event.key, draft.fingerprint)
    _set_meeting(box, event, draft)
    mailboxes.changed(box, event, "created")
    if event.attendees:
        delivery.deliver(mailboxes, box, event)
    return event


def update(mailboxes: Mailboxes, box: Mailbox, item: Item, draft: Draft) -> Item:
    """Change an event, a series or one day of it (which becomes an exception); the organizer's changes travel."""
    stored = item.master or item.event
    target = stored if item.master is None or item.day is None else _exception_for(item, stored)
    had_attendees = bool(stored.attendees)
    before, props = delivery.when(target), dict(target.props)
    _apply(box, target, draft)
    target.change_key = new_change_key()
    moved = before != delivery.when(target)
    if moved and stored.organizer == box.account.address:
        for invitee in target.attendees:  # a new time asks everybody anew
            delivery.note_answer(invitee, "none", None, None)
    if item.master is not None and item.day is not None:
        _check_neighbours(stored, item, target)
        stored.exceptions[item.day.isoformat()] = target
    elif moved and (target.series or draft.clear_series):
        target.exceptions, target.gone = {}, []
        _date_at_first_occurrence(target)
    else:
        _hand_down(target, draft, props)
    mailboxes.changed(box, stored, "updated")
    if stored.organizer == box.account.address and (had_attendees or stored.attendees):
        delivery.deliver(mailboxes, box, stored, moved=moved, day=item.day)
    if item.day is not None and item.master is not None:
        return Item(target, "exception", target.start, target.end, stored, item.day)
    return Item(target, "seriesMaster" if target.series else "singleInstance", target.start, target.end)


def delete(mailboxes: Mailboxes, box: Mailbox, item: Item, comment: str = "") -> None:
    """Remove an event, a series, or one day of it; an organizer's attendees see it cancelled, and read the comment."""
    if item.master is not None and item.day is not None:
        item.master.gone.append(item.day.isoformat())
        item.master.exceptions.pop(item.day.isoformat(), None)
        mailboxes.changed(box, item.master, "updated", day_gone=True)
        if item.master.organizer == box.account.address and item.master.attendees:
            delivery.deliver(mailboxes, box, item.master)
        return
    mailboxes.changed(box, item.event, "deleted")
    if item.event.organizer == box.account.address and item.event.attendees:
        delivery.withdraw(mailboxes, box, item.event, comment)


def respond(
    mailboxes: Mailboxes, box: Mailbox, item: Item, answer: Answer, *, send: bool, proposed: Json | None
) -> None:
    """Answer an invitation, to a series or to one day of it; declining takes it out of the calendar."""
    copy = item.master or item.event
    if send:
        delivery.report(mailboxes, box, item, answer, proposed)
    if answer == "declined":
        delete(mailboxes, box, item)
        return
    if item.day is not None:
        answered = {item.day.isoformat(): copy.exceptions.setdefault(item.day.isoformat(), as_exception(item))}
    else:
        answered = {"": copy, **{day: one for day, one in copy.exceptions.items() if not one.cancelled}}
    organizer = mailboxes.find(copy.organizer)
    original = organizer.by_uid(copy.uid) if organizer else None
    for day, one in answered.items():
        source = original.exceptions.get(day, original) if original else None
        shown = source.props.get("showAs", "busy") if source else "busy"
        one.response, one.response_time = answer, mailboxes.now()
        one.props["showAs"] = "tentative" if answer == "tentativelyAccepted" and shown != "free" else shown
        one.change_key = new_change_key()
    mailboxes.changed(box, copy, "updated")


def uid_of(key: str) -> str:
    """The identity of a meeting that all its copies share."""
    return f"040000008200E00074C5B7101A82E008{key.upper()}000000000000000010000000{key[:16].upper()}"


def meeting_url(key: str) -> str:
    """Where a Teams meeting would be joined."""
    return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{key}%40thread.v2/0"


def _apply(box: Mailbox, event: Event, draft: Draft) -> None:
    event.start, event.end = draft.start or event.start, draft.end or event.end
    event.all_day = event.all_day if draft.all_day is None else draft.all_day
    event.series = None if draft.clear_series else draft.series or event.series
    event.props.update(draft.props)
    if draft.attendees is not None:
        _invite(event, draft.attendees)
    _set_meeting(box, event, draft)


def _hand_down(series: Event, draft: Draft, before: Json) -> None:
    """What a series got reaches its exceptions too, except where they differed from it."""
    for exception in series.exceptions.values():
        for name in draft.props:
            if exception.props.get(name) == before.get(name) and name in series.props:
                exception.props[name] = deepcopy(series.props[name])
        if draft.attendees is not None:
            _invite(exception, draft.attendees)


def _invite(event: Event, attendees: list[Json]) -> None:
    """Set the list; who was on it before keeps the answer given."""
    known = {one["emailAddress"]["address"].casefold(): one for one in event.attendees}
    answers = [known.get(one["emailAddress"]["address"].casefold(), one) for one in attendees]
    event.attendees = [
        deepcopy({**before, **one, "status": before["status"]}) for one, before in zip(attendees, answers, strict=True)
    ]


def _set_meeting(box: Mailbox, event: Event, draft: Draft) -> None:
    """Teams only where the calendar has it, silently not elsewhere; a body without the join link ends the meeting."""
    calendar = box.calendars.get(event.calendar)
    body = event.props.get("body") or {"contentType": "text", "content": ""}
    if event.props.pop("isOnlineMeeting", None):
        if calendar is None or not calendar.online_meetings:
            event.props.pop("onlineMeetingProvider", None)
        elif "onlineMeeting" not in event.props:
            url = meeting_url(event.key)
            conference = str(int(hashlib.sha256(event.key.encode()).hexdigest()[:8], 16)).zfill(10)
            event.props["onlineMeeting"] = {"joinUrl": url, "conferenceId": conference}
            event.props["onlineMeetingProvider"] = "teamsForBusiness"
            event.props["body"] = {**body, "content": f"{body['content']}\n____\nJoin the meeting: {url}\n____"}
    elif "body" in draft.props and (event.props.get("onlineMeeting") or {}).get("joinUrl", "") not in body["content"]:
        event.props.pop("onlineMeeting", None)
        event.props.pop("onlineMeetingProvider", None)


def _exception_for(item: Item, master: Event) -> Event:
    target = as_exception(item)
    target.key = master.key
    return target


def _check_neighbours(master: Event, item: Item, moved: Event) -> None:
    if master.series is None or item.day is None:
        return
    days = list(master.series.dates(min(HORIZON, item.day + FAR)))
    place = days.index(item.day)
    before = occurrence(master, days[place - 1]) if place else None
    after = occurrence(master, days[place + 1]) if place + 1 < len(days) else None
    if before is not None and moved.start.utc() < before.end.utc():
        raise CrossingError("before")
    if after is not None and moved.end.utc() > after.start.utc():
        raise CrossingError("after")


def _date_at_first_occurrence(event: Event) -> None:
    if event.series is None:
        return
    first = next(event.series.dates(HORIZON), None)
    if first is None:
        raise EmptySeriesError("the recurrence has no occurrence in its range")
    day = regular(event, first)
    if day.start.utc() != event.start.utc():
        length = event.end.wall - event.start.wall
        start = Moment(day.start.within(event.start.zone).wall, event.start.zone)
        event.start, event.end = start, Moment(start.wall + length, event.end.zone)
