"""Tokens die in Microsoft's ways, over HTTP: one card for whom it concerns, nobody else hears of it, and it heals."""

import pytest

from tests.driving.cards import Card
from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, connected, finds

REVOKED, CONSENT_REMOVED, DISABLED, SECRET_EXPIRED = 50173, 65001, 50057, 7000222
LOST = f"{ADA} can't be read any more"
WHY = {
    REVOKED: "ended the stored sign-in",
    CONSENT_REMOVED: "right to read this account was taken back",
    DISABLED: "switched off at Microsoft",
}


async def _dies(ada: Person, truth: Truth, code: int) -> Card:
    """At Microsoft's side; the access tokens given out end with it, and the next look at Outlook notices."""
    await truth.listened_to(ADA)
    await ada.marks()
    await truth.admin("POST", "entra/trouble", {"account": ADA, "code": code, "access": True})
    await truth.adds(ADA, _event("Noticed"))
    return await ada.sees(LOST, within=40)


async def _is_repaired(truth: Truth) -> None:
    await truth.admin("DELETE", f"entra/trouble?account={ADA}")


async def _cards(person: Person, words: str) -> list[Card]:
    return [card for card in await person.cards() if card.says(words)]


async def _reconnects(ada: Person) -> None:
    await ada.types("/schedule connections")
    card = await ada.sees("Connections", ADA)
    await ada.clicks_on(card, "Reconnect")
    await ada.goes_to(await ada.sees("Connect"), ADA)
    await ada.sees("Connected as", ADA)


@pytest.mark.parametrize("code", WHY)
async def test_p2_a_dead_sign_in_is_one_card_and_a_reconnect_works_at_once(
    code: int, ada: Person, ben: Person, truth: Truth
) -> None:
    await connected(ada, ADA)
    await connected(ben, BEN)
    await finds(ada, "30m")
    before = len(await _cards(ada, LOST))
    card = await _dies(ada, truth, code)
    assert card.says(WHY[code]), card
    assert card.element("Reconnect").kind == "button"
    await ada.types("/schedule find 30m")
    found = await ada.sees("No times are offered", "Unknown is not free", within=40)
    assert not found.slots()
    await finds(ben, "30m")
    assert len(await _cards(ada, LOST)) == before + 1, "one card"
    assert await _cards(ben, "can't be read any more") == []
    await _is_repaired(truth)
    await _reconnects(ada)
    await ada.sees(f"{ADA} can be read and used again", within=40)
    await finds(ada, "30m")


async def test_a_secret_that_ran_out_asks_nobody_to_reconnect_and_heals_by_itself(ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    await finds(ada, "30m")
    card = await _dies(ada, truth, SECRET_EXPIRED)
    assert card.says("Clearhour itself is misconfigured", "operator was told"), card
    assert all(button.label != "Reconnect" for button in card.buttons)
    await _is_repaired(truth)
    await ada.clicks_on(card, "Look again")
    await ada.sees(f"{ADA} can be read and used again", within=40)
    await finds(ada, "30m")


def _event(subject: str) -> dict[str, object]:
    moment = {"dateTime": "2027-01-04T10:00:00", "timeZone": "UTC"}
    return {"subject": subject, "start": moment, "end": {**moment, "dateTime": "2027-01-04T10:30:00"}}
