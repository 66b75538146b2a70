"""The sentences about handing a booking over, and about team calendars."""
# ruff: noqa: E501  (a sentence stands on one line)

ROUNDS: dict[str, str] = {
    "action.hand_over": "Hand over",
    "action.hand_over_to": "{name}",
    "name.hand_over": "Hand {title} over to somebody else",
    "name.hand_over_to": "Hand {title} over to {name}",
    "ask.hand_over": "Hand over: to whom?",
    "ask.hand_over_free": "Free then, and whose turn it is first. The guests get a new invitation; the old one is cancelled and says who takes over.",
    "ask.hand_over_nobody": "Nobody else of the group is free then. It stays as it is: move it, or keep it.",
    "ask.hand_over_taken": "{name} isn't free then any more. Choose somebody else, or keep it.",
    "hand_over.under_way": "{name} takes over: Outlook is being asked. Until that is certain, it stays as it is.",
    "hand_over.done": "{name} took over. The guests have a new invitation.",
    "hand_over.failed": "{name} couldn't take over, so it stays as it was: {why} Hand it over again, or keep it.",
    "hand_over.why.slot_taken": "their time is taken.",
    "hand_over.why.day_full": "their day is full.",
    "hand_over.why.unreadable": "a calendar can't be read right now.",
    "hand_over.why.changed": "the meeting changed in Outlook meanwhile.",
    "hand_over.why.old": "the present event can't be reached in Outlook.",
    "hand_over.why.other": "Outlook didn't take the new event.",
    "note.hand_over.stays": "It couldn't be handed over: Outlook refused to cancel this event, so it stays and the new one was cancelled. Hand it over again, or keep it.",
    "failed.hand_over.changed": "Not handed over: the meeting changed meanwhile, so it stays with its host.",
    "failed.hand_over.unreachable": "Not handed over: its present event can't be reached in Outlook, so it stays with its host.",
    "hand_over.not_now": "This booking can't be handed over now: it changed meanwhile. Look at it again.",
    "hand_over.no_member": "They can't take it over: they are no connected member of the group. Choose somebody else.",
}
