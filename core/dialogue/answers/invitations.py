"""Accept, Tentative, Decline, Decline and propose: every press is answered by the present state."""

from dataclasses import replace

from core.booking.usecases import Answering
from core.configuration.messages import ChoosingMessages
from core.configuration.model import CalendarId, CalendarKind, ToldInvitations
from core.configuration.usecases import Configuring
from core.conflicts.model import Engagement
from core.conflicts.usecases import Seeing, Settling
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.invitation_cards import (
    Shown,
    answering_card,
    invitation_card,
    invitations_line,
    proposal_card,
)
from core.dialogue.answers.routing import Routes
from core.dialogue.invitations_model import Invitations
from core.dialogue.invitations_rules import Invited, followed, invited, overlapped
from core.dialogue.morning_commands import (
    AcceptInvitation,
    DeclineInvitation,
    OfferOtherTimes,
    OpenDayMessages,
    ShowInvitation,
    TellInvitations,
)
from core.dialogue.screens import Action, InvitationCard, NewsCard, Screen, say
from core.people.ports import PersonRepository
from core.shared.errors import Gone
from core.shared.ranges import Range
from core.shared.transaction import Transactions


class InvitationAnswers:
    """A meeting is looked up among the asker's own: whatever a button names, nobody answers for somebody else."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        choosing: ChoosingMessages,
        seeing: Seeing,
        settling: Settling,
        answering: Answering,
        invitations: Invitations,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._choosing = choosing
        self._seeing = seeing
        self._settling = settling
        self._answering = answering
        self._invitations = invitations

    @property
    def routes(self) -> Routes:
        """They raise Gone for what is over or isn't the asker's, NotConnected, and what Outlook raises."""
        return {
            ShowInvitation: lambda asker, command: self.card(asker, command.meeting),
            AcceptInvitation: self._accept,
            OfferOtherTimes: self._offer,
            DeclineInvitation: self._decline,
            TellInvitations: self._tell,
        }

    async def card(self, asker: Asker, meeting: str, *, refused: str = "") -> InvitationCard:
        """`refused`: why Outlook didn't take the answer, as an error's code."""
        shown = await self._shown(asker, meeting)
        if refused == "no_proposals" and shown.waits:
            return invitation_card(shown, said=(say("answer.no_proposals"),))
        if refused and shown.waits:
            key = "invitation.no_sign_in" if refused in ("reconnect_needed", "not_connected") else "invitation.refused"
            return invitation_card(shown, said=(say(key),))
        return invitation_card(shown)

    async def _accept(self, asker: Asker, command: AcceptInvitation) -> Screen:
        shown = await self._shown(asker, command.meeting)
        if not shown.waits or shown.obstacle is not None:
            return invitation_card(shown)
        one = shown.invitation
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({asker.person}))
            await self._settling.told_elsewhere(tx, asker.person, one.clashes)
            await self._answering.accept(tx, asker.person, one.calendar, one.event, tentative=command.tentative)
        return answering_card(shown)

    async def _offer(self, asker: Asker, command: OfferOtherTimes) -> Screen:
        shown = await self._shown(asker, command.meeting)
        one = shown.invitation
        if not shown.waits or shown.obstacle is not None or one.dates > 1:
            return invitation_card(shown)
        offer = await self._answering.offer(asker.person, one.calendar, one.event, asker.reader.zone)
        return proposal_card(shown, offer)

    async def _decline(self, asker: Asker, command: DeclineInvitation) -> Screen:
        shown = await self._shown(asker, command.meeting)
        if not shown.waits or shown.obstacle is not None:
            return invitation_card(shown)
        one, start = shown.invitation, command.start
        proposed = Range(start, start + (one.when.end - one.when.start)) if start is not None else None
        async with self._transactions.write() as tx:
            await self._answering.decline(tx, asker.person, one.calendar, one.event, proposed)
        return answering_card(shown)

    async def _tell(self, asker: Asker, command: TellInvitations) -> Screen:
        which = ToldInvitations(command.which)
        await self._choosing.choose(asker.person, lambda now: replace(now, invitations=which))
        if command.meeting:
            return await self.card(asker, command.meeting)
        change = Action(say("action.day_messages"), OpenDayMessages())
        return NewsCard(invitations_line(which), (say("day.change_any_time"),), (change,))

    async def _shown(self, asker: Asker, meeting: str) -> Shown:
        """As the copies have it now. Raises Gone, NotConnected."""
        setup = await self._configuring.setup(asker.person)
        async with self._transactions.read() as tx:
            row = await self._invitations.get(tx, asker.person, meeting)
            seen = await self._seeing.see(tx, asker.person, far=True)
        if row is None or seen is None:
            raise Gone
        own = [item for item in setup.calendars if item.kind is CalendarKind.OWN]
        known = invited(asker.person, own, seen.copied.events, {meeting}, asker.now)
        found = overlapped(known, seen.copied.look(asker.now)).get(meeting) if known else None
        one = row
        if found is not None or row.calendar in seen.copied.events:
            one = followed(row, found, asker.now)
        calendar = setup.calendar(one.calendar)
        hidden = {item.id for item in setup.calendars if item.hides_titles}
        return Shown(
            asker=asker,
            setup=setup,
            invitation=one,
            overlapping=_others(found, hidden),
            obstacle=self._configuring.obstacle(setup, calendar) if calendar is not None else None,
            web_link=found.events[0].web_link if found is not None and not one.is_hidden else None,
        )


def _others(found: Invited | None, hidden: set[CalendarId]) -> tuple[Engagement, ...]:
    """What it overlaps, each once, without the titles of accounts that hide them."""
    others: dict[str, Engagement] = {}
    for _, other in found.pairs if found is not None else ():
        untitled = replace(other, title="", organizer="", web_link=None, is_hidden=True)
        others.setdefault(other.event, untitled if other.calendar in hidden else other)
    return tuple(others.values())
