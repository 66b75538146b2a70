"""Situations that turn on when: touching, all day, long, over midnight, on the day the clock changes, in the window."""

from tests.unit.conflicts.situation import both, hard, nothing, soft

NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"
KIRITIMATI = "Pacific/Kiritimati"

TOUCHING = (
    nothing("back to back", "Tue 14:00-15:00 a", "Tue 15:00-16:00 b"),
    nothing("back to back, three of them", "Tue 14:00-15:00 a", "Tue 15:00-16:00 b", "Tue 16:00-17:00 c"),
    nothing("a gap of a minute", "Tue 14:00-14:59 a", "Tue 15:00-16:00 b"),
    nothing("back to back at midnight", "Tue 22:00-00:00 a", "Wed 00:00-01:00 b"),
    nothing("zero length inside another", "Tue 14:00-15:00 a", "Tue 14:30-14:30 b"),
    nothing("zero length at the start of another", "Tue 14:00-15:00 a", "Tue 14:00-14:00 b"),
    nothing("zero length at the end of another", "Tue 14:00-15:00 a", "Tue 15:00-15:00 b"),
    nothing("two of zero length at once", "Tue 14:00-14:00 a", "Tue 14:00-14:00 b"),
    nothing("zero length inside an all-day event", "Tue all a", "Tue 12:00-12:00 b"),
    nothing("the same hours on different days", "Tue 14:00-15:00 a", "Wed 14:00-15:00 b"),
    nothing("the same hours a week apart", "Tue 14:00-15:00 a", "Tue+1 14:00-15:00 b"),
    hard("a long one ends where two begin", "a+b", "Tue 13:00-15:00 a", "Tue 14:00-15:00 b", "Tue 15:00-16:00 c"),
    hard("over midnight", "a+b", "Tue 23:00-01:00 a", "Wed 00:30-01:30 b accepted with=2"),
    hard("both over midnight", "a+b", "Tue 23:00-01:00 a", "Tue 23:30-00:30 b accepted with=2"),
    nothing("over midnight, touching", "Tue 23:00-01:00 a", "Wed 01:00-02:00 b"),
    hard("in two written zones", "a+b", "Tue 14:00-15:00 a", f"Tue 08:30-09:30 b zone={NEW_YORK}"),
    nothing("the same wall time in two zones", "Tue 14:00-15:00 a", f"Tue 14:00-15:00 b zone={NEW_YORK}"),
    nothing("touching in two zones", "Tue 14:00-15:00 a", f"Tue 09:00-10:00 b zone={NEW_YORK}"),
)

