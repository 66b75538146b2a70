// The Teams pane: conversations, messages, composer, dialog, and whether the app is installed. What is shown is always what the local Teams holds.

import { drawComposer } from "../composer.js";
import { fill, h, oneAtATime, released } from "../dom.js";
import { menuButton } from "../menu.js";
import { goToEnd, stayAtEnd } from "../message_list.js";
import { page } from "../state.js";
import { drawTabs } from "../tabs.js";
import { hand, readState, wordsOf } from "./client.js";
import { drawDialog } from "./dialog.js";
import { drawDraft } from "./draft.js";
import { drawMessages } from "./messages.js";

const BOT = "@Clearhour";
const SCOPES = { personal: "personal", channel: "team", groupChat: "groupchat" };
const FLASH_MS = 5000;
const seats = new Map(); // person -> the open conversation, the answered post, what they were shown last
const pane = { onState: () => {}, composer: null };
const given = { afterAction, reply, commands };
const byId = (id) => document.getElementById(id);

/** Prepares the pane; `onState(person, state)` is told each new state (the checklist reads it). */
export function startTeams(onState) {
  pane.onState = onState;
  stayAtEnd(byId("teams-messages"));
  const tools = menuButton({ label: "Actions and apps", face: "+", testid: "teams-apps", className: "composer-tools", items: composeCommands });
  pane.composer = drawComposer(byId("teams-composer-box"), { send, hints, tools, testid: "teams-composer", label: "Message in Teams", placeholder: "Type a message" });
}

function seat() {
  const { key } = page.shown.teams;
  if (!seats.has(key)) seats.set(key, { open: null, thread: null, state: null, unread: new Set() });
  return seats.get(key);
}

/** Shows the Teams of whoever it is now, at once as it was left and then as it is. */
export async function showTeams() {
  redraw();
  await refreshTeams();
}

/** Forgets everything that was typed and read (after a reset). */
export function forgetTeams() {
  seats.clear();
  pane.composer.forget();
}

/** Reads the state anew and draws what changed; only of whoever is still shown, for each turn of the pane asks again. */
export const refreshTeams = oneAtATime(async () => {
  const person = page.shown.teams;
  const state = await readState(person).catch(({ message }) => notice(message));
  await released();
  if (state && person === page.shown.teams) draw(state);
});

/** As it was left; empty until somebody's state was read, so that nobody sees the one before. */
function redraw() {
  const { state } = seat();
  if (state) return draw(state);
  for (const id of ["teams-places", "teams-app", "teams-messages", "teams-thread", "teams-flash"]) fill(byId(id));
  byId("teams-app").classList.remove("teams-app-missing");
  byId("teams-thread").hidden = true;
  delete byId("teams-messages").dataset.place;
  pane.composer.at(`${page.shown.teams.key}:`);
  drawDraft(byId("teams-draft"), page.shown.teams, null, null, given);
  drawDialog(page.shown.teams, null, given);
}

function draw(state) {
  const mine = seat();
  markUnread(mine, state);
  mine.state = state;
  mine.open ??= state.conversations[0].id;
  const place = placeShown();
  notice(state.registered ? "" : "No bot is registered with this Teams yet.");
  drawTabs(byId("teams-places"), state.conversations.map(tab));
  drawInstalled(place);
  drawMessages(byId("teams-messages"), page.shown.teams, place, state.messages[place.id] ?? [], given);
  drawThread(place);
  pane.composer.at(`${page.shown.teams.key}:${place.id}`);
  pane.composer.name(place.kind === "personal" ? "Type a message, e.g. help" : `Mention ${BOT} …`);
  drawDialog(page.shown.teams, state.dialog, given);
  drawDraft(byId("teams-draft"), page.shown.teams, place, state.draft, given);
  pane.onState(page.shown.teams, state);
}

function placeShown() {
  const { state, open } = seat();
  return state.conversations.find(({ id }) => id === open) ?? state.conversations[0];
}

function markUnread(mine, state) {
  for (const { id } of state.conversations) {
    const before = mine.state?.messages[id]?.length;
    if (before !== undefined && (state.messages[id]?.length ?? 0) > before && id !== mine.open) mine.unread.add(id);
  }
}

function tab(place) {
  const { open, unread } = seat();
  const title = place.team ? `${place.team} > ${place.name}` : place.name;
  return { key: place.id, name: place.name, title, testid: `teams-${place.kind}`, controls: "teams-messages", selected: place.id === open, unread: unread.has(place.id), choose: () => choose(place.id) };
}

