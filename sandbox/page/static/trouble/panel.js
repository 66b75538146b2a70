// The drawer behind "Make trouble": Microsoft misbehaves towards Clearhour, for one of the two people shown.

import { announce, fill, h, oneAtATime, settled } from "../dom.js";
import { firstName, page } from "../state.js";
import { calendarsOf, factsOf, readFacts, tellToLook } from "./switches.js";
import { TROUBLES, putRight } from "./troubles.js";

const AGAIN_MS = 2000; // counters move by themselves
const byId = (id) => document.getElementById(id);
const panel = { account: null, facts: null, calendars: [], chosen: new Map(), shown: "", busy: false, timer: null };
const isOpen = () => !byId("trouble").hidden;

/** Prepares the button and the drawer. */
export function startTrouble() {
  byId("trouble-open").addEventListener("click", () => (isOpen() ? close() : open()));
  byId("trouble-close").addEventListener("click", close);
  byId("trouble-right").addEventListener("click", () => attempt(setAllRight, `Everything is right again for ${panel.account}.`));
  byId("trouble-look").addEventListener("click", () => attempt(() => tellToLook(panel.account), `Clearhour was told to read ${panel.account} now.`));
  byId("trouble").addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}

/** The people, or what is in force, may be others now. */
export const lookAtTrouble = settled(150, () => {
  if (isOpen()) refresh();
});

/** The world is another one: choices made in the old one go. */
export function forgetTrouble() {
  panel.chosen.clear();
  panel.calendars = [];
  lookAtTrouble();
}

async function open() {
  byId("trouble").hidden = false;
  byId("trouble-open").setAttribute("aria-expanded", "true");
  panel.timer = setInterval(refresh, AGAIN_MS);
  await refresh();
  byId("trouble-title").focus();
}

function close() {
  clearInterval(panel.timer);
  byId("trouble").hidden = true;
  byId("trouble-open").setAttribute("aria-expanded", "false");
  byId("trouble-open").focus();
}

const accounts = () => page.pair.flatMap((person) => person.accounts.map(({ address, personal }) => ({ address, words: personal ? `${firstName(person)}, personal` : firstName(person) })));

/** Reads what is in force and draws it; of the first person where the one before is not shown any more. */
const refresh = oneAtATime(async () => {
  const known = accounts().map(({ address }) => address);
  if (!known.includes(panel.account)) Object.assign(panel, { account: known[0], calendars: [] });
  const { account } = panel;
  try {
    const facts = await readFacts();
    if (!panel.calendars.length) panel.calendars = await calendarsOf(account);
    if (account !== panel.account) return;
    panel.facts = factsOf(facts, account);
    draw();
  } catch (problem) {
    say(problem.message);
  }
});

/** Draws when there is something else to show: a list that is open would close, and a reader lose the place. */
function draw() {
  const shown = JSON.stringify([accounts(), panel.account, panel.calendars, [...panel.chosen], TROUBLES.map((trouble) => [trouble.on?.(panel.facts), trouble.possible?.(panel.facts), trouble.choice?.chosen(panel.facts), trouble.state(panel.facts, nameOf)])]);
  if (shown === panel.shown) return;
  panel.shown = shown;
  const keep = byId("trouble").contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  fill(byId("trouble-who"), accounts().map(face));
  fill(byId("trouble-list"), TROUBLES.map(row));
  if (keep) byId("trouble").querySelector(`[data-testid="${CSS.escape(keep)}"]`)?.focus();
}

function face({ address, words }) {
  const onclick = () => {
    Object.assign(panel, { account: address, calendars: [] });
    refresh();
  };
  return h("button", { type: "button", class: "who who-plain", "aria-pressed": String(address === panel.account), "aria-label": `Trouble for ${words}`, title: address, dataset: { testid: `trouble-for-${address}` }, onclick }, words);
}

