"""The sentences about all-day time off that Outlook shows as free."""
# ruff: noqa: E501  (a sentence stands on one line)

FREE_DAYS: dict[str, str] = {
    "free_days.heading": "“{title}” is marked free",
    "free_days.private": "An all-day private event",
    "free_days.means": "It takes {days} in your calendar “{calendar}”, all day, but Outlook marks it as free: you stay bookable then.",
    "free_days.offer": "Block it: no times are offered on these days. It is a rule here, Outlook stays as it is, and it doesn't follow when the event moves.",
    "free_days.one": "{first}",
    "free_days.span": "{first} to {last}",
    "free_days.blocked": "Blocked: {days}",
    "free_days.blocked_means": "No times are offered on these days. Nothing was changed in Outlook. It stands under settings as days away.",
    "free_days.left": "Left free: {days}",
    "free_days.left_means": "You stay bookable on these days. I don't ask about this again.",
    "action.block_days": "Block it",
    "action.leave_days_free": "Leave it free",
    "action.take_back_block": "Offer times again",
}
