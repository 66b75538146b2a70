"""The person behind the token and the settings of a mailbox."""

import uuid
from datetime import datetime

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.errors import denied
from sandbox.mailbox.model import Json, Mailbox
from sandbox.mailbox.recurrence import DAYS
from sandbox.people import Account, account_by_oid, account_of, person_of
from sandbox.zones import iana_names, offset_text, windows_names, zone

SETTINGS = ("MailboxSettings.Read", "MailboxSettings.ReadWrite")
CATEGORIES = {
    "Red category": "preset0",
    "Orange category": "preset1",
    "Yellow category": "preset3",
    "Green category": "preset4",
    "Blue category": "preset7",
    "Purple category": "preset8",
}
FORMATS = {
    "de-DE": ("dd.MM.yyyy", "HH:mm", "German (Germany)"),
    "en-GB": ("dd/MM/yyyy", "HH:mm", "English (United Kingdom)"),
    "en-US": ("M/d/yyyy", "h:mm tt", "English (United States)"),
}


async def me(call: Call, user: str | None) -> web.Response:
    """GET /me and /users/{oneself}; looking up colleagues takes a scope that is not served here."""
    call.need("User.Read")
    account = call.bearer.account if user is None else account_of(user) or account_by_oid(user)
    if account != call.bearer.account:
        raise denied()
    return web.json_response(
        {"@odata.context": f"{call.origin}/v1.0/$metadata#users/$entity", **profile(call.bearer.account)}
    )


async def mailbox_settings(call: Call, box: Mailbox, part: str | None) -> web.Response:
    """GET …/mailboxSettings, …/timeZone and …/workingHours."""
    call.need(*SETTINGS)
    if box.account != call.bearer.account:
        raise denied()
    context = {"@odata.context": f"{call.origin}/v1.0/$metadata#users('{box.account.oid}')/mailboxSettings"}
    if part == "timezone":
        return web.json_response({**context, "value": box.zone})
    if part == "workinghours":
        return web.json_response({**context, **working_hours(box)})
    return web.json_response({**context, **settings(box)})


async def supported_time_zones(call: Call, standard: str) -> web.Response:
    """GET …/outlook/supportedTimeZones: by their Windows names, or with the parameter TimeZoneStandard by IANA's."""
    call.need("User.Read")
    names = iana_names() if "'iana'" in standard.casefold() else windows_names()
    context = f"{call.origin}/v1.0/$metadata#Collection(microsoft.graph.timeZoneInformation)"
    now = call.world.clock.now()
    rows = [{"alias": name, "displayName": f"({offset_text(now, name)}) {name}"} for name in names]
    return web.json_response({"@odata.context": context, "value": rows})


async def master_categories(call: Call, box: Mailbox) -> web.Response:
    """GET …/outlook/masterCategories: the six that a mailbox begins with."""
    call.need(*SETTINGS)
    if box.account != call.bearer.account:
        raise denied()
    context = f"{call.origin}/v1.0/$metadata#users('{box.account.oid}')/outlook/masterCategories"
    rows = [
        {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{box.account.oid}/{name}")), "displayName": name, "color": color}
        for name, color in CATEGORIES.items()
    ]
    return web.json_response({"@odata.context": context, "value": rows})


def profile(account: Account) -> Json:
    """The account as the directory shows it."""
    person = person_of(account.address)
    first, _, last = account.name.partition(" ")
    return {
        "id": account.oid,
        "displayName": account.name,
        "givenName": first,
        "surname": last,
        "mail": account.address,
        "userPrincipalName": account.address,
        "jobTitle": person.title if person and not account.personal else None,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": person.locale if person else None,
        "businessPhones": [],
    }


def working_hours(box: Mailbox) -> Json:
    """The working hours, the same on all working days."""
    return {
        "daysOfWeek": [DAYS[day] for day in box.days],
        "startTime": f"{box.hours[0]}:00.0000000",
        "endTime": f"{box.hours[1]}:00.0000000",
        "timeZone": _custom(box) if box.custom_hours_zone else {"name": box.zone},
    }


def _custom(box: Mailbox) -> Json:
    """A zone of one's own making, as old clients leave it behind: the mailbox's, without its clock changes."""
    start = {"time": "00:00:00.0000000", "dayOccurrence": 0, "dayOfWeek": "sunday", "month": 0, "year": 0}
    east = datetime(2026, 1, 15, tzinfo=zone(box.zone)).utcoffset()
    return {
        "@odata.type": "#microsoft.graph.customTimeZone",
        "bias": -int(east.total_seconds() // 60) if east else 0,
        "name": "Customized Time Zone",
        "standardOffset": start,
        "daylightOffset": {**start, "daylightBias": 0},
    }


def settings(box: Mailbox) -> Json:
    """All mailbox settings."""
    dates, times, language = FORMATS[box.locale]
    never = {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "UTC"}
    return {
        "archiveFolder": None,
        "timeZone": box.zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": dates,
        "timeFormat": times,
        "userPurpose": {"value": "user"},
        "automaticRepliesSetting": {
            "status": "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": never,
            "scheduledEndDateTime": never,
        },
        "language": {"locale": box.locale, "displayName": language},
        "workingHours": working_hours(box),
    }
