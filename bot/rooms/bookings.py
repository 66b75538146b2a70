"""Building core.booking: times, and what is written to Outlook."""

from dataclasses import dataclass

from bot.jobs import Outlooking
from bot.rooms.outside import Outside
from bot.rooms.types import Types, build_arranged, build_arranging, build_turns
from core.booking.usecases import Answering, Finding, Gathering, Holding, Inviting, Moving, OtherTimes, Pushing
from core.booking.usecases.accepting import Accepting
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.comparing import Comparing
from core.booking.usecases.deciding import Deciding
from core.booking.usecases.following import Following
from core.booking.usecases.handing_over import HandingOver
from core.booking.usecases.recurring import Recurring
from core.booking.usecases.recurring_check import DateChecks
from core.booking.usecases.recurring_dates import RecurringDates
from core.booking.usecases.recurring_following import SeriesFollowing
from core.booking.usecases.recurring_writing import SeriesEnding, SeriesWriting
from core.booking.usecases.remaking import Remaking
from core.booking.usecases.responses import Responding
from core.booking.usecases.responses_busy import BusyLater
from core.booking.usecases.succession import Succession
from core.booking.usecases.switching import Switching
from core.booking.usecases.team_routes import TeamRoutes
from core.booking.usecases.warm import Warm
from core.configuration.sync_preference import SyncPreference
from core.configuration.teams.reach import TeamReach
from core.configuration.usecases import Configuring
from core.dialogue.comments import GuestComments
from core.people.usecases import Meeting
from core.sync.usecases import Reading


@dataclass(frozen=True, slots=True)
class Bookings:
    """Times, and what is written to Outlook."""

    gathering: Gathering
    finding: Finding
    inviting: Inviting
    holding: Holding
    moving: Moving
    switching: Switching
    types: Types
    handing_over: HandingOver
    recurring: Recurring
    dates: RecurringDates
    outlooking: Outlooking
    times: OtherTimes


def build_bookings(outside: Outside, meeting: Meeting, configuring: Configuring, reading: Reading) -> Bookings:
    store, outlook, clock = outside.store, outside.outlook, outside.clock
    transactions = store.transactions
    gathering = Gathering(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        reading=reading,
        warm=Warm(persons=store.persons, configuring=configuring, reading=reading),
        clock=clock,
    )
    finding = Finding(configuring=configuring, gathering=gathering, clock=clock)
    inviting = Inviting(
        transactions=transactions, persons=store.persons, connections=store.connections, meeting=meeting
    )
    types, arranging = build_arranging(outside, configuring, inviting)
    holding = Holding(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        gathering=gathering,
        configuring=configuring,
        jobs=store.jobs,
        clock=clock,
    )
    times = OtherTimes(
        configuring=configuring,
        gathering=gathering,
        inviting=inviting,
        reading=reading,
        look=outlook.writer,
        clock=clock,
    )
    routes = TeamRoutes(
        transactions=transactions,
        bookings=store.bookings,
        configuring=configuring,
        reach=TeamReach(transactions=transactions, configuring=configuring, teams=store.teams),
        writer=outlook.writer,
    )
    moving = Moving(
        transactions=transactions,
        configuring=configuring,
        bookings=store.bookings,
        gathering=gathering,
        arranging=arranging,
        finding=finding,
        times=times,
        routes=routes,
        clock=clock,
    )
    checks = DateChecks(gathering=gathering)
    series = SeriesWriting(transactions=transactions, bookings=store.bookings, writer=outlook.writer, audit=store.audit)
    arranged = build_arranged(outside, arranging, holding, finding)
    turns = build_turns(outside, configuring, arranged, holding)
    pushing = Pushing(
        transactions=transactions,
        bookings=store.bookings,
        configuring=configuring,
        arranging=arranging,
        finding=finding,
        checks=checks,
        series=series,
        succession=Succession(
            transactions=transactions,
            bookings=store.bookings,
            relays=store.relays,
            configuring=configuring,
            look=outlook.writer,
            audit=store.audit,
            jobs=store.jobs,
            clock=clock,
            comments=GuestComments(meeting),
        ),
        turns=turns,
        routes=routes,
        reading=reading,
        writer=outlook.writer,
        audit=store.audit,
        clock=clock,
    )
    answering = Answering(
        transactions=transactions,
        configuring=configuring,
        times=times,
        answers=outlook.answers,
        reading=reading,
        audit=store.audit,
        jobs=store.jobs,
        clock=clock,
    )
    accepting = Accepting(
        transactions=transactions,
        configuring=configuring,
        times=times,
        answers=outlook.answers,
        reading=reading,
        audit=store.audit,
        jobs=store.jobs,
    )
    adopting = Adopting(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        preferences=store.preferences,
        calendars=store.calendars,
        states=store.sync_states,
        mirror=store.mirror,
        look=outlook.writer,
        jobs=store.jobs,
        clock=clock,
    )
    following = Following(
        bookings=store.bookings,
        preferences=store.preferences,
        switches=store.sync_switches,
        audit=store.audit,
        clock=clock,
    )
    series_following = SeriesFollowing(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        states=store.sync_states,
        mirror=store.mirror,
        writer=outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=clock,
    )
    comparing = Comparing(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        states=store.sync_states,
        mirror=store.mirror,
        writer=outlook.writer,
        adopting=adopting,
        following=following,
        series=series_following,
        routes=routes,
        audit=store.audit,
        jobs=store.jobs,
        clock=clock,
    )
    remaking = Remaking(arranging=arranging, holding=holding)
    deciding = Deciding(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        comparing=comparing,
        following=following,
        configuring=configuring,
        finding=finding,
        holding=holding,
        remaking=remaking,
        reading=reading,
        writer=outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=clock,
    )
    switching = Switching(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        switches=store.sync_switches,
        states=store.sync_states,
        mirror=store.mirror,
        configuring=configuring,
        preference=SyncPreference(configuring=configuring, preferences=store.preferences),
        reading=reading,
        adopting=adopting,
        following=following,
        audit=store.audit,
        jobs=store.jobs,
        clock=clock,
    )
    handing_over = HandingOver(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        relays=store.relays,
        types=store.meeting_types,
        configuring=configuring,
        gathering=gathering,
        holding=holding,
        jobs=store.jobs,
        clock=clock,
    )
    ending = SeriesEnding(transactions=transactions, bookings=store.bookings, writing=series, audit=store.audit)
    recurring = Recurring(configuring=configuring, holding=holding, checks=checks, clock=clock)
    dates = RecurringDates(
        persons=store.persons,
        bookings=store.bookings,
        moving=moving,
        writer=outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
    )
    responding = Responding(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        answers=store.booking_answers,
        states=store.sync_states,
        mirror=store.mirror,
        look=outlook.writer,
        routes=routes,
        clock=clock,
    )
    busy_later = BusyLater(
        transactions=transactions,
        persons=store.persons,
        preferences=store.preferences,
        configuring=configuring,
        bookings=store.bookings,
        answers=store.booking_answers,
        states=store.sync_states,
        mirror=store.mirror,
        reading=reading,
        clock=clock,
    )
    outlooking = Outlooking(
        pushing, accepting, answering, deciding, comparing, adopting, ending, series_following, responding, busy_later
    )
    return Bookings(
        gathering,
        finding,
        inviting,
        holding,
        moving,
        switching,
        Types(types, arranging, arranged, turns, remaking),
        handing_over,
        recurring,
        dates,
        outlooking,
        times,
    )
