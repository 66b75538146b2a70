"""Examples of the screens about one's own data, and of those for admins; the size says how much there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.administration.governing import Tenants
from core.administration.model import AuditLine, ConnectedTenant, Health, Member
from core.configuration.workspace import Defaults
from core.connection.usecases import AllowedTenants
from core.dialogue.answers.admin_cards import (
    admin_card,
    asking_person,
    asking_tenant,
    audit_card,
    people_form,
    tenant_form,
)
from core.dialogue.answers.admin_defaults import default_hours_form, defaults_form
from core.dialogue.answers.asker import Asker
from core.dialogue.mydata_commands import EraseMyData, ExportMyData, ShowMyData
from core.dialogue.screens import Action, MyDataCard, Names, Screen, SettingsForm, Style, Text, UserText, say
from core.people.model import ChatUser, PersonId, Platform, Reader

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ASKER = Asker(PersonId("p"), "Ada", ChatUser(Platform.SLACK, "T1", "U1"), Reader("Europe/Berlin", "en-GB"), NOW, "r")
HEALTH = Health(
    people=1,
    connected=0,
    accounts={},
    causes={},
    oldest_read_at=None,
    unread={},
    waiting_jobs=0,
    dead_jobs=0,
    errors={},
)
NONE = Tenants(frozenset(), AllowedTenants(), ())


def admin_examples(name: UserText, says: Text, size: int) -> list[Screen]:
    return [*_data(name, says, size), *_admin(name, says, size)]


def _data(name: UserText, says: Text, size: int) -> list[Screen]:
    accounts = say("mydata.accounts", addresses=Names((name,) * max(size, 1)))
    return [
        MyDataCard(
            say("mydata.title"),
            (say("mydata.what"), accounts),
            (),
            (
                Action(say("action.export_data"), ExportMyData(), style=Style.PRIMARY),
                Action(say("action.erase_data"), EraseMyData()),
            ),
        ),
        MyDataCard(
            say("mydata.erase_title"),
            (say("mydata.goes"), says) * 2,
            (say("mydata.stays_outlook"), says),
            (
                Action(say("action.erase_now"), EraseMyData(confirmed=True, person="p"), style=Style.DANGER),
                Action(say("action.keep_data"), ShowMyData()),
            ),
        ),
        MyDataCard(
            say("mydata.export_title"),
            (says,),
            (),
            (Action(say("action.open_export"), url="https://bot.example/mydata/x", style=Style.PRIMARY),),
        ),
    ]


def _tenants(name: UserText, size: int) -> Tenants:
    tids = [f"0f3b7c1e-0000-0000-0000-{number:012}" for number in range(size)]
    connected = tuple(ConnectedTenant(tid, str(name), number + 1) for number, tid in enumerate(tids))
    return Tenants(frozenset(tids[::2]), AllowedTenants(frozenset(tids)), connected)


def _admin(name: UserText, says: Text, size: int) -> list[Screen]:
    codes = {f"code_{number}": number for number in range(1, size + 1)}
    sick = replace(
        HEALTH,
        people=size,
        connected=size,
        accounts={"ok": size, "needs_reconnect": 1, "needs_admin": 1, "needs_operator": 1},
        causes=codes,
        oldest_read_at=NOW - timedelta(hours=size),
        unread=codes,
        dead_jobs=size,
        errors=codes,
    )
    actions = ("connected", "booking.confirmed", "person.disconnected", "outlook.moved", "unheard", "erased")
    lines = tuple(
        AuditLine(NOW - timedelta(hours=number * 5), actions[number % 6], str(name) if number % 5 else None, str(name))
        for number in range(min(size, 50))
    )
    member = Member(PersonId("b"), str(name), size + 1)
    return [
        admin_card(ASKER, Defaults(), NONE, HEALTH, None),
        admin_card(
            ASKER,
            Defaults(read_only_first=True, one_tap=True, language="de", hours_first=True),
            _tenants(name, size),
            sick,
            says,
        ),
        audit_card(ASKER, lines),
        audit_card(ASKER, ()),
        asking_person(member),
        asking_person(replace(member, accounts=0)),
        asking_tenant("0f3b7c1e-0000-0000-0000-000000000000"),
    ]


def admin_forms(name: UserText, size: int) -> list[SettingsForm]:
    return [
        defaults_form(Defaults()),
        default_hours_form(Defaults()),
        tenant_form(NONE),
        tenant_form(_tenants(name, size)),
        people_form(),
    ]
