"""The cards and forms of admin: counts and ids, never what stands in anybody's calendar."""

from collections.abc import Mapping
from itertools import groupby

from core.administration.governing import Tenants
from core.administration.model import AuditLine, Health, Member
from core.configuration.workspace import Defaults
from core.connection.model import CONSUMER_TENANT, ConnectionState
from core.dialogue.admin_commands import (
    AllowTenant,
    DisconnectPerson,
    OpenPeople,
    OpenTenant,
    PickPerson,
    RemoveTenant,
    ShowAdmin,
    ShowAudit,
)
from core.dialogue.answers.admin_defaults import defaults_parts
from core.dialogue.answers.asker import Asker
from core.dialogue.screens import (
    Action,
    AdminCard,
    Ago,
    Day,
    Instant,
    Names,
    NewsCard,
    Style,
    Text,
    UserText,
    Zone,
    say,
)
from core.dialogue.screens.settings import PeopleField, SettingsForm, SettingsPart, TextField

SHOWN = 10
STATES = {
    ConnectionState.OK: say("admin.state_ok"),
    ConnectionState.NEEDS_RECONNECT: say("admin.state_reconnect"),
    ConnectionState.NEEDS_ADMIN: say("admin.state_admin"),
    ConnectionState.NEEDS_OPERATOR: say("admin.state_operator"),
}
WORDED = {
    "connected": say("audit.connected"),
    "disconnected": say("audit.disconnected"),
    "left": say("audit.left"),
    "joined": say("audit.joined"),
    "admin_approved": say("audit.admin_approved"),
    "data.exported": say("audit.exported"),
    "erased": say("audit.erased"),
    "booking.anyway": say("audit.anyway"),
    "defaults.changed": say("audit.defaults"),
    "tenant.added": say("audit.tenant_added"),
    "tenant.removed": say("audit.tenant_removed"),
    "meeting.answered": say("audit.answered"),
}
KINDS = {
    "booking": say("audit.booking"),
    "outlook": say("audit.outlook"),
    "preference": say("audit.preference"),
    "calendars": say("audit.preference"),
    "type": say("audit.type"),
    "offer": say("audit.offer"),
}
"""Of everything else only what it was about, by the first word of the action."""


def admin_card(asker: Asker, defaults: Defaults, tenants: Tenants, health: Health, saved: Text | None) -> AdminCard:
    return AdminCard(
        say("admin.title"),
        saved,
        (*defaults_parts(defaults), _tenants(tenants), _health(asker, health), _people()),
        (Action(say("action.audit"), ShowAudit()), Action(say("action.look_anew"), ShowAdmin())),
    )


def _tenants(found: Tenants) -> SettingsPart:
    domains = _domains(found)
    lines: list[Text] = []
    if found.chosen:
        lines.append(say("admin.tenants_only"))
        lines += [_tenant(tid, domains) for tid in sorted(found.chosen)[:SHOWN]]
        if len(found.chosen) > SHOWN:
            lines.append(say("label.more", n=len(found.chosen) - SHOWN))
    elif found.operators.only:
        lines.append(say("admin.tenants_one", tenant=_tenant(found.operators.only[0].casefold(), domains)))
    else:
        lines.append(say("admin.tenants_operator" if found.operators.allowed else "admin.tenants_all"))
    strangers = sum(one.accounts for one in found.strangers)
    if strangers:
        lines.append(say("admin.strangers", n=strangers))
    removes = [
        Action(say("admin.remove", tenant=_tenant(tid, domains)), RemoveTenant(tid))
        for tid in sorted(found.chosen)[:SHOWN]
    ]
    add = Action(say("action.allow_tenant"), OpenTenant())
    return SettingsPart(say("admin.tenants"), tuple(lines), (add, *removes))


def _domains(found: Tenants) -> dict[str, str]:
    """By which an organisation is recognised; private accounts have nothing in common."""
    return {one.tid.casefold(): one.domain for one in found.connected if one.tid != CONSUMER_TENANT}


def _tenant(tid: str, domains: dict[str, str]) -> Text:
    if tid == CONSUMER_TENANT:
        return say("admin.tenant_personal")
    if tid in domains:
        return say("admin.tenant_known", domain=UserText(domains[tid]), tid=UserText(tid))
    return say("admin.tenant_id", tid=UserText(tid))