LENGTHS = (
    soft("all day, over a meeting", "a+b", "Tue all a", "Tue 14:00-15:00 b accepted with=2"),
    soft("two all-day events", "a+b", "Tue all a", "Tue all b"),
    soft("all day away", "a+b", "Tue all a oof", "Tue 14:00-15:00 b accepted with=2"),
    soft("three days away, one meeting", "a+b", "Tue..Thu all a oof", "Wed 14:00-15:00 b accepted with=2"),
    soft("all day tentative", "a+b", "Tue all a tentative", "Tue 14:00-15:00 b"),
    nothing("all day free", "Tue all a free", "Tue 14:00-15:00 b"),
    nothing("vacation marked free", "Mon..Fri all vacation free", "Tue 14:00-15:00 b", "Wed 14:00-15:00 c"),
    nothing("all day before, meeting after", "Mon all a", "Tue 14:00-15:00 b"),
    nothing("all day, then the first minute of the next", "Tue all a", "Wed 00:00-00:30 b"),
    nothing("all day, and until its first minute", "Tue all a", "Mon 23:00-00:00 b"),
    soft("all day, and the last half hour of it", "a+b", "Tue all a", "Tue 23:30-00:00 b"),
    soft("nine hours on site", "a+b", "Tue 08:00-17:00 a", "Tue 14:00-15:00 b accepted with=2"),
    soft("eight hours exactly", "a+b", "Tue 09:00-17:00 a", "Tue 14:00-15:00 b accepted with=2"),
    hard("a minute under eight hours", "a+b", "Tue 09:00-16:59 a", "Tue 14:00-15:00 b accepted with=2"),
    soft("two of nine hours", "a+b", "Tue 08:00-17:00 a", "Tue 09:00-18:00 b accepted with=2"),
    soft("a trip of three days with times", "a+b", "Mon 09:00-Wed 17:00 a", "Tue 14:00-15:00 b accepted with=2"),
    soft("a night shift of ten hours", "a+b", "Tue 20:00-06:00 a", "Wed 05:00-05:30 b"),
    soft("24 hours from noon, not all-day", "a+b", "Tue 12:00-Wed 12:00 a", "Wed 09:00-10:00 b"),
    both("a workshop over a clash", "b+c", "a+b a+c", "Tue 08:00-18:00 a", "Tue 14:00-15:00 b", "Tue 14:30-15:00 c"),
    soft("all day in Berlin, an hour before a New York midnight", "a+b", "Tue all a",
         f"Tue 17:30-18:30 b zone={NEW_YORK}"),
    nothing("the day is over in Berlin, not in New York", "Tue all a", f"Tue 18:00-19:00 b zone={NEW_YORK}"),
    soft("all day for somebody in New York", "a+b", "Tue all a", "Tue 23:00-23:30 b", zone=NEW_YORK),
    nothing("not yet that day in New York", "Tue all a", "Tue 05:30-06:00 b zone=Europe/Berlin", zone=NEW_YORK),
    soft("already that day in Kiritimati", "a+b", "Tue all a", "Mon 12:30-13:00 b zone=Europe/Berlin", zone=KIRITIMATI),
    nothing("that day is over in Kiritimati", "Tue all a", "Tue 12:00-13:00 b zone=Europe/Berlin", zone=KIRITIMATI),
    soft("all day in Kathmandu", "a+b", "Tue all a", "Mon 20:30-21:00 b zone=Europe/Berlin", zone="Asia/Kathmandu"),
    nothing("a quarter of an hour before it", "Tue all a", "Mon 20:00-20:15 b zone=Europe/Berlin",
            zone="Asia/Kathmandu"),
)  # fmt: skip

AUTUMN, SPRING = {"now": "2026-10-24 07:00"}, {"now": "2026-03-28 07:00"}
AUTUMN_NY = {"now": "2026-10-31 07:00", "zone": NEW_YORK}
SPRING_NY = {"now": "2026-03-07 07:00", "zone": NEW_YORK}
AUTUMN_LH = {"now": "2026-04-04 07:00", "zone": LORD_HOWE}
SPRING_LH = {"now": "2026-10-03 07:00", "zone": LORD_HOWE}

