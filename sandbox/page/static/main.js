// Puts the page together: who one is, the live stream, and which pane each event concerns.

import { getJson, postJson } from "./api.js";
import { isBots, lookAtSlack, lookAtTruth, drawChecklist, restartChecklist, startChecklist } from "./checklist.js";
import { ask } from "./confirm.js";
import { announce, fill, h, settled } from "./dom.js";
import { forgetTokens } from "./outlook/graph.js";
import { outlookChanged, showOutlook, startOutlook } from "./outlook/pane.js";
import { forgetTyped, refreshSlack, showSlack, startSlack } from "./slack/pane.js";
import { page, personByKey, takeConfig } from "./state.js";
import { openStream } from "./stream.js";
import { Trace } from "./trace.js";

const byId = (id) => document.getElementById(id);
const traces = {};
let closeStream = () => {};
const refreshSlackSoon = settled(25, refreshSlack);
const lookSoon = settled(80, look);

async function start() {
  takeConfig(await getJson("/page/api/config"));
  page.person = personByKey(new URLSearchParams(location.search).get("person")) ?? page.config.people[0];
  traces.slack = new Trace(byId("trace-slack"), "What the bot gets and answers here appears in this line.");
  traces.outlook = new Trace(byId("trace-outlook"), "What the bot asks of Microsoft appears in this line.");
  startSlack((state) => lookAtSlack(page.person, state));
  startOutlook();
  startChecklist();
  drawPaneTabs();
  byId("reset").addEventListener("click", reset);
  await show(page.person);
  document.body.dataset.ready = "true";
}

async function show(person) {
  page.person = person;
  history.replaceState(null, "", `?person=${person.key}`);
  document.title = `${person.name} · Clearhour sandbox`;
  drawPeople();
  drawChecklist();
  closeStream();
  closeStream = openStream(person.key, onEvent, onBack);
  await Promise.all([showSlack(), showOutlook(), look()]);
}

function onEvent(event) {
  if (event.type === "slack") refreshSlackSoon();
  else if (event.type === "outlook_changed") outlookChanged(event.address);
  else if (event.type === "trace") onTrace(event);
  else if (event.type === "reset" || event.type === "clock") onBack();
}

/** Slack's requests are shown as they come; Microsoft's are read from the log, which tells the bot's from this page's. */
function onTrace(event) {
  if (event.pane === "outlook") lookSoon();
  else if (event.person === null || event.person === undefined || event.person === page.person.key) traces.slack.add(event);
}

async function look() {
  let entries;
  try {
    entries = await lookAtTruth();
  } catch {
    return; // the next event looks again
  }
  const mine = page.person.accounts.map(({ address }) => address);
  for (const entry of entries) {
    if (entry.side !== "slack" && isBots(entry) && mine.includes(entry.account)) traces.outlook.add({ ...entry, note: entry.account });
  }
}

/** The world may be another one: read everything anew. */
async function onBack() {
  forgetTokens();
  takeConfig(await getJson("/page/api/config"));
  await Promise.all([showSlack(), showOutlook(), look()]);
}

async function reset() {
  const sure = await ask({
    title: "Start over?",
    text: "All messages, bookings, sign-ins and changed events go; the five people get a fresh week. The bot begins afresh too and needs some seconds for it.",
    confirm: "Reset",
    deny: "Keep",
    danger: true,
  });
  if (!sure) return;
  await postJson(`${page.config.admin}/reset`, {});
  for (const trace of Object.values(traces)) trace.clear();
  forgetTyped();
  await restartChecklist();
  await onBack();
  announce("The sandbox was reset.");
}

function drawPeople() {
  fill(byId("people"), page.config.people.map((person) => {
    const isMe = person === page.person;
    return h(
      "button",
      {
        type: "button",
        class: `person avatar-${person.key}`,
        "aria-pressed": String(isMe),
        "aria-label": `${person.name}, ${person.title}, ${person.tz}`,
        title: `${person.name} · ${person.title} · ${person.tz}`,
        dataset: { testid: `person-${person.key}` },
        onclick: async () => {
          await show(person);
          byId("people").querySelector(`[data-testid="person-${person.key}"]`).focus();
        },
      },
      person.initials,
    );
  }));
}

/** On a narrow window one pane is shown at a time. */
function drawPaneTabs() {
  const choose = (name) => {
    byId("panes").dataset.shown = name;
    fill(byId("pane-tabs"), ["slack", "outlook"].map((each) =>
      h("button", { type: "button", class: "pane-tab", "aria-pressed": String(each === name), dataset: { testid: `pane-${each}` }, onclick: () => choose(each) }, each === "slack" ? "Slack" : "Outlook")));
  };
  choose("slack");
}

start().catch((error) => {
  byId("outlook-notice").textContent = `The page can't start: ${error.message} Reload when the sandbox runs.`;
  byId("outlook-notice").hidden = false;
});