function choose(id) {
  seat().open = id;
  seat().thread = null;
  seat().unread.delete(id);
  redraw();
}

/** Teams lets a bot write only where its app was added. */
function drawInstalled(place) {
  const where = place.kind === "channel" ? "this team" : "this chat";
  const doing = place.installed ? "uninstall" : "install";
  const hadFocus = document.activeElement?.dataset?.testid === "teams-install";
  const name = place.installed ? `Remove Clearhour from ${where}` : `Add Clearhour to ${where}`;
  const button = h("button", { type: "button", class: `btn btn-nav${place.installed ? "" : " btn-primary"}`, title: name, "aria-label": name, dataset: { testid: "teams-install", doing }, onclick: () => change(doing, place) }, place.installed ? "Remove" : "Add Clearhour");
  byId("teams-app").classList.toggle("teams-app-missing", !place.installed);
  fill(byId("teams-app"), place.installed ? null : h("span", {}, `Clearhour isn't in ${where} yet.`), button);
  if (hadFocus) button.focus();
}

async function change(doing, place) {
  const answer = await hand(page.shown.teams, doing, { conversation: place.id });
  await refreshTeams();
  if (!answer.ok) notice(answer.error ?? "That didn't work. Try again.");
}

/** In a channel one begins a post, or answers one. */
function drawThread(place) {
  const root = byId("teams-thread");
  const { thread } = seat();
  const post = place.kind === "channel" && (seat().state.messages[place.id] ?? []).find(({ id }) => id === thread);
  root.hidden = !post;
  if (post) fill(root, h("span", {}, `Answering ${post.name}`), h("button", { type: "button", class: "btn-plain", dataset: { testid: "teams-new-post" }, onclick: () => reply({ id: null }) }, "New post instead"));
}

function reply(message) {
  seat().thread = message.id;
  redraw();
  pane.composer.put(message.id ? `${BOT} ` : "");
}

/** The commands of the app's message extension for a context: "compose" or "message". */
function commands(context) {
  return (seat().state?.extension ?? []).filter((one) => one.context.includes(context));
}

function composeCommands() {
  const person = page.shown.teams;
  const place = placeShown();
  return commands("compose").map(({ id, title, description }) => ({
    name: title,
    hint: description,
    testid: `command-${id}`,
    async act() {
      const answer = await hand(person, "extension", { conversation: place.id, command: id });
      if (!answer.ok) pane.composer.say(wordsOf(answer));
      await afterAction(answer.ok ? answer.message : undefined);
    },
  }));
}

/** The command menu: in the chat with the bot for the first letters typed, elsewhere after the mention. */
function hints(text) {
  if (!seat().state) return [];
  const place = placeShown();
  const isPersonal = place.kind === "personal";
  const typed = isPersonal ? /^(\w+)$/.exec(text)?.[1] : /^@(?:c(?:l(?:e\w*)?)?)?\s?(\w*)$/i.exec(text)?.[1];
  if (typed === undefined) return [];
  const offered = seat().state.commands.filter(({ scopes, title }) => scopes.includes(SCOPES[place.kind]) && title.toLowerCase().startsWith(typed.toLowerCase()));
  const rows = offered.slice(0, 8).map(({ title, description }) => [isPersonal ? title : `${BOT} ${title}`, description ?? ""]);
  return rows.some(([words]) => words === text) ? [] : rows;
}

async function send(text) {
  const { id, kind } = placeShown();
  const thread = kind === "channel" ? seat().thread : null;
  if (!thread) goToEnd(byId("teams-messages"));
  const answer = await hand(page.shown.teams, "send", { conversation: id, text, ...(thread ? { thread } : {}) });
  await refreshTeams();
  return answer;
}

async function afterAction(words) {
  await refreshTeams();
  if (words) flash(words);
}

let flashing = null;

/** A line above the composer, for a while. */
function flash(words) {
  clearTimeout(flashing);
  fill(byId("teams-flash"), words);
  flashing = setTimeout(() => fill(byId("teams-flash")), FLASH_MS);
}

/** The bot says that it is working on an answer. */
export function showTyping(conversation) {
  if (seat().state && placeShown().id === conversation) flash("Clearhour is typing…");
}

function notice(text) {
  fill(byId("teams-notice"), text);
  byId("teams-notice").hidden = !text;
}
