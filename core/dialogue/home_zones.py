"""Outlook moved to another zone: hours that follow Outlook stay as they are until their person says which count."""

from core.configuration.model import Preferences
from core.configuration.ports import PreferencesRepository
from core.configuration.rules import Rules
from core.configuration.unasked import Unasked
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, JourneyCard, Style, Zone, say
from core.dialogue.settings_commands import KeepHours, TakeOutlookHours
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.errors import ClearhourError
from core.shared.transaction import Transactions


class HomeZones:
    """Asks once about each zone, in the chat the person chose."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        rules: Rules,
        unasked: Unasked,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._rules = rules
        self._unasked = unasked
        self._notices = notices
        self._posting = posting

    async def look(self, person: PersonId) -> None:
        """The nightly look. What Outlook doesn't answer today is asked tomorrow."""
        try:
            zone = await self._rules.follow_outlook(person)
        except ClearhourError:
            return
        subject = f"home-zone:{person}"
        async with self._transactions.write() as tx:
            asked = await self._notices.of_subject(tx, subject)
            chosen = await self._preferences.get(tx, person)
            known = await self._persons.get(tx, person)
            if chosen is None or known is None or any(one.kind == zone and one.ref for one in asked):
                return
            await self._notices.forget_subject(tx, person, subject)
            if zone is None:
                return
            notice = Notice(person, subject, zone, known.home, None)
            await self._notices.save(tx, notice)
            if not any(one.kind == zone for one in asked):
                await self._unasked.told(tx, person)
        card = home_zone_card(chosen, zone)
        await self._posting.edit([(notice, always(card))])


def home_zone_card(chosen: Preferences, zone: str) -> JourneyCard:
    """The question. Either answer stops the other zone from being asked about again."""
    home = Zone(chosen.home_zone)
    take = Action(say("settings.take_outlooks"), TakeOutlookHours(), style=Style.PRIMARY)
    keep = Action(say("journey.keep", zone=home), KeepHours())
    return JourneyCard(say("home_zone.heading", zone=Zone(zone)), (say("home_zone.means", home=home),), (take, keep))
