// Text, date and time inputs.

import { h, settled } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { controlProps } from "./elements.js";
import { changed, send, valueOf } from "./place.js";

const KINDS = { email_text_input: "email", url_text_input: "url", number_input: "number" };
const TYPING_MS = 700;

export function textInput(element, place) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const dispatch = settled(TYPING_MS, () => send(element, place, control.value));
  const oninput = () => {
    place.surface.values.set(place.blockId, element.action_id, control.value);
    if (place.live && triggers.includes("on_character_entered")) dispatch();
  };
  const onkeydown = (event) => {
    if (event.key !== "Enter" || element.multiline || !place.live || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    send(element, place, control.value);
  };
  const props = {
    class: "control",
    ...controlProps(element, place),
    placeholder: element.placeholder ? plain(element.placeholder.text) : undefined,
    minlength: element.min_length,
    maxlength: element.max_length,
    autocomplete: "off",
    oninput,
    onkeydown,
    onchange: () => !place.live && changed(element, place, control.value),
  };
  const control = element.multiline
    ? h("textarea", { ...props, rows: 3 })
    : h("input", { ...props, type: KINDS[element.type] ?? "text" });
  control.value = valueOf(element, place) ?? "";
  return control;
}

export const dateInput = (element, place) => pickerInput(element, place, "date");
export const timeInput = (element, place) => pickerInput(element, place, "time");

function pickerInput(element, place, type) {
  const take = () => {
    const value = control.value || null;
    if (value !== (valueOf(element, place) ?? null)) changed(element, place, value);
  };
  const later = settled(TYPING_MS, take); // a date typed by hand is complete only after its last digit
  const onkeydown = (event) => {
    if (event.key === "Enter") later.flush();
  };
  const onchange = () => (place.live ? later() : take());
  const props = { class: "control", type, ...controlProps(element, place), onchange, onblur: () => later.flush(), onkeydown };
  const control = h("input", props);
  control.value = valueOf(element, place) ?? "";
  return control;
}
