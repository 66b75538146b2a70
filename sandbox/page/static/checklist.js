// The main job, ticked from what really happened: grants, the request log, messages. Never from clicks.

import { getJson } from "./api.js";
import { announce, fill, h } from "./dom.js";
import { page } from "./state.js";

const STEPS = [
  ["connect", "connect"],
  ["calendars", "look at calendars"],
  ["find", "find 30m with Ben"],
  ["book", "book"],
  ["cancel", "cancel"],
  ["disconnect", "disconnect"],
];
const WRITES = {
  book: (entry) => entry.method === "POST" && /\/events$/i.test(entry.path) && entry.status === 201,
  cancel: (entry) =>
    (entry.method === "DELETE" && /\/events\/[^/]+$/i.test(entry.path) && entry.status === 204) ||
    (entry.method === "POST" && /\/cancel$/i.test(entry.path) && entry.status === 202),
};
const TIME = /^\d{1,2}[:.]\d{2}(\s?[ap]\.?m\.?)?$/i;

const done = new Map();
const grants = new Map();
let next = 0;

function doneBy(person) {
  if (!done.has(person.key)) done.set(person.key, new Set());
  return done.get(person.key);
}

/** Starts anew after a reset; the log of before no longer counts. */
export async function restartChecklist() {
  done.clear();
  grants.clear();
  next = (await getJson(`${page.config.admin}/log?since=${Number.MAX_SAFE_INTEGER}`)).next;
  sessionStorage.setItem("checklist-from", String(next));
  drawChecklist();
}

/** Goes on where this tab began, so a reload keeps the ticks. */
export function startChecklist() {
  next = Number(sessionStorage.getItem("checklist-from") ?? 0);
  drawChecklist();
}

/** Looks at the live sign-ins and at what the bot asked of Graph since the last time; resolves to the new log entries. */
export async function lookAtTruth() {
  const { entries, next: after } = await getJson(`${page.config.admin}/log?since=${next}`);
  next = after;
  lookAtGrants((await getJson(`${page.config.admin}/grants`)).grants);
  for (const entry of entries) if (entry.side === "graph") lookAtEntry(entry);
  drawChecklist();
  return entries;
}

function lookAtGrants(all) {
  for (const person of page.config.people) {
    for (const { address } of person.accounts) {
      const live = all.filter((grant) => grant.account === address).length;
      if (live) tick(person, "connect");
      if (grants.get(address) && !live) tick(person, "disconnect");
      grants.set(address, live);
    }
  }
}

function lookAtEntry(entry) {
  const person = page.config.people.find((each) => each.accounts.some(({ address }) => address === entry.account));
  if (!person || !isBots(entry)) return;
  tick(person, "connect");
  for (const [step, matches] of Object.entries(WRITES)) if (matches(entry)) tick(person, step);
}

/** Requests with a token of a sign-in; this page's own tokens come from the admin API. */
export function isBots(entry) {
  return Boolean(entry.grant) && !String(entry.grant).startsWith("admin");
}

/** Looks at what the bot showed this person: their calendars, and times with Ben. */
export function lookAtSlack(person, state) {
  const shown = [...Object.values(state.messages).flat().filter((message) => message.bot), state.view].filter(Boolean);
  for (const { blocks, text: fallback } of shown) {
    const text = `${fallback ?? ""} ${JSON.stringify(blocks ?? [])}`;
    if (doneBy(person).has("connect") && /(?<!not |isn't |aren't )\bdisconnected\b/i.test(text)) tick(person, "disconnect");
    if (/linked calendar/i.test(text) && /conflict calendar/i.test(text) && /_select"|"checkboxes"|"radio_buttons"/.test(text)) tick(person, "calendars");
    if (/\bBen\b|U0BEN0001/.test(text) && buttonsOf(blocks).some((label) => TIME.test(label.trim()))) tick(person, "find");
  }
  drawChecklist();
}

function buttonsOf(blocks) {
  return (blocks ?? [])
    .flatMap((block) => [...(block.elements ?? []), block.accessory])
    .filter((element) => element?.type === "button")
    .map((element) => element.text.text);
}

function tick(person, step) {
  const ticks = doneBy(person);
  if (ticks.has(step)) return;
  ticks.add(step);
  if (person === page.person) announce(`Done: ${STEPS.find(([id]) => id === step)[1]}`);
}

export function drawChecklist() {
  const ticks = doneBy(page.person);
  const current = STEPS.find(([id]) => !ticks.has(id))?.[0];
  fill(document.getElementById("checklist"), STEPS.map(([id, label], index) => {
    const isDone = ticks.has(id);
    return h(
      "li",
      {
        class: `check${isDone ? " check-done" : id === current ? " check-now" : ""}`,
        dataset: { testid: `check-${id}`, done: String(isDone) },
        "aria-current": id === current ? "step" : undefined,
      },
      h("span", { class: "check-mark", "aria-hidden": "true" }, isDone ? "✓" : `${index + 1}`),
      label,
      h("span", { class: "sr-only" }, isDone ? " (done)" : " (to do)"),
    );
  }));
}
