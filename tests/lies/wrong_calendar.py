"""A bot that writes every booking into the default calendar, whatever was chosen."""

from dataclasses import replace

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.configuration.ports import CalendarDirectory
from core.outlook import Outlook
from core.outlook.build import GraphWriter
from core.outlook.graph import GraphClient
from tests.lies import serve_with_outlook


class Stubborn(GraphWriter):
    """Knows better where bookings belong."""

    def __init__(self, graph: GraphClient, directory: CalendarDirectory) -> None:
        super().__init__(graph)
        self._directory = directory

    async def create(self, booking: Booking) -> WrittenEvent:
        calendars = await self._directory.calendars(booking.connection)
        default = next(one.outlook_id for one in calendars if one.is_default)
        return await super().create(replace(booking, outlook_calendar_id=default))


def lie(outlook: Outlook) -> Outlook:
    return replace(outlook, writer=Stubborn(outlook.graph, outlook.calendars))


if __name__ == "__main__":
    serve_with_outlook(lie)
