"""Making one person of two, in memory: the same rules as core.storage.joining, over whole values."""

from dataclasses import replace
from typing import Any

from core.booking.model import LIVE, Booking
from core.configuration.meeting_types.model import both_members
from core.conflicts.model import Ledger
from core.connection.model import Connection
from core.people.model import PersonId
from core.storage.joining_values import both_choices, both_ledgers
from tests.fakes.memory import JobRow, Tables
from tests.fakes.occasions import join_occasions


def join_rows(tables: Tables, kept: PersonId, joined: PersonId) -> None:
    """Everything of `joined` becomes `kept`'s, and `joined` is deleted."""
    tables.profiles = {
        user: (kept if of == joined else of, profile, at) for user, (of, profile, at) in tables.profiles.items()
    }
    accounts = (_accounts(tables, kept), _accounts(tables, joined))
    tables.connections = {key: _handed(each, kept, joined) for key, each in tables.connections.items()}
    tables.export_links = {key: _handed(each, kept, joined) for key, each in tables.export_links.items()}
    tables.links = {key: _handed(each, kept, joined) for key, each in tables.links.items()}
    tables.approval_waits.pop(joined, None)
    tables.approval_returns = {
        key: (kept if who == joined else who, tid, at) for key, (who, tid, at) in tables.approval_returns.items()
    }
    chosen = [setting for who, setting in tables.own_choices if who == joined]
    for setting in chosen:
        del tables.own_choices[joined, setting]
        if kept not in tables.preferences:
            tables.own_choices[kept, setting] = True
    _join_choices(tables, kept, joined, accounts)
    _join_bookings(tables, kept, joined)
    for notice in [each for each in tables.notices.values() if each.person == joined]:
        del tables.notices[joined, notice.subject, notice.kind]
        subject = notice.subject.replace(f":{joined}", f":{kept}")
        kind = notice.kind if (kept, subject, notice.kind) not in tables.notices else f"{notice.kind}:{joined}"
        tables.notices[kept, subject, kind] = replace(notice, person=kept, subject=subject, kind=kind)
    waiting = [tables.kept_commands.pop(person, None) for person in (kept, joined)]
    commands = sorted((each for each in waiting if each), key=lambda each: each.expires_at)
    if commands:
        tables.kept_commands[kept] = replace(commands[-1], person=kept)
    for found in [each for each in tables.troubles.values() if each.person == joined]:
        del tables.troubles[joined, found.subject]
        tables.troubles[kept, found.subject] = replace(found, person=kept)
    tables.offers = {key: replace(one, host=kept) if one.host == joined else one for key, one in tables.offers.items()}
    tables.searches.pop(joined, None)
    tables.told_counts.pop(joined, None)
    tables.home_tabs = {key: _handed(one, kept, joined) for key, one in tables.home_tabs.items()}
    join_occasions(tables, kept, joined)
    tables.meeting_types = {key: both_members(kind, kept, joined) for key, kind in tables.meeting_types.items()}
    tables.teams = {
        key: team.with_members(tuple(kept if one == joined else one for one in team.members))
        for key, team in tables.teams.items()
    }
    tables.jobs = {key: _renamed(each, kept, joined) for key, each in tables.jobs.items()}
    tables.series_drafts = {key: _handed(each, kept, joined) for key, each in tables.series_drafts.items()}
    tables.sync_switches.pop(joined, None)
    del tables.persons[joined], tables.busy_versions[joined]


def _handed(row: Any, kept: PersonId, joined: PersonId) -> Any:
    return replace(row, person=kept) if row.person == joined else row


Accounts = tuple[Connection, ...]


def _accounts(tables: Tables, person: PersonId) -> Accounts:
    mine = [each for each in tables.connections.values() if each.person == person]
    return tuple(sorted(mine, key=lambda each: (each.created_at, each.id)))


def _join_choices(tables: Tables, kept: PersonId, joined: PersonId, accounts: tuple[Accounts, Accounts]) -> None:
    mine, theirs = tables.preferences.get(kept), tables.preferences.pop(joined, None)
    if theirs is not None:
        tables.preferences[kept] = both_choices(mine, theirs, accounts) if mine else replace(theirs, person=kept)
    known = tables.ledgers.pop(joined, None)
    if known is not None:
        tables.ledgers[kept] = both_ledgers(tables.ledgers.get(kept, Ledger(kept)), known)


def _join_bookings(tables: Tables, kept: PersonId, joined: PersonId) -> None:
    protecting = [each for each in tables.bookings.values() if kept in each.protected]
    taken = {each.request_key for each in tables.bookings.values() if each.host == kept}
    for booking in list(tables.bookings.values()):
        changed = booking
        if joined in booking.protected:
            covered = any(_at_once(each, booking) for each in protecting)
            protected = booking.protected - {joined} | (frozenset() if covered else {kept})
            people = tuple(_handed(each, kept, joined) for each in booking.plan.invitees)
            changed = replace(booking, protected=protected, plan=replace(booking.plan, invitees=people))
        if booking.host == joined:
            key = booking.id if booking.request_key in taken else booking.request_key
            changed = replace(changed, host=kept, request_key=key)
        if booking.booked_by == joined:
            changed = replace(changed, booked_by=kept)
        tables.bookings[booking.id] = changed


def _at_once(one: Booking, other: Booking) -> bool:
    return one.state in LIVE and other.state in LIVE and one.plan.when.overlaps(other.plan.when)


def _renamed(row: JobRow, kept: PersonId, joined: PersonId) -> JobRow:
    args = {name: kept if value == joined else value for name, value in row.args.items()}
    waits = row.state == "waiting" and row.lock_key is not None
    return replace(row, args=args, lock_key=(row.lock_key or "").replace(joined, kept) if waits else row.lock_key)
