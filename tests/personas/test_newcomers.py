"""Who begins: a new person in Slack or Teams, from nothing to a meeting that stands in Outlook."""

import re

import pytest
from playwright.async_api import expect

from tests.personas.place import Town

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]


async def test_a_new_person_finds_a_time_before_knowing_anything_and_books_it(town: Town) -> None:
    """Emil asks for a time first. He is sent to Outlook, comes back to the times that he asked for, and books one."""
    async with town.sits("emil") as emil:
        await emil.sign_in(await emil.say("find 30m next week", "Connect Outlook"))
        slots = await emil.pin(emil.card(re.compile("^30 min")))
        await emil.books(slots, "First things first")
        await expect(emil.visitor.event("First things first")).to_be_visible()
