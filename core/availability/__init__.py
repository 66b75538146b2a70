"""The free-slot engine: which times are slots, and why a time is not one. Pure; standard library only."""

from core.availability.blocking import blocks
from core.availability.engine import explain, find_slots
from core.availability.hours import Hours
from core.availability.model import (
    DEFAULT_BLOCKING,
    ONLY_BUSY,
    Align,
    Answer,
    Attendee,
    Blocking,
    BookingWindow,
    BusyTime,
    Limits,
    Mode,
    PlacedBooking,
    Reason,
    ReasonCode,
    Request,
    RollingUnit,
    ShowAs,
    Span,
)
from core.availability.wire import RequestError, answer_json, parse_request, run

__all__ = [
    "DEFAULT_BLOCKING",
    "ONLY_BUSY",
    "Align",
    "Answer",
    "Attendee",
    "Blocking",
    "BookingWindow",
    "BusyTime",
    "Hours",
    "Limits",
    "Mode",
    "PlacedBooking",
    "Reason",
    "ReasonCode",
    "Request",
    "RequestError",
    "RollingUnit",
    "ShowAs",
    "Span",
    "answer_json",
    "blocks",
    "explain",
    "find_slots",
    "parse_request",
    "run",
]
