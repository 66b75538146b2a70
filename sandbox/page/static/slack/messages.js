// The messages of Slack: one article per message, with its card.

import { renderBlocks } from "../blocks/blocks.js";
import { Values } from "../blocks/values.js";
import { announce, h } from "../dom.js";
import { drawList, keepFocus } from "../message_list.js";
import { mrkdwn, textObject } from "../mrkdwn.js";
import { formatDate, timeOf } from "../slack_date.js";
import { page, personBySlackId } from "../state.js";
import { ask } from "../confirm.js";
import { clickMessage, keepInMessage, readOptions } from "./client.js";
import { onlyYou, repliesButton, toolbar } from "./toolbar.js";

const FOLLOWS_WITHIN_SECONDS = 300;

/**
 * Draws messages of one channel into `root`. Given: afterAction() when a click was answered, channels() to choose from,
 * shortcuts(type) of the app, thread (what is shown alone, or null), open(ts) shows a thread.
 */
export function drawMessages(root, channel, messages, given) {
  const tools = given.shortcuts("message").map(({ name }) => name);
  const draw = (message, { old, stays, previous }) => article(message, previous, old, { channel, tools, announceIt: stays }, given);
  drawList(root, `${page.shown.slack.key}:${channel.id}:${given.thread ?? ""}`, messages, ({ ts }) => ts, draw);
}

function article(message, previous, old, { channel, tools, announceIt }, given) {
  const follows = isFollowing(message, previous);
  const print = JSON.stringify([{ ...message, state: null }, follows, tools]);
  if (old?.print === print) return old;
  const values = old?.values ?? new Values(message.state?.values);
  values.keepOnly(message.blocks);
  const node = draw(message, follows, channel, values, given);
  if (old) keepFocus(old.node, node, selectorOf);
  if (announceIt && message.user !== page.shown.slack.slack_id) announce(spoken(message, Boolean(old)));
  return { print, node, values };
}

function draw(message, follows, channel, values, given) {
  const who = authorOf(message);
  const time = new Date(Number(message.ts) * 1000);
  const body = h("div", { class: "message-body" }, hasCard(message) ? null : mrkdwn(message.text ?? ""));
  const warning = h("p", { class: "message-warning", role: "alert", hidden: true });
  if (hasCard(message)) {
    body.classList.add("card");
    body.append(...renderBlocks(message.blocks, surfaceOf(message, channel, values, warning, given)));
  }
  const say = (answer) => complain(warning, answer);
  return h(
    "article",
    {
      class: `message${follows ? " message-follows" : ""}${message.ephemeral ? " message-ephemeral" : ""}`,
      dataset: { ts: message.ts, testid: "message", bot: String(Boolean(message.bot)) },
      tabindex: "-1",
      "aria-label": `${who.name}, ${timeOf(time, page.shown.slack)}`,
    },
    h("span", { class: `avatar avatar-${who.key}`, "aria-hidden": "true" }, who.initials),
    h(
      "div",
      { class: "message-main" },
      h(
        "header",
        { class: "message-head" },
        h("strong", {}, who.name),
        who.key === "bot" ? h("span", { class: "app-tag" }, "APP") : null,
        h("time", { datetime: time.toISOString(), title: formatDate(Number(message.ts), "{date_long} {time_secs}", page.shown.slack) }, timeOf(time, page.shown.slack)),
        message.edited ? h("span", { class: "edited" }, "(edited)") : null,
      ),
      toolbar(message, channel, say, given),
      message.ephemeral ? onlyYou(message, channel, given) : null,
      message.command ? h("p", { class: "only-you" }, "Command, seen by nobody else") : null,
      body,
      warning,
      repliesButton(message, given),
    ),
  );
}

/** What people type has a rich_text block too; its text says the same. */
function hasCard(message) {
  return Boolean(message.blocks?.some((block) => block.type !== "rich_text"));
}

function surfaceOf(message, channel, values, warning, { afterAction, channels }) {
  const person = page.shown.slack;
  const placeOf = { channel: channel.id, ts: message.ts };
  return {
    values,
    channels,
    options: (block_id, action_id, typed) => readOptions(person, { ...placeOf, block_id, action_id }, typed),
    keep: (action) => keepInMessage(person, placeOf, action),
    async act(action, confirm) {
      if (confirm && !(await ask(confirmTexts(confirm)))) return;
      warning.hidden = true;
      complain(warning, await clickMessage(person, placeOf, action));
      await afterAction();
    },
  };
}

/** Slack's own sentence under what failed. */
export function complain(warning, answer) {
  if (answer.ok) return;
  warning.textContent = answer.error ?? `That didn't work: the bot answered ${answer.status}.`;
  warning.hidden = false;
}

/** A Block Kit confirm object as the page's question. */
export function confirmTexts(confirm) {
  return {
    title: textObject(confirm.title ?? "Are you sure?"),
    text: textObject(confirm.text ?? ""),
    confirm: textObject(confirm.confirm ?? "Yes"),
    deny: textObject(confirm.deny ?? "Cancel"),
    danger: confirm.style === "danger",
  };
}

/** Where the focus returns after a redraw: to the same element of the card, or the same button of the message. */
export function selectorOf(focused) {
  const hook = focused.closest("[data-action-id]");
  const own = focused.dataset.testid;
  if (!hook) return own && `[data-testid="${CSS.escape(own)}"]`;
  return `[data-block-id="${CSS.escape(hook.dataset.blockId)}"][data-action-id="${CSS.escape(hook.dataset.actionId)}"]`;
}

function isFollowing(message, previous) {
  if (!previous || previous.user !== message.user || message.ephemeral || previous.ephemeral) return false;
  return Number(message.ts) - Number(previous.ts) < FOLLOWS_WITHIN_SECONDS && !hasCard(message) && !hasCard(previous);
}

function authorOf(message) {
  const person = personBySlackId(message.user);
  if (person && !message.bot) return person;
  return { key: message.bot ? "bot" : "other", name: message.name ?? "Clearhour", initials: message.bot ? "CH" : "??" };
}

function spoken(message, isChange) {
  const shown = message.text || drawnText(message);
  return `${authorOf(message).name}${isChange ? " changed a message" : ""}: ${shown}`;
}

function drawnText(message) {
  return renderBlocks(message.blocks, { values: new Values() }).map((block) => block.textContent).join(" ");
}
