"""Outlook and I disagree: the card, and its two choices. For whoever may manage the booking."""

from dataclasses import replace
from datetime import datetime

from core.booking.disagreement import Difference, Disagreement, ended_by_itself, guests, standing
from core.booking.model import Booking, BookingChanged, BookingId, BookingState
from core.booking.usecases.deciding import Checked, Deciding
from core.booking.usecases.following import can_be_remade, is_series
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking_card import again
from core.dialogue.answers.differences import ways_out
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import FollowOutlook, PutBack, ShowBooking, ShowBookings
from core.dialogue.model import Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Action, DisagreementCard, Names, Text, UserText, When, say
from core.dialogue.titles import title_of
from core.shared.errors import SlotTaken
from core.shared.transaction import Transaction, Transactions

HEADINGS = {
    Difference.DELETED: "differs.heading.deleted",
    Difference.COLLIDES: "differs.heading.collides",
    Difference.MOVED: "differs.heading.moved",
    Difference.RETURNING: "differs.heading.returning",
    Difference.TAKEN: "differs.heading.moved",
    Difference.UNREADABLE: "differs.heading.moved",
    Difference.REFUSED: "differs.heading.moved",
}
HINDRANCES = {
    Difference.TAKEN: "differs.back_taken",
    Difference.UNREADABLE: "differs.back_unreadable",
    Difference.REFUSED: "differs.back_refused",
}


def subject_of(booking: BookingId) -> str:
    """The notice subject of a booking's disagreement."""
    return f"disagree:{booking}"


def shown_subject(screen: DisagreementCard) -> str | None:
    """What a message with this card is about, to be edited later; None once nothing will change."""
    asked = [action.command for action in screen.actions]
    ids = (command.booking for command in asked if isinstance(command, FollowOutlook | PutBack | ShowBooking))
    return next((subject_of(BookingId(booking)) for booking in ids), None)


class DisagreementAnswers:
    """Follow Outlook / Put it back."""

    def __init__(self, *, transactions: Transactions, deciding: Deciding, notices: NoticeRepository) -> None:
        self._transactions = transactions
        self._deciding = deciding
        self._notices = notices

    @property
    def routes(self) -> Routes:
        return {FollowOutlook: self.follow, PutBack: self.put_back}

    async def follow(self, asker: Asker, command: FollowOutlook) -> DisagreementCard | None:
        """The booking takes Outlook's time, or ends. When somebody protected has no time there, the card says so and
        nothing changes. Raises Gone, NotYours, and what Outlook raises."""
        checked = await self._deciding.check(asker.person, BookingId(command.booking))
        if await self._shows_replacement(asker, checked.booking):
            return None
        await self._remember(asker, checked)
        try:
            booking = await self._deciding.follow(checked)
        except SlotTaken:
            return _card(checked.booking, asker.now, say("differs.follow_taken"))
        return await self.card(asker, booking)

    async def put_back(self, asker: Asker, command: PutBack) -> DisagreementCard | None:
        """Moves the event back, or books the meeting anew; then the clicked message becomes the new booking's card and
        follows by itself. Raises like `follow`, and what stops a booking."""
        checked = await self._deciding.check(asker.person, BookingId(command.booking))
        if await self._shows_replacement(asker, checked.booking):
            return None
        await self._remember(asker, checked)
        restored = self._deciding.can_be_restored(checked.booking)
        if not restored and (checked.differs is None or checked.differs.now is not None):
            return await self.card(asker, await self._deciding.put_back(checked))
        prepared = await self._deciding.prepare(checked.booking)
        try:
            async with self._transactions.write() as tx:
                booking = await self._deciding.replace(tx, checked, prepared)
                if booking.id != checked.booking.id:
                    await self._hand_over(tx, checked.booking, booking)
        except SlotTaken:
            return _card(checked.booking, asker.now, say("differs.anew_taken"))
        return None if booking.id != checked.booking.id else await self.card(asker, booking)

    async def card(self, asker: Asker, booking: Booking) -> DisagreementCard:
        """The present state, read from our own rows."""
        return _card(booking, asker.now)

    async def _shows_replacement(self, asker: Asker, booking: Booking) -> bool:
        """A second press after the meeting was booked anew: the clicked message shows the new booking too."""
        if booking.state is not BookingState.CANCELLED:
            return False
        async with self._transactions.write() as tx:
            found = await self._deciding.replacement(tx, booking)
            if found is None:
                return False
            if asker.card is not None:
                kind = message_kind(asker.card)
                await self._notices.save(tx, Notice(asker.person, f"booking:{found.id}", kind, asker.user, asker.card))
            tx.publish(BookingChanged(found.id, found.state))
        return True

    async def _remember(self, asker: Asker, checked: Checked) -> None:
        """From now on the clicked message shows what becomes of this."""
        if asker.card is None or (standing(checked.booking) is None and not ended_by_itself(checked.booking)):
            return
        subject, kind = subject_of(checked.booking.id), message_kind(asker.card)
        async with self._transactions.write() as tx:
            known = await self._notices.of_subject(tx, subject)
            if all(notice.ref != asker.card for notice in known):
                await self._notices.save(tx, Notice(asker.person, subject, kind, asker.user, asker.card))

    async def _hand_over(self, tx: Transaction, old: Booking, new: Booking) -> None:
        """Every message about the booking that is gone becomes the new one's card."""
        for subject in (f"booking:{old.id}", subject_of(old.id)):
            for notice in await self._notices.of_subject(tx, subject):
                kind = message_kind(notice.ref) if notice.ref else notice.kind
                await self._notices.save(tx, replace(notice, subject=f"booking:{new.id}", kind=kind))
                await self._notices.forget_subject(tx, notice.person, subject)


