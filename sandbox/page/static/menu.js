// A button that opens a menu: arrow keys, Home and End walk through it, Escape and Tab leave it, and the focus returns.

import { afterPress, h } from "./dom.js";

const GAP_PX = 4;
const STEPS = { ArrowDown: (at, count) => (at + 1) % count, ArrowUp: (at, count) => (at - 1 + count) % count, Home: () => 0, End: (_at, count) => count - 1 };

/**
 * The button and its menu. `items()` are asked for when it opens: {name, hint, testid, act()}. The menu is drawn only
 * while it is open, beside the button wherever that is scrolled to.
 */
export function menuButton({ label, face, testid, className = "", items }) {
  let menu = null;
  const opener = h("button", { type: "button", class: `btn btn-menu ${className}`, "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false", dataset: { testid }, onclick: () => (menu ? close() : open()) }, face);
  const root = h("span", { class: "menu-anchor", onkeydown, onfocusout }, opener);
  return root;

  function open() {
    menu = h("div", { class: "menu menu-floating", role: "menu", "aria-label": label }, items().map(row));
    root.append(menu);
    opener.setAttribute("aria-expanded", "true");
    place();
    menu.firstElementChild?.focus();
  }

  function row({ name, hint, act, testid: hook }) {
    const onclick = () => {
      close();
      act();
    };
    return h("button", { type: "button", class: "menu-item", role: "menuitem", tabindex: "-1", dataset: { testid: hook }, onclick }, name, hint ? h("span", { class: "menu-hint" }, hint) : null);
  }

  function place() {
    const at = opener.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    const below = at.bottom + GAP_PX + height <= innerHeight;
    menu.style.top = `${below ? at.bottom + GAP_PX : Math.max(GAP_PX, at.top - GAP_PX - height)}px`;
    menu.style.left = `${Math.max(GAP_PX, Math.min(at.left, innerWidth - width - GAP_PX))}px`;
  }

  function close() {
    if (!menu) return;
    const gone = menu;
    menu = null; // what follows from the focus leaving it finds it closed
    opener.setAttribute("aria-expanded", "false");
    if (gone.contains(document.activeElement)) opener.focus();
    gone.remove();
  }

  function onkeydown(event) {
    if (!menu) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") open();
      else return;
    } else if (event.key === "Escape") close();
    else if (event.key === "Tab") return close();
    else if (STEPS[event.key]) walk(menu.children, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onfocusout(event) {
    if (menu && !root.contains(event.relatedTarget)) afterPress(close);
  }
}

/** Moves the focus among some elements as the key says. */
export function walk(elements, key) {
  const all = [...elements];
  all[STEPS[key](all.indexOf(document.activeElement), all.length)]?.focus();
}
