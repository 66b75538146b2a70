// The local Teams' endpoints for a person's hands. Every call resolves to an answer with `ok`; it never throws.

import { HttpError, getJson, postJson } from "../api.js";

const BASE = "/page/api/teams";

export function readState(person) {
  return getJson(`${BASE}/state?person=${encodeURIComponent(person.key)}`);
}

/** What one person does: hand(person, "send", {conversation, text}). */
export async function hand(person, doing, body) {
  try {
    return await postJson(`${BASE}/${doing}`, { person: person.key, ...body });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { ok: false, status: error.status, error: error.message };
  }
}
