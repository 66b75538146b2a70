"""Meetings travel: attendees get copies of what the organizer writes, and the organizer hears their answers."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime

from sandbox.mailbox.model import Event, Item, Json, Mailbox
from sandbox.mailbox.store import Mailboxes, derived_key, new_change_key
from sandbox.mailbox.view import as_exception, occurrence

OWN_PROPS = ("showAs", "categories", "isReminderOn", "reminderMinutesBeforeStart", "singleValueExtendedProperties")
NEVER = "0001-01-01T00:00:00Z"
SHOWN_AS = {"notResponded": "tentative", "tentativelyAccepted": "tentative"}


def deliver(
    mailboxes: Mailboxes, organizer: Mailbox, event: Event, *, moved: bool = False, day: date | None = None
) -> None:
    """Bring all attendees' copies of the organizer's meeting up to date; who is no longer invited sees it cancelled.

    Who declined hears of it again only when it `moved`, or that `day` of it.
    """
    invited = {box.account.address for box in _invited(mailboxes, event)}
    declined = {
        one["emailAddress"]["address"].casefold() for one in event.attendees if one["status"]["response"] == "declined"
    }
    for box in mailboxes.boxes.values():
        if box is organizer:
            continue
        copy = box.by_uid(event.uid)
        if box.account.address in invited:
            if copy is not None and moved:
                copy.gone = [text for text in copy.gone if day is not None and text != day.isoformat()]
            if copy is not None or box.account.address not in declined:
                _bring(mailboxes, box, event, copy)
        elif copy is not None and copy.organizer == event.organizer and not copy.cancelled:
            call_off(copy)
            mailboxes.changed(box, copy, "updated")


def withdraw(mailboxes: Mailboxes, organizer: Mailbox, event: Event, comment: str = "") -> None:
    """Cancel a meeting at all its attendees, whose copies the comment tops."""
    for box in mailboxes.boxes.values():
        copy = box.by_uid(event.uid)
        if box is not organizer and copy is not None and not copy.cancelled:
            call_off(copy)
            if comment:
                body = copy.props.get("body") or {"contentType": "text", "content": ""}
                copy.props["body"] = {**body, "content": f"{comment}\n{body['content']}"}
            mailboxes.changed(box, copy, "updated")


def report(mailboxes: Mailboxes, attendee: Mailbox, item: Item, response: str, proposed: Json | None) -> None:
    """Tell the organizer an attendee's answer, with a proposed new time if there is one. An answer to one day of a
    series stands at that day, which becomes an exception."""
    box = mailboxes.find(item.event.organizer)
    original = box.by_uid(item.event.uid) if box else None
    if box is None or original is None:
        return
    answered = [original, *original.exceptions.values()]
    if item.day is not None:
        same = occurrence(original, item.day)
        if same is None:
            return
        answered = [original.exceptions.setdefault(item.day.isoformat(), as_exception(same))]
    found = [
        invitee
        for event in answered
        for invitee in event.attendees
        if invitee["emailAddress"]["address"].casefold() == attendee.account.address
    ]
    for invitee in found:
        note_answer(invitee, response, f"{mailboxes.now():%Y-%m-%dT%H:%M:%SZ}", proposed)
    if found:
        for event in answered:
            event.change_key = new_change_key()
        mailboxes.changed(box, original, "updated")


def note_answer(invitee: Json, response: str, time: str | None, proposed: Json | None) -> None:
    """Write an answer into an organizer's list of attendees."""
    invitee["status"] = {"response": response, "time": time or NEVER}
    invitee.pop("proposedNewTime", None)
    if proposed:
        invitee["proposedNewTime"] = proposed


def call_off(copy: Event) -> None:
    """Make a copy say that the organizer cancelled it."""
    copy.cancelled = True
    subject = copy.props.get("subject") or ""
    copy.props["subject"] = subject if subject.startswith("Canceled: ") else f"Canceled: {subject}"
    copy.props["showAs"] = "free"
    for exception in copy.exceptions.values():
        call_off(exception)


def _invited(mailboxes: Mailboxes, event: Event) -> Iterator[Mailbox]:
    for invitee in event.attendees:
        box = mailboxes.find(invitee["emailAddress"]["address"])
        if box is not None and box.account.address != event.organizer:
            yield box


def _bring(mailboxes: Mailboxes, box: Mailbox, event: Event, old: Event | None) -> None:
    copy = _copy(event, old, box.default_calendar.key, mailboxes.now())
    copy.key = old.key if old else derived_key(event.uid, box.account.address)
    for exception in copy.exceptions.values():
        exception.key, exception.calendar = copy.key, copy.calendar
    if old is not None:
        for day in event.gone:
            if (called_off := _called_off(old, day)) is not None:
                copy.exceptions[day] = called_off
        if _told(copy) == _told(old):
            return
    box.events[copy.key] = copy
    mailboxes.changed(box, copy, "created" if old is None else "updated")


def _called_off(old: Event, day: str) -> Event | None:
    """A day the organizer deleted: it stays with the attendee, cancelled. None when the attendee has it no more."""
    item = occurrence(old, date.fromisoformat(day))
    if item is None or item.event.cancelled:
        return item.event if item else None
    exception = as_exception(item)
    call_off(exception)
    return exception


def _copy(event: Event, old: Event | None, calendar: str, now: datetime) -> Event:
    """The attendee's version of the organizer's event; an answer given before holds while the time stays."""
    copy = deepcopy(event)
    copy.transaction, copy.change_key = None, new_change_key()
    copy.key, copy.calendar, copy.created = (old.key, old.calendar, old.created) if old else (event.key, calendar, now)
    for invitee in copy.attendees:
        note_answer(invitee, "none", None, None)
    kept = old is not None and not old.cancelled and when(old) == when(event)
    copy.response = old.response if old and kept else "notResponded"
    copy.response_time = old.response_time if old and kept else None
    for name in OWN_PROPS:
        copy.props.pop(name, None)
        if old is not None and name in old.props:
            copy.props[name] = old.props[name]
    if not kept or copy.response not in {"accepted", "tentativelyAccepted"}:
        shown = event.props.get("showAs", "busy")
        copy.props["showAs"] = shown if shown == "free" else SHOWN_AS.get(copy.response, shown)
    copy.gone = list(old.gone if old else event.gone)
    copy.exceptions = {
        day: _copy(one, _day_of(old, day), calendar, now)
        for day, one in event.exceptions.items()
        if day not in copy.gone
    }
    return copy


def _day_of(series: Event | None, day: str) -> Event | None:
    """What the attendee has on that day of a series so far."""
    item = occurrence(series, date.fromisoformat(day)) if series is not None and not series.cancelled else None
    return as_exception(item) if item is not None else None


def when(event: Event) -> tuple[object, ...]:
    """What makes an event another appointment when it changes."""
    return event.start.utc(), event.end.utc(), event.all_day, event.series


def _told(event: Event) -> tuple[object, ...]:
    inner = {day: _told(one) for day, one in event.exceptions.items()}
    return when(event), event.props, event.attendees, event.cancelled, inner, event.gone