function row(trouble) {
  const { name, title, imitates, says } = trouble;
  const on = trouble.on?.(panel.facts) ?? false;
  return h(
    "li",
    { class: `trouble${on ? " trouble-on" : ""}`, dataset: { testid: `trouble-${name}`, on: String(on) } },
    h("div", { class: "trouble-head" }, h("h3", {}, title), trouble.act ? deed(trouble) : lever(trouble, on)),
    h("p", { class: "hint" }, imitates),
    h("p", { class: "hint trouble-says", id: `trouble-${name}-says` }, h("strong", {}, "In the chat: "), says),
    h(
      "div",
      { class: "trouble-foot" },
      trouble.choice ? choices(trouble, on) : null,
      h("p", { class: "trouble-state", id: `trouble-${name}-state`, dataset: { testid: `trouble-${name}-state` } }, trouble.state(panel.facts, nameOf)),
    ),
  );
}

const nameOf = (id) => panel.calendars.find((calendar) => calendar.id === id)?.name ?? "A calendar";

function lever(trouble, on) {
  const { name } = trouble;
  const onclick = () => attempt(async () => {
    await (on ? trouble.turnOff(panel.facts) : trouble.turnOn(panel.facts, chosenOf(trouble)));
    if (trouble.seen) await tellToLook(panel.account);
  }, `${trouble.title}: ${on ? "off" : "on"}.`);
  return h(
    "button",
    { type: "button", role: "switch", class: "switch", "aria-checked": String(on), "aria-label": trouble.title, "aria-describedby": `trouble-${name}-says trouble-${name}-state`, dataset: { testid: `trouble-${name}-switch` }, onclick },
    h("span", { class: "switch-track", "aria-hidden": "true" }),
    h("span", { class: "switch-word", "aria-hidden": "true" }, on ? "On" : "Off"),
  );
}

function deed(trouble) {
  const possible = trouble.possible(panel.facts);
  const onclick = () => {
    if (!possible) return;
    attempt(async () => {
      await trouble.act(panel.facts, chosenOf(trouble));
      if (trouble.seen) await tellToLook(panel.account);
    }, `${trouble.title}: done.`);
  };
  return h("button", { type: "button", class: "btn", "aria-disabled": possible ? undefined : "true", "aria-describedby": `trouble-${trouble.name}-state`, dataset: { testid: `trouble-${trouble.name}-do` }, onclick }, trouble.label);
}

/** What is chosen is what is in force; else what was picked last, else the first. */
function chosenOf({ name, choice }) {
  if (!choice) return undefined;
  const options = optionsOf(choice);
  const wanted = choice.chosen(panel.facts) ?? panel.chosen.get(`${panel.account} ${name}`);
  return options.some(([value]) => value === wanted) ? wanted : options[0]?.[0];
}

function optionsOf(choice) {
  return choice.options === "calendars" ? panel.calendars.map(({ id, name }) => [id, name]) : choice.options;
}

function choices(trouble, on) {
  const { name, choice } = trouble;
  const onchange = async ({ currentTarget: select }) => {
    panel.chosen.set(`${panel.account} ${name}`, select.value);
    if (!on) return;
    await attempt(async () => {
      await trouble.turnOff(panel.facts);
      await trouble.turnOn(panel.facts, select.value);
      if (trouble.seen) await tellToLook(panel.account);
    }, `${trouble.title}: changed.`);
  };
  const select = h("select", { class: "control trouble-choice", dataset: { testid: `trouble-${name}-choice` }, onchange }, optionsOf(choice).map(([value, words]) => h("option", { value }, words)));
  select.value = chosenOf(trouble) ?? "";
  return h("label", { class: "trouble-label" }, choice.label, select);
}

async function setAllRight() {
  await putRight(panel.facts);
  await tellToLook(panel.account);
}

/** One deed at a time; what it came to is said below the list, and what is in force is read anew. */
async function attempt(work, done) {
  if (panel.busy || !panel.facts) return;
  panel.busy = true;
  byId("trouble").setAttribute("aria-busy", "true");
  try {
    await work();
    say(done);
    announce(done);
  } catch (problem) {
    say(problem.message);
    announce(problem.message);
  } finally {
    panel.busy = false;
    byId("trouble").removeAttribute("aria-busy");
  }
  await refresh();
}

function say(text) {
  fill(byId("trouble-said"), text);
}
