"""What an admin decides about hours, quiet hours and language: for who chose nothing, and said where they look."""

from dataclasses import replace

import pytest

from core.availability import Hours
from core.configuration.ports import MailboxSettings
from core.configuration.workspace import OFFICE_HOURS, Defaults, HoursFrom
from core.dialogue.admin_commands import SaveDefaultHours, SaveDefaults, ShowAdmin
from core.dialogue.commands import Command
from core.dialogue.screens import AdminCard, SettingsCard
from core.dialogue.settings_commands import (
    SaveHours,
    SaveLanguage,
    SaveRules,
    SaveWarnings,
    ShowSettings,
    TakeOutlookHours,
)
from core.dialogue.texts import sentence
from core.people.model import PersonId, Reader
from core.shared.errors import InvalidChoice
from tests.unit.core.asking import actor, ask, read
from tests.unit.world import World, build, user

OUTLOOKS = Hours.parse({"tue": [["14:00", "15:00"]]})
OURS = SaveDefaultHours(mon="10:00-12:00", first="ours")
ELSE_OURS = SaveDefaultHours(mon="10:00-12:00")


@pytest.fixture
async def led() -> World:
    """Ada is an admin whose Outlook has hours; Ben's has none."""
    world = build()
    world.directory.admins.admins = {user("ada")}
    world.join("ada")
    world.mailbox("ada@contoso.com").settings = MailboxSettings("Europe/Berlin", OUTLOOKS)
    world.join("ben")
    world.mailbox("ben@contoso.com").settings = MailboxSettings("Europe/Berlin", None)
    for key in ("ada", "ben"):
        await world.sign(key, f"{key}@contoso.com")
    await world.work()
    return world


async def decide(world: World, command: Command) -> None:
    await ask(world, command, AdminCard)
    await world.work()


async def week(world: World, key: str) -> Hours:
    person: PersonId = await world.person(key)
    return world.store.transactions.tables.preferences[person].hours


async def card(world: World, key: str, command: Command = ShowSettings()) -> list[str]:  # noqa: B008
    shown = await ask(world, command, SettingsCard, key=key)
    return [line for part in shown.parts for line in read(*part.lines)]


async def test_without_a_decision_outlooks_hours_hold_and_else_the_usual_ones(led: World) -> None:
    assert (await week(led, "ada"), await week(led, "ben")) == (OUTLOOKS, OFFICE_HOURS)
    assert "As in Outlook." in await card(led, "ada")
    assert "The usual hours: Outlook has none." in await card(led, "ben")


async def test_the_workspaces_hours_stand_in_where_outlook_has_none(led: World) -> None:
    await decide(led, ELSE_OURS)
    ours = Hours.parse({"mon": [["10:00", "12:00"]]})
    assert (await week(led, "ada"), await week(led, "ben")) == (OUTLOOKS, ours)
    assert "As in Outlook." in await card(led, "ada")
    assert {"Mon: 10:00–12:00", "From your workspace."} <= {*await card(led, "ben")}
    led.box("ben").settings = MailboxSettings("Europe/Berlin", OUTLOOKS)
    assert "As in Outlook." in await card(led, "ben")
    assert await week(led, "ben") == OUTLOOKS


async def test_the_workspaces_hours_come_before_outlooks_only_where_an_admin_says_so(led: World) -> None:
    await decide(led, OURS)
    ours = Hours.parse({"mon": [["10:00", "12:00"]]})
    assert (await week(led, "ada"), await week(led, "ben")) == (ours, ours)
    assert "From your workspace." in await card(led, "ada")
    await decide(led, ELSE_OURS)
    assert await week(led, "ada") == OUTLOOKS, "Outlook's are back without asking Outlook"


async def test_own_hours_and_the_choice_of_outlooks_win_over_the_workspaces(led: World) -> None:
    await decide(led, OURS)
    shown = await ask(led, ShowSettings(), SettingsCard)
    assert TakeOutlookHours() in [one.command for part in shown.parts for one in part.actions]
    assert "As in Outlook." in await card(led, "ada", TakeOutlookHours())
    own = await card(led, "ben", SaveHours(wed="08:00-09:00", zone="Europe/Berlin"))
    assert "Your own hours, not Outlook's." in own
    await decide(led, replace(OURS, tue="10:00-12:00"))
    assert await week(led, "ada") == OUTLOOKS
    assert await week(led, "ben") == Hours.parse({"wed": [["08:00", "09:00"]]})
    await card(led, "ada")
    assert await week(led, "ada") == OUTLOOKS, "also after the look that each card takes"


async def test_days_off_stay_whatever_an_admin_decides(led: World) -> None:
    tables, ben = led.store.transactions.tables, await led.person("ben")
    away = Hours(tables.preferences[ben].hours.week, ((led.clock.now().date(), ()),))
    tables.preferences[ben] = replace(tables.preferences[ben], hours=away)
    await decide(led, OURS)
    assert (await week(led, "ben")).overrides == away.overrides


