"""What was read of a typed line, and how a wish for times was understood."""

READING: dict[str, str] = {
    "slots.at": "{days}, at {start}",
    "slots.zone": "{asked}, {zone} time",
    "slots.without": "{asked}, not {what}",
    "slots.hours": "{start}–{end}",
    "nothing.over": "That time is over today. Choose another day or later hours.",
    "reading.title": "I didn't understand all of that",
    "reading.which": "What do you mean?",
    "reading.unknown": "I didn't understand {words}.",
    "reading.quoted": "“{text}”",
    "reading.past": "{words} is over.",
    "reading.doubtful": "{words} can mean different things here: {meanings}. Choose one.",
    "reading.rest": "What I understood: {rest}.",
    "reading.parts": "{length}, {days}",
    "reading.people": "{rest}, with {names}",
    "reading.nothing_done": "Nothing was searched or booked so far.",
    "reading.go_on": "Go on without it",
}
