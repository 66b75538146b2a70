"""What was read of a typed line, and how a wish for times was understood."""

from core.dialogue.catalogue.sentence import counted

READING: dict[str, str] = {
    "slots.at": "{days}, at {start}",
    "slots.zone": "{asked}, {zone} time",
    "slots.without": "{asked}, not {what}",
    "slots.hours": "{start}–{end}",
    "slots.repeats": "{asked}. {rule}; the times are for its first date",
    "slots.repeats_until": "{rule}, until {day}",
    "slots.repeats_dates": counted("{rule}, {n} time", "{rule}, {n} times", by="n"),
    "slots.kept_zone": "By the clock of {zone}",
    "slots.kept_off": "Not {what}",
    "form.part.at": "At {start}",
    "form.kept.label": "Also as you wrote",
    "nothing.over": "That time is over today. Choose another day or later hours.",
    "nothing.step": "Times are offered every {step}, none begins at {start}. Choose another start.",
    "reading.title": "I didn't understand all of that",
    "reading.which": "What do you mean?",
    "reading.unknown": "I didn't understand {words}.",
    "reading.quoted": "“{text}”",
    "reading.past": "{words} is over.",
    "reading.doubtful": "{words} can mean different things here: {meanings}. Choose one.",
    "reading.rest": "What I understood: {rest}.",
    "reading.parts": "{one}, {other}",
    "reading.with": "with {names}",
    "reading.for": "for {name}",
    "reading.nothing_done": "Nothing was searched or booked so far.",
    "reading.go_on": "Go on without it",
}
