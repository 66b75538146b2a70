// The local Teams' endpoints for a person's hands. Every call resolves to an answer with `ok`; it never throws.

import { HttpError, getJson, postJson } from "../api.js";
import { Here } from "../here.js";

const BASE = "/page/api/teams";
export const here = new Here("teams", 0);

export function readState(person) {
  return getJson(`${BASE}/state?person=${encodeURIComponent(person.key)}`);
}

/** What one person does: hand(person, "send", {conversation, text}). */
export async function hand(person, doing, body) {
  try {
    return await here.during(person, postJson(`${BASE}/${doing}`, { person: person.key, ...body }));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { ok: false, status: error.status, error: error.message };
  }
}

/** What an answer says, if anything: the line the bot answered with, or Teams' own sentence for a failure. */
export function wordsOf(answer) {
  return answer.ok ? answer.message : [answer.error, ...Object.values(answer.errors ?? {})].filter(Boolean).join(" ");
}
