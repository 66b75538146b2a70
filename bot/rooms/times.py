"""Building what core.booking knows of times: who is free when, and what takes a time."""

from dataclasses import dataclass

from bot.rooms.outside import Outside
from core.booking.usecases import Finding, Gathering, Holding, Inviting, OtherTimes
from core.booking.usecases.team_routes import TeamRoutes
from core.booking.usecases.warm import Warm
from core.configuration.teams.reach import TeamReach
from core.configuration.usecases import Configuring
from core.people.usecases import Meeting
from core.sync.usecases import Reading


@dataclass(frozen=True, slots=True)
class Times:
    """Who is free when, with what that is known from; what takes a time, and through whom a team's is written."""

    configuring: Configuring
    reading: Reading
    gathering: Gathering
    finding: Finding
    inviting: Inviting
    holding: Holding
    others: OtherTimes
    routes: TeamRoutes


def build_times(outside: Outside, meeting: Meeting, configuring: Configuring, reading: Reading) -> Times:
    store, clock = outside.store, outside.clock
    gathering = Gathering(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        reading=reading,
        warm=Warm(persons=store.persons, configuring=configuring, reading=reading),
        clock=clock,
    )
    inviting = Inviting(
        transactions=store.transactions, persons=store.persons, connections=store.connections, meeting=meeting
    )
    holding = Holding(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        gathering=gathering,
        configuring=configuring,
        jobs=store.jobs,
        clock=clock,
    )
    others = OtherTimes(
        configuring=configuring,
        gathering=gathering,
        inviting=inviting,
        reading=reading,
        look=outside.outlook.writer,
        clock=clock,
    )
    routes = TeamRoutes(
        transactions=store.transactions,
        bookings=store.bookings,
        configuring=configuring,
        reach=TeamReach(transactions=store.transactions, configuring=configuring, teams=store.teams),
        writer=outside.outlook.writer,
    )
    finding = Finding(configuring=configuring, gathering=gathering, clock=clock)
    return Times(configuring, reading, gathering, finding, inviting, holding, others, routes)
