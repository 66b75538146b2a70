// Single choice from a known list: a native select, which every keyboard and screen reader knows.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { page } from "../state.js";
import { controlProps } from "./elements.js";
import { changed, valueOf } from "./place.js";

export function staticSelect(element, place) {
  const children = element.option_groups
    ? element.option_groups.map((group) => h("optgroup", { label: plain(group.label.text) }, group.options.map(asOption)))
    : (element.options ?? []).map(asOption);
  return select(element, place, children);
}

export function usersSelect(element, place) {
  return select(element, place, peopleOptions().map(asOption));
}

export function conversationsSelect(element, place) {
  return select(element, place, (place.surface.channels?.() ?? []).map((channel) => asOption(channel)));
}

/** The people of the workspace as options. */
export function peopleOptions() {
  return page.config.people.map((person) => ({ text: { text: person.name }, value: person.slack_id }));
}

function asOption(option) {
  const title = option.description ? plain(option.description.text) : undefined;
  return h("option", { value: option.value, title }, plain(option.text.text));
}

function select(element, place, children) {
  const chosen = valueOf(element, place);
  const placeholder = h("option", { value: "", disabled: !place.optional, hidden: !place.optional }, placeholderText(element));
  const onchange = (event) => changed(element, place, event.currentTarget.value || null);
  const control = h("select", { class: "control", ...controlProps(element, place), onchange }, placeholder, children);
  control.value = chosen ?? "";
  return control;
}

function placeholderText(element) {
  return element.placeholder ? plain(element.placeholder.text) : "Choose";
}
