"""Microsoft's Python SDK, pointed at the sandbox: what its manual asks of a program, and nothing besides."""

from datetime import datetime
from typing import Any

from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event

IMMUTABLE = 'IdType="ImmutableId"'


class _Token(AccessTokenProvider):
    """One token, for this machine only."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._hosts = AllowedHostsValidator(["127.0.0.1"])

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return self._hosts


def client(graph: str, token: str) -> GraphServiceClient:
    """The SDK for whoever's token this is."""
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(_Token(token)))
    adapter.base_url = graph
    return GraphServiceClient(request_adapter=adapter)


def asking(parameters: Any = None, *prefer: str) -> RequestConfiguration[Any]:
    """A request's query parameters and its Prefer header."""
    asked: RequestConfiguration[Any] = RequestConfiguration(query_parameters=parameters)
    for preference in prefer:
        asked.headers.add("Prefer", preference)
    return asked


def when(moment: datetime) -> DateTimeTimeZone:
    """An instant as Graph writes it."""
    return DateTimeTimeZone(date_time=f"{moment:%Y-%m-%dT%H:%M:%S}", time_zone="UTC")


def meeting(subject: str, start: datetime, end: datetime, *invited: str) -> Event:
    """A meeting with required attendees, not sent yet."""
    people = [Attendee(type=AttendeeType.Required, email_address=EmailAddress(address=one)) for one in invited]
    return Event(subject=subject, start=when(start), end=when(end), attendees=people)
