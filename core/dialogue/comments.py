"""What Outlook writes to guests in a host's name, beside what people typed themselves."""

from core.dialogue.texts import sentence
from core.people.model import PersonId
from core.people.usecases import Meeting


class GuestComments:
    """Implements Comments, in the language that whoever says it reads: guests of other organisations read none of
    ours."""

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting

    async def takes_over(self, by: PersonId, name: str | None) -> str:
        return await self._said("comment.takes_over", by, name)

    async def stays(self, by: PersonId, name: str | None) -> str:
        return await self._said("comment.stays", by, name)

    async def _said(self, key: str, by: PersonId, name: str | None) -> str:
        reader = await self._meeting.reads(by)
        return sentence(key, reader).format(name=name or sentence("comment.somebody", reader))
