"""Whether an address for notifications is there."""

from urllib.parse import quote_plus

from sandbox.calls import TIMED_OUT, Answer, call

TEXT = {"Content-Type": "text/plain; charset=utf-8"}


def problem(answer: Answer) -> str:
    """What became of a call that wasn't answered."""
    return "timed out" if answer.failure == TIMED_OUT else "could not be reached"


async def validate(url: str, request_id: str, seconds: float) -> str | None:
    """Ask an address to send a token back in plain text; gives the reason when it does not."""
    token = f"Validation: Testing client application reachability for subscription Request-Id: {request_id}+0"
    answer = await call(f"{url}{'&' if '?' in url else '?'}validationToken={quote_plus(token)}", b"", TEXT, seconds)
    if answer.failure == TIMED_OUT:
        return "Subscription validation request timed out."
    if answer.status != 200:
        return (
            "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation "
            f"request. It answered {answer.status or 'nothing: it ' + problem(answer)}."
        )
    if answer.content_type != "text/plain" or answer.text != token:
        return (
            "Subscription validation request failed. Response must exactly match validationToken query parameter, as "
            f"text/plain. It came as {answer.content_type or 'no type'} and "
            f"{'matched' if answer.text == token else 'did not match'}."
        )
    return None
