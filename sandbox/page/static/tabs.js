// A list of tabs: one stop of the Tab key, the arrow keys, Home and End choose.

import { fill, h } from "./dom.js";

const STEPS = { ArrowRight: (at, count) => (at + 1) % count, ArrowLeft: (at, count) => (at - 1 + count) % count, Home: () => 0, End: (_at, count) => count - 1 };

/** Draws tabs {key, name, title, testid, controls, selected, unread, choose()} into a `role="tablist"`; the focus stays on the tab it was on. */
export function drawTabs(root, tabs) {
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.tab : null;
  fill(root, tabs.map(tab));
  root.onkeydown = (event) => choose(event, root, tabs);
  if (focused !== null) byKey(root, focused)?.focus();
}

function tab({ key, name, title, testid, controls, selected, unread, choose: onclick }) {
  return h(
    "button",
    { type: "button", role: "tab", class: "channel-tab", "aria-selected": String(selected), "aria-controls": controls, tabindex: selected ? "0" : "-1", title, dataset: { tab: key, testid }, onclick },
    name,
    unread ? [h("span", { class: "unread" }), h("span", { class: "sr-only" }, " (new messages)")] : null,
  );
}

function choose(event, root, tabs) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const at = tabs.findIndex(({ key }) => key === event.target.dataset.tab);
  const next = tabs[step(at, tabs.length)];
  next.choose();
  byKey(root, next.key)?.focus();
}

function byKey(root, key) {
  return root.querySelector(`[data-tab="${CSS.escape(key)}"]`);
}
