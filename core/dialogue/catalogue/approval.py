"""The sentences about sign-ins that connected nothing, and about administrators."""
# ruff: noqa: E501  (a sentence stands on one line)

APPROVAL: dict[str, str] = {
    "action.try_again": "Try again",
    "action.continue": "Continue",
    "signin.stalled": "Didn't finish? Try again",
    "signin.stalled.means": "Nothing came back from Microsoft, so nothing was connected. If Microsoft asked for an admin: press Try again, and copy the request for them from the page.",
    "signin.admin_needed": "Microsoft asked for an admin",
    "signin.admin_needed.means": "Your organisation lets only admins approve apps, so nothing was connected. Press Try again, and copy the request for your admin from the page. I tell you here when they approved.",
    "signin.consent_needed": "Microsoft misses an approval",
    "signin.consent_needed.means": "Nothing was connected. Press Try again and accept what Microsoft asks. If it doesn't let you, copy the request for your admin from the page.",
    "signin.declined": "Not connected",
    "signin.declined.means": "The access wasn't allowed at Microsoft, so nothing was connected and nothing is kept.",
    "signin.expired": "That took too long",
    "signin.expired.means": "Microsoft's answer was too old or used before. Nothing was connected.",
    "signin.failed": "Not connected",
    "signin.failed.means": "Microsoft refused the sign-in. Nothing was connected and nothing is kept.",
    "signin.other_account": "That was another account",
    "signin.other_account.means": "To repair a connection, sign in with the same account as before. Nothing was changed.",
    "signin.taken": "Already connected by a colleague",
    "signin.taken.means": "Somebody else in this chat connected that account. They have to disconnect it first. Nothing was changed.",
    "signin.mismatch": "That account doesn't match",
    "signin.mismatch.means": "Its address isn't the one in your chat profile, and your organisation requires that. Nothing was connected.",
    "signin.tenant_refused": "That account can't be used here",
    "signin.tenant_refused.means": "Your workspace allows only accounts of organisations that it chose, and this one isn't among them. Nothing was connected. Sign in with your work account.",
    "approved.heading": "Approved: continue",
    "approved.means": "Somebody came back from Microsoft's page for admins and says that Clearhour is approved. Sign in once more to connect your calendar.",
}
