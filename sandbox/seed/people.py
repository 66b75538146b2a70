"""The weeks of the five people. Each keeps enough free hours to be met."""

from collections.abc import Callable, Mapping

from sandbox.seed.desk import Desk

MON, TUE, WED, THU, FRI = range(5)
ADA, BEN, CAROL, DINA, EMIL = (f"{name}@contoso.com" for name in ("ada", "ben", "carol", "dina", "emil"))


def ada(desk: Desk) -> None:
    """Every state an event can have, and a weekly series with a moved and a cancelled day."""
    review = desk.weekly(
        "Product review",
        (TUE,),
        "10:00",
        "11:00",
        attendees=desk.with_people(BEN, DINA),
        location={"displayName": "Room Spree"},
    )
    desk.accepted_by(review, BEN, DINA)
    desk.move(review, TUE, "14:00", "15:00", subject="Product review (moved)")
    desk.skip(review, TUE + 7)
    one_to_one = desk.add("1:1 with Carol", MON, "15:00", "15:30", attendees=desk.with_people(CAROL))
    desk.accepted_by(one_to_one, CAROL)
    desk.add("Roadmap writing", WED, "09:00", "11:30", categories=["Focus"])
    desk.add("Vendor demo", THU, "11:00", "12:00", showAs="tentative")
    desk.add("Lunch walk", THU, "12:30", "13:30", showAs="free")
    desk.add("Doctor", FRI, "08:30", "09:30", sensitivity="private")
    desk.whole_day("Office move: pack your desk", desk.on(FRI), showAs="free")
    desk.add("Budget sync", WED, "14:00", "15:00", organizer=_from(BEN), responseStatus={"response": "declined"})
    desk.add("Canceled: Partner call", MON, "11:00", "12:00", showAs="free", isCancelled=True, organizer=_from(CAROL))
    desk.add("Pottery class", WED, "18:00", "19:30", calendar="Side projects")
    desk.add("Talk rehearsal", THU, "14:00", "14:45", calendar="Side projects")
    desk.add("Visit: Fabrikam", THU, "09:00", "10:30", calendar="Customer visits")
    desk.holidays(
        "Holidays in Germany",
        (
            (1, 1, "New Year's Day"),
            (5, 1, "Labour Day"),
            (10, 3, "German Unity Day"),
            (12, 25, "Christmas Day"),
            (12, 26, "St Stephen's Day"),
        ),
    )


def ben(desk: Desk) -> None:
    """An engineer's week in London, and the launch calendar he shares."""
    desk.weekly("Engineering stand-up", (MON, TUE, WED, THU, FRI), "09:30", "09:45", since=2)
    desk.add("Incident review", MON, "13:00", "14:00")
    desk.add("Interview: backend", WED, "15:00", "16:00", sensitivity="confidential")
    desk.add("Maybe: tech talk", THU, "16:00", "17:00", showAs="tentative")
    desk.add("School run", FRI, "15:00", "15:45", calendar="Family", sensitivity="private")
    desk.add("Swimming lesson", TUE, "17:00", "18:00", calendar="Family")
    desk.add("Launch rehearsal", THU, "14:00", "15:00", calendar="Team launch")
    desk.add("Press embargo call", FRI, "11:00", "11:30", calendar="Team launch", sensitivity="private")
    desk.whole_day("Launch week", desk.on(MON), days=5, showAs="free", calendar="Team launch")


def carol(desk: Desk) -> None:
    """Sales in New York: mornings with Europe, a trip, and an invitation that nobody has answered."""
    desk.weekly("Pipeline review", (MON,), "10:00", "11:00", since=6)
    desk.add("Customer call: Northwind", TUE, "11:00", "12:00")
    desk.add("Flight to Boston", WED, "13:00", "15:30", showAs="oof")
    desk.add("Pricing for Q1", THU, "09:30", "10:15", attendees=desk.with_people(ADA, EMIL))
    desk.add("Piano recital", FRI, "17:00", "18:30", calendar="Family")
    desk.add("Fair: RetailNow", FRI, "10:00", "12:00", calendar="Sales events")
    desk.holidays(
        "Holidays in United States",
        ((1, 1, "New Year's Day"), (7, 4, "Independence Day"), (11, 11, "Veterans Day"), (12, 25, "Christmas Day")),
    )


def dina(desk: Desk) -> None:
    """A designer who works elsewhere one day and is away another."""
    desk.weekly("Design critique", (WED,), "13:00", "14:00", since=3)
    desk.whole_day("Working from Hamburg", desk.on(THU), showAs="workingElsewhere")
    desk.add("Portfolio review", MON, "10:00", "11:00")
    desk.add("Dentist", TUE, "08:30", "09:30", showAs="oof", sensitivity="private")
    desk.add("Font licence", FRI, "11:00", "11:30", showAs="tentative")
    desk.add("Zine layout", THU, "17:00", "18:00", calendar="Side projects")
    desk.add("Icon handover", WED, "10:00", "10:30", calendar="Design desk")


def dina_at_home(desk: Desk) -> None:
    """Dina's personal account."""
    desk.add("Parents' evening", TUE, "15:30", "16:30")
    desk.add("Climbing", THU, "18:30", "20:00", calendar="Family")


def emil(desk: Desk) -> None:
    """An engineer in India with a day off and a monthly series."""
    desk.weekly("Build triage", (MON, THU), "15:00", "15:30", since=2)
    desk.add("Code reading", TUE, "11:00", "12:30")
    desk.whole_day("Day off", desk.on(FRI), showAs="oof")
    desk.add("Plumber", WED, "10:30", "11:30", calendar="Family", sensitivity="private")
    desk.add("Release cut", WED, "16:00", "17:00", calendar="Release train")


def _from(address: str) -> dict[str, dict[str, str]]:
    return {"emailAddress": {"address": address}}


FILL: Mapping[str, Callable[[Desk], None]] = {
    ADA: ada,
    BEN: ben,
    CAROL: carol,
    DINA: dina,
    "dina.haddad@outlook.example": dina_at_home,
    EMIL: emil,
}
