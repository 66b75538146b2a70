"""Words about several accounts and many calendars."""
# ruff: noqa: E501  (a sentence stands on one line)

ACCOUNTS: dict[str, str] = {
    "event.hidden": "Personal: busy",
    "advanced.hidden.label": "Hide the titles of these accounts",
    "advanced.hidden.choose": "Choose accounts",
    "advanced.hidden.hint": "Their events block your time and are shown as “Personal: busy”, also to yourself.",
    "names.others": "{count} others",
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
    "name.show_shared": "Show calendars shared with {address}",
    "action.ask_admin": "Ask my admin",
    "admin.request": "To copy for your admin: “Please let Clearhour write bookings to our Outlook calendars (CLEARHOUR_HIGHEST_ACCESS=read_write, and consent to Calendars.ReadWrite).”",
    "action.allow_shared": "Allow shared calendars",
    "choice.personal_shared": "Microsoft shows shared calendars only to accounts of an organisation, not to personal ones.",
    "choice.account_gone": "One of these accounts isn't connected any more. Open the settings again and look.",
}
