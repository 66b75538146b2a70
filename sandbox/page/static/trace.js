// Under each pane: the last thing the bot saw or asked there, and the last thirty when opened.

import { fill, h } from "./dom.js";

const KEPT = 30;

export class Trace {
  constructor(root, empty) {
    this.entries = [];
    this.line = h("summary", {}, h("span", { class: "trace-empty" }, empty));
    this.list = h("ol", { class: "trace-list", tabindex: "0", "aria-label": "The last requests, newest first" });
    root.append(this.line, this.list);
    this.empty = empty;
  }

  /** Adds one request: {method, path, status, ms, note}. */
  add(entry) {
    this.entries.unshift(entry);
    this.entries.length = Math.min(this.entries.length, KEPT);
    fill(this.line, parts(entry));
    this.list.prepend(h("li", {}, parts(entry)));
    while (this.list.children.length > KEPT) this.list.lastChild.remove();
  }

  clear() {
    this.entries = [];
    fill(this.line, h("span", { class: "trace-empty" }, this.empty));
    fill(this.list);
  }
}

function parts({ method, path, status, ms, note }) {
  const failed = !(status >= 200 && status < 400);
  return [
    h("span", { class: "trace-what" }, `${method} ${shorten(path)}`),
    h("span", { class: failed ? "trace-failed" : "trace-status" }, `${status || "no answer"}${failed ? " failed" : ""}`),
    h("span", { class: "trace-ms" }, `${Math.round(ms ?? 0)} ms`),
    note ? h("span", { class: "trace-note" }, withoutPath(note, path)) : null,
  ];
}

/** "the bot to Slack: chat.update" without the method's name, which the path says already. */
function withoutPath(note, path) {
  return note.replace(/: (\S+)$/, (ending, name) => (path.endsWith(`/${name}`) ? "" : ending));
}

/** Ids of Graph are 150 characters long; their first few are enough to tell them apart. */
function shorten(path) {
  return path.replace(/^https?:\/\/[^/]+/, "").replace(/[A-Za-z0-9_=-]{24,}/g, (id) => `${id.slice(0, 6)}…`);
}
