// The message list of Teams: one article per message, redrawn only when it changed; a channel's answers stand under their post.

import { announce, h } from "../dom.js";
import { formatDate, timeOf } from "../slack_date.js";
import { page } from "../state.js";
import { drawCard } from "./card.js";
import { hand } from "./client.js";
import { textOf } from "./text.js";

const LINE_MS = 6000;
const places = new Map(); // `${person}:${conversation}` -> {drawn: id -> {print, node}, top}

/** Draws a conversation into `root`. Given: afterAction() when a click was answered, reply(message) where threads are. */
export function drawMessages(root, person, place, messages, given) {
  const key = `${person.key}:${place.id}`;
  const stays = root.dataset.place === key;
  if (!stays) leave(root);
  root.dataset.place = key;
  if (!places.has(key)) places.set(key, { drawn: new Map(), top: null });
  const { drawn, top } = places.get(key);
  const atEnd = stays ? isAtEnd(root) : top === null;
  const scene = { person, place, drawn, given, announceIt: stays };
  const nodes = inThreads(messages).map((message) => article(message, scene));
  const kept = new Set(messages.map((message) => message.id));
  for (const id of drawn.keys()) if (!kept.has(id)) drawn.delete(id);
  arrange(root, nodes);
  if (atEnd) root.scrollTop = root.scrollHeight;
  else if (!stays) root.scrollTop = top;
}

export function forgetDrawn() {
  places.clear();
}

function leave(root) {
  const left = places.get(root.dataset.place);
  if (left) left.top = isAtEnd(root) ? null : root.scrollTop;
}

function isAtEnd(root) {
  return root.scrollHeight - root.scrollTop - root.clientHeight < 80;
}

/** Each post with its answers after it, in order of the posts. */
function inThreads(messages) {
  const posts = messages.filter((message) => !message.thread || !messages.some((one) => one.id === message.thread));
  return posts.flatMap((post) => [post, ...messages.filter((one) => one.thread === post.id && one !== post)]);
}

function arrange(root, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...root.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (root.children[index] !== node) root.insertBefore(node, root.children[index] ?? null);
  });
}

function article(message, scene) {
  const { drawn, announceIt } = scene;
  const print = JSON.stringify(message);
  const old = drawn.get(message.id);
  if (old?.print === print) return old.node;
  const node = draw(message, scene);
  if (old) keepFocus(old.node, node);
  drawn.set(message.id, { print, node });
  if (announceIt && message.name !== scene.person.name) announce(`${message.name}${old ? " changed a message" : ""}: ${message.summary || message.text || node.querySelector(".teams-body").innerText}`);
  refreshOnce(message, scene);
  return node;
}

function draw(message, scene) {
  const { person, place, given } = scene;
  const author = page.config.people.find(({ name }) => name === message.name && !message.bot);
  const isMine = author === person && place.kind !== "channel";
  const time = new Date(message.at);
  const status = h("p", { class: "teams-status", role: "status", hidden: true, dataset: { testid: "teams-status" } });
  const body = h("div", { class: "teams-body" }, message.text ? h("div", { class: "teams-text" }, textOf(message.text)) : null);
  const node = h(
    "article",
    {
      class: ["teams-message", isMine ? "teams-mine" : "", message.thread ? "teams-answer" : "", message.cards.length ? "teams-wide" : ""].filter(Boolean).join(" "),
      dataset: { id: message.id, testid: "teams-message", bot: String(message.bot) },
      tabindex: "-1",
      "aria-label": `${message.name}, ${timeOf(time, person)}`,
    },
    isMine ? null : h("span", { class: `avatar teams-avatar avatar-${message.bot ? "bot" : author?.key}`, "aria-hidden": "true" }, message.bot ? "CH" : author?.initials ?? "??"),
    h(
      "div",
      { class: "teams-main" },
      h(
        "header",
        { class: "message-head" },
        isMine ? h("span", { class: "sr-only" }, message.name) : h("strong", {}, message.name),
        h("time", { datetime: message.at, title: formatDate(time.getTime() / 1000, "{date_long} {time_secs}", person) }, timeOf(time, person)),
        message.edited ? h("span", { class: "edited" }, "Edited") : null,
      ),
      body,
      status,
      place.kind === "channel" && !message.thread ? h("button", { type: "button", class: "teams-reply", dataset: { testid: "teams-reply" }, onclick: () => given.reply(message) }, "Reply") : null,
    ),
  );
  body.append(...message.cards.map((json) => h("div", { class: "teams-card" }, drawCard(json, (action, button) => press(node, message, scene, action, button)))));
  return node;
}

/** Presses a button of a card: the wheel turns until the bot answered; what comes is drawn when the state is read. */
async function press(node, message, { person, place, given }, action, button) {
  if (node.getAttribute("aria-busy") === "true") return;
  const status = node.querySelector(".teams-status");
  status.hidden = true;
  node.setAttribute("aria-busy", "true");
  button?.classList.add("teams-turning");
  const answer = await hand(person, "click", { conversation: place.id, activity_id: message.id, action });
  node.removeAttribute("aria-busy");
  button?.classList.remove("teams-turning");
  await given.afterAction();
  say(node.isConnected ? status : document.querySelector(`[data-testid="teams-message"][data-id="${CSS.escape(message.id)}"] .teams-status`), answer);
}

/** Teams' own sentence for a failure, or the line the bot answered with. */
function say(status, answer) {
  const words = answer.ok ? answer.message : [answer.error, ...Object.values(answer.errors ?? {})].filter(Boolean).join(" ");
  if (!status || !words) return;
  status.classList.toggle("teams-failed", !answer.ok);
  status.textContent = words;
  status.hidden = false;
  status.scrollIntoView({ block: "nearest" });
  if (answer.ok) setTimeout(() => (status.hidden = true), LINE_MS);
}

/** A card that asks for its newest contents is refreshed when it is seen, once for each of its versions. */
function refreshOnce(message, { person, place, given }) {
  if (message.own_view || !message.cards.some((card) => card.refresh?.action)) return;
  hand(person, "refresh", { conversation: place.id, activity_id: message.id }).then((answer) => answer.sent !== false && given.afterAction());
}

/** After a redraw the focus returns to the button of the same name; when the bot took it away, to the message itself. */
function keepFocus(before, after) {
  const focused = document.activeElement;
  if (!before.contains(focused)) return;
  const name = focused.getAttribute("aria-label");
  requestAnimationFrame(() => {
    const same = name && after.querySelector(`[aria-label="${CSS.escape(name)}"]`);
    (same ?? after).focus();
  });
}
