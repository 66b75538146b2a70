// Puts the page together: who one is, the live stream, and which pane each event concerns.

import { getJson, postJson } from "./api.js";
import { drawChecklist, lookAtSlack, lookAtTeams, lookAtTruth, lookAtWeek, restartChecklist, startChecklist } from "./checklist.js";
import { ask } from "./confirm.js";
import { announce, fill, h, settled } from "./dom.js";
import { forgetDrawn } from "./message_list.js";
import { forgetTokens } from "./outlook/graph.js";
import { forgetWeeks, outlookChanged, showOutlook, startOutlook } from "./outlook/pane.js";
import { choosePeople, drawPeople, forgetNews, noteNews } from "./people.js";
import { forgetSlack, refreshSlack, showSlack, startSlack } from "./slack/pane.js";
import { PANES, PANE_NAMES, page, takeConfig } from "./state.js";
import { openStream } from "./stream.js";
import { forgetTeams, refreshTeams, showTeams, showTyping, startTeams } from "./teams/pane.js";
import { Trace } from "./trace.js";
import { forgetTrouble, lookAtTrouble, startTrouble } from "./trouble/panel.js";
import { isBots } from "./truth.js";

const byId = (id) => document.getElementById(id);
const shows = { slack: showSlack, teams: showTeams, outlook: showOutlook };
const traces = {};
const before = {}; // whom each pane showed when it was drawn last
let streamOf = "";
let closeStream = () => {};
const refreshSoon = { slack: settled(25, refreshSlack), teams: settled(25, refreshTeams) };
const lookSoon = settled(80, look);

async function start() {
  takeConfig(await getJson("/page/api/config"));
  choosePeople(new URLSearchParams(location.search));
  traces.slack = new Trace(byId("trace-slack"), "What the bot gets and answers here appears in this line.");
  traces.teams = new Trace(byId("trace-teams"), "What the bot gets and answers here appears in this line.");
  traces.outlook = new Trace(byId("trace-outlook"), "What the bot asks of Microsoft appears in this line.");
  startSlack((state) => lookAtSlack(page.shown.slack, state));
  startTeams(lookAtTeams);
  startOutlook(lookAtWeek, (person) => {
    page.shown.outlook = person;
    return show();
  });
  startChecklist();
  drawPaneTabs();
  startTrouble();
  byId("reset").addEventListener("click", reset);
  await show();
  document.body.dataset.ready = "true";
}

/** Shows the people chosen: only panes whose person changed are drawn anew. */
async function show() {
  drawPeople(show);
  drawChecklist();
  lookAtTrouble();
  const keys = page.pair.map(({ key }) => key).join();
  if (keys !== streamOf) {
    closeStream();
    closeStream = openStream(page.pair, onEvent, onBack);
    streamOf = keys;
  }
  const turned = PANES.filter((pane) => before[pane] !== page.shown[pane]);
  Object.assign(before, page.shown);
  await Promise.all([...turned.map((pane) => shows[pane]()), look()]);
}

function onEvent(event) {
  if (event.type === "slack" || event.type === "teams") onChat(event);
  else if (event.type === "outlook_changed") outlookChanged(event.address);
  else if (event.type === "trace") onTrace(event);
  else if (event.type === "reset") onReset();
  else if (event.type === "clock") onBack();
}

function onChat({ type, people, what, conversation }) {
  const isShown = people.includes(page.shown[type].key);
  if (what === "typing") return void (isShown && showTyping(conversation));
  if (isShown) refreshSoon[type]();
  noteNews(type, people, show);
}

/** The chats' requests are shown as they come; Microsoft's are read from the log, which tells the bot's from this page's. */
function onTrace(event) {
  const { pane, person } = event;
  if (pane === "outlook") lookSoon();
  else if (person === null || person === undefined || person === page.shown[pane].key) traces[pane].add(event);
}

async function look() {
  let entries;
  try {
    entries = await lookAtTruth();
  } catch {
    return; // the next event looks again
  }
  const mine = page.shown.outlook.accounts.map(({ address }) => address);
  for (const entry of entries) {
    if (entry.side !== "slack" && isBots(entry) && mine.includes(entry.account)) traces.outlook.add({ ...entry, note: entry.account });
  }
}

/** The world may be another one: read everything anew. */
async function onBack() {
  forgetTokens();
  takeConfig(await getJson("/page/api/config"));
  await Promise.all([...PANES.map((pane) => shows[pane]()), look()]);
}

/** What was shown and ticked belongs to a world that is gone, whichever tab had it reset. */
async function onReset() {
  for (const forget of [forgetSlack, forgetTeams, forgetDrawn, forgetWeeks, forgetNews]) forget();
  for (const trace of Object.values(traces)) trace.clear();
  forgetTrouble();
  drawPeople(show);
  await restartChecklist();
  await onBack();
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
  announce("The sandbox was reset.");
}

/** On a narrow window one chat, or one pane, is shown at a time. */
function drawPaneTabs() {
  const choose = (name) => {
    byId("panes").dataset.shown = name;
    if (name !== "outlook") byId("panes").dataset.chat = name;
    fill(byId("pane-tabs"), PANES.map((each) =>
      h("button", { type: "button", class: `pane-tab pane-tab-${each}`, "aria-pressed": String(each === name), dataset: { testid: `pane-${each}`, pane: each } }, PANE_NAMES[each])));
  };
  byId("pane-tabs").addEventListener("click", (event) => {
    const name = event.target.dataset.pane;
    if (!name) return;
    choose(name);
    byId("pane-tabs").querySelector(`[data-pane="${name}"]`).focus();
  });
  choose("slack");
}

start().catch((error) => {
  byId("outlook-notice").textContent = `The page can't start: ${error.message} Reload when the sandbox runs.`;
  byId("outlook-notice").hidden = false;
});
