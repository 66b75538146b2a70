// The Slack pane of one person: conversations, messages, composer, modal. What is shown is always what the local Slack holds.

import { fill, h, oneAtATime } from "../dom.js";
import { isAtEnd } from "../message_list.js";
import { now, page } from "../state.js";
import { drawComposer } from "../composer.js";
import { readState, sendText } from "./client.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";

const HINT = [
  ["connect", "connect your Outlook"],
  ["find 30m with @Ben", "times that fit you both"],
  ["today", "your day"],
  ["help", "everything it can do"],
];
const seats = new Map(); // person -> where they are and what they were shown last
const typed = new Map(); // place -> the commands typed there
const pane = { onState: () => {}, composer: null };
const given = { afterAction: () => refreshSlack(), channels: channelOptions };
const byId = (id) => document.getElementById(id);

/** Prepares the pane; `onState` is told each new state (the checklist reads it). */
export function startSlack(onState) {
  pane.onState = onState;
  stayAtEnd(byId("messages"));
  pane.composer = drawComposer(byId("composer-box"), {
    send,
    testid: "composer",
    label: "Message",
    placeholder: "Message Clearhour or type /schedule …",
    hints: (text) => (/^\/[\w-]*$/.test(text) ? HINT.map(([words, meaning]) => [`${command()} ${words}`, meaning]) : []),
  });
}

const command = () => seat().state?.commands?.[0]?.command ?? "/schedule";

/** What is kept for the person shown; it stays when another one is shown for a while. */
function seat() {
  const { key } = page.shown.slack;
  if (!seats.has(key)) seats.set(key, { channel: null, state: null, unread: new Set() });
  return seats.get(key);
}

/** Whoever reads the newest message still sees it when the window changes its size. */
function stayAtEnd(root) {
  let atEnd = true;
  let width = root.clientWidth;
  root.addEventListener("scroll", () => {
    if (root.clientWidth !== width) return; // the browser moves the text it anchors before the observer is told
    atEnd = isAtEnd(root);
  });
  new ResizeObserver(() => {
    width = root.clientWidth;
    if (atEnd) root.scrollTop = root.scrollHeight;
  }).observe(root);
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
  if (state && person === page.shown.slack) draw(state);
});

/** There is nothing to draw until the state was read. */
function redraw() {
  const { state } = seat();
  if (state) draw(state);
}

function draw(state) {
  markUnread(state);
  const mine = seat();
  mine.state = state;
  mine.channel ??= state.channels[0]?.id ?? null;
  note("");
  pane.composer.at(placeOf(mine.channel));
  drawTabs();
  drawMessages(byId("messages"), mine.channel, shownIn(mine.channel), given);
  drawModal(page.shown.slack, state.view, given);
  pane.onState(state);
}

function note(text) {
  fill(byId("slack-note"), text);
  byId("slack-note").hidden = !text;
}

function markUnread(state) {
  const mine = seat();
  for (const channel of state.channels) {
    const before = mine.state?.messages[channel.id]?.length;
    const after = state.messages[channel.id]?.length ?? 0;
    if (before !== undefined && after > before && channel.id !== mine.channel) mine.unread.add(channel.id);
  }
}

function drawTabs() {
  const root = byId("channels");
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  fill(root, seat().state.channels.map(tab));
  if (focused) root.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

function tab(channel) {
  const isOpen = channel.id === seat().channel;
  const unread = seat().unread.has(channel.id);
  const name = channel.kind === "dm" ? "Clearhour" : `#${channel.name.replace(/^#/, "")}`;
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      class: "channel-tab",
      "aria-selected": String(isOpen),
      "aria-controls": "messages",
      dataset: { channel: channel.id, testid: `channel-${channel.kind === "dm" ? "dm" : channel.name.replace(/^#/, "")}` },
      onclick: () => choose(channel.id),
    },
    name,
    unread ? [h("span", { class: "unread" }), h("span", { class: "sr-only" }, " (new messages)")] : null,
  );
}

function choose(id) {
  seat().channel = id;
  seat().unread.delete(id);
  redraw();
}

function channelOptions() {
  return seat().state.channels.map(({ id, name }) => ({ value: id, text: { text: name } }));
}

/** Slack keeps no trace of a slash command; the page shows what was typed, to this person, until it is reloaded. */
function shownIn(channel) {
  const stored = seat().state.messages[channel] ?? [];
  return [...stored, ...(typed.get(placeOf(channel)) ?? [])].sort((one, other) => Number(one.ts) - Number(other.ts));
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
  if (text.startsWith("/")) noteCommand(text);
  const answer = await sendText(page.shown.slack, seat().channel, text);
  await refreshSlack();
  return answer;
}
