"""The one table from facts and jobs to use cases. There is no other way up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.administration_jobs import Administrating, administration_jobs
from bot.day_jobs import DayMessaging, day_jobs
from bot.handlers import Args, Handler, in_order, of_person, person_in, user_in
from bot.home_jobs import home_jobs
from core.administration.erasing import ERASE_JOB
from core.booking.model import BookingChanged, BookingId, MeetingAnswered, OutlookDisagrees, SyncPreferenceChanged
from core.booking.offers.model import OfferChanged, OfferId
from core.booking.offers.usecases import OFFER_OVER_JOB
from core.booking.responses import BookingAnswered
from core.booking.usecases import ACCEPT_JOB, ANSWER_JOB, CANCEL_JOB, PUSH_JOB, Answering, Pushing
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.comparing import Comparing
from core.booking.usecases.deciding import PUT_BACK_JOB, Deciding
from core.booking.usecases.jobs import ADOPT_JOB, DATES_JOB, MOVE_SERIES_JOB, SERIES_JOB
from core.booking.usecases.jobs import COMPARE_JOB as COMPARE_BOOKING_JOB
from core.booking.usecases.recurring_following import SeriesFollowing
from core.booking.usecases.recurring_moved import SeriesMoves
from core.booking.usecases.recurring_writing import SeriesEnding
from core.booking.usecases.responses import Responding
from core.booking.usecases.responses_busy import BusyLater
from core.booking.usecases.switching import UNDO_OVER_JOB
from core.configuration.meeting_types.model import MeetingTypeChanged, MeetingTypeId
from core.configuration.model import CalendarId, CalendarsChosen
from core.configuration.relisting import Relisting
from core.configuration.teams.model import team_id
from core.conflicts.model import CauseChanged, CauseId, WarningChanged, WarningId
from core.conflicts.usecases import LOOK_JOB, NIGHTLY, SAY_JOB, Watching
from core.connection.approval import SignInEnded, TenantApproved
from core.connection.model import CodeWanted, Connected, ConnectionHealed, ConnectionId, ConnectionLost, Disconnected
from core.connection.usecases import UNFINISHED_JOB, Approving
from core.connection.usecases.leaving import Leaving
from core.dialogue.answers.booking_post import POST_JOB
from core.dialogue.answers.conflicts import ANSWERING_JOB
from core.dialogue.approvals import ApprovalNotices
from core.dialogue.booking_posts import BookingPosts
from core.dialogue.composed import Composed
from core.dialogue.conflict_notices import ConflictNotices
from core.dialogue.departures import Departures
from core.dialogue.disagreements import Disagreements
from core.dialogue.free_days import FREE_DAYS_JOB, FreeDays
from core.dialogue.health_notices import HEALTH_DUE_JOB, HEALTH_JOB, HealthNotices
from core.dialogue.home_tabs import Homes
from core.dialogue.home_zones import HomeZones
from core.dialogue.invited import INVITED_JOB, InvitedNotices
from core.dialogue.journeys import JOURNEY_JOB, JourneyNotices
from core.dialogue.notices import RESUME_JOB, Notices
from core.dialogue.offer_notices import OfferNotices
from core.dialogue.response_notices import SAY_ANSWERS_JOB, ResponseNotices
from core.dialogue.sync_preferences import SyncPreferences
from core.dialogue.type_notices import TypeNotices
from core.people.installations.model import AppRemoved
from core.people.model import PersonId, PersonLeft, PersonsJoined, Platform, ProfileChanged
from core.sync.model import AnswersChanged, BusyChanged, ReadingChanged
from core.sync.usecases import COMPARE_JOB, ROUND_JOB, SUBSCRIBE_JOB, UNSUBSCRIBE_JOB, Keeping, Rounds, Subscribing

log = structlog.get_logger()

NEVER_BURIED = frozenset(
    {
        PUSH_JOB,
        CANCEL_JOB,
        DATES_JOB,
        MOVE_SERIES_JOB,
        ANSWER_JOB,
        PUT_BACK_JOB,
        ERASE_JOB,
        Connected.kind(),
        WarningChanged.kind(),
    }
)
FACTS = "fact."


@dataclass(frozen=True, slots=True)
class Mirroring:
    """The use cases that keep the copies of calendars."""

    keeping: Keeping
    rounds: Rounds
    subscribing: Subscribing


@dataclass(frozen=True, slots=True)
class Telling:
    """The use cases that tell people something, each with messages of its own."""

    notices: Notices
    conflicts: ConflictNotices
    disagreements: Disagreements
    journeys: JourneyNotices
    approvals: ApprovalNotices
    free_days: FreeDays
    home_zones: HomeZones
    health: HealthNotices
    sync_preferences: SyncPreferences
    composed: Composed
    invited: InvitedNotices
    responses: ResponseNotices
    offers: OfferNotices
    departures: Departures
    types: TypeNotices
    homes: Homes
    days: DayMessaging
    posts: BookingPosts


@dataclass(frozen=True, slots=True)
class Outlooking:
    """The use cases that write to Outlook, and the one that looks whether it still has what was written."""

    pushing: Pushing
    answering: Answering
    deciding: Deciding
    comparing: Comparing
    adopting: Adopting
    ending: SeriesEnding
    series_moves: SeriesMoves
    series: SeriesFollowing
    responding: Responding
    busy_later: BusyLater


@dataclass(frozen=True, slots=True)
class Listeners:
    """Everything that a job or a fact leads to."""

    mirroring: Mirroring
    booking: Outlooking
    watching: Watching
    telling: Telling
    approving: Approving
    relisting: Relisting
    leaving: Leaving
    administrating: Administrating


def handlers(to: Listeners) -> dict[str, Handler]:
    """Which use case answers which job and which fact. Every one of them may run again, so several can follow one."""
    return in_order(
        _facts(to),
        _answer_facts(to),
        _sign_in_facts(to),
        _sync_jobs(to.mirroring),
        _booking_jobs(to.booking),
        _other_jobs(to),
        administration_jobs(to.administrating),
        day_jobs(to.telling.days),
        home_jobs(to.telling.homes),
    )


def _facts(to: Listeners) -> dict[str, Handler]:
    async def calendars_chosen(args: Args) -> None:
        await to.mirroring.keeping.chosen(person_in(args))
        await to.mirroring.keeping.fellows(person_in(args))
        await to.watching.chosen(person_in(args))
        await to.booking.comparing.unwatched(person_in(args))
        await to.telling.health.changed(person_in(args))

    async def busy_changed(args: Args) -> None:
        calendar = CalendarId(str(args["calendar"]))
        await to.watching.busy_changed(person_in(args), calendar, first=bool(args["first"]))
        await to.booking.comparing.compare(person_in(args), calendar)
        await to.booking.busy_later.busy_changed(person_in(args))
        await to.telling.composed.busy_changed(person_in(args), calendar)
        if args["first"]:
            await to.telling.free_days.look(person_in(args))

    async def booking_changed(args: Args) -> None:
        booking = _booking(args)
        await to.telling.notices.booking_changed(booking)
        await to.telling.invited.booking_changed(booking)
        await to.telling.disagreements.booking_changed(booking)
        await to.telling.offers.booking_changed(booking)
        await to.telling.posts.changed(booking)
        await to.booking.comparing.booking_changed(booking)
        await to.booking.responding.booking_changed(booking)
        await to.telling.responses.booking_changed(booking)

    async def outlook_disagrees(args: Args) -> None:
        await to.telling.disagreements.disagrees(_booking(args), str(args["what"]))

    async def meeting_answered(args: Args) -> None:
        await to.telling.conflicts.meeting_answered(person_in(args), str(args["event"]), str(args["outcome"]))

    async def warning_changed(args: Args) -> None:
        await to.telling.conflicts.warning_changed(person_in(args), WarningId(str(args["warning"])))

    async def cause_changed(args: Args) -> None:
        await to.telling.conflicts.cause_changed(person_in(args), CauseId(str(args["cause"])))

    async def connected(args: Args) -> None:
        await to.telling.notices.connected(person_in(args), ConnectionId(str(args["connection"])))
        await to.telling.health.changed(person_in(args))

    async def profile_changed(args: Args) -> None:
        await to.leaving.look(user_in(args))

    async def joined(args: Args) -> None:
        await to.mirroring.keeping.chosen(person_in(args))
        await to.watching.chosen(person_in(args))
        await to.telling.notices.joined(person_in(args), PersonId(str(args["joined"])))

    keeping = to.mirroring.keeping
    return {
        BookingChanged.kind(): booking_changed,
        BusyChanged.kind(): busy_changed,
        CalendarsChosen.kind(): calendars_chosen,
        CauseChanged.kind(): cause_changed,
        CodeWanted.kind(): of_person(to.telling.notices.code_wanted),
        Connected.kind(): connected,
        ConnectionHealed.kind(): of_person(keeping.chosen, keeping.fellows, to.telling.health.changed),
        ConnectionLost.kind(): of_person(keeping.fellows, to.telling.health.changed),
        Disconnected.kind(): of_person(
            keeping.fellows, to.telling.health.look, to.telling.offers.disconnected, to.telling.notices.disconnected
        ),
        MeetingAnswered.kind(): meeting_answered,
        PersonLeft.kind(): of_person(to.telling.departures.left),
        ProfileChanged.kind(): profile_changed,
        OfferChanged.kind(): _of_offer(to.telling.offers.changed),
        MeetingTypeChanged.kind(): _of_type(lambda kind: keeping.team_changed(team_id(kind)), to.telling.types.changed),
        OutlookDisagrees.kind(): outlook_disagrees,
        PersonsJoined.kind(): joined,
        SyncPreferenceChanged.kind(): of_person(to.telling.sync_preferences.changed),
        ReadingChanged.kind(): of_person(to.telling.health.changed),
        WarningChanged.kind(): warning_changed,
    }


def _answer_facts(to: Listeners) -> dict[str, Handler]:
    async def answers_changed(args: Args) -> None:
        await to.booking.responding.copy_changed(person_in(args), CalendarId(str(args["calendar"])))

    async def booking_answered(args: Args) -> None:
        await to.telling.responses.answered(_booking(args))
        await to.telling.notices.booking_changed(_booking(args))

    return {AnswersChanged.kind(): answers_changed, BookingAnswered.kind(): booking_answered}


def _sign_in_facts(to: Listeners) -> dict[str, Handler]:
    async def sign_in_ended(args: Args) -> None:
        await to.telling.approvals.ended(person_in(args), str(args["outcome"]), _text(args["reconnects"]))

    async def tenant_approved(args: Args) -> None:
        await to.telling.approvals.approved(person_in(args), str(args["link"]), _text(args["reconnects"]))

    async def app_removed(args: Args) -> None:
        at = datetime.fromisoformat(str(args["at"]))
        await to.leaving.removed(Platform(str(args["platform"])), str(args["workspace"]), at)

    return {
        SignInEnded.kind(): sign_in_ended,
        TenantApproved.kind(): tenant_approved,
        AppRemoved.kind(): app_removed,
    }


def _sync_jobs(mirroring: Mirroring) -> dict[str, Handler]:
    async def sync_round(args: Args) -> None:
        await mirroring.rounds.run(CalendarId(str(args["calendar"])))

    async def compare(args: Args) -> None:
        repaired = await mirroring.rounds.compare(CalendarId(str(args["calendar"])))
        if repaired:
            log.warning("copy_repaired", calendar=args["calendar"], events=repaired)

    async def subscribe(args: Args) -> None:
        removed = _text(args["removed"])
        reauthorize = bool(args["reauthorize"])
        await mirroring.subscribing.keep(CalendarId(str(args["calendar"])), removed=removed, reauthorize=reauthorize)

    async def unsubscribe(args: Args) -> None:
        await mirroring.subscribing.end(ConnectionId(str(args["connection"])), str(args["subscription"]))

    return {ROUND_JOB: sync_round, COMPARE_JOB: compare, SUBSCRIBE_JOB: subscribe, UNSUBSCRIBE_JOB: unsubscribe}


def _booking_jobs(booking: Outlooking) -> dict[str, Handler]:
    async def answer(args: Args) -> None:
        calendar, event = CalendarId(str(args["calendar"])), str(args["event"])
        await booking.answering.run_decline(person_in(args), calendar, event, _text(args["start"]), _text(args["end"]))

    async def accept(args: Args) -> None:
        calendar, event = CalendarId(str(args["calendar"])), str(args["event"])
        await booking.answering.run_accept(person_in(args), calendar, event, tentative=bool(args["tentative"]))

    async def adopt(args: Args) -> None:
        await booking.adopting.look_again(person_in(args), str(args["event"]))

    return {
        PUSH_JOB: _of_booking(booking.pushing.push),
        CANCEL_JOB: _of_booking(booking.pushing.cancel),
        MOVE_SERIES_JOB: _of_booking(booking.series_moves.push),
        DATES_JOB: _of_booking(booking.ending.end),
        SERIES_JOB: _of_booking(booking.series.look),
        PUT_BACK_JOB: _of_booking(booking.deciding.run_put_back),
        COMPARE_BOOKING_JOB: _of_booking(booking.comparing.judge),
        ADOPT_JOB: adopt,
        ACCEPT_JOB: accept,
        ANSWER_JOB: answer,
    }


def _other_jobs(to: Listeners) -> dict[str, Handler]:
    async def say(args: Args) -> None:
        await to.watching.say(person_in(args), CauseId(str(args["cause"])))

    async def look(args: Args) -> None:
        await to.watching.look(person_in(args))
        await to.booking.comparing.unwatched(person_in(args))
        if args.get("why") == NIGHTLY:
            await to.mirroring.keeping.nightly(person_in(args))
            await to.booking.responding.unwatched(person_in(args))
            await to.booking.busy_later.nightly(person_in(args))
            await to.leaving.nightly(person_in(args))
            await to.relisting.nightly(person_in(args))
            await to.telling.home_zones.look(person_in(args))
            await to.telling.free_days.look(person_in(args))

    async def resume(args: Args) -> None:
        user = user_in(args)
        await to.telling.notices.resume(user, str(args["payload"]))

    async def post(args: Args) -> None:
        await to.telling.posts.changed(_booking(args))
        await to.telling.notices.booking_changed(_booking(args))

    async def being_answered(args: Args) -> None:
        events = args["events"]
        assert isinstance(events, list)
        await to.telling.conflicts.answering(person_in(args), CauseId(str(args["cause"])), tuple(map(str, events)))

    async def journey(args: Args) -> None:
        await to.telling.journeys.ask(person_in(args), str(args["seen"]))

    async def unfinished(args: Args) -> None:
        await to.approving.unfinished(person_in(args), str(args["link"]))

    return {
        UNFINISHED_JOB: unfinished,
        ANSWERING_JOB: being_answered,
        FREE_DAYS_JOB: of_person(to.telling.free_days.look),
        JOURNEY_JOB: journey,
        SAY_JOB: say,
        LOOK_JOB: look,
        UNDO_OVER_JOB: of_person(to.telling.sync_preferences.changed),
        HEALTH_JOB: of_person(to.telling.health.look),
        HEALTH_DUE_JOB: of_person(to.telling.health.changed),
        SAY_ANSWERS_JOB: _of_booking(to.telling.responses.say),
        INVITED_JOB: _of_booking(to.telling.invited.booking_changed),
        POST_JOB: post,
        OFFER_OVER_JOB: _of_offer(to.telling.offers.over),
        RESUME_JOB: resume,
    }


def _of_booking(use: Callable[[BookingId], Awaitable[None]]) -> Handler:
    return lambda args: use(_booking(args))


def _of_offer(use: Callable[[OfferId], Awaitable[None]]) -> Handler:
    return lambda args: use(OfferId(str(args["offer"])))


def _of_type(*uses: Callable[[MeetingTypeId], Awaitable[None]]) -> Handler:
    """One after the other."""

    async def handle(args: Args) -> None:
        for use in uses:
            await use(MeetingTypeId(str(args["type"])))

    return handle


def _booking(args: Args) -> BookingId:
    return BookingId(str(args["booking"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
