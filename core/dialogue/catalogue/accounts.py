"""Words about several accounts and many calendars."""
# ruff: noqa: E501  (a sentence stands on one line)

from core.dialogue.catalogue.sentence import counted

ACCOUNTS: dict[str, str] = {
    "event.hidden": "Personal: busy",
    "advanced.hidden.label": "Hide the titles of these accounts",
    "advanced.hidden.choose": "Choose accounts",
    "advanced.hidden.hint": "Their events block your time and are shown as “Personal: busy”, also to yourself.",
    "names.others": counted("one other", "{count} others"),
    "group.of_account": "{address}: {group}",
    "calendars.cost": "{count} conflict calendars. Each costs one Outlook subscription and calls of its own to keep it fresh; with fewer I answer sooner.",
    "calendars.personal": "{address} is a personal account: I read it and book into it, but it has no Teams meetings and shows me nobody else's free times.",
    "calendars.hidden": "{address}: titles are hidden, its events are shown as “Personal: busy”. Advanced settings change that.",
    "calendars.search": "Look for a calendar",
    "calendars.search_hint": "Type a part of its name or its owner's, then press “Search and show”. What is ticked stays ticked.",
    "calendars.search_look": "Search and show",
    "calendars.some": "{n} of {all} calendars are listed.",
    "calendars.save_first": "Many changes wait to be saved. Press Save, then look for more calendars.",
    "action.show_shared": "Show calendars shared with me",
    "name.show_shared": "Show calendars shared with me: {address}",
    "action.ask_admin": "Ask my admin",
    "admin.request": "To copy for your admin: “Please let Clearhour write bookings to our Outlook calendars (CLEARHOUR_HIGHEST_ACCESS=read_write, and consent to Calendars.ReadWrite).”",
    "action.allow_shared": "Allow shared calendars",
    "choice.personal_shared": "Microsoft shows shared calendars only to accounts of an organisation, not to personal ones.",
    "compose.heading": "I can't write this, but you can",
    "compose.how": "Outlook opens with everything filled in. Press Save there; as soon as I see it in your calendar, this card says so.",
    "compose.left_out": "The link had no room for {count} of the people. Add them in Outlook.",
    "compose.read_only": "You connected read-only. One more consent with the same account lets me book, and nothing is lost.",
    "compose.admin": "Your organisation lets me read only.",
    "compose.open": "Open in Outlook, filled in",
    "compose.name": "Open in Outlook, filled in: {title}",
    "compose.done": "It's in your calendar",
    "compose.yours": "You wrote it in Outlook yourself, so it is changed and cancelled there. It blocks your time from now on.",
    "choice.account_gone": "One of these accounts isn't connected any more. Open the settings again and look.",
}
