"""Every way a token dies leads to exactly one thing to do: the table of what Microsoft says, row by row."""

import pytest

from core.connection.health import Way, Why
from core.outlook.refusals import refusal_of

ROWS = [
    ("invalid_grant", "consent_required", 65001, Way.RECONNECT, Why.CONSENT),
    ("access_denied", "", 65004, Way.RECONNECT, Why.CONSENT),
    ("access_denied", "", 90094, Way.ASK_ADMIN, Why.ADMIN),
    ("invalid_grant", "", 90095, Way.ASK_ADMIN, Why.ADMIN),
    ("consent_required", "", 90094, Way.ASK_ADMIN, Why.ADMIN),
    ("invalid_grant", "basic_action", 50076, Way.RECONNECT, Why.PROOF),
    ("interaction_required", "basic_action", 50076, Way.RECONNECT, Why.PROOF),
    ("interaction_required", "basic_action", 50079, Way.RECONNECT, Why.PROOF),
    ("interaction_required", "", 50158, Way.RECONNECT, Why.PROOF),
    ("invalid_grant", "", 53000, Way.RECONNECT, Why.POLICY),
    ("invalid_grant", "", 53001, Way.RECONNECT, Why.POLICY),
    ("access_denied", "", 53002, Way.RECONNECT, Why.POLICY),
    ("invalid_grant", "message_only", 53003, Way.RECONNECT, Why.POLICY),
    ("invalid_grant", "bad_token", 50173, Way.RECONNECT, Why.REVOKED),
    ("invalid_grant", "token_expired", 70008, Way.RECONNECT, Why.EXPIRED),
    ("invalid_grant", "bad_token", 700082, Way.RECONNECT, Why.EXPIRED),
    ("invalid_grant", "", 70043, Way.RECONNECT, Why.FREQUENCY),
    ("invalid_grant", "", 70000, Way.RECONNECT, Why.OTHER),
    ("invalid_grant", "", 54005, Way.RECONNECT, Why.OTHER),
    ("invalid_grant", "bad_token", 50057, Way.RECONNECT, Why.DISABLED),
    ("invalid_grant", "bad_token", 50034, Way.RECONNECT, Why.UNKNOWN_ACCOUNT),
    ("invalid_grant", "", 50020, Way.RECONNECT, Why.UNKNOWN_ACCOUNT),
    ("unauthorized_client", "", 700016, Way.OPERATOR, Why.APP),
    ("unauthorized_client", "", 700011, Way.OPERATOR, Why.APP),
    ("invalid_client", "", 7000215, Way.OPERATOR, Why.APP),
    ("invalid_client", "", 7000222, Way.OPERATOR, Why.APP),
    ("invalid_request", "", 50011, Way.OPERATOR, Why.APP),
    ("invalid_scope", "", 70011, Way.OPERATOR, Why.APP),
    ("unsupported_grant_type", "", 70003, Way.OPERATOR, Why.APP),
    ("invalid_grant", "", 50105, Way.ASK_ADMIN, Why.ADMIN),
    ("temporarily_unavailable", "", 90033, Way.RETRY, Why.OTHER),
    ("server_error", "", 90002, Way.RETRY, Why.OTHER),
    ("something_new", "", 1, Way.RETRY, Why.OTHER),
    ("login_required", "", 50058, Way.RECONNECT, Why.OTHER),
]


@pytest.mark.parametrize(("error", "suberror", "code", "way", "why"), ROWS)
def test_p2_every_refusal_leads_to_one_thing_to_do(error: str, suberror: str, code: int, way: Way, why: Why) -> None:
    found = refusal_of({"error": error, "suberror": suberror, "error_codes": [code]})
    assert (found.way, found.why) == (way, why)


def test_a_number_that_nobody_knows_changes_nothing() -> None:
    found = refusal_of({"error": "invalid_grant", "suberror": "token_expired", "error_codes": [99999999]})
    assert (found.way, found.why) == (Way.RECONNECT, Why.EXPIRED)


def test_a_number_alone_does_not_make_a_persons_trouble_the_operators() -> None:
    assert refusal_of({"error": "invalid_grant", "error_codes": [7000215]}).way is Way.RECONNECT


def test_no_tokens_at_all_is_the_end_of_the_sign_in() -> None:
    assert refusal_of({}).way is Way.RECONNECT


@pytest.mark.parametrize("claims", [None, "", 7])
def test_only_words_are_kept_as_what_has_to_be_proved(claims: object) -> None:
    assert refusal_of({"error": "interaction_required", "claims": claims}).claims is None


def test_a_callback_names_its_number_in_an_address() -> None:
    uri = "https://login.microsoftonline.com/error?code=90094"
    assert refusal_of({"error": "access_denied", "error_uri": uri}).way is Way.ASK_ADMIN
