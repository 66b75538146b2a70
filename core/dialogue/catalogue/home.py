"""The sentences of Slack's Home tab and Teams' welcome card."""

HOME: dict[str, str] = {
    "action.home": "Home",
    "home.answered": "I've answered you in our direct message.",
    "home.title": "Double bookings, caught and solved",
    "home.does.tell": "I tell you about a clash before your colleagues do, and fix it in two taps.",
    "home.does.find": "I find times that are free for everybody, and book them in Outlook.",
    "home.does.truth": "Outlook stays the truth: I read the calendars you choose, and write where you say.",
    "home.looked": "As of {at}",
    "home.tip": "Try: find 30m tomorrow",
    "home.hello": "How things stand",
    "home.account": "{address}: {state}",
    "home.linked": "Your bookings go to {calendar}.",
    "home.no_linked": "No calendar takes your bookings yet. Choose one under Calendars.",
    "home.today": "Today, {day}",
    "home.clashes": "Double bookings",
    "home.calm": "No double bookings in the next 14 days.",
    "notice.title": "Clearhour",
    "notice.close": "Close",
    "name.show_clash": "Show the double booking at {when}: {title}",
}