CLOCK_CHANGES = (
    nothing("Berlin, 02:30 is twice: the first ends as the second begins", "2026-10-25 02:00-02:00b a",
            "2026-10-25 02:00b-03:00 b", **AUTUMN),
    hard("Berlin, through the repeated hour", "a+b", "2026-10-25 01:30-03:30 a", "2026-10-25 02:30b-02:45b b",
         **AUTUMN),
    nothing("Berlin, the two half past twos are an hour apart", "2026-10-25 02:30-02:45 a",
            "2026-10-25 02:30b-02:45b b", **AUTUMN),
    hard("Berlin, after the change", "a+b", "2026-10-25 09:00-10:00 a", "2026-10-25 09:30-10:30 b", **AUTUMN),
    soft("Berlin, seven hours by the clock are eight", "a+b", "2026-10-24 23:00-2026-10-25 06:00 a",
         "2026-10-25 05:00-05:30 b", **AUTUMN),
    soft("Berlin, the day of 25 hours to its last minute", "a+b", "2026-10-25 all a", "2026-10-25 23:30-00:00 b",
         **AUTUMN),
    nothing("Berlin, the minute after the day of 25 hours", "2026-10-25 all a", "2026-10-26 00:00-00:30 b", **AUTUMN),
    hard("Berlin in spring, eight hours by the clock are seven", "a+b", "2026-03-28 23:00-2026-03-29 07:00 a",
         "2026-03-29 06:00-06:30 b", **SPRING),
    nothing("Berlin in spring, touching over the skipped hour", "2026-03-29 01:00-03:00 a",
            "2026-03-29 03:00-04:00 b", **SPRING),
    soft("Berlin in spring, the day of 23 hours", "a+b", "2026-03-29 all a", "2026-03-29 00:00-00:30 b", **SPRING),
    nothing("Berlin in spring, after the day of 23 hours", "2026-03-29 all a", "2026-03-30 00:00-01:00 b", **SPRING),
    hard("New York in autumn, through the repeated hour", "a+b", "2026-11-01 00:30-02:30 a",
         "2026-11-01 01:30b-01:45b b", **AUTUMN_NY),
    nothing("New York in autumn, the two half past ones", "2026-11-01 01:30-01:45 a", "2026-11-01 01:30b-01:45b b",
            **AUTUMN_NY),
    soft("New York in autumn, the day's last half hour", "a+b", "2026-11-01 all a", "2026-11-01 23:30-00:00 b",
         **AUTUMN_NY),
    nothing("New York in autumn, the next day", "2026-11-01 all a", "2026-11-02 00:00-00:30 b", **AUTUMN_NY),
    nothing("New York in spring, touching over the skipped hour", "2026-03-08 01:00-03:00 a",
            "2026-03-08 03:00-03:30 b", **SPRING_NY),
    hard("New York in spring, after it", "a+b", "2026-03-08 01:00-03:30 a", "2026-03-08 03:00-03:30 b", **SPRING_NY),
    hard("the week between New York's change and Berlin's: five hours apart", "a+b",
         "2026-03-10 14:00-15:00 a zone=Europe/Berlin", "2026-03-10 09:00-09:30 b", **SPRING_NY),
    nothing("and no longer six", "2026-03-10 15:00-16:00 a zone=Europe/Berlin", "2026-03-10 09:00-10:00 b",
            **SPRING_NY),
    hard("Lord Howe in autumn, half an hour twice", "a+b", "2026-04-05 01:00-02:30 a", "2026-04-05 01:30b-01:45b b",
         **AUTUMN_LH),
    nothing("Lord Howe in autumn, the two quarters to two", "2026-04-05 01:45-01:50 a", "2026-04-05 01:45b-01:50b b",
            **AUTUMN_LH),
    soft("Lord Howe in autumn, the day of 24 and a half hours", "a+b", "2026-04-05 all a", "2026-04-05 23:45-00:00 b",
         **AUTUMN_LH),
    nothing("Lord Howe in autumn, the next day", "2026-04-05 all a", "2026-04-06 00:00-00:15 b", **AUTUMN_LH),
    nothing("Lord Howe in spring, touching over the skipped half hour", "2026-10-04 01:00-02:30 a",
            "2026-10-04 02:30-03:00 b", **SPRING_LH),
    soft("Cairo, where midnight is skipped: all day from one o'clock", "a+b", "2026-04-24 all a",
         "2026-04-24 01:00-01:30 b", now="2026-04-23 07:00", zone="Africa/Cairo"),
    nothing("Cairo, the last hour before the change is the day before", "2026-04-24 all a",
            "2026-04-23 23:00-2026-04-24 01:00 b", now="2026-04-23 07:00", zone="Africa/Cairo"),
)  # fmt: skip

WINDOW = (
    nothing("over an hour ago", "Mon 09:00-10:00 a", "Mon 09:30-10:30 b", now="Mon 11:00"),
    nothing("over this minute", "Mon 09:00-10:00 a", "Mon 09:30-10:30 b", now="Mon 10:00"),
    hard("in its last minute", "a+b", "Mon 09:00-10:00 a", "Mon 09:30-10:30 b", now="Mon 09:59"),
    hard("running now", "a+b", "Mon 09:00-10:00 a", "Mon 09:30-10:30 b", now="Mon 09:45"),
    nothing("both still run, the overlap is over", "Mon 09:00-12:00 a", "Mon 09:00-09:30 b", now="Mon 10:00"),
    hard("one runs, the overlap comes", "a+b", "Mon 09:00-12:00 a", "Mon 11:00-13:00 b", now="Mon 10:00"),
    hard("on the last of the 14 days", "a+b", "Sun+1 20:00-21:00 a", "Sun+1 20:30-21:30 b"),
    hard("a minute before the 14 days end", "a+b", "Mon+2 06:00-08:00 a", "Mon+2 06:59-08:00 b"),
    nothing("exactly at the end of the 14 days", "Mon+2 07:00-08:00 a", "Mon+2 07:00-08:00 b"),
    nothing("in 15 days", "Tue+2 09:00-10:00 a", "Tue+2 09:30-10:30 b"),
    soft("a long absence that reaches into the days", "a+b", "2026-05-20..Tue all a oof", "Mon 14:00-15:00 b"),
    nothing("a past absence", "2026-05-20..2026-05-31 all a oof", "2026-05-25 14:00-15:00 b"),
)
