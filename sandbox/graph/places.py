"""Which mailbox, calendar or event a path means, and whether the caller may read or write there."""

from dataclasses import dataclass, replace

from sandbox.graph.call import Call, missing_mailbox
from sandbox.graph.errors import denied, invalid, not_found
from sandbox.graph.wire import WRITERS, Viewer
from sandbox.mailbox.ids import Ref, box_tag, read_id
from sandbox.mailbox.model import Calendar, Event, Item, Mailbox
from sandbox.mailbox.view import occurrence, stored

READ = ("Calendars.Read", "Calendars.ReadWrite", "Calendars.Read.Shared", "Calendars.ReadWrite.Shared")
READ_BASIC = ("Calendars.ReadBasic", *READ)
WRITE = ("Calendars.ReadWrite", "Calendars.ReadWrite.Shared")
READ_SHARED = ("Calendars.Read.Shared", "Calendars.ReadWrite.Shared")
READERS = WRITERS | {"read"}


@dataclass(frozen=True, slots=True)
class Place:
    """A calendar as the caller reaches it: listed in `box`, its events kept in `home`'s calendar `key`.

    `named` when the path names it by id: then only its own events are found there.
    """

    box: Mailbox
    calendar: Calendar
    home: Mailbox
    key: str
    can_edit: bool
    sees_private: bool
    named: bool = False

    def events(self) -> list[Event]:
        """The stored events of this calendar."""
        return [event for event in self.home.events.values() if event.calendar == self.key]

    def viewer(self, call: Call) -> Viewer:
        """How the caller sees the events here; their ids are valid in the listing mailbox."""
        return Viewer(self.box.account.address, call.prefer, self.sees_private)


def box_of(call: Call, user: str | None) -> Mailbox:
    """The caller's mailbox (`user` None), or somebody else's if it shares anything with the caller."""
    if user is None:
        return call.own_box
    box = call.mailboxes.find(user)
    if box is not None and box.off:
        raise missing_mailbox()
    if box is None:
        raise (
            missing_mailbox()
            if "@" in user
            else invalid("ErrorInvalidUser", f"The requested user '{user}' is invalid.")
        )
    if box.account != call.bearer.account:
        if call.bearer.scopes.isdisjoint(READ_SHARED):
            raise denied()
        if not any(call.bearer.account.address in calendar.shares for calendar in box.calendars.values()):
            raise not_found()
    return box


def place_of(call: Call, box: Mailbox, calendar_id: str | None) -> Place:
    """The calendar with this id in a mailbox, or its default one; raises 404 when gone, 403 when not shared."""
    calendar = (
        box.default_calendar if calendar_id is None else box.calendars.get(_ref(box, calendar_id, "calendar").key)
    )
    if calendar is None:
        raise not_found()
    return replace(_reach(call, box, calendar), named=calendar_id is not None)


def source_of(call: Call, calendar: Calendar) -> tuple[Mailbox, Calendar] | None:
    """The colleague's mailbox and calendar behind a link, None for one's own; raises 404 when it is gone."""
    if calendar.source is None:
        return None
    owner = call.mailboxes.find(calendar.source[0])
    original = owner.calendars.get(calendar.source[1]) if owner and not owner.off else None
    if owner is None or original is None:
        raise not_found()
    return owner, original


def has_vanished(call: Call, calendar: Calendar) -> bool:
    """Whether a link leads to a mailbox or calendar that is no more."""
    if calendar.source is None:
        return False
    owner = call.mailboxes.find(calendar.source[0])
    return owner is None or owner.off or calendar.source[1] not in owner.calendars


def find_item(call: Call, place: Place, event_id: str) -> tuple[Place, Item]:
    """The event, series or occurrence with this id and its calendar; raises 400 for a malformed id, else 404."""
    box, ref = place.box, _ref(place.box, event_id, "event")
    for calendar in [place.calendar] if place.named else box.calendars.values():
        if has_vanished(call, calendar):
            continue
        home, key = source_of(call, calendar) or (box, calendar)
        event = home.events.get(ref.key)
        if event is not None and event.calendar == key.key:
            item = stored(event) if ref.day is None else occurrence(event, ref.day)
            if item is not None:
                return _reach(call, box, calendar), item
    raise not_found()


def _reach(call: Call, box: Mailbox, calendar: Calendar) -> Place:
    link = source_of(call, calendar)
    if link is not None:
        role = link[1].shares.get(box.account.address)
        if role not in READERS:
            raise denied()
        return Place(box, calendar, link[0], link[1].key, role in WRITERS, role == "delegateWithPrivateEventAccess")
    if box.account == call.bearer.account:
        return Place(box, calendar, box, calendar.key, can_edit=not calendar.read_only, sees_private=True)
    shared = calendar.shares.get(call.bearer.account.address)
    if shared not in READERS:
        raise denied()
    return Place(box, calendar, box, calendar.key, shared in WRITERS, shared == "delegateWithPrivateEventAccess")


def _ref(box: Mailbox, text: str, kind: str) -> Ref:
    try:
        ref = read_id(text)
    except ValueError as error:
        raise invalid("ErrorInvalidIdMalformed", "Id is malformed.") from error
    if ref.kind != kind or ref.box != box_tag(box.account.address):
        raise not_found()
    return ref
