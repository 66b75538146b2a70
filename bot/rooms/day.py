"""Building the messages that a day brings: invitations, agenda, reminders."""

from bot.day_jobs import DayMessaging
from bot.rooms.below import Below
from bot.rooms.outside import Outside
from core.configuration.messages import ChoosingMessages
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.agenda_offer import AgendaOffer
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.day import DayAnswers
from core.dialogue.answers.invitations import InvitationAnswers
from core.dialogue.answers.mornings import MorningAnswers
from core.dialogue.answers.reminders import ReminderAnswers
from core.dialogue.invitations import InvitationNotices
from core.dialogue.mornings import Mornings
from core.dialogue.posting import Posting
from core.dialogue.reminders import Reminders


def build_choosing(outside: Outside) -> ChoosingMessages:
    store = outside.store
    return ChoosingMessages(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        occasions=store.occasions,
        clock=outside.clock,
    )


def build_agenda_offer(outside: Outside) -> AgendaOffer:
    return AgendaOffer(transactions=outside.store.transactions, notices=outside.store.notices)


def build_day_answers(outside: Outside, below: Below, agenda: AgendaAnswers, conflicts: ConflictAnswers) -> DayAnswers:
    store, choosing = outside.store, build_choosing(outside)
    invitations = InvitationAnswers(
        transactions=store.transactions,
        persons=store.persons,
        configuring=below.configuring,
        choosing=choosing,
        seeing=below.conflicts.seeing,
        settling=below.conflicts.settling,
        answering=below.bookings.outlooking.answering,
        invitations=store.invitations,
    )
    return DayAnswers(
        MorningAnswers(choosing=choosing, agenda=agenda, conflicts=conflicts),
        ReminderAnswers(
            transactions=store.transactions,
            configuring=below.configuring,
            choosing=choosing,
            reading=below.sync.reading,
            mirror=store.mirror,
        ),
        invitations,
    )


def build_day_messaging(outside: Outside, below: Below, answers: DayAnswers, posting: Posting) -> DayMessaging:
    store, clock = outside.store, outside.clock
    mornings = Mornings(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        occasions=store.occasions,
        watching=below.conflicts.watching,
        answers=answers.mornings,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=clock,
    )
    reminders = Reminders(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        configuring=below.configuring,
        occasions=store.occasions,
        answers=answers.reminders,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=clock,
    )
    invitations = InvitationNotices(
        transactions=store.transactions,
        persons=store.persons,
        configuring=below.configuring,
        seeing=below.conflicts.seeing,
        settling=below.conflicts.settling,
        bookings=store.bookings,
        invitations=store.invitations,
        unasked=outside.unasked,
        answers=answers.invitations,
        notices=store.notices,
        posting=posting,
        jobs=store.jobs,
        clock=clock,
    )
    return DayMessaging(mornings, reminders, invitations)
