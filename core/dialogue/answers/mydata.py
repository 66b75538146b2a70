"""mydata: what is stored about the asker, taken along or erased. Nobody has to be connected for that."""

from core.administration.erasing import Erasing
from core.administration.exporting import Exporting
from core.booking.usecases import Holding
from core.connection.usecases import Connecting
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.routing import Routes
from core.dialogue.mydata_commands import EraseMyData, ExportMyData, ShowMyData
from core.dialogue.screens import Action, Line, MyDataCard, Names, Style, Text, UserText, Waiting, say


class MyDataAnswers:
    """The link to one's data is shown in the direct message only."""

    def __init__(
        self,
        *,
        exporting: Exporting,
        erasing: Erasing,
        connecting: Connecting,
        holding: Holding,
    ) -> None:
        self._exporting = exporting
        self._erasing = erasing
        self._connecting = connecting
        self._holding = holding

    @property
    def routes(self) -> Routes:
        return {ShowMyData: self._show, ExportMyData: self._export, EraseMyData: self._erase}

    async def _show(self, asker: Asker, _: ShowMyData) -> MyDataCard | Line:
        accounts = await self._connecting.of_person(asker.person)
        names = Names(tuple(UserText(one.account.address) for one in accounts))
        about = say("mydata.accounts", addresses=names) if accounts else say("mydata.no_account")
        return MyDataCard(
            say("mydata.title"),
            (say("mydata.what"), about),
            (),
            (
                Action(say("action.export_data"), ExportMyData(), style=Style.PRIMARY),
                Action(say("action.erase_data"), EraseMyData()),
            ),
        )

    async def _export(self, asker: Asker, _: ExportMyData) -> MyDataCard | Line:
        if asker.channel:
            return Line(say("mydata.direct", command="mydata"), Action(say("action.back_to_data"), ShowMyData()))
        url = await self._exporting.offer(asker.person, asker.user)
        return MyDataCard(
            say("mydata.export_title"),
            (say("mydata.export_what"), say("mydata.export_once")),
            (),
            (
                Action(say("action.open_export"), url=url, style=Style.PRIMARY),
                Action(say("action.back_to_data"), ShowMyData()),
            ),
        )

    async def _erase(self, asker: Asker, command: EraseMyData) -> MyDataCard | Waiting:
        if command.confirmed and command.person == asker.person:
            ref = asker.card
            where = (ref.channel, ref.message) if ref else (None, None)
            await self._erasing.ask(asker.person, asker.user, *where)
            return Waiting(say("mydata.erasing"))
        hosted = [one for one in await self._holding.upcoming(asker.person) if one.host == asker.person]
        goes: tuple[Text, ...] = (say("mydata.goes"),)
        if hosted:
            goes = (*goes, say("mydata.goes_bookings", n=len(hosted)))
        return MyDataCard(
            say("mydata.erase_title"),
            goes,
            (say("mydata.stays_outlook"), say("mydata.stays_others"), say("mydata.stays_line")),
            (
                Action(say("action.erase_now"), EraseMyData(confirmed=True, person=asker.person), style=Style.DANGER),
                Action(say("action.keep_data"), ShowMyData()),
            ),
        )