async def test_a_week_without_hours_and_what_is_no_hours_are_said_beside_their_field(led: World) -> None:
    asker = actor("ada")
    assert await led.dialogue.submit(asker, SaveDefaultHours()) == InvalidChoice("mon", "settings.no_hours")
    assert await led.dialogue.submit(asker, SaveDefaultHours(tue="x")) == InvalidChoice("tue", "settings.bad_hours")
    assert await led.dialogue.submit(asker, SaveDefaults(quiet="x")) == InvalidChoice("quiet", "settings.bad_hours")
    gone = SaveDefaults(language="tlh")
    assert await led.dialogue.submit(asker, gone) == InvalidChoice("language", "form.bad_field")
    assert led.store.transactions.tables.defaults == {}


async def test_one_form_leaves_what_the_other_decided(led: World) -> None:
    await decide(led, OURS)
    await decide(led, SaveDefaults(step_minutes=15, quiet="22:00-06:00", language="de"))
    (decided,) = led.store.transactions.tables.defaults.values()
    assert (decided.hours_first, decided.step_minutes, decided.quiet_from_minute) == (True, 15, 22 * 60)
    shown = await ask(led, ShowAdmin(), AdminCard)
    lines = [line for part in shown.parts for line in read(*part.lines)]
    assert {
        "Times begin every 15 min.",
        "Quiet from 22:00 to 06:00, unless it begins within the hour",
        "People whose chat is in a language that I don't have read Deutsch.",
        "Mon: 10:00–12:00",
        "These come before the hours in Outlook.",
    } <= {*lines}
    written = [what for _, action, what in led.store.transactions.tables.audit.values() if action == "defaults.changed"]
    assert written == [
        {"changed": "hours hours_first"},
        {"changed": "step_minutes quiet_from_minute quiet_to_minute language"},
    ]


async def test_step_and_quiet_hours_hold_for_who_chose_none_and_are_said(led: World) -> None:
    await card(led, "ben", SaveWarnings(warnings=True, quiet=""))
    await card(led, "ben", SaveRules(step_minutes=60, horizon_days="60"))
    await decide(led, SaveDefaults(step_minutes=15, quiet="22:00-06:00"))
    mine, bens = await card(led, "ada"), await card(led, "ben")
    assert {
        "30 min long unless you say otherwise, a start every 15 min",
        "Length, step and notice are from your workspace.",
        "Quiet from 22:00 to 06:00, unless it begins within the hour",
        "The quiet hours are from your workspace.",
    } <= {*mine}
    assert {"No quiet hours", "30 min long unless you say otherwise, a start every 1 h"} <= {*bens}
    assert not [line for line in bens if "from your workspace" in line]


async def test_the_workspaces_language_is_for_who_chose_none_and_whose_chat_speaks_none_we_have(led: World) -> None:
    await decide(led, SaveDefaults(language="de"))
    meeting = led.meeting

    async def reads(locale: str) -> Reader:
        return await meeting.reader(user("ben"), Reader("Europe/Berlin", locale))

    assert sentence("action.change", await reads("fr-FR")) == "Ändern"
    assert sentence("action.change", await reads("en-US")) == "Change"
    told = await meeting.reads(await led.person("ben"))
    assert sentence("action.change", replace(told, locale="fr-FR")) == "Ändern", "also what is told unasked"
    french = replace(actor("ben"), reads=Reader("Europe/Berlin", "fr-FR"))
    shown = await led.dialogue.handle(french, ShowSettings())
    assert isinstance(shown, SettingsCard)
    assert "Deutsch, from your workspace" in [line for part in shown.parts for line in read(*part.lines)]
    await led.dialogue.handle(french, SaveLanguage("en"))
    assert sentence("action.change", await reads("fr-FR")) == "Change", "one's own choice wins"


@pytest.mark.parametrize("outlooks", [None, OUTLOOKS])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("own", [frozenset[str](), frozenset({"hours"})])
async def test_whose_hours_hold_is_one_rule(
    led: World, outlooks: Hours | None, first: bool, own: frozenset[str]
) -> None:
    chosen = replace(led.store.transactions.tables.preferences[await led.person("ada")], outlook_hours=outlooks)
    ours = Defaults(hours=Hours.parse({"sat": [["10:00", "11:00"]]}), hours_first=first)
    held, said = ours.in_force(chosen, own).hours, ours.hours_from(chosen, own)
    outlook_wins = outlooks is not None and (bool(own) or not first)
    assert (held, said) == ((OUTLOOKS, HoursFrom.OUTLOOK) if outlook_wins else (ours.hours, HoursFrom.WORKSPACE))
    kept = replace(chosen, own_hours=True)
    assert ours.in_force(kept, own).hours == chosen.hours
