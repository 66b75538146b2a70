// The messages of Teams: one article per message; a channel's answers stand under their post.

import { announce, h } from "../dom.js";
import { drawList, keepFocus } from "../message_list.js";
import { menuButton } from "../menu.js";
import { formatDate, timeOf } from "../slack_date.js";
import { page } from "../state.js";
import { drawCard } from "./card.js";
import { hand, wordsOf } from "./client.js";
import { textOf } from "./text.js";

const LINE_MS = 6000;

/** Draws a conversation into `root`. Given: afterAction() when a click was answered, reply(message) where threads are, commands(context) of the message extension. */
export function drawMessages(root, person, place, messages, given) {
  const tools = given.commands("message").map(({ title }) => title);
  const draw = (message, { old, stays }) => article(message, old, { person, place, given, tools, announceIt: stays });
  drawList(root, `${person.key}:${place.id}`, inThreads(messages), ({ id }) => id, draw);
}

/** Each post with its answers after it, in order of the posts. */
function inThreads(messages) {
  const posts = messages.filter((message) => !message.thread || !messages.some((one) => one.id === message.thread));
  return posts.flatMap((post) => [post, ...messages.filter((one) => one.thread === post.id && one !== post)]);
}

function article(message, old, scene) {
  const print = JSON.stringify([message, scene.tools]);
  if (old?.print === print) return old;
  const node = draw(message, scene);
  if (old) keepFocus(old.node, node, selectorOf);
  if (scene.announceIt && message.name !== scene.person.name) announce(`${message.name}${old ? " changed a message" : ""}: ${message.summary || message.text || node.querySelector(".teams-body").innerText}`);
  refreshOnce(message, scene);
  return { print, node };
}

/** A card's buttons have no ids, but names. */
function selectorOf(focused) {
  const name = focused.getAttribute("aria-label") ?? focused.closest("[aria-label]:not(article)")?.getAttribute("aria-label");
  return name && `[aria-label="${CSS.escape(name)}"]`;
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
      toolbar(message, scene, status),
      body,
      status,
      place.kind === "channel" && !message.thread ? h("button", { type: "button", class: "teams-reply", dataset: { testid: "teams-reply" }, onclick: () => given.reply(message) }, "Reply") : null,
    ),
  );
  body.append(...message.cards.map((json) => h("div", { class: "teams-card" }, drawCard(json, (action, button) => press(node, message, scene, action, button)))));
  return node;
}

/** The menu of a message: what the message extension does with it. */
function toolbar(message, { person, place, given }, status) {
  const commands = given.commands("message");
  if (!commands.length) return null;
  const items = () => commands.map(({ id, title }) => ({
    name: title,
    testid: `command-${id}`,
    async act() {
      const answer = await hand(person, "extension", { conversation: place.id, command: id, activity_id: message.id });
      await given.afterAction();
      say(status, answer);
    },
  }));
  return h("div", { class: "message-tools" }, menuButton({ label: "More options", face: "⋯", testid: "teams-message-menu", items }));
}

/** Presses a button of a card: the wheel turns until the bot answered; what comes is drawn when the state is read. */
async function press(node, message, { person, place, given }, action, button) {
  if (node.getAttribute("aria-busy") === "true") return;
  const status = node.querySelector(".teams-status");
  status.hidden = true;
  node.setAttribute("aria-busy", "true");
  button?.classList.add("teams-turning");
  const answer = await hand(person, "click", { conversation: place.id, activity_id: message.id, action, cards: message.cards });
  node.removeAttribute("aria-busy");
  button?.classList.remove("teams-turning");
  await given.afterAction();
  say(node.isConnected ? status : document.querySelector(`[data-testid="teams-message"][data-id="${CSS.escape(message.id)}"] .teams-status`), answer);
}

function say(status, answer) {
  const words = wordsOf(answer);
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
