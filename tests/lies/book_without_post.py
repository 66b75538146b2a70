"""A bot that says "Booked" and writes nothing."""

from dataclasses import replace

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.outlook import Outlook
from core.outlook.build import GraphWriter
from tests.lies import serve_with_outlook


class Silent(GraphWriter):
    """Answers like Outlook, and never asks it."""

    async def create(self, booking: Booking) -> WrittenEvent:
        link = "https://outlook.office.com/calendar/item/1"
        return WrittenEvent("AAMk1", f"{booking.id}@lie", booking.plan.when, link, link)


def lie(outlook: Outlook) -> Outlook:
    return replace(outlook, writer=Silent(outlook.graph))


if __name__ == "__main__":
    serve_with_outlook(lie)
