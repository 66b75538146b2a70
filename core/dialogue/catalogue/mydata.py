"""Texts about one's own data: taken along, erased."""
# ruff: noqa: E501  (a sentence stands on one line)

from core.dialogue.catalogue.sentence import counted

MYDATA = {
    "help.mydata": "take along or erase what I store about you",
    "mydata.title": "Your data",
    "mydata.what": "I store who you are in this chat, your settings, your bookings with what was answered, and which of my messages show what.",
    "mydata.accounts": "Connected: {addresses}. I keep Microsoft's sign-in for that, encrypted, and a copy of the events in the calendars you chose.",
    "mydata.no_account": "No Outlook is connected, so I have no copy of any calendar.",
    "mydata.direct": "That is only for the two of us. Type “{command}” to me in our direct messages.",
    "mydata.export_title": "Take your data along",
    "mydata.export_what": "The button opens a page that gives you one file (JSON) with everything stored about you, without any passwords.",
    "mydata.export_once": "It works once and for ten minutes. Whoever has the link can open it, so don't share it.",
    "mydata.erase_title": "Erase your data?",
    "mydata.goes": "Erased for good: your settings, the sign-in at Microsoft, the copies of your calendars, your meeting types and offers, and where my messages to you are.",
    "mydata.goes_bookings": counted(
        "{n} upcoming booking can't be changed from here any more.",
        "{n} upcoming bookings can't be changed from here any more.",
    ),
    "mydata.stays_outlook": "What is in Outlook stays in Outlook: no meeting is cancelled.",
    "mydata.stays_others": "Other people's bookings with you stay theirs; I take your name and address out of them here.",
    "mydata.stays_line": "One line without your name stays in the log: that somebody was erased, and when.",
    "mydata.erasing": "Erasing your data. I'll say here when it is done; it takes a minute at most.",
    "mydata.erased_title": "Your data is erased",
    "mydata.erased": "Nothing about you is stored here any more. What is in Outlook stayed as it is.",
    "mydata.erased_again": "If you write to me again, I start from nothing.",
    "mydata.host_left": "“{title}” stays in Outlook as it is, but nobody manages it from here any more: its host erased their data here.",
    "action.export_data": "Take it along",
    "action.open_export": "Open the page",
    "action.erase_data": "Erase everything…",
    "action.erase_now": "Erase everything",
    "action.back_to_data": "Your data",
    "action.keep_data": "Keep my data",
}
