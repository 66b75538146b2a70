"""A small client of delta, written from the vendor's documents: it keeps a copy of one calendar's window."""

from dataclasses import dataclass, field

from tests.sandbox.m365.stage import Graph, Json

# what the copy keeps of an event
KEPT = ("id", "subject", "showAs", "type", "start", "end", "isAllDay", "isCancelled", "seriesMasterId")


@dataclass
class Copy:
    """The window of one calendar as far as it was told; `rounds` are the rows of each round read, newest last."""

    graph: Graph
    of: str
    start: str
    end: str
    size: int = 50
    rows: dict[str, Json] = field(default_factory=dict)
    link: str = ""
    rounds: list[list[Json]] = field(default_factory=list)

    def sync(self) -> None:
        """One round; a forgotten state begins anew."""
        address = self.link or f"{self.of}/calendarView/delta?startDateTime={self.start}&endDateTime={self.end}"
        told: list[Json] = []
        while True:
            answer = self.graph.send("GET", address, prefer=f'odata.maxpagesize={self.size}, IdType="ImmutableId"')
            if answer.status_code == 410:
                self.link = ""
                return self.sync()
            assert answer.status_code == 200, answer.text
            body = answer.json()
            told.extend(body["value"])
            if "@odata.deltaLink" in body:
                break
            address = body["@odata.nextLink"]
        if not self.link:
            self.rows.clear()
        self.rounds.append(told)
        self._apply({row["id"]: row for row in told})
        self.link = body["@odata.deltaLink"]
        return None

    def _apply(self, told: dict[str, Json]) -> None:
        touched: set[str] = set()
        for key, row in told.items():
            if "@removed" in row:
                self.rows.pop(key, None)
                self._drop_days(key)
            elif row["type"] == "seriesMaster":
                touched.add(key)
            elif row.get("seriesMasterId"):
                touched.add(row["seriesMasterId"])
            else:
                self._drop_days(key)
                self.rows[key] = _kept(row)
        for master in touched:
            self._read_again(master)

    def _read_again(self, master: str) -> None:
        """The days of a series as they are now; the master itself is no row."""
        self.rows.pop(master, None)
        self._drop_days(master)
        window = f"startDateTime={self.start}&endDateTime={self.end}&$top=500"
        answer = self.graph.send("GET", f"/me/events/{master}/instances?{window}", prefer='IdType="ImmutableId"')
        if answer.status_code == 200:
            self.rows.update({row["id"]: _kept(row) for row in answer.json()["value"]})
        else:
            assert answer.status_code in {400, 404}, answer.text

    def _drop_days(self, master: str) -> None:
        for key in [key for key, row in self.rows.items() if row["seriesMasterId"] == master]:
            del self.rows[key]

    def truth(self) -> dict[str, Json]:
        """The window as calendarView shows it at this moment."""
        rows = self.graph.view(self.start, self.end, of=self.of, query="&$top=1000", prefer='IdType="ImmutableId"')
        return {row["id"]: _kept(row) for row in rows}


def _kept(row: Json) -> Json:
    return {name: row[name] for name in KEPT}
