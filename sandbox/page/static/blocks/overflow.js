// The “…” menu: a disclosure with one button or link per option.

import { afterPress, freshId, h } from "../dom.js";
import { plain, textObject } from "../mrkdwn.js";
import { controlProps } from "./elements.js";
import { send } from "./place.js";

export function overflow(element, place) {
  const id = freshId("menu");
  const list = h("div", { class: "menu", id, hidden: true });
  const opener = h("button", {
    type: "button",
    class: "btn btn-more",
    ...controlProps(element, place),
    "aria-label": element.accessibility_label ?? "More",
    "aria-expanded": "false",
    "aria-controls": id,
    onclick: () => show(list.hidden),
  }, "⋯");
  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) list.firstElementChild?.focus();
  };
  list.append(...element.options.map((option) => entry(option, element, place, () => show(false))));
  const onkeydown = (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    event.preventDefault();
    show(false);
    opener.focus();
  };
  return h("span", { class: "menu-anchor", onkeydown, onfocusout: (event) => leave(event, show) }, opener, list);
}

function entry(option, element, place, close) {
  const onclick = () => {
    close();
    send(element, place, option.value);
  };
  const props = { class: "menu-item", dataset: { value: option.value }, onclick };
  if (option.url) return h("a", { ...props, href: option.url, target: "_blank", rel: "noopener noreferrer" }, plain(option.text.text));
  return h("button", { type: "button", ...props }, textObject(option.text));
}

function leave(event, show) {
  if (!event.currentTarget.contains(event.relatedTarget)) afterPress(() => show(false));
}
