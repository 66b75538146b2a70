// Checkboxes and radio buttons: a group of labelled native controls.

import { freshId, h } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { controlProps } from "./elements.js";
import { changed, valueOf } from "./place.js";

export function checkboxes(element, place) {
  const chosen = new Set(valueOf(element, place) ?? []);
  return group(element, place, "checkbox", (option) => chosen.has(option.value), (option, box) => {
    if (box.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    return element.options.map((each) => each.value).filter((value) => chosen.has(value));
  });
}

export function radioButtons(element, place) {
  const chosen = valueOf(element, place);
  return group(element, place, "radio", (option) => option.value === chosen, (option) => option.value);
}

function group(element, place, kind, isChosen, take) {
  const name = freshId(element.action_id);
  const role = kind === "radio" ? "radiogroup" : "group";
  return h(
    "div",
    { class: "choices", role, ...controlProps(element, place) },
    element.options.map((option) => {
      const onchange = (event) => changed(element, place, take(option, event.currentTarget));
      const box = { type: kind, name, value: option.value, checked: isChosen(option), onchange };
      return h(
        "label",
        { class: "choice" },
        h("input", { ...box, dataset: { value: option.value } }),
        h("span", {}, textObject(option.text), option.description ? description(option.description) : null),
      );
    }),
  );
}

function description(text) {
  return h("span", { class: "option-description" }, textObject(text));
}
