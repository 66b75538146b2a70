"""The message extension: forms in a dialog, and offered times that go into the conversation where it was opened.

Where the bot may post, it posts them, with buttons; Teams adds it to the conversation first if need be. In a chat of
two people no bot can be: there the times are put into the box where the person writes.
"""

from dataclasses import replace

from adapters.edge.dialogue import Dialogue
from adapters.teams import invoke
from adapters.teams.answers import Answers
from adapters.teams.deliver import PersonalRefused, TeamsMessenger
from adapters.teams.dialogs import Dialogs
from adapters.teams.directory import TeamsDirectory
from adapters.teams.http import Json
from adapters.teams.parse.ask import Ask
from adapters.teams.parse.extension import Chosen, Previewed, Verdict, opener_of
from adapters.teams.parse.forms import Submission
from adapters.teams.parse.press import FORM
from adapters.teams.render.preview import preview_card
from core.dialogue.answers.offers import CHANNEL
from core.dialogue.commands import Find, OpenFindForm
from core.dialogue.offer_commands import MakeOffer
from core.dialogue.screens import Names, OfferCard, Screen, UserText, say
from core.dialogue.texts import Words
from core.people.model import ChatUser
from core.shared.clock import Clock
from core.shared.errors import InvalidChoice


class Extension:
    """Everything but offers is a dialog like every other."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        messenger: TeamsMessenger,
        directory: TeamsDirectory,
        answers: Answers,
        dialogs: Dialogs,
        clock: Clock,
    ) -> None:
        self._dialogue = dialogue
        self._messenger = messenger
        self._directory = directory
        self._answers = answers
        self._dialogs = dialogs
        self._clock = clock

    async def opened(self, found: Chosen) -> Json:
        """The dialog of one of the extension's commands."""
        if not found.names or not isinstance(found.ask.said, OpenFindForm):
            return await self._dialogs.opened(found.ask)
        return await self._dialogs.in_time(found.ask, self._about(found, found.ask.said.find))

    async def _about(self, found: Chosen, find: Find) -> Json:
        """The form for a meeting about a message; whom we can't look up is named, to be typed."""
        await self._answers.learn(found.ask)
        asker = found.ask.actor.user
        others = [one for one in find.people if one.value != asker.user]
        users = {one: ChatUser(asker.platform, asker.workspace, one.value) for one in others}
        known = [one for one, user in users.items() if await self._directory.profile(user)]
        strangers = [found.names[one.value] for one in others if one not in known]
        note = say("form.people.unseen", names=Names(tuple(map(UserText, filter(None, strangers)))))
        opener = OpenFindForm(replace(find, people=tuple(known)))
        return await self._dialogs.form(found.ask, opener, note=note if any(strangers) else None)

    async def submitted(self, form: Submission) -> Json:
        """A form of the extension's dialog."""
        said = form.ask.said
        if not isinstance(said, MakeOffer) or form.wrong is not None:
            return await self._dialogs.submitted(form)
        if said.where == CHANNEL and said.channel:
            return await self._dialogs.in_time(form.ask, self._preview(form, said))
        return await self._dialogs.in_time(form.ask, self._composed(form, said))

    async def previewed(self, found: Previewed) -> Json:
        """Sent: the times are kept now and the bot posts them. Edited: the form again."""
        if found.verdict is Verdict.EDIT:
            return await self._dialogs.in_time(found.ask, self._again(found))
        return await self._dialogs.in_time(found.ask, self._sent(found))

    async def _preview(self, form: Submission, offer: MakeOffer) -> Json:
        return invoke.previews(await self._card(form.ask, offer, str(form.data.get(FORM))))

    async def _composed(self, form: Submission, offer: MakeOffer) -> Json:
        """The times are kept, and a text with them is written for the person to send."""
        await self._answers.learn(form.ask)
        answer = await self._dialogue.submit(form.ask.actor, offer)
        if not isinstance(answer, OfferCard):
            return await self._dialogs.answered(form, answer)
        if not await self._told(form.ask, answer):
            return await self._dialogs.shown(form.ask, answer)
        return invoke.composes(await self._card(form.ask, offer))

    async def _sent(self, found: Previewed) -> Json:
        await self._answers.learn(found.ask)
        answer = await self._dialogue.submit(found.ask.actor, found.offer)
        if isinstance(answer, InvalidChoice):
            return await self._again(found, answer)
        if answer is None:
            return invoke.closes()
        if isinstance(answer, OfferCard) and await self._told(found.ask, answer):
            return invoke.closes()
        return await self._dialogs.shown(found.ask, answer)

    async def _again(self, found: Previewed, wrong: InvalidChoice | None = None) -> Json:
        return await self._dialogs.form(found.ask, opener_of(found.offer), wrong)

    async def _told(self, ask: Ask, screen: Screen) -> bool:
        """Who offers has the offer's card, with the way to withdraw it; False where Teams lets us not write to them."""
        try:
            ref = await self._messenger.show(ask.actor.user, screen, await self._answers.reader(ask), None)
        except PersonalRefused:
            return False
        await self._dialogue.delivered(ask.actor, screen, ref)
        return True

    async def _card(self, ask: Ask, offer: MakeOffer, form: str | None = None) -> Json:
        words = Words(await self._answers.reader(ask), self._clock.now())
        return preview_card(words, offer, ask.sender.name or "", form=form)
