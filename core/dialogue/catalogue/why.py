"""The sentences about why a time is offered or not."""
# ruff: noqa: E501  (a sentence stands on one line)

from core.dialogue.catalogue.sentence import counted

WHY: dict[str, str] = {
    "why.offered": "This time is offered",
    "why.not_offered": "This time isn't offered",
    "why.free": "Nothing stands against it.",
    "why.free_with": "Nothing stands against it, for you and {names}.",
    # against every start
    "why.past": "It is over.",
    "why.notice": "It is too soon: you ask for {notice} notice.",
    "why.too_far": counted(
        "It is too far ahead: you take bookings up to {days} day ahead, until {last}.",
        "It is too far ahead: you take bookings up to {days} days ahead, until {last}.",
    ),
    "why.off_grid": "Times are offered every {step}: {before} and {after} are, {at} isn't.",
    "why.beyond": "It doesn't fit into the days that were asked about.",
    # hours
    "why.range": "{start}–{end}",
    "why.hours": "It is outside your hours. {day} has {hours} ({zone}).",
    "why.hours_none": "It is outside your hours. {day} has none ({zone}).",
    "why.hours_changed": "It is outside the hours you set for {day}: {hours} ({zone}).",
    "why.day_off": "You took {day} off.",
    "why.too_long": "It begins in your hours and ends after them. {day} has {hours} ({zone}).",
    # what takes the time
    "why.conflict": "“{title}” in your calendar “{calendar}” takes {time}.",
    "why.conflict_all_day": "“{title}” in your calendar “{calendar}” takes the whole day.",
    "why.conflict_private": "A private event in your calendar “{calendar}” takes {time}.",
    "why.conflict_unknown": "An event in your calendar “{calendar}” takes this time.",
    "why.booked": "“{title}” is booked here and takes {time}.",
    "why.held": "A booking that somebody makes with you here takes {time}.",
    "why.buffer_before": "{what} ends {time}: you keep {buffer} free before a meeting.",
    "why.buffer_after": "{what} begins {time}: you keep {buffer} free after a meeting.",
    "why.buffer": "{what} is too close: you keep time free around a meeting.",
    "why.event_in": "“{title}” in your calendar “{calendar}”",
    "why.private_in": "A private event in your calendar “{calendar}”",
    "why.event_unknown_in": "An event in your calendar “{calendar}”",
    "why.a_booking": "A booking made here",
    "why.day_limit": "You have as many meetings that day as you allow.",
    "why.week_limit": "You have as many meetings that week as you allow.",
    "why.unread": "Your calendar “{calendar}” can't be read: {reason}. Unknown is not free.",
    # other people
    "why.they_busy": "{name} is busy.",
    "why.they_away": "It is outside the hours of {name}.",
    "why.they_close": "{name} is busy so close to it that there is no room for the time you keep free around a meeting.",
    "why.they_limit": "{name} takes no more meetings then.",
    "why.they_unread": "{name}: not known, because a calendar can't be read. Unknown is not free.",
    "why.they_unknown": "{name}: not known, so not checked. Ask them, or let them connect.",
    # what might be thought to be a reason
    "why.marked_free": "“{title}” (all day, “{calendar}”) is marked free, so it doesn't block.",
    "why.shown_as": "“{title}” (“{calendar}”) is shown as {state}, so it doesn't block.",
    "why.declined": "You declined “{title}” (“{calendar}”), so it doesn't block.",
    "why.cancelled": "“{title}” (“{calendar}”) is cancelled, so it doesn't block.",
    "why.private_title": "a private event",
    "why.not_counted": "Not conflict calendars, so not looked at: {names}.",
    # asking
    "why.title": "Why not this time?",
    "why.submit": "Tell me why",
    "why.ask": "Which time do you mean? Type it like “{example}”, or choose it.",
    "why.example": "{command} why tue 14:00",
    "why.example_words": "why tue 14:00",
    "form.on.label": "Day",
    "form.time.label": "Time",
    "form.time.placeholder": "Choose a time",
    "form.bad_time": "This is no time of day. Write it like 14:00",
    "help.why": "why a time is or isn't offered",
    "action.why": "Why not?",
    "action.why_other": "Ask about another time",
}
