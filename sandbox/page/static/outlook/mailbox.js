// One account's week, read from Graph: zone, calendars and events in the mailbox's wall time.

import { readCalendars, readEvents, readZone } from "./graph.js";

const DAY_MS = 86_400_000;

/** A day (YYYY-MM-DD) some days later. */
export function addDays(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of the week a day is in. */
export function mondayOf(day) {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/**
 * Everything the week shows. One request at a time: a mailbox takes at most four, and the bot needs its share.
 * Resolves to {zone, calendars, events: [{event, calendar}]}; a calendar that can't be read is marked `unreadable`.
 */
export async function readWeek(account, monday) {
  const zone = await readZone(account);
  const calendars = (await readCalendars(account)).map((calendar, index) => ({ ...calendar, hue: index % 6 }));
  const events = [];
  for (const calendar of calendars) {
    try {
      const found = await readEvents(account, calendar.id, addDays(monday, -1), addDays(monday, 8), zone);
      events.push(...found.map((event) => ({ event, calendar })));
    } catch (error) {
      calendar.unreadable = error.message;
    }
  }
  return { zone, calendars, events };
}

/** "2026-12-01T09:00:00.0000000" to "2026-12-01T09:00:00"; only the date for an all-day event. */
export function wall(moment, allDay = false) {
  return moment.dateTime.slice(0, allDay ? 10 : 19);
}

/** The start and end of an event as Graph takes them; wall times, or for all-day ones dates (end excluded). */
export function graphTimes(start, end, zone, allDay) {
  const point = (time) => ({ dateTime: allDay ? `${time.slice(0, 10)}T00:00:00` : time, timeZone: zone });
  return { start: point(start), end: point(end) };
}

export const SHOW_AS = {
  busy: "Busy",
  free: "Free",
  tentative: "Tentative",
  oof: "Out of office",
  workingElsewhere: "Elsewhere",
  unknown: "Unknown",
};

/** May this person move the event here? Only in calendars they can edit, and only meetings they called themselves. */
export function canMove({ event, calendar }) {
  return Boolean(calendar.canEdit) && event.isOrganizer !== false && !event.isCancelled;
}
