// Microsoft Graph as the person's own Outlook uses it, with a token of its own from the admin API.

import { HttpError, getJson, postJson, sendJson } from "../api.js";
import { page } from "../state.js";

const tokens = new Map();

/** Forgets all tokens (after a reset they are no longer good). */
export function forgetTokens() {
  tokens.clear();
}

async function tokenOf(account) {
  if (!tokens.has(account)) {
    const body = { account, scopes: page.config.token_scopes };
    tokens.set(account, postJson(`${page.config.admin}/token`, body).then((answer) => answer.access_token));
    tokens.get(account).catch(() => tokens.delete(account));
  }
  return tokens.get(account);
}

async function call(account, method, path, { body, zone } = {}) {
  const headers = async () => ({
    Authorization: `Bearer ${await tokenOf(account)}`,
    ...(zone ? { Prefer: `outlook.timezone="${zone}"` } : {}),
  });
  const url = path.startsWith("http") ? new URL(path).pathname + new URL(path).search : `${page.config.graph}${path}`;
  const once = async () => (method === "GET" ? getJson(url, await headers()) : sendJson(method, url, body, await headers()));
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    tokens.delete(account); // expired, or the sandbox was reset
    return once();
  }
}

async function all(account, path, options) {
  const items = [];
  for (let next = path; next; ) {
    const answer = await call(account, "GET", next, options);
    items.push(...answer.value);
    next = answer["@odata.nextLink"];
  }
  return items;
}

/** The mailbox's own zone, under the name the mailbox gives it (Windows or IANA); UTC when it has none. */
export async function readZone(account) {
  const settings = await call(account, "GET", "/me/mailboxSettings");
  return settings.timeZone || "UTC";
}

export function readCalendars(account) {
  return all(account, "/me/calendars?$top=50");
}

/** Events of one calendar that touch the days from `first` to `last` (YYYY-MM-DD, UTC, last excluded), in the zone's wall time. */
export function readEvents(account, calendarId, first, last, zone) {
  const window = `startDateTime=${first}T00:00:00Z&endDateTime=${last}T00:00:00Z`;
  return all(account, `/me/calendars/${encodeURIComponent(calendarId)}/calendarView?${window}&$top=100`, { zone });
}

export function readEvent(account, eventId, zone) {
  return call(account, "GET", `/me/events/${encodeURIComponent(eventId)}`, { zone });
}

export function createEvent(account, calendarId, event) {
  return call(account, "POST", `/me/calendars/${encodeURIComponent(calendarId)}/events`, { body: event });
}

export function changeEvent(account, eventId, changes) {
  return call(account, "PATCH", `/me/events/${encodeURIComponent(eventId)}`, { body: changes });
}

export function deleteEvent(account, eventId) {
  return call(account, "DELETE", `/me/events/${encodeURIComponent(eventId)}`);
}

/** Answers an invitation: "accept", "tentativelyAccept" or "decline", the last two with another time if one is proposed; the organiser is told. */
export function answerEvent(account, eventId, answer, proposedNewTime = undefined) {
  return call(account, "POST", `/me/events/${encodeURIComponent(eventId)}/${answer}`, { body: { sendResponse: true, proposedNewTime } });
}
