// What can be done with a message besides its card: answer in a thread, the app's shortcuts, put an ephemeral one away.

import { h } from "../dom.js";
import { menuButton } from "../menu.js";
import { page } from "../state.js";
import { dismissMessage, runShortcut } from "./client.js";

/** The buttons that appear over a message with the pointer or the focus in it; null when there is nothing to do. `say(answer)` shows what failed. */
export function toolbar(message, channel, say, { afterAction, shortcuts, thread, open }) {
  if (message.ephemeral || message.command) return null;
  const person = page.shown.slack;
  const items = shortcuts("message").map(({ name, description, callback_id }) => ({
    name,
    hint: description,
    testid: `shortcut-${callback_id}`,
    async act() {
      say(await runShortcut(person, callback_id, { channel: channel.id, ts: message.ts }));
      await afterAction();
    },
  }));
  const canAnswer = channel.kind !== "dm" && !thread;
  if (!items.length && !canAnswer) return null;
  return h(
    "div",
    { class: "message-tools" },
    canAnswer ? h("button", { type: "button", class: "btn btn-menu", "aria-label": "Reply in thread", title: "Reply in thread", dataset: { testid: "reply-in-thread" }, onclick: () => open(message.ts) }, h("span", { "aria-hidden": "true" }, "↩")) : null,
    items.length ? menuButton({ label: "More actions", face: "⋮", testid: "message-menu", items: () => items }) : null,
  );
}

/** "2 replies", which opens the thread. */
export function repliesButton(message, { open }) {
  if (!message.answers) return null;
  return h("button", { type: "button", class: "replies", dataset: { testid: "replies" }, onclick: () => open(message.ts) }, message.answers === 1 ? "1 reply" : `${message.answers} replies`);
}

/** "Only visible to you", and how it goes away; the bot isn't told. */
export function onlyYou(message, channel, { afterAction }) {
  const person = page.shown.slack;
  const dismiss = async () => {
    await dismissMessage(person, { channel: channel.id, ts: message.ts });
    await afterAction();
    document.querySelector("[data-testid=composer]")?.focus();
  };
  return h("p", { class: "only-you" }, "Only visible to you ", h("button", { type: "button", class: "link-button", dataset: { testid: "dismiss" }, onclick: dismiss }, "Dismiss"));
}
