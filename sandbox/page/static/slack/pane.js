// The Slack pane of one person: conversations, messages, composer, modal. What is shown is always what the local Slack holds.

import { fill, h } from "../dom.js";
import { firstName, now, page } from "../state.js";
import { readState, sendText } from "./client.js";
import { drawComposer } from "./composer.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";

const pane = { channel: null, state: null, unread: new Set(), typed: new Map(), onState: () => {} };
const given = { afterAction: () => refreshSlack(), channels: channelOptions };
const byId = (id) => document.getElementById(id);

/** Prepares the pane; `onState` is told each new state (the checklist reads it). */
export function startSlack(onState) {
  pane.onState = onState;
  stayAtEnd(byId("messages"));
  drawComposer(byId("composer-box"), send, () => pane.state?.commands?.[0]?.command ?? "/schedule");
}

/** Whoever reads the newest message still sees it when the window changes its size. */
function stayAtEnd(root) {
  let isAtEnd = true;
  let width = root.clientWidth;
  root.addEventListener("scroll", () => {
    if (root.clientWidth !== width) return; // the browser moves the text it anchors before the observer is told
    isAtEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  });
  new ResizeObserver(() => {
    width = root.clientWidth;
    if (isAtEnd) root.scrollTop = root.scrollHeight;
  }).observe(root);
}

/** Shows another person's Slack. */
export async function showSlack() {
  pane.channel = null;
  pane.state = null;
  pane.unread.clear();
  await refreshSlack();
}

let reading = null;
let again = false;

/** Reads the state anew and draws what changed. Calls that come while one runs end in one more reading. */
export function refreshSlack() {
  if (reading) {
    again = true;
    return reading;
  }
  reading = read().finally(() => {
    reading = null;
  });
  return reading;
}

async function read() {
  do {
    again = false;
    const person = page.person;
    let state;
    try {
      state = await readState(person);
    } catch (error) {
      fill(byId("slack-note"), error.message);
      return;
    }
    if (person !== page.person) again = true;
    else draw(state);
  } while (again);
}

function draw(state) {
  markUnread(state);
  pane.state = state;
  pane.channel ??= state.channels[0]?.id ?? null;
  fill(byId("slack-note"), firstName(page.person));
  drawTabs();
  drawMessages(byId("messages"), pane.channel, shownIn(pane.channel), given);
  drawModal(state.view, given);
  pane.onState(state);
}

function markUnread(state) {
  for (const channel of state.channels) {
    const before = pane.state?.messages[channel.id]?.length;
    const after = state.messages[channel.id]?.length ?? 0;
    if (before !== undefined && after > before && channel.id !== pane.channel) pane.unread.add(channel.id);
  }
}

function drawTabs() {
  const root = byId("channels");
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  fill(root, pane.state.channels.map(tab));
  if (focused) root.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

function tab(channel) {
  const isOpen = channel.id === pane.channel;
  const unread = pane.unread.has(channel.id);
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
    unread ? h("span", { class: "unread" }, h("span", { class: "sr-only" }, " (new messages)")) : null,
  );
}

function choose(id) {
  pane.channel = id;
  pane.unread.delete(id);
  draw(pane.state);
}

function channelOptions() {
  return pane.state.channels.map(({ id, name }) => ({ value: id, text: { text: name } }));
}

/** Slack keeps no trace of a slash command; the page shows what was typed, to this person, until it is reloaded. */
function shownIn(channel) {
  const stored = pane.state.messages[channel] ?? [];
  const typed = pane.typed.get(`${page.person.key}:${channel}`) ?? [];
  return [...stored, ...typed].sort((one, other) => Number(one.ts) - Number(other.ts));
}

function noteCommand(text) {
  const place = `${page.person.key}:${pane.channel}`;
  const message = { ts: (now().getTime() / 1000).toFixed(6), user: page.person.slack_id, text: escape(text), command: true };
  pane.typed.set(place, [...(pane.typed.get(place) ?? []), message]);
}

function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Forgets the commands typed (after a reset). */
export function forgetTyped() {
  pane.typed.clear();
}

async function send(text) {
  if (text.startsWith("/")) noteCommand(text);
  const answer = await sendText(pane.channel, text);
  await refreshSlack();
  return answer;
}
