// The local Slack's endpoints for a person's hands: theirs who saw what was clicked, whoever is shown when it is sent.
// Every call resolves to an answer with `ok`; it never throws.

import { getJson, postJson } from "../api.js";
import { Here } from "../here.js";

const BASE = "/page/api/slack";

export function readState(person) {
  return getJson(`${BASE}/state?person=${encodeURIComponent(person.key)}`);
}

const TRIGGER_MS = 3000; // for so long after a click the bot may open a modal
export const here = new Here("slack", TRIGGER_MS);
let kept = Promise.resolve();

export const sendText = (person, place, text) => hand(person, "send", { ...place, text });
export const openHome = (person) => hand(person, "home", {});
export const runShortcut = (person, callbackId, place = {}) => hand(person, "shortcut", { callback_id: callbackId, ...place });
export const dismissMessage = (person, place) => hand(person, "dismiss", place);
export const clickMessage = (person, place, action) => after(person, "click", { ...place, ...action });
export const clickView = (person, viewId, action) => after(person, "view/click", { view_id: viewId, ...action });
export const submitView = (person, viewId, values) => after(person, "view/submit", { view_id: viewId, values });
export const closeView = (person, viewId, all) => after(person, "view/close", { view_id: viewId, all });
export const readOptions = (person, place, typed) => hand(person, "options", { ...place, value: typed });

/** Hands over what was typed or chosen in an input; a later click waits for it, so the bot sees it in state.values. */
export const keepInMessage = (person, place, action) => keep(person, "click", { ...place, ...action });
export const keepInView = (person, viewId, action) => keep(person, "view/click", { view_id: viewId, ...action });

function keep(person, name, body) {
  kept = kept.then(() => hand(person, name, body));
  return kept;
}

async function after(person, name, body) {
  await kept;
  return hand(person, name, body);
}

async function hand(person, name, body) {
  try {
    return await here.during(person, postJson(`${BASE}/${name}`, { person: person.key, ...body }));
  } catch (error) {
    return { ok: false, status: error.status, error: error.message };
  }
}
