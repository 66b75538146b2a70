// A meeting in the way of another one, made with the person's own hands through Graph.

import { now } from "../state.js";
import { createEvent, readCalendars, readEvents, readZone } from "./graph.js";
import { addDays, graphTimes, mondayOf } from "./mailbox.js";
import { showWeekOf } from "./pane.js";

const DAYS = 7;
const [FROM, TO] = ["09:00", "17:00"];
const SUBJECT = "Dentist";

/**
 * Puts a busy half hour onto the person's next meeting in working hours: today or tomorrow where there is one, else
 * within a week; with `foreign` onto one that somebody else called. Shows that week. Throws when there is no meeting.
 */
export async function makeClash(person, foreign) {
  const account = person.accounts[0].address;
  const zone = await readZone(account);
  const calendar = (await readCalendars(account)).find((each) => each.isDefaultCalendar);
  const today = now().toISOString().slice(0, 10);
  const events = await readEvents(account, calendar.id, today, addDays(today, DAYS), zone);
  const meeting = events.filter((event) => isMeeting(event, foreign, person.tz)).sort((one, other) => (one.start.dateTime < other.start.dateTime ? -1 : 1))[0];
  if (!meeting) throw new Error(`${person.name} has no ${foreign ? "meeting somebody else called" : "meeting"} in the next ${DAYS} days.`);
  const start = meeting.start.dateTime.slice(0, 19);
  await showWeekOf(person, mondayOf(start.slice(0, 10)));
  await createEvent(account, calendar.id, { subject: SUBJECT, showAs: "busy", ...graphTimes(start, later(start, 30), zone, false) });
}

function isMeeting({ isAllDay, isCancelled, showAs, start, end, isOrganizer, responseStatus }, foreign, tz) {
  if (isAllDay || isCancelled || showAs !== "busy" || responseStatus?.response === "declined") return false;
  if (foreign && isOrganizer !== false) return false;
  const [from, to] = [start.dateTime.slice(11, 16), end.dateTime.slice(11, 16)];
  return from >= FROM && to <= TO && from < to && isAhead(start.dateTime, tz);
}

/** Enough to compare: the mailbox's wall time against the sandbox's, an hour ahead at least. */
function isAhead(wallTime, zone) {
  const wall = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone }).format(new Date(now().getTime() + 3_600_000));
  return wallTime.slice(0, 19) > wall.replace(" ", "T");
}

function later(wallTime, minutes) {
  return new Date(Date.parse(`${wallTime}Z`) + minutes * 60_000).toISOString().slice(0, 19);
}
