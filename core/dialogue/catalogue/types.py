"""Meeting types, and meetings for somebody else."""

TYPES = {
    "action.types": "Meeting types",
    "types.slots": "{minutes} min: {type} with {names}",
    "types.slots_alone": "{minutes} min: {type}",
    "types.slots_for": "{minutes} min with {names}, for {boss}",
    "types.slots_for_alone": "{minutes} min for {boss}",
    "types.day_full": "As much is booked by this meeting type on that day as it allows.",
    "types.notice": "It is too soon: {notice} notice is asked for.",
    "types.too_far": "It is too far ahead: bookings open {days} days ahead.",
    "types.not_enough": "Not enough of its people are free: {k} must be.",
    "types.too_many": "You have 20 meeting types, which is the most. Remove one first.",
    "types.no_name": "A meeting type needs a name.",
    "types.name_long": "At most 60 characters.",
    "types.bad_durations": "One to five durations in minutes, like 30, 60.",
    "types.no_members": "Choose at least one person.",
    "types.bad_k": "A number from 1 to as many people as there are to choose from.",
    "types.place_long": "At most 200 characters.",
    "types.bad_mark": "In braces only {{host}}, {{guest}} and {{type}} mean something.",
    "types.members_gone": "Not enough of its people are connected, so nobody can book by this meeting type. Its owner "
    "can change it under types.",
    "types.owner_gone": "Its owner isn't connected any more, so nobody can book by this meeting type now.",
    "types.not_writable": "The calendar of this meeting type can't be written any more, so nothing was booked. Its "
    "owner can choose another one under types.",
    "types.no_address": "Your chat shows no mail address of yours, so you couldn't be invited. Connect Outlook first.",
    "boss.not_shared": "They share no calendar with you. Ask them to share one in Outlook, then press Refresh under "
    "calendars.",
}