def _health(asker: Asker, found: Health) -> SettingsPart:
    lines = [say("admin.people", n=found.people, connected=found.connected)]
    if found.accounts:
        states = tuple(
            say("admin.counted", what=STATES[ConnectionState(one)], n=n) for one, n in found.accounts.items()
        )
        lines.append(say("admin.accounts", list=Names(states)))
    if found.causes:
        lines.append(say("admin.causes", list=_codes(found.causes)))
    if found.oldest_read_at is not None:
        seconds = max(0, int((asker.now - found.oldest_read_at).total_seconds()))
        lines.append(say("admin.oldest", ago=Ago(seconds)))
    if found.unread:
        lines.append(say("admin.unread", list=_codes(found.unread)))
    lines.append(say("admin.jobs", waiting=found.waiting_jobs, dead=found.dead_jobs))
    if found.errors:
        lines.append(say("admin.errors", list=_codes(found.errors)))
    return SettingsPart(say("admin.health"), tuple(lines), ())


def _codes(found: Mapping[str, int]) -> Names:
    """As the logs call them."""
    return Names(tuple(say("admin.counted", what=UserText(code), n=count) for code, count in found.items()))


def _people() -> SettingsPart:
    pick = Action(say("action.pick_person"), OpenPeople())
    return SettingsPart(say("admin.people_title"), (say("admin.people_what"),), (pick,))


def tenant_form(found: Tenants) -> SettingsForm:
    known = [one for one in found.connected if one.tid.casefold() not in found.chosen][:SHOWN]
    listed = tuple(_tenant(one.tid.casefold(), _domains(found)) for one in known)
    first = () if found.chosen else (say("admin.tenant_first"),)
    return SettingsForm(
        "admin.form.tenant",
        (*first, *((say("admin.tenant_seen", list=Names(listed)),) if listed else ())),
        (TextField("tenant", "admin.form.tenant_id", "", "admin.form.tenant_hint"),),
        AllowTenant(),
        "admin.form.allow",
    )


def people_form() -> SettingsForm:
    return SettingsForm(
        "admin.form.people", (say("admin.form.people_note"),), (PeopleField(()),), PickPerson(), "admin.form.pick"
    )


def asking_tenant(tenant: str) -> NewsCard:
    return NewsCard(
        say("admin.last_tenant"),
        (say("admin.last_tenant_means"),),
        (
            Action(say("action.allow_all"), RemoveTenant(tenant, confirmed=True), style=Style.DANGER),
            Action(say("action.keep_tenants"), ShowAdmin()),
        ),
    )


def asking_person(found: Member) -> NewsCard:
    """Whose accounts would go, or that there are none."""
    name = UserText(found.name)
    back = Action(say("action.back_to_admin"), ShowAdmin())
    if not found.accounts:
        return NewsCard(say("admin.nothing_connected", name=name), (say("admin.nothing_to_do"),), (back,))
    return NewsCard(
        say("admin.ask_person", name=name),
        (say("admin.ask_accounts", n=found.accounts), say("admin.ask_means"), say("disconnect.outlook_stays")),
        (
            Action(say("action.disconnect"), DisconnectPerson(found.person, confirmed=True), style=Style.DANGER),
            back,
        ),
    )


def audit_card(asker: Asker, lines: tuple[AuditLine, ...]) -> AdminCard:
    """By days, the newest first."""
    parts = tuple(
        SettingsPart(say("admin.day", day=Day(day)), tuple(_line(one) for one in of_day), ())
        for day, of_day in groupby(lines, key=lambda one: asker.local_date(one.at))
    )
    none = SettingsPart(say("admin.audit_empty"), (), ())
    heading = say("admin.audit_title", zone=Zone(asker.reader.zone))
    actions = (Action(say("action.back_to_admin"), ShowAdmin()), Action(say("action.look_anew"), ShowAudit()))
    return AdminCard(heading, None, parts or (none,), actions)


def _line(one: AuditLine) -> Text:
    who = UserText(one.who) if one.who else say("audit.somebody")
    if one.action == "person.disconnected":
        whom = UserText(one.about) if one.about else say("audit.somebody")
        return say("audit.line", at=Instant(one.at), who=who, what=say("audit.person_disconnected", name=whom))
    what = WORDED.get(one.action) or KINDS.get(one.action.partition(".")[0]) or say("audit.other")
    return say("audit.line", at=Instant(one.at), who=who, what=what)
