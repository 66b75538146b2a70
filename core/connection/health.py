"""Why a connection doesn't work, and who can do something about it."""

from enum import StrEnum


class Way(StrEnum):
    """What a refusal of Microsoft's asks for: exactly one of these."""

    RETRY = "retry"  # it passes by itself; the connection stays as it is
    RECONNECT = "reconnect"  # the person signs in again
    ASK_ADMIN = "ask_admin"  # an administrator of their organisation has to allow it first
    OPERATOR = "operator"  # this installation is misconfigured: nobody who signs in can repair that


class Why(StrEnum):
    """Why Microsoft refused, as far as it is known: the words that people are told hang on it."""

    REVOKED = "revoked"  # sessions were revoked, or the password was reset
    EXPIRED = "expired"  # not used for too long
    FREQUENCY = "frequency"  # the organisation wants a sign-in every so often
    CONSENT = "consent"  # the right to read was taken back
    PROOF = "proof"  # a second factor, or another proof, is asked for
    POLICY = "policy"  # a rule of the organisation: device, place
    DISABLED = "disabled"  # the account is switched off
    UNKNOWN_ACCOUNT = "unknown_account"  # the account isn't there any more, or not in this organisation
    ADMIN = "admin"  # only administrators may allow apps
    APP = "app"  # our secret or our registration
    OTHER = "other"
