"""The free-slot engine: which times are slots, and why a time is not one. Pure; standard library only."""

from core.availability.blocking import blocks
from core.availability.engine import best_starts, explain, find_slots, slot_starts
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
from core.availability.prepared import Prepared, PreparedCalendars, prepare
from core.availability.wire import RequestError, answer_json, parse_request, read_requests, run
from core.availability.working import Stay, travelled_spans

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
    "Prepared",
    "PreparedCalendars",
    "Reason",
    "ReasonCode",
    "Request",
    "RequestError",
    "RollingUnit",
    "ShowAs",
    "Span",
    "Stay",
    "answer_json",
    "best_starts",
    "blocks",
    "explain",
    "find_slots",
    "parse_request",
    "prepare",
    "read_requests",
    "run",
    "slot_starts",
    "travelled_spans",
]
