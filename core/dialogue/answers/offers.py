"""Offering times, taking one, withdrawing them; each ends in the offer's card as it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.booking.model import Booking, MeetingPlan
from core.booking.offers.model import Channel, Offer, OfferedTime, OfferId
from core.booking.offers.usecases import Offering, TimeGone, Wanted
from core.booking.usecases import Holding, Inviting
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import TITLE_LENGTH
from core.dialogue.answers.find import FindAnswers, default_title
from core.dialogue.answers.offer_cards import OfferCards, find_with, offer_subject
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.commands import Connect, Find
from core.dialogue.model import CARD, Notice
from core.dialogue.offer_commands import NO_TIME, MakeOffer, OpenOffer, TakeOffer, WithdrawOffer
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Action, Line, Screen, SettingsForm, Text, UserText, When, Zone, say
from core.dialogue.screens.settings import ChoiceField, Field, TextField
from core.dialogue.view_commands import ViewOffer
from core.people.model import Invitee
from core.people.ports import PersonRepository
from core.shared.errors import ClearhourError, Gone, InvalidChoice, NotYours, SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions

CHANNEL = "channel"
"""The kind of the notice about the card that everybody in the channel sees."""

KEPT_AT_LEAST = timedelta(minutes=15)
"""A time that could be kept for less is not listed for offering (our choice)."""


class OfferAnswers:
    """What is asked about offered times, by who offers them and by who takes one."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        offering: Offering,
        holding: Holding,
        inviting: Inviting,
        finding: FindAnswers,
        cards: OfferCards,
        notices: NoticeRepository,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._offering = offering
        self._holding = holding
        self._inviting = inviting
        self._finding = finding
        self._cards = cards
        self._notices = notices

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, InvalidChoice, Gone, NotYours."""
        return {
            OpenOffer: lambda asker, command: self._finding.slots(asker, _search(command)),
            MakeOffer: self._make,
            TakeOffer: self._take,
            WithdrawOffer: self._withdraw,
            ViewOffer: self._viewed,
        }

    @property
    def forms(self) -> Forms:
        return {OpenOffer: self.form}

    async def form(self, asker: Asker, command: OpenOffer) -> SettingsForm:
        """Up to three of the listed times, the first ones chosen, and where to show them. Raises NotConnected,
        InvalidChoice("first") when all begin too soon."""
        notice = timedelta(minutes=(await self._configuring.setup(asker.person)).preferences.minimum_notice_minutes)
        starts = [start for start in command.starts if start - notice >= asker.now + KEPT_AT_LEAST]
        if not starts:
            raise InvalidChoice("first", "offered.too_soon")
        times = [_choice(start, command.duration_minutes, asker) for start in starts]
        chosen = [value for value, _ in times]
        none = ((NO_TIME, say("offered.form.none")),)
        fields: list[Field] = [ChoiceField("first", "offered.form.first", tuple(times), chosen[0])]
        for number, (name, label) in enumerate((("second", "offered.form.second"), ("third", "offered.form.third")), 1):
            if len(times) > number:
                fields.append(ChoiceField(name, label, (*none, *times), chosen[number]))
        where = [("text", say("offered.form.text"))]
        if command.channel:
            where.insert(0, (CHANNEL, say("offered.form.channel")))
        fields.append(ChoiceField("where", "offered.form.where", tuple(where), where[0][0]))
        invitees = await self._finding.invitees(asker.person, asker.user, command.people)
        title = command.title or default_title(asker.name, invitees)
        made = MakeOffer(starts[0], command.duration_minutes, people=command.people, channel=command.channel)
        form = (TextField("title", "form.title.label", title), *fields)
        return SettingsForm("offered.form.title", (say("offered.form.note"),), form, made, "offered.form.submit")

    async def _viewed(self, asker: Asker, command: ViewOffer) -> Screen:
        offer = await self._known(OfferId(command.offer))
        if not _is_there(asker, offer):
            raise NotYours
        return await self._cards.viewed(asker, offer)

    async def _withdraw(self, asker: Asker, command: WithdrawOffer) -> Screen:
        async with self._transactions.write() as tx:
            withdrawn = await self._offering.withdraw(tx, asker.person, OfferId(command.offer))
        return await self._mine(asker, withdrawn)

    async def _make(self, asker: Asker, command: MakeOffer) -> Screen:
        title = command.title.strip()
        if len(title) > TITLE_LENGTH:
            raise InvalidChoice("title", "choice.title_long")
        setup = await self._configuring.setup(asker.person)
        invitees = await self._finding.invitees(asker.person, asker.user, command.people)
        if any(one.address is None for one in invitees):
            raise InvalidChoice("first", "choice.no_address")
        shown = command.where == CHANNEL and command.channel
        channel = Channel(asker.user.platform, asker.user.workspace, command.channel) if shown else None
        starts = [one for one in (command.first, command.second, command.third) if one is not None]
        title = title or default_title(asker.name, invitees)
        online = not _is_personal(setup)
        wanted = Wanted(title, starts, command.duration_minutes, invitees, online, channel)
        kept = await self._offering.prepare(setup, wanted, asker.reader.zone, asker.request)
        try:
            async with self._transactions.write() as tx:
                made = await self._offering.offer(tx, kept, wanted, asker.request)
                if made.channel is not None:
                    told = await self._notices.get(tx, asker.person, offer_subject(made.id), CHANNEL)
                    if told is None:
                        notice = Notice(asker.person, offer_subject(made.id), CHANNEL, asker.user, None)
                        await self._notices.save(tx, notice)
        except SlotTaken:
            again = OpenOffer((), command.duration_minutes, command.people, title, command.channel)
            return await self._finding.slots(asker, _search(again), taken=say("offered.taken_meanwhile"))
        return await self._mine(asker, made)

    async def _take(self, asker: Asker, command: TakeOffer) -> Screen | None:
        """None: the offer's card says what became of it. What keeps somebody from taking a time is one line."""
        offer = await self._known(OfferId(command.offer))
        mine = asker.person == offer.host
        if mine and (asker.channel or not offer.people):
            return Line(say("offered.own"))
        if not mine and not _is_there(asker, offer):
            raise NotYours
        if command.number >= len(offer.times):
            raise Gone
        taker = None if mine else await self._inviting.by_user(asker.user, offer.host)
        if taker is not None and taker.address is None:
            return Line(say("offered.no_address"), Action(say("action.connect"), Connect()))
        host = await self._cards.host(offer)
        try:
            prepared = await self._prepared(asker, offer, offer.times[command.number], taker)
        except ClearhourError:  # the host's own trouble: their own cards say which
            return Line(say("offered.host_cant", name=UserText(host.name)))
        try:
            async with self._transactions.write() as tx:
                await self._follow(tx, await self._offering.take(tx, offer.id, prepared))
        except TimeGone:
            return Line(say("offered.late", name=UserText(host.name)), find_with(host, offer))
        except SlotTaken:
            return Line(say("offered.someone_busy"), find_with(host, offer))
        return await self._mine(asker, await self._known(offer.id)) if mine else None

    async def _prepared(self, asker: Asker, offer: Offer, time: OfferedTime, taker: Invitee | None) -> Booking:
        setup = await self._configuring.setup(offer.host)
        people = [*([taker] if taker else []), *offer.people]
        once = {(one.person or (one.address or "").casefold()): one for one in reversed(people)}
        invitees = tuple(one for one in reversed(once.values()) if one.person != offer.host)
        plan = MeetingPlan(offer.title, time.when, invitees, offer.online)
        prepared = await self._holding.prepare(setup, plan, offer.zone, f"offer:{offer.id}")
        return replace(prepared, booked_by=asker.person if taker else None)

    async def _follow(self, tx: Transaction, held: Booking) -> None:
        """The host gets the booking's card: for them it is news."""
        subject = f"booking:{held.id}"
        host = await self._persons.get(tx, held.host)
        if host is not None and not await self._notices.of_subject(tx, subject):
            await self._notices.save(tx, Notice(host.id, subject, CARD, host.home, None))

    async def _mine(self, asker: Asker, offer: Offer) -> Screen:
        """The card of who offers."""
        if offer.host != asker.person:
            raise NotYours
        return await self._cards.mine(asker, offer)

    async def _known(self, offer: OfferId) -> Offer:
        found = await self._offering.get(offer)
        if found is None:
            raise Gone
        return found


def _is_personal(setup: Setup) -> bool:
    """Whether bookings are written to an account that knows no Teams meetings."""
    writing = setup.connection(setup.linked.connection) if setup.linked else None
    return writing is not None and writing.account.is_personal


def _is_there(asker: Asker, offer: Offer) -> bool:
    """Whether somebody reads the channel in which the offer stands."""
    here = Channel(asker.user.platform, asker.user.workspace, asker.channel)
    return offer.channel == here


def _search(command: OpenOffer) -> Find:
    minutes = command.duration_minutes
    return Find(people=command.people, duration_minutes=minutes, title=command.title, channel=command.channel)


def _choice(start: datetime, minutes: int, asker: Asker) -> tuple[str, Text]:
    when = When(Range(start, start + timedelta(minutes=minutes)))
    words = say("offered.time", when=when, zone=Zone(asker.reader.zone))
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"), words
