// The Slack pane of one person: conversations, messages, composer, modal. What is shown is always what the local Slack holds.

import { announce, fill, h, oneAtATime, released } from "../dom.js";
import { menuButton } from "../menu.js";
import { goToEnd, stayAtEnd } from "../message_list.js";
import { now, page } from "../state.js";
import { drawComposer } from "../composer.js";
import { drawTabs } from "../tabs.js";
import { openHome, readState, runShortcut, sendText } from "./client.js";
import { drawHome } from "./home.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { inThread, isAnswer, withoutAnswers } from "./threads.js";

const HINT = [
  ["connect", "connect your Outlook"],
  ["find 30m with @Ben", "times that fit you both"],
  ["today", "your day"],
  ["help", "everything it can do"],
];
const seats = new Map(); // person -> where they are and what they were shown last
const typed = new Map(); // place -> the commands typed there
const pane = { onState: () => {}, composer: null };
const given = { afterAction: () => refreshSlack(), channels: channelOptions, shortcuts, open: openThread };
const byId = (id) => document.getElementById(id);

/** Prepares the pane; `onState` is told each new state (the checklist reads it). */
export function startSlack(onState) {
  pane.onState = onState;
  stayAtEnd(byId("messages"));
  pane.composer = drawComposer(byId("composer-box"), {
    send,
    tools: menuButton({ label: "Shortcuts", face: "+", testid: "shortcuts", className: "composer-tools", items: globalShortcuts }),
    testid: "composer",
    label: "Message",
    placeholder: "Message, or /schedule …",
    hints: (text) => (/^\/[\w-]*$/.test(text) ? HINT.map(([words, meaning]) => [`${command()} ${words}`, meaning]) : []),
  });
}

const command = () => seat().state?.commands?.[0]?.command ?? "/schedule";

/** What is kept for the person shown; it stays when another one is shown for a while. */
function seat() {
  const { key } = page.shown.slack;
  if (!seats.has(key)) seats.set(key, { channel: null, thread: null, home: false, state: null, unread: new Set() });
  return seats.get(key);
}

/** Shows the Slack of whoever it is now, at once as it was left and then as it is. */
export async function showSlack() {
  redraw();
  await refreshSlack();
}

/** Reads the state anew and draws what changed; only of whoever is still shown, for each turn of the pane asks again. */
export const refreshSlack = oneAtATime(async () => {
  const person = page.shown.slack;
  const state = await readState(person).catch(({ message }) => note(message));
  await released();
  if (state && person === page.shown.slack) draw(state);
});

/** As it was left; empty until somebody's state was read, so that nobody sees the one before. */
function redraw() {
  const { state } = seat();
  if (state) return draw(state);
  for (const id of ["channels", "slack-tabs", "messages", "home", "slack-thread"]) fill(byId(id));
  delete byId("messages").dataset.place;
  pane.composer.at(placeOf(null));
  drawModal(page.shown.slack, null, given);
}

function draw(state) {
  markUnread(state);
  const mine = seat();
  mine.state = state;
  mine.channel ??= state.channels[0]?.id ?? null;
  mine.home = mine.home && state.home_tab;
  const channel = state.channels.find(({ id }) => id === mine.channel);
  const atHome = mine.home && channel.kind === "dm";
  note("");
  pane.composer.at(placeOf(mine.channel));
  drawTabs(byId("channels"), state.channels.map(channelTab));
  drawTabs(byId("slack-tabs"), state.home_tab && channel.kind === "dm" ? appTabs(atHome) : []);
  drawThread(channel);
  for (const id of ["messages", "composer-box"]) byId(id).hidden = atHome;
  byId("home").hidden = !atHome;
  if (atHome) drawHome(byId("home"), page.shown.slack, state.home, given);
  else drawMessages(byId("messages"), channel, shownIn(channel.id), { ...given, thread: mine.thread });
  drawModal(page.shown.slack, state.view, given);
  pane.onState(state);
}

function note(text) {
  fill(byId("slack-note"), text);
  byId("slack-note").hidden = !text;
}

