// The main job, then a double booking and its way out, ticked from what really happened: grants, the request log, messages, weeks. Never from clicks.

import { getJson } from "./api.js";
import { announce, fill, h } from "./dom.js";
import { makeClash } from "./outlook/clash.js";
import { say } from "./outlook/pane.js";
import { firstName, page } from "./state.js";
import { didBy, isBots, overlaps, provedBy, shownInSlack, shownInTeams } from "./truth.js";

/** Name, whose step it is (place in the pair), what proves it, its label, how it is done. */
const STEPS = [
  ["connect", 0, "connect", () => "connect", "Type connect in Slack or Teams and follow the link"],
  ["calendars", 0, "calendars", () => "calendars", "Type calendars"],
  ["find", 0, "find", (other) => `find 30m with ${other}`, "Type it as it stands here, with @ before the name"],
  ["book", 0, "book", () => "book", "Press one of the times, then Book"],
  ["clash", 0, "clash", () => "make a clash", "Drag one meeting onto another in Outlook"],
  ["told", 0, "told", () => "Clearhour tells you", "A clash is told when it has stood for 90 seconds"],
  ["move", 0, "move", () => "move", "Press Move in the message and choose a time"],
  ["resolved", 0, "resolved", () => "resolved", "The same message says so when the overlap is gone from Outlook"],
  ["other-clash", 1, "told", (other) => `${other}'s meeting clashes`, "Invite them onto one of their meetings, then accept it in their Outlook; they have to be connected"],
  ["propose", 1, "propose", () => "decline and propose", "Press it in the message; the organiser hears of it from Outlook"],
  ["cancel", 0, "cancel", () => "cancel", "Type bookings, then cancel one"],
  ["disconnect", 0, "disconnect", () => "disconnect", "Type disconnect"],
];
const CLASHES = new Set(["clash", "other-clash"]);

const done = new Map(); // person -> what was proved
const weeks = new Map(); // person, account and week -> the overlaps that were there when it was first seen
let next = 0;

function doneBy(person) {
  if (!done.has(person.key)) done.set(person.key, new Set());
  return done.get(person.key);
}

/** Starts anew after a reset; the log of before no longer counts. */
export async function restartChecklist() {
  for (const known of [done, weeks]) known.clear();
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
    if (person.accounts.some(({ address }) => all.some(({ account }) => account === address))) tick(person, ["connect"]);
  }
}

function lookAtEntry(entry) {
  const person = page.config.people.find((each) => each.accounts.some(({ address }) => address === entry.account));
  if (person && isBots(entry)) tick(person, didBy(entry, doneBy(person)));
}

/** Looks at what the bot showed this person in a chat. */
export function lookAtSlack(person, state) {
  lookAtMessages(person, shownInSlack(state));
}

export function lookAtTeams(person, state) {
  lookAtMessages(person, shownInTeams(state));
}

function lookAtMessages(person, messages) {
  tick(person, provedBy(messages, doneBy(person), page.pair[person === page.pair[0] ? 1 : 0]));
  drawChecklist();
}

/** Looks at a week as Outlook has it: an overlap that wasn't there before is a clash that was made. */
export function lookAtWeek(person, place, events) {
  const found = overlaps(events);
  const key = `${person.key} ${place}`;
  if (!weeks.has(key)) weeks.set(key, new Set(found));
  else if (found.some((pair) => !weeks.get(key).has(pair))) tick(person, ["clash"]);
  drawChecklist();
}

function tick(person, steps) {
  const ticks = doneBy(person);
  for (const proof of steps) {
    if (ticks.has(proof)) continue;
    ticks.add(proof);
    const step = STEPS.find(([, place, needs]) => needs === proof && page.pair[place] === person);
    if (step) announce(`Done: ${labelOf(step)}`);
  }
}

function labelOf([, , , label]) {
  return label(firstName(page.pair[1]));
}

export function drawChecklist() {
  const isDone = ([, place, proof]) => doneBy(page.pair[place]).has(proof);
  const current = STEPS.find((step) => !isDone(step));
  const root = document.getElementById("checklist");
  const hadFocus = root.contains(document.activeElement);
  fill(root, STEPS.map((step, index) => {
    const [id, , , , how] = step;
    const ticked = isDone(step);
    return h(
      "li",
      {
        class: `check${ticked ? " check-done" : step === current ? " check-now" : ""}`,
        title: how,
        dataset: { testid: `check-${id}`, done: String(ticked) },
        "aria-current": step === current ? "step" : undefined,
      },
      h("span", { class: "check-mark", "aria-hidden": "true" }, ticked ? "✓" : `${index + 1}`),
      labelOf(step),
      h("span", { class: "sr-only" }, ticked ? " (done)" : " (to do)"),
      step === current && CLASHES.has(id) ? clashButton(step) : null,
    );
  }));
  if (hadFocus) (root.querySelector("button") ?? root).focus();
  root.scrollLeft = (root.querySelector("[aria-current]")?.offsetLeft ?? 0) - root.offsetLeft; // where there is no room for all
}

/** Puts an event over one of the person's meetings, as they would in Outlook; the tick comes from what follows. */
function clashButton([, place]) {
  const onclick = ({ currentTarget: button }) => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    makeClash(page.pair[place], place ? page.pair[0] : null)
      .catch((problem) => say(problem.message))
      .finally(() => button.removeAttribute("aria-busy"));
  };
  return h("button", { type: "button", class: "check-do", "aria-label": "Make a clash for me", title: "Make a clash for me", dataset: { testid: "make-clash" }, onclick }, "for me");
}
