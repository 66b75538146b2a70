// What a message of the bot shows, whichever chat it is in, and what a request to Microsoft did.

import { firstName } from "./state.js";

const TIME = /^\d{1,2}[:.]\d{2}(\s?[ap]\.?m\.?)?$/i;
const CHOICES = /_select"|"checkboxes"|"radio_buttons"|"Input\.ChoiceSet"/;

/** Every card and line of the bot in a state of the local Slack: {text, headings, buttons}. */
export function shownInSlack({ messages, view }) {
  const found = [...Object.values(messages).flat().filter((message) => message.bot), view].filter(Boolean);
  return found.map(({ blocks, text }) => ({
    text: `${text ?? ""} ${JSON.stringify(blocks ?? [])}`,
    headings: (blocks ?? []).filter(({ type }) => type === "header").map((block) => block.text.text),
    buttons: (blocks ?? []).flatMap(({ elements, accessory }) => [...(elements ?? []), accessory]).filter((one) => one?.type === "button").map((one) => one.text.text),
  }));
}

/** The same for a state of the local Teams. A heading is a heading, or text of a heading's size. */
export function shownInTeams({ messages, dialog }) {
  const found = Object.values(messages).flat().filter((message) => message.bot).map(({ text, cards }) => ({ text, parts: cards.flatMap(everyPart), cards }));
  if (dialog) found.push({ text: dialog.title, parts: everyPart(dialog.card), cards: [dialog.card] });
  return found.map(({ text, parts, cards }) => ({
    text: `${text} ${JSON.stringify(cards)}`,
    headings: parts.filter(({ style, size }) => style === "heading" || size === "Medium" || size === "Large").map((part) => part.text ?? ""),
    buttons: parts.filter(({ type }) => String(type).startsWith("Action.")).map(({ title }) => title ?? ""),
  }));
}

function everyPart(value) {
  if (value === null || typeof value !== "object") return [];
  return [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(everyPart)];
}

/** The steps that somebody's messages prove; `done` are those proved before, `other` is with whom a time is looked for. */
export function provedBy(messages, done, other) {
  const steps = new Set();
  const named = anyWordOf([firstName(other), ...other.accounts.map(({ address }) => address), other.slack_id]);

  for (const { text, headings, buttons } of messages) {
    if (done.has("connect") && /(?<!not |isn't |aren't )\bdisconnected\b/i.test(text)) steps.add("disconnect");
    if (/linked calendar/i.test(text) && /conflict calendar/i.test(text) && CHOICES.test(text)) steps.add("calendars");
    if (named.test(text) && buttons.some((label) => TIME.test(label.trim()))) steps.add("find");
    if (headings.some((heading) => /\bdouble booking\b/i.test(heading))) steps.add("told");
    if (headings.some((heading) => /\bresolved\b/i.test(heading))) for (const step of ["told", "resolved"]) steps.add(step);
  }
  return steps;
}

/** Finds one of these standing alone, or after a line break as JSON writes it: "Ada" isn't found in "AdaptiveCard". */
function anyWordOf(names) {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?:\\\\n|(?<![\\p{L}\\p{N}]))(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "u");
}

const DID = [
  ["book", ({ method, path, status }) => method === "POST" && /\/events$/i.test(path) && status === 201],
  ["cancel", ({ method, path, status }) => method === "DELETE" && /\/events\/[^/]+$/i.test(path) && status === 204],
  ["cancel", ({ method, path, status }) => method === "POST" && /\/cancel$/i.test(path) && status === 202],
  ["move", ({ method, path, status }, done) => done.has("told") && method === "PATCH" && /\/events\/[^/]+$/i.test(path) && status === 200],
  ["propose", ({ method, path, status }, done) => done.has("told") && method === "POST" && /\/(decline|tentativelyAccept)$/i.test(path) && status === 202],
];

/** The steps that a request of the bot to Microsoft proves. */
export function didBy(entry, done) {
  return ["connect", ...DID.filter(([, matches]) => matches(entry, done)).map(([step]) => step)];
}

/** Requests with a token of a sign-in; this page's own tokens come from the admin API. */
export function isBots(entry) {
  return Boolean(entry.grant) && !String(entry.grant).startsWith("admin");
}

/** Pairs of events that take the same time, as text: what blocks, whole days left out. */
export function overlaps(events) {
  const busy = events
    .map(({ event }) => event)
    .filter(({ isAllDay, isCancelled, showAs, responseStatus }) => !isAllDay && !isCancelled && showAs !== "free" && responseStatus?.response !== "declined")
    .map(({ iCalUId, id, start, end }) => ({ id: `${iCalUId ?? id} ${start.dateTime}`, start: start.dateTime, end: end.dateTime }));
  return busy.flatMap((one, index) =>
    busy.slice(index + 1).filter((other) => one.id !== other.id && one.start < other.end && other.start < one.end).map((other) => [one.id, other.id].sort().join(" × ")));
}