/** Whatever came where one doesn't look is marked, and said when it is an answer in a thread that isn't open. */
function markUnread(state) {
  const mine = seat();
  if (!mine.state) return;
  for (const channel of state.channels) {
    const before = new Set((mine.state.messages[channel.id] ?? []).map(({ ts }) => ts));
    const fresh = (state.messages[channel.id] ?? []).filter(({ ts, user }) => !before.has(ts) && user !== page.shown.slack.slack_id);
    if (!fresh.length) continue;
    if (channel.id !== mine.channel || (mine.home && channel.kind === "dm")) mine.unread.add(channel.id);
    else if (fresh.some((message) => isAnswer(message) && message.thread_ts !== mine.thread)) announce("A new reply in a thread.");
  }
}

function channelTab(channel) {
  const name = channel.kind === "dm" ? "Clearhour" : `#${channel.name.replace(/^#/, "")}`;
  const testid = `channel-${channel.kind === "dm" ? "dm" : channel.name.replace(/^#/, "")}`;
  const selected = channel.id === seat().channel;
  return { key: channel.id, name, testid, controls: "messages", selected, unread: seat().unread.has(channel.id), choose: () => choose(channel.id) };
}

function choose(id) {
  Object.assign(seat(), { channel: id, thread: null });
  if (!seat().home) seat().unread.delete(id);
  redraw();
}

/** An app has two tabs: what it published for this person, and the conversation with it. */
function appTabs(atHome) {
  const turn = (home) => {
    seat().home = home;
    if (!home) seat().unread.delete(seat().channel);
    redraw();
    if (home) openHome(page.shown.slack).then(refreshSlack);
  };
  return [
    { key: "home", name: "Home", testid: "slack-home", controls: "home", selected: atHome, choose: () => turn(true) },
    { key: "messages", name: "Messages", testid: "slack-messages", controls: "messages", selected: !atHome, unread: atHome && seat().unread.has(seat().channel), choose: () => turn(false) },
  ];
}

function openThread(ts) {
  seat().thread = ts;
  redraw();
  (ts ? document.querySelector("[data-testid=composer]") : byId("messages")).focus();
}

/** Above a thread: whose it is, and the way back. */
function drawThread(channel) {
  const mine = seat();
  if (!(mine.state.messages[channel.id] ?? []).some(({ ts }) => ts === mine.thread)) mine.thread = null;
  pane.composer.name(mine.thread ? "Reply …" : "Message, or /schedule …");
  byId("slack-thread").hidden = !mine.thread;
  if (!mine.thread) return;
  fill(byId("slack-thread"), h("strong", {}, "Thread"), h("button", { type: "button", class: "btn-plain", dataset: { testid: "thread-close" }, onclick: () => openThread(null) }, `Back to ${channelTab(channel).name}`));
}

function shortcuts(type) {
  return (seat().state?.shortcuts ?? []).filter((one) => one.type === type);
}

function globalShortcuts() {
  const person = page.shown.slack;
  return shortcuts("global").map(({ name, description, callback_id }) => ({
    name,
    hint: description,
    testid: `shortcut-${callback_id}`,
    async act() {
      const answer = await runShortcut(person, callback_id);
      if (!answer.ok) pane.composer.say(answer.error ?? `That didn't work: the bot answered ${answer.status}.`);
      await refreshSlack();
    },
  }));
}

function channelOptions() {
  return seat().state.channels.map(({ id, name }) => ({ value: id, text: { text: name } }));
}

/** Slack keeps no trace of a slash command; the page shows what was typed, to this person, until it is reloaded. */
function shownIn(channel) {
  const stored = seat().state.messages[channel] ?? [];
  if (seat().thread) return inThread(stored, seat().thread);
  return [...withoutAnswers(stored), ...(typed.get(placeOf(channel)) ?? [])].sort((one, other) => Number(one.ts) - Number(other.ts));
}

function placeOf(channel) {
  return `${page.shown.slack.key}:${channel}`;
}

function noteCommand(text) {
  const place = placeOf(seat().channel);
  const message = { ts: (now().getTime() / 1000).toFixed(6), user: page.shown.slack.slack_id, text: escape(text), command: true };
  typed.set(place, [...(typed.get(place) ?? []), message]);
}

function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Forgets everything that was typed and read (after a reset). */
export function forgetSlack() {
  for (const known of [typed, seats]) known.clear();
  pane.composer.forget();
}

async function send(text) {
  const { channel, thread } = seat();
  goToEnd(byId("messages"));
  if (text.startsWith("/") && !thread) noteCommand(text);
  const answer = await sendText(page.shown.slack, { channel, ...(thread ? { thread_ts: thread } : {}) }, text);
  await refreshSlack();
  return answer;
}
