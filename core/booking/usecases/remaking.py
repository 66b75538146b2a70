"""The same meeting once more: after a calendar that couldn't be read, or after its event was deleted."""

from dataclasses import replace

from core.booking.model import Booking
from core.booking.usecases.arranging import Arranging
from core.booking.usecases.holding import Holding
from core.configuration.usecases import Setup


class Remaking:
    """Whoever presses, it stays the host's: by the rules it was made by, in their name and calendar."""

    def __init__(self, *, arranging: Arranging, holding: Holding) -> None:
        self._arranging = arranging
        self._holding = holding

    async def setup(self, booking: Booking) -> Setup:
        """The rules that it was made by, as they are now. Raises NotConnected, PermissionMissing."""
        return await self._arranging.setup_of(booking)

    async def prepare(self, booking: Booking, request_key: str) -> Booking:
        """As it will be held; its event is written where its host's bookings go now. Raises NotConnected, and like
        `Holding.prepare`."""
        setup = await self.setup(booking)
        prepared = await self._holding.prepare(setup, booking.plan, booking.zone, request_key)
        return replace(
            prepared, host=booking.host, booked_by=booking.booked_by, type=booking.type, behalf=booking.behalf
        )
