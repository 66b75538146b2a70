// The local Slack's endpoints for a person's hands. Every call resolves to an answer with `ok`; it never throws.

import { getJson, postJson } from "../api.js";
import { page } from "../state.js";

const BASE = "/page/api/slack";

export function readState(person) {
  return getJson(`${BASE}/state?person=${encodeURIComponent(person.key)}`);
}

let kept = Promise.resolve();

export const sendText = (channel, text) => hand("send", { channel, text });
export const clickMessage = (place, action) => after("click", { ...place, ...action });
export const clickView = (viewId, action) => after("view/click", { view_id: viewId, ...action });
export const submitView = (viewId, values) => after("view/submit", { view_id: viewId, values });
export const closeView = (viewId, all) => after("view/close", { view_id: viewId, all });
export const readOptions = (place, typed) => hand("options", { ...place, value: typed });

/** Hands over what was typed or chosen in an input; a later click waits for it, so the bot sees it in state.values. */
export function keepEntry(click, place, action) {
  kept = kept.then(() => click(place, action));
  return kept;
}

export const rawClickMessage = (place, action) => hand("click", { ...place, ...action });
export const rawClickView = (viewId, action) => hand("view/click", { view_id: viewId, ...action });

async function after(name, body) {
  await kept;
  return hand(name, body);
}

async function hand(name, body) {
  try {
    return await postJson(`${BASE}/${name}`, { person: page.shown.slack.key, ...body });
  } catch (error) {
    return { ok: false, status: error.status, error: error.message };
  }
}
