"""Who may see when somebody is free: found, explained and protected by one rule."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.booking.model import BookingState
from core.configuration.model import SeenBy
from core.configuration.sharing import may_see
from core.dialogue.commands import Book, Find, Named, Why
from core.dialogue.screens import SettingsForm, SlotsCard, WhyCard
from core.dialogue.screens.settings import PeopleField, SettingsCard
from core.dialogue.settings_commands import OpenSharing, SaveSharing, ShowSettings
from core.people.model import Invitee
from core.shared.errors import InvalidChoice
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.world import ELSEWHERE, MONDAY, World, user

HOUR = timedelta(hours=1)
NOON = MONDAY + 3 * HOUR
ADA = replace(BEN, value="UADA")
DAY = MONDAY.date()
WITH_BEN = Find((BEN,), 30, DAY, DAY)


async def share(world: World, seen_by: str, *people: Named, key: str = "ben") -> SettingsCard:
    saved = await world.dialogue.submit(actor(key), SaveSharing(seen_by, people))  # type: ignore[arg-type]
    assert isinstance(saved, SettingsCard), saved
    return saved


async def times(world: World, find: Find = WITH_BEN, key: str = "ada") -> tuple[list[datetime], list[str]]:
    card = await ask(world, find, SlotsCard, key)
    return [slot.command.start for day in card.days for slot in day.slots], read(*card.unknown)  # type: ignore[union-attr]


@pytest.fixture
async def busy(two: World) -> World:
    """Ben has something from noon to one."""
    two.box("ben").add(NOON, NOON + HOUR)
    return two


async def test_my_organisation_may_see_by_default(busy: World) -> None:
    found, unknown = await times(busy)
    assert NOON not in found
    assert unknown == []


@pytest.mark.parametrize("people", [(), (Named("user", "UCLEO"),)])
async def test_who_may_not_see_reads_nothing_and_is_told_so(busy: World, people: tuple[Named, ...]) -> None:
    await busy.connected("cleo")
    await share(busy, "chosen" if people else "nobody", *people)
    found, unknown = await times(busy)
    assert NOON in found
    assert unknown == [
        "Ben Example doesn't share their times with you. They can be invited, but these times are not checked for them."
    ]
    why = await ask(busy, Why(DAY, 13 * 60, 30, (BEN,)), WhyCard)
    assert not any("busy" in line and "Ben" in line for line in read(*why.reasons))
    assert unknown[0] in read(*why.remarks)


@pytest.mark.parametrize("chosen", [ADA, Named("address", "ada@contoso.com")])
async def test_a_chosen_person_sees_by_mention_or_address(busy: World, chosen: Named) -> None:
    await share(busy, "chosen", chosen)
    found, unknown = await times(busy)
    assert NOON not in found
    assert unknown == []


async def test_a_chosen_person_sees_by_the_chat_they_were_picked_in(busy: World) -> None:
    """Also who had told nobody an address by then."""
    ben, picked = await busy.setup("ben"), Invitee("Ada Example", None, None, user("ada"))
    chosen = replace(ben, preferences=replace(ben.preferences, seen_by=SeenBy.CHOSEN, shown_to=(picked,)))
    ada = await busy.setup("ada")
    assert may_see(ada, [user("ada")], chosen)
    assert not may_see(ada, [user("cleo")], chosen)


async def test_an_address_that_another_tenant_claims_is_nobodys(busy: World) -> None:
    """Ada has an account elsewhere, too, whose directory says that it is Cleo's address."""
    await share(busy, "chosen", Named("address", "cleo@contoso.com"))
    busy.mailbox("ada@fabrikam.com", ELSEWHERE)
    known = busy.sign_in.accounts["ada@fabrikam.com"]
    busy.sign_in.add(replace(known, addresses=known.addresses | {"cleo@contoso.com"}))
    busy.join("ada", email="ada@fabrikam.com")
    await busy.sign("ada", "ada@fabrikam.com")
    assert len(await busy.connections("ada")) == 2
    assert NOON in (await times(busy))[0]


async def test_hiding_changes_nothing_for_the_persons_own_searches(busy: World) -> None:
    await share(busy, "nobody")
    found, unknown = await times(busy, replace(WITH_BEN, people=(ADA,)), "ben")
    assert NOON not in found
    assert unknown == []


async def test_who_shares_with_nobody_is_invited_and_not_protected(busy: World) -> None:
    await share(busy, "nobody")
    await busy.dialogue.submit(actor("ada"), Book(NOON, 30, (BEN,), "Coffee"))
    await busy.work()
    (booking,) = busy.store.transactions.tables.bookings.values()
    assert booking.state is BookingState.CONFIRMED
    assert booking.protected == {await busy.person("ada")}
    assert len(busy.box("ben").events[DEFAULT]) == 2


async def test_the_card_and_the_form_say_who_may_see(two: World) -> None:
    before = await ask(two, ShowSettings(), SettingsCard, "ben")
    assert "Everybody of my organisation" in [line for part in before.parts for line in read(*part.lines)]
    saved = await share(two, "chosen", ADA)
    assert "Chosen: Ada Example." in [line for part in saved.parts for line in read(*part.lines)]
    form = await two.dialogue.form(actor("ben"), OpenSharing())
    assert isinstance(form, SettingsForm)
    (people,) = [one for one in form.fields if isinstance(one, PeopleField)]
    assert [one.named for one in people.people] == [ADA]


async def test_nobody_chosen_is_said_beside_the_field(two: World) -> None:
    wrong = await two.dialogue.submit(actor("ben"), SaveSharing("chosen"))
    assert isinstance(wrong, InvalidChoice)
    assert (wrong.field, wrong.reason) == ("people", "sharing.no_people")
    assert (await two.setup("ben")).preferences.seen_by is SeenBy.ORGANISATION
