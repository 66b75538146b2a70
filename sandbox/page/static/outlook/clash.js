// A meeting in the way of another one, made with people's own hands through Graph.

import { now } from "../state.js";
import { answerEvent, createEvent, readCalendars, readEvents, readZone } from "./graph.js";
import { addDays, graphTimes, mondayOf, wall } from "./mailbox.js";
import { showWeekOf } from "./pane.js";

const DAYS = 12; // to the end of next week, whatever today is
const [FROM, TO] = ["09:00", "17:00"];
const AHEAD_MS = 3_600_000;
const MINUTES = 30;

/**
 * Puts a busy half hour onto the person's next meeting in working hours: today or tomorrow where there is one, else
 * later, to the end of next week. Without a `host` the person does it; else the host invites them, and they accept.
 * Shows that week. Throws when there is no such meeting.
 */
export async function makeClash(person, host = null) {
  const box = await open(person);
  const meetings = box.events.filter((event) => isInTheWay(event, person)).sort(byStart);
  const meeting = host ? await whereFree(meetings, box.zone, host) : meetings[0];
  if (!meeting) throw new Error(`${person.name} has no meeting in the next ${DAYS} days that could clash.`);
  const start = wall(meeting.start);
  const times = { showAs: "busy", ...graphTimes(start, later(start), box.zone, false) };
  await showWeekOf(person, mondayOf(start.slice(0, 10)));
  if (host) await invited(person, await open(host), times);
  else await createEvent(box.account, box.calendar.id, { subject: "Dentist", ...times });
}

/** Somebody's default calendar and what stands in it from today on, in its own zone unless another is wanted. */
async function open(person, zone = null) {
  const account = person.accounts[0].address;
  const shown = zone ?? (await readZone(account));
  const calendar = (await readCalendars(account)).find((each) => each.isDefaultCalendar);
  const today = now().toISOString().slice(0, 10);
  return { account, zone: shown, calendar, events: await readEvents(account, calendar.id, today, addDays(today, DAYS), shown) };
}

async function invited(person, host, times) {
  const guest = { type: "required", emailAddress: { address: person.accounts[0].address, name: person.name } };
  const made = await createEvent(host.account, host.calendar.id, { subject: "Budget round", attendees: [guest], ...times });
  const { account, events } = await open(person);
  const copy = events.find(({ iCalUId }) => iCalUId === made.iCalUId);
  if (!copy) throw new Error(`The invitation hasn't reached ${person.name} yet.`);
  await answerEvent(account, copy.id, "accept");
}

/** The first of the meetings whose time the host has free, so that only one of the two is told of a clash. */
async function whereFree(meetings, zone, host) {
  const { events } = await open(host, zone);
  const busy = events.filter(({ isAllDay, isCancelled, showAs }) => !isAllDay && !isCancelled && showAs !== "free");
  return meetings.find(({ start }) => {
    const [from, to] = [wall(start), later(wall(start))];
    return !busy.some((event) => wall(event.start) < to && from < wall(event.end));
  });
}

function isInTheWay({ isAllDay, isCancelled, showAs, start, end, responseStatus }, person) {
  if (isAllDay || isCancelled || showAs !== "busy" || responseStatus?.response === "declined") return false;
  const [from, to] = [start.dateTime.slice(11, 16), end.dateTime.slice(11, 16)];
  return from >= FROM && to <= TO && later(wall(start)) <= wall(end) && wall(start) > wallIn(person.tz, new Date(now().getTime() + AHEAD_MS));
}

const byStart = (one, other) => (one.start.dateTime < other.start.dateTime ? -1 : 1);

function wallIn(zone, moment) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone }).format(moment).replace(" ", "T");
}

function later(wallTime) {
  return new Date(Date.parse(`${wallTime}Z`) + MINUTES * 60_000).toISOString().slice(0, 19);
}