def _card(booking: Booking, now: datetime, hindrance: Text | None = None) -> DisagreementCard:
    found = standing(booking)
    if ended_by_itself(booking):
        return _ended(booking, now, hindrance)
    if found is None:
        return _settled(booking)
    asked = ways_out(booking, now)
    lines = _told(booking, found)[: len(asked) and len(asked) + 1]
    if found.kind in HINDRANCES:
        hindrance = hindrance or say(HINDRANCES[found.kind])
    return DisagreementCard(
        heading=_heading(booking, found),
        title=title_of(booking),
        booked=When(booking.plan.when),
        now=When(found.now) if found.now else None,
        lines=((hindrance,) if hindrance else ()) + lines,
        done=False,
        actions=(*(asked or (_refresh(booking),)), *_others(booking, hindered=hindrance is not None)),
    )


def _heading(booking: Booking, found: Disagreement) -> Text:
    if found.kind is not Difference.CANCEL_ASKED:
        return say(HEADINGS[found.kind])
    many = len(guests(booking))
    return say("differs.heading.cancel_asked", n=many)


def _ended(booking: Booking, now: datetime, hindrance: Text | None) -> DisagreementCard:
    """It followed a deletion by itself: one line, and Undo while there is something to put back."""
    title = title_of(booking)
    undo = Action(say("action.put_back"), PutBack(booking.id), name=say("name.put_back", title=title))
    restorable = can_be_remade(booking) and booking.plan.when.start >= now
    if is_series(booking):
        line = say("differs.ended_series")
    else:
        line = say("differs.ended_alone") if can_be_remade(booking) else say("differs.ended_hidden")
    return DisagreementCard(
        heading=say("differs.heading.ended"),
        title=title,
        booked=When(booking.plan.when),
        now=None,
        lines=((hindrance,) if hindrance else ()) + (line,),
        done=True,
        actions=(*((undo,) if restorable else ()), *_others(booking, hindered=hindrance is not None)),
    )


def _settled(booking: Booking) -> DisagreementCard:
    """Nothing differs any more, or the booking is over in another way."""
    agrees = booking.state is BookingState.CONFIRMED
    return DisagreementCard(
        heading=say("differs.heading.agrees") if agrees else say(f"booking.{booking.state}"),
        title=title_of(booking),
        booked=When(booking.plan.when),
        now=When(booking.plan.when) if agrees else None,
        lines=() if agrees else (say("differs.ended"),),
        done=True,
        actions=_others(booking, hindered=False),
    )


def _told(booking: Booking, found: Disagreement) -> tuple[Text, ...]:
    """What is true until the choice, and then for each choice who hears of it."""
    names = Names(tuple(UserText(item.name) for item in booking.plan.invitees if item.address))
    if found.kind is Difference.CANCEL_ASKED:
        return say("differs.kept"), say("differs.cancels", names=names), say("differs.rebuilds", names=names)
    if found.now is None:
        back = say("differs.invites", names=names) if names.items else say("differs.books_anew")
        return say("differs.kept"), say("differs.ends_quietly"), back
    back = say("differs.tells", names=names) if names.items else say("differs.moves_back")
    return say("differs.both_kept"), say("differs.follows_quietly"), back


def _refresh(booking: Booking) -> Action:
    name = say("name.refresh", title=title_of(booking))
    return Action(say("action.refresh"), ShowBooking(booking.id), name=name)


def _others(booking: Booking, *, hindered: bool) -> tuple[Action, ...]:
    actions = []
    if hindered:
        actions.append(Action(say("action.find_again"), again(booking)))
    if booking.web_link and booking.state is BookingState.CONFIRMED:
        name = say("name.open", title=title_of(booking))
        actions.append(Action(say("action.open"), url=booking.web_link, name=name))
    return (*actions, Action(say("action.bookings"), ShowBookings()))
