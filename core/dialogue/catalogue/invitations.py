"""The sentences about invitations."""
# ruff: noqa: E501  (a sentence stands on one line)

from core.dialogue.catalogue.sentence import counted

INVITATIONS: dict[str, str] = {
    "invitation.heading.waiting": "You're invited",
    "invitation.heading.over": "This invitation is over",
    "invitation.heading.accepted": "You accepted",
    "invitation.heading.tentative": "You said maybe",
    "invitation.heading.declined": "You declined",
    "invitation.heading.accepted_in_outlook": "You accepted in Outlook",
    "invitation.heading.tentative_in_outlook": "You said maybe in Outlook",
    "invitation.heading.declined_in_outlook": "You declined in Outlook",
    "invitation.heading.withdrawn": "The organizer cancelled this",
    "invitation.heading.gone": "This isn't in your calendar any more",
    "invitation.answering": "Outlook is being told…",
    "invitation.overlaps": "It overlaps:",
    "invitation.dates": counted("One date.", "A series with {count} dates ahead. The answer is for all of them."),
    "invitation.propose": "Decline it and propose one of these times:",
    "invitation.refused": "Nothing was answered: Outlook refused it. Please answer it in Outlook.",
    "invitation.no_sign_in": "Nothing was answered: Microsoft no longer accepts the stored sign-in. Reconnect under connections.",
    "action.accept": "Accept",
    "action.tentative": "Tentative",
    "action.decline_plain": "Decline",
    "action.tell_invitations": "Tell me about invitations that overlap",
    "action.tell_no_invitations": "No more invitations here",
    "name.invitation_accept": "Accept {title}, {when}",
    "name.invitation_tentative": "Accept {title}, {when}, tentatively",
    "name.invitation_decline": "Decline {title}, {when}",
    "name.invitation_propose": "Decline and propose another time: {title}, {when}",
    "name.invitation_again": "Check again: {title}, {when}",
}
