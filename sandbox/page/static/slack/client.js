// The local Slack's endpoints for a person's hands. Every call resolves to an answer with `ok`; it never throws.

import { getJson, postJson } from "../api.js";
import { page } from "../state.js";

const BASE = "/page/api/slack";

export function readState(person) {
  return getJson(`${BASE}/state?person=${encodeURIComponent(person.key)}`);
}

export const sendText = (channel, text) => hand("send", { channel, text });
export const clickMessage = (place, action, values) => hand("click", { ...place, ...action, values });
export const clickView = (viewId, action, values) => hand("view/click", { view_id: viewId, ...action, values });
export const submitView = (viewId, values) => hand("view/submit", { view_id: viewId, values });
export const closeView = (viewId) => hand("view/close", { view_id: viewId });
export const readOptions = (place) => hand("options", place);

async function hand(name, body) {
  try {
    return await postJson(`${BASE}/${name}`, { person: page.person.key, ...body });
  } catch (error) {
    return { ok: false, status: error.status, error: error.message };
  }
}
