"""Who reads which language: that of their chat as it is now, or the one that they chose; everybody their own."""

from datetime import timedelta

import pytest

from adapters.slack.render import render as in_slack
from core.dialogue.commands import Book
from core.dialogue.model import Actor, Place
from core.dialogue.screens import say
from core.dialogue.screens.settings import ChoiceField, SettingsCard, SettingsForm
from core.dialogue.settings_commands import OpenLanguage, SaveLanguage, ShowSettings
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.errors import InvalidChoice
from core.shared.ids import new_id
from tests.unit.core.asking import BEN, actor, ask
from tests.unit.world import MONDAY, World, user


async def chosen(world: World, language: str, key: str = "ada") -> SettingsCard:
    found = await world.dialogue.submit(actor(key), SaveLanguage(language))
    assert isinstance(found, SettingsCard), found
    return found


async def words(world: World, key: str = "ada") -> Words:
    return Words(await world.dialogue.reader(actor(key)), MONDAY)


async def part(world: World, card: SettingsCard) -> str:
    """What the card says of the language, as its reader reads it."""
    said = await words(world)
    return next(
        said.say(one.lines[0])
        for one in card.parts
        if any(isinstance(action.command, OpenLanguage) for action in one.actions)
    )


async def test_the_chats_language_is_read_until_another_one_is_chosen(world: World) -> None:
    await world.connected("ada")
    card = await ask(world, ShowSettings(), SettingsCard)
    assert await part(world, card) == "As in this chat: English"
    assert await part(world, await chosen(world, "de")) == "Deutsch, in jedem Chat"
    assert await part(world, await chosen(world, "chat")) == "As in this chat: English"


async def test_the_form_names_each_language_in_its_own_words(world: World) -> None:
    await world.connected("ada")
    form = await world.dialogue.form(actor(), OpenLanguage())
    assert isinstance(form, SettingsForm)
    (field,) = form.fields
    assert isinstance(field, ChoiceField)
    said = await words(world)
    assert {value: said.say(label) for value, label in field.options} == {
        "chat": "As in this chat: English",
        "en": "English",
        "de": "Deutsch",
    }
    assert field.chosen == "chat"
    await chosen(world, "de")
    form = await world.dialogue.form(actor(), OpenLanguage())
    assert isinstance(form, SettingsForm)
    assert isinstance(form.fields[0], ChoiceField)
    assert form.fields[0].chosen == "de"


@pytest.mark.parametrize("language", ["nl", "xx", "../de", "DE"])
async def test_a_language_that_is_not_there_can_not_be_chosen(world: World, language: str) -> None:
    await world.connected("ada")
    answer = await world.dialogue.submit(actor(), SaveLanguage(language))
    assert answer == InvalidChoice("language", "form.bad_field")
    assert (await world.dialogue.reader(actor())).language == ""


async def test_the_message_itself_says_what_the_chat_reads_now(world: World) -> None:
    await world.connected("ada")
    here = Actor(user("ada"), Place.DIRECT, "DUADA", new_id(), None, Reader("Asia/Tokyo", "de-CH"))
    assert await world.dialogue.reader(here) == Reader("Asia/Tokyo", "de-CH")
    assert await world.meeting.reads(await world.person("ada")) == Reader("Asia/Tokyo", "de-CH")
    await chosen(world, "en")
    assert await world.dialogue.reader(here) == Reader("Asia/Tokyo", "de-CH", "en")
    assert Words(await world.dialogue.reader(here), MONDAY).tag == "en-CH"


async def test_everybody_is_told_in_their_own_language(two: World) -> None:
    """The guest's message in the guest's language, and the channel's in that of who posts it."""
    await chosen(two, "de", "ben")
    await two.dialogue.handle(actor(), Book(MONDAY + timedelta(hours=1), 30, (BEN,), "Plan"))
    await two.work()
    told = [shown for shown in two.messenger.messages.values() if shown.user == user("ben")][-1]
    assert (told.reader.locale, told.reader.language) == ("en-GB", "de")
    card = in_slack(told.screen, Words(told.reader, MONDAY))
    assert card.text.startswith("Ein Termin mit dir wurde gebucht")


async def test_whoever_changes_the_language_of_their_chat_reads_it_at_the_next_look(two: World) -> None:
    two.directory.change(user("ben"), locale="de-DE")
    await two.meeting.profile(user("ben"), fresh=True)
    assert (await words(two, "ben")).say(say("action.connect")) == "Verbinden"
    assert (await words(two)).say(say("action.connect")) == "Connect"
