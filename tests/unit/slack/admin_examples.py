"""Examples of the screens about one's own data, and of those for admins; the size says how much there is."""

from core.dialogue.mydata_commands import EraseMyData, ExportMyData, ShowMyData
from core.dialogue.screens import Action, MyDataCard, Names, Screen, Style, Text, UserText, say


def admin_examples(name: UserText, says: Text, size: int) -> list[Screen]:
    accounts = say("mydata.accounts", addresses=Names((name,) * max(size, 1)))
    return [
        MyDataCard(
            say("mydata.title"),
            (say("mydata.what"), accounts),
            (),
            (
                Action(say("action.export_data"), ExportMyData(), style=Style.PRIMARY),
                Action(say("action.erase_data"), EraseMyData()),
            ),
        ),
        MyDataCard(
            say("mydata.erase_title"),
            (say("mydata.goes"), says) * 2,
            (say("mydata.stays_outlook"), says),
            (
                Action(say("action.erase_now"), EraseMyData(confirmed=True), style=Style.DANGER),
                Action(say("action.keep_data"), ShowMyData()),
            ),
        ),
        MyDataCard(
            say("mydata.export_title"),
            (says,),
            (),
            (Action(say("action.open_export"), url="https://clearhour.example/mydata/x", style=Style.PRIMARY),),
        ),
    ]
