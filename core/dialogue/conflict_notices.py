"""Messages about double bookings: sent once, and kept in step with what is true wherever they are."""

import asyncio
from collections.abc import Iterable

from core.booking.model import Booking
from core.conflicts.model import STANDING, Cause, CauseId, Ledger, WarningId, causes_of
from core.conflicts.usecases import Settling
from core.dialogue.answers.conflict_rows import AGENDA, ANSWERED_NO, CONFLICT, DECLINED, LIST, MOVE, WARNING
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.commands import ShowConflict
from core.dialogue.model import CARD, MessageRef, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.transaction import Transactions
from core.shared.turns import Turns


class ConflictNotices:
    """Tells of double bookings in the chat the person chose, and edits what was told.

    The row that says so is there before its message: a process that dies between the two sends it again, so a message
    is sent at most twice. One person's messages are worked out and edited one after the other, so that an older state
    never covers a newer one.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        settling: Settling,
        answers: ConflictAnswers,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._settling = settling
        self._answers = answers
        self._notices = notices
        self._posting = posting
        self._turns: Turns[PersonId] = Turns()

    async def warning_changed(self, person: PersonId, warning: WarningId) -> None:
        """Sends the message if it wasn't sent yet and something still stands; edits it, and every other message that
        shows what it is about."""
        async with self._turn(person):
            ledger = await self._settling.ledger(person)
            if warning not in ledger.warnings:
                return
            causes = causes_of(ledger, warning)
            stands = any(_stands(ledger, cause) for cause in causes)
            if stands and not await self._is_carried(person, warning):
                await self._keep(person, f"{WARNING}{warning}", CARD)
            lists = await self._rows(f"{LIST}{person}", person)
            faces: list[tuple[Notice, Face]] = [(row, self._answers.conflicts) for row in lists]
            faces += await self._faces_of(person, causes, warnings=(warning,))
            await self._edit(one for one in faces if stands or one[0].ref is not None)

    async def cause_changed(self, person: PersonId, cause: CauseId) -> None:
        """No message speaks of it; a card that was opened from the list, and the list itself, say what it is now."""
        async with self._turn(person):
            known = (await self._settling.ledger(person)).causes.get(cause)
            if known is None or known.warning is not None:  # told by now: its message's fact edits them all
                return
            faces: list[tuple[Notice, Face]] = [
                (row, self._answers.conflicts) for row in await self._rows(f"{LIST}{person}", person)
            ]
            await self._edit([*faces, *await self._faces_of(person, (known,), warnings=())])

    async def move_changed(self, move: Booking) -> None:
        """The hold of a move went on: the cards of the cause that it was to solve say so. Others are nobody's here."""
        person = move.host
        async with self._turn(person):
            ledger = await self._settling.ledger(person)
            for cause in _causes_with(ledger, move.moves.outlook_id if move.moves else ""):
                rows = await self._rows(f"{CONFLICT}{cause.id}", person)
                if any(row.kind == f"{MOVE}{move.id}" for row in rows):
                    await self._edit(await self._showing(person, cause, _moved(self._answers, cause, move)))

    async def answering(self, person: PersonId, cause: CauseId, events: tuple[str, ...]) -> None:
        """Outlook is being asked to decline these meetings."""
        async with self._turn(person):
            known = (await self._settling.ledger(person)).causes.get(cause)
            if known is not None:
                face: Face = lambda asker: self._answers.declining(asker, cause, events)  # noqa: E731
                await self._edit(await self._showing(person, known, face))

    async def meeting_answered(self, person: PersonId, event: str, outcome: str) -> None:
        """Outlook took the answer to a meeting or refused it: every card with that meeting says so."""
        async with self._turn(person):
            ledger = await self._settling.ledger(person)
            for cause in _causes_with(ledger, event):
                if outcome in ANSWERED_NO:
                    await self._keep(person, f"{CONFLICT}{cause.id}", f"{DECLINED}{event}")
                await self._edit(await self._showing(person, cause, _answered(self._answers, cause, event, outcome)))

    async def forget(self, person: PersonId) -> None:
        """After a disconnection: what was known goes, as far as nothing is connected any more."""
        await self._settling.forget(person)

    def _turn(self, person: PersonId) -> asyncio.Lock:
        return self._turns.of(person)

    async def _is_carried(self, person: PersonId, warning: WarningId) -> bool:
        """Whether the day's agenda says it, so that no message of its own does."""
        return any(row.kind == AGENDA for row in await self._rows(f"{WARNING}{warning}", person))

    async def _keep(self, person: PersonId, subject: str, kind: str) -> None:
        """Writes it down, once: for a message, that it is about to be sent."""
        async with self._transactions.write() as tx:
            known = await self._persons.get(tx, person)
            if known is not None and await self._notices.get(tx, person, subject, kind) is None:
                await self._notices.save(tx, Notice(person, subject, kind, known.home, None))

    async def _showing(self, person: PersonId, cause: Cause, face: Face) -> list[tuple[Notice, Face]]:
        """The messages that show this cause alone, with the same face."""
        shown = await self._faces_of(person, (cause,), warnings=())
        if cause.warning is not None and len(causes_of(await self._settling.ledger(person), cause.warning)) == 1:
            shown += await self._faces_of(person, (), warnings=(cause.warning,))
        return [(row, face) for row, _ in shown]

    async def _faces_of(
        self, person: PersonId, causes: Iterable[Cause], warnings: Iterable[WarningId]
    ) -> list[tuple[Notice, Face]]:
        """Every message about these. One that was sent unasked and shows something else by now is left alone."""
        ledger = await self._settling.ledger(person)
        found: list[tuple[Notice, Face]] = []
        for cause in causes:
            rows = await self._rows(f"{CONFLICT}{cause.id}", person)
            found += [(row, _card(self._answers, cause)) for row in rows]
        for warning in warnings:
            for row in await self._rows(f"{WARNING}{warning}", person):
                if row.ref is None or not await self._used_otherwise(ledger, row.ref):
                    found.append((row, _warning(self._answers, warning)))
        return found

    async def _used_otherwise(self, ledger: Ledger, ref: MessageRef) -> bool:
        """Whether a click has turned the message into something else; causes that went into others don't count."""
        async with self._transactions.read() as tx:
            rows = await self._notices.of_message(tx, ledger.person, ref)
        shown = {row.subject for row in rows if row.kind == message_kind(ref)}
        return any(not one.startswith(CONFLICT) or one.removeprefix(CONFLICT) in ledger.causes for one in shown)

    async def _rows(self, subject: str, person: PersonId) -> tuple[Notice, ...]:
        async with self._transactions.read() as tx:
            return tuple(row for row in await self._notices.of_subject(tx, subject) if row.person == person)

    async def _edit(self, faces: Iterable[tuple[Notice, Face]]) -> None:
        await self._posting.edit(
            (row, face) for row, face in faces if row.kind == CARD or row.kind.startswith(f"{CARD}:")
        )


def _causes_with(ledger: Ledger, event: str) -> tuple[Cause, ...]:
    """The causes that this meeting is part of."""
    ids = {one.cause for one in ledger.conflicts.values() if event in one.pair.key}
    return tuple(ledger.causes[id_] for id_ in sorted(ids))


def _stands(ledger: Ledger, cause: Cause) -> bool:
    return any(one.state in STANDING for one in ledger.of_cause(cause.id))


def _card(answers: ConflictAnswers, cause: Cause) -> Face:
    return lambda asker: answers.show(asker, ShowConflict(cause.id))


def _warning(answers: ConflictAnswers, warning: WarningId) -> Face:
    return lambda asker: answers.warning(asker, warning)


def _moved(answers: ConflictAnswers, cause: Cause, move: Booking) -> Face:
    return lambda asker: answers.moved(asker, cause.id, move)


def _answered(answers: ConflictAnswers, cause: Cause, event: str, outcome: str) -> Face:
    return lambda asker: answers.answered(asker, cause.id, event, outcome)
