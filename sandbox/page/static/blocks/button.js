// Buttons: primary, danger, and links that open a tab and still tell the bot.

import { h } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { controlProps } from "./elements.js";
import { send } from "./place.js";

export function button(element, place) {
  const props = {
    ...controlProps(element, place),
    "aria-label": element.accessibility_label,
    "aria-labelledby": undefined,
    class: `btn ${element.style ? `btn-${element.style}` : ""}`,
    onclick: (event) => press(event, element, place),
  };
  if (!element.url) return h("button", { type: "button", ...props }, textObject(element.text));
  const link = { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer" };
  return h("a", link, textObject(element.text), h("span", { class: "opens", "aria-hidden": "true" }, "↗"));
}

async function press(event, element, place) {
  const target = event.currentTarget;
  if (target.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  target.setAttribute("aria-busy", "true");
  try {
    await send(element, place);
  } finally {
    target.removeAttribute("aria-busy");
  }
}
