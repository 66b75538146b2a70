"""The sentences about what a day brings: the agenda, reminders, and what is chosen about them."""
# ruff: noqa: E501  (a sentence stands on one line)

MORNINGS: dict[str, str] = {
    # settings
    "day.heading": "What your day brings",
    "day.invitations.clashing": "Invitations: those that overlap something.",
    "day.invitations.all": "Invitations: all of them.",
    "day.invitations.none": "No word about invitations.",
    "day.agenda": "Your day at {at}, on days with hours.",
    "day.no_agenda": "No agenda in the morning.",
    "day.reminders": "A reminder {length} before each meeting.",
    "day.no_reminders": "No reminders.",
    "day.change_any_time": "You can change it at any time, here or in the settings.",
    "settings.name.day_messages": "Change invitations, agenda and reminders",
    "day.form.title": "What your day brings",
    "day.form.note": "The agenda and reminders come by the clock where you are. A double booking that waited for the morning stands in the agenda.",
    "day.form.invitations": "Invitations",
    "day.form.clashing": "Those that overlap something",
    "day.form.all": "All",
    "day.form.none": "None",
    "day.form.agenda": "My day, in the morning",
    "day.form.reminders": "Reminders",
    "day.form.off": "Off",
    "day.form.at": "At {at}",
    "day.form.before": "{length} before",
    "action.day_messages": "Change what my day brings",
    # the agenda
    "morning.heading": "Your day: {day}",
    "action.tell_agenda": "Send me my day at 08:00",
    "action.tell_no_agenda": "No agenda any more",
    # reminders
    "reminder.heading": "At {at}",
    "reminder.moved": "No longer at {at}: it was moved",
    "reminder.off_now": "No longer at {at}: it was cancelled, declined, or marked free",
    "reminder.gone": "No longer at {at}: it isn't in your calendar any more",
    "reminder.a_meeting": "The meeting you were reminded of",
    "reminder.by": "Invited by {name}",
    "name.join": "Join {title}",
    "action.tell_reminders": "Turn reminders on again",
    "action.tell_no_reminders": "No reminders any more",
}
