"""What the five people have in their calendars, laid around the next working week of the sandbox clock."""

from datetime import datetime

from sandbox.mailbox.model import Mailbox
from sandbox.mailbox.store import Mailboxes, derived_key
from sandbox.people import PEOPLE, person_of
from sandbox.seed.desk import Desk, next_monday
from sandbox.seed.people import FILL
from sandbox.zones import windows_name

ZONES = {"Asia/Kolkata": "India Standard Time", "America/New_York": "Eastern Standard Time"}
HOURS = {"emil": ("10:00", "18:00"), "ben": ("09:00", "17:30"), "dina": ("08:30", "16:30")}
OWN_CALENDARS = {
    "ada@contoso.com": ("Side projects", "Customer visits"),
    "ben@contoso.com": ("Family", "Team launch"),
    "carol@contoso.com": ("Family", "Sales events"),
    "dina@contoso.com": ("Side projects", "Design desk"),
    "emil@contoso.com": ("Family", "Release train"),
    "dina.haddad@outlook.example": ("Family",),
}
COLORS = (("lightOrange", "#f7630c"), ("lightTeal", "#00b7c3"))
# owner, calendar, sharee, role
SHARED = (
    ("ben", "Team launch", "ada", "read"),
    ("dina", "Design desk", "ben", "read"),
    ("ada", "Customer visits", "carol", "read"),
    ("emil", "Release train", "dina", "read"),
    ("carol", "Sales events", "emil", "read"),
    ("ben", "Team launch", "emil", "write"),
)


def seed(mailboxes: Mailboxes, now: datetime) -> None:
    """Fill empty mailboxes. The contents depend on nothing but the date of `now`."""
    monday = next_monday(now)
    for person in PEOPLE:
        for account in person.accounts:
            zone = ZONES.get(person.tz) or windows_name(person.tz)
            hours = HOURS.get(person.key, ("09:00", "17:00"))
            box = Mailbox(account, zone, person.locale, hours)
            mailboxes.boxes[account.address] = box
            _add_calendars(mailboxes, box)
    for owner, name, sharee, role in SHARED:
        _share(mailboxes, owner, name, sharee, role)
    for address, fill in FILL.items():
        fill(Desk(mailboxes, mailboxes.boxes[address], monday))


def _add_calendars(mailboxes: Mailboxes, box: Mailbox) -> None:
    address = box.account.address
    mailboxes.add_calendar(box, "Calendar", key=derived_key(address, "Calendar"), default=True)
    for name, (color, hex_color) in zip(OWN_CALENDARS[address], COLORS, strict=False):
        calendar = mailboxes.add_calendar(box, name, key=derived_key(address, name))
        calendar.color, calendar.hex_color = color, hex_color


def _share(mailboxes: Mailboxes, owner: str, name: str, sharee: str, role: str) -> None:
    giver, taker = mailboxes.boxes[f"{owner}@contoso.com"], mailboxes.boxes[f"{sharee}@contoso.com"]
    calendar = giver.calendar_named(name)
    if calendar is None or person_of(taker.account.address) is None:
        raise LookupError(f"{owner} has no calendar {name} to share with {sharee}")
    key = derived_key(taker.account.address, owner, name)
    mailboxes.share(giver, calendar, taker, "write" if role == "write" else "read", name, key)
