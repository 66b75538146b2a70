// Slack's mrkdwn to elements: code, bold, italic, strike, links, mentions, dates, lists, quotes, a handful of emoji.

import { h } from "./dom.js";
import { formatDate } from "./slack_date.js";
import { page, personBySlackId } from "./state.js";

// Signs that a plain system font has come first; the others need an emoji font, as everywhere.
const EMOJI = {
  white_check_mark: "✔", heavy_check_mark: "✔", x: "✖", warning: "⚠", no_entry: "⛔", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓", clock3: "🕒", alarm_clock: "⏰", lock: "🔒", link: "🔗", tada: "🎉", wave: "👋",
  bulb: "💡", arrow_right: "→", information_source: "ℹ", eyes: "👀", smile: "☺", "+1": "👍", "-1": "👎",
};
const INLINE = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    "(?<![\\p{L}\\p{N}*])\\*(?=\\S)([^*\\n]*[^*\\s])\\*(?![\\p{L}\\p{N}*])",
    "(?<![\\p{L}\\p{N}_])_(?=\\S)([^_\\n]*[^_\\s])_(?![\\p{L}\\p{N}_])",
    "(?<![\\p{L}\\p{N}~])~(?=\\S)([^~\\n]*[^~\\s])~(?![\\p{L}\\p{N}~])",
    ":([a-z0-9_+-]+):",
  ].join("|"),
  "gu",
);

/** A text object of Block Kit: mrkdwn as rich text, plain_text as it is (with emoji). */
export function textObject(text) {
  if (!text) return [];
  if (typeof text === "string") return [plain(text)];
  return text.type === "mrkdwn" ? mrkdwn(text.text, text.verbatim) : [plain(text.text)];
}

/** Text only, for names a screen reader says and for tooltips. */
export function plain(text) {
  return decode(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}

export function mrkdwn(source) {
  return source.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, decode(part))];
    return part ? lines(part) : [];
  });
}

function lines(source) {
  const out = [];
  let quote = null;
  source.replace(/^\n|\n$/g, "").split("\n").forEach((line) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) {
      if (!quote) out.push((quote = h("blockquote")));
      quote.append(h("div", { class: "line" }, inline(quoted[1])));
      return;
    }
    quote = null;
    const item = /^\s*(?:•|◦|-|\d+\.)\s+/.exec(line);
    out.push(h("div", { class: item ? "line line-item" : line ? "line" : "line line-gap" }, inline(line)));
  });
  return out;
}

function inline(source) {
  const out = [];
  let from = 0;
  for (const match of source.matchAll(INLINE)) {
    if (match.index > from) out.push(decode(source.slice(from, match.index)));
    out.push(token(match));
    from = match.index + match[0].length;
  }
  if (from < source.length) out.push(decode(source.slice(from)));
  return out;
}

function token([whole, code, angle, bold, italic, strike, emoji]) {
  if (code !== undefined) return h("code", {}, decode(code));
  if (angle !== undefined) return special(angle);
  if (bold !== undefined) return h("strong", {}, inline(bold));
  if (italic !== undefined) return h("em", {}, inline(italic));
  if (strike !== undefined) return h("s", {}, inline(strike));
  return EMOJI[emoji] ? h("span", { role: "img", "aria-label": emoji.replaceAll("_", " ") }, EMOJI[emoji]) : whole;
}

function special(inside) {
  const [head, ...rest] = inside.split("|");
  const label = rest.join("|");
  if (head.startsWith("@")) return mention(head.slice(1), label);
  if (head.startsWith("#")) return h("span", { class: "mention" }, `#${decode(label || "channel")}`);
  if (head.startsWith("!date^")) return slackDate(head, label);
  if (head.startsWith("!")) return h("span", { class: "mention" }, `@${decode(label || head.slice(1).split("^")[0])}`);
  return link(decode(head), decode(label || head));
}

function mention(id, label) {
  const person = personBySlackId(id);
  const name = id === page.config.bot.slack_id ? page.config.bot.name : person?.name;
  const mine = person?.key === page.shown.slack?.key ? " mention-me" : "";
  return h("span", { class: `mention${mine}`, dataset: { userId: id } }, `@${name ?? (decode(label) || id)}`);
}

function slackDate(head, fallback) {
  const [, stamp, format, url] = head.split("^");
  const text = formatDate(Number(stamp), format, page.shown.slack) ?? decode(fallback);
  const time = h("time", { datetime: new Date(Number(stamp) * 1000).toISOString(), title: decode(fallback) }, text);
  return url ? link(url, time) : time;
}

function link(url, label) {
  if (!/^(https?|mailto|tel):/i.test(url)) return typeof label === "string" ? label : h("span", {}, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

function decode(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
