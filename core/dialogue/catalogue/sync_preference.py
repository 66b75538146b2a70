"""The sentences about one-way and two-way, and about bookings that were made in Outlook."""
# ruff: noqa: E501  (a sentence stands on one line)

from core.dialogue.catalogue.sentence import counted

SYNC_PREFERENCE: dict[str, str] = {
    "action.sync_preference": "Sync preference",
    "action.to_two_way": "Switch to two-way",
    "action.to_one_way": "Switch to one-way",
    "action.stay_one_way": "Stay one-way",
    "action.stay_two_way": "Stay two-way",
    "action.undo": "Undo",
    "action.cancel_for_guests": "Yes, cancel it",
    "name.undo_switch": "Undo the switch to two-way",
    "name.cancel_for_guests": "Yes, cancel it: {title}",
    "sync.one_way": "Sync preference: one-way",
    "sync.two_way": "Sync preference: two-way",
    "sync.one_way.means": "Bookings are written to this calendar. When their events are moved or deleted in Outlook I ask you. Events that you make there block your time, but are no bookings.",
    "sync.two_way.means": "Bookings and events are one: moving or deleting the event in Outlook moves or cancels the booking, and events that you make there appear as bookings.",
    "sync.adopted": "Made in Outlook: {n} of your upcoming bookings.",
    "sync.undo_until": "You can undo the switch until {until}.",
    "sync.ask.two_way": "Two-way: this is what it would do",
    "sync.ask.one_way": "Back to one-way?",
    "sync.would_take": counted(
        "Takes in {n} from Outlook as a booking: {names}.", "Takes in {n} from Outlook as bookings: {names}."
    ),
    "sync.would_take_more": "Takes in {n} from Outlook as bookings: {names}; and {more} more.",
    "sync.would_take_none": "Takes in 0 from Outlook as bookings.",
    "sync.would_move": counted(
        "Moves {n} to where Outlook has it: {names}.", "Moves {n} to where Outlook has them: {names}."
    ),
    "sync.would_move_none": "Moves 0.",
    "sync.would_cancel": "Cancels {n}, deleted in Outlook and without guests: {names}.",
    "sync.would_cancel_none": "Cancels 0.",
    "sync.would_ask": "Asks you first about {n}, deleted in Outlook but with guests: {names}.",
    "sync.item": "{title} ({when})",
    "sync.outlook_untouched": "Outlook itself is not changed. You can undo this for 10 minutes.",
    "sync.back_means": "From then on I ask you when a booking's event is moved or deleted in Outlook.",
    "sync.back_drops": counted(
        "Made in Outlook: {n}. It stops being a booking; Outlook keeps it.",
        "Made in Outlook: {n}. They stop being bookings; Outlook keeps them.",
    ),
    "sync.back_keeps": "What followed Outlook so far stays as it is.",
    "sync.changed_meanwhile": "Outlook changed meanwhile, so nothing was switched yet. This is what it would do now:",
    "sync.undone": "Undone: everything is as it was before the switch. Outlook was not changed.",
    "sync.undo_kept": "Only this stays where it is, as its earlier time was taken meanwhile: {names}.",
    "sync.undo_over": "It can't be undone any more: the 10 minutes are over. Nothing was changed.",
    "sync.linked_changed": "Your bookings go to another calendar by now. Look at the sync preference again.",
    "adopted.single": "Made in Outlook.",
    "adopted.invited": "In Outlook; somebody else invited you.",
    "adopted.daily": "Made in Outlook. Comes every day; this is the next date. Change the series in Outlook.",
    "adopted.workdays": "Made in Outlook. Comes every working day; this is the next date. Change the series in Outlook.",
    "adopted.weekly": "Made in Outlook. Comes every week; this is the next date. Change the series in Outlook.",
    "adopted.fortnightly": "Made in Outlook. Comes every two weeks; this is the next date. Change the series in Outlook.",
    "adopted.monthly": "Made in Outlook. Comes every month; this is the next date. Change the series in Outlook.",
    "adopted.some": "Made in Outlook. A series; this is the next date. Change the series in Outlook.",
    "booking.released": "Not a booking any more",
    "state.released": "Outlook keeps it; it is no booking here any more.",
    "booking.series_in_outlook": "This is a series that was made in Outlook. Cancel or move it there.",
    "differs.heading.cancel_asked": counted(
        "Deleted in Outlook: cancel for 1 guest?", "Deleted in Outlook: cancel for {n} guests?"
    ),
    "differs.heading.collides": "Moved in Outlook onto another booking: which time shall hold?",
    "differs.heading.ended": "Deleted in Outlook: the booking ended",
    "differs.ended_alone": "Nobody was invited, so it followed Outlook. Its time is free again.",
    "differs.ended_hidden": "It lay in an account that shows no titles here, so it followed Outlook. Its time is free again.",
    "differs.ended_series": "The series is gone in Outlook, and so is this booking.",
    "differs.cancels": "Yes: the booking ends. {names} heard of it from Outlook, and nobody is told again.",
    "differs.rebuilds": "Put it back: it is booked anew, and Outlook sends {names} a new invitation.",
}
