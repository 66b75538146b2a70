// What was typed or sent as text: mentions marked, everything else as it is.

import { h } from "../dom.js";

/** Lines of elements and text; <at>…</at> is a mention. */
export function textOf(text) {
  return text.trim().split("\n").map((line) => h("div", { class: line ? "line" : "line line-gap" }, marked(line)));
}

function marked(line) {
  return line.split(/<at>(.*?)<\/at>/).map((part, index) => {
    const plain = part.replaceAll("&nbsp;", "\u00a0");
    return index % 2 ? h("span", { class: "mention" }, plain) : plain;
  });
}
