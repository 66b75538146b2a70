// Interactive Block Kit elements, each a native control with its action id as a hook.
// `place` says where one stands: surface, blockId, live (a change is sent at once), and for inputs label and description ids.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { button } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { overflow } from "./overflow.js";
import { externalSelect, multiPicker } from "./picker.js";
import { conversationsSelect, staticSelect, usersSelect } from "./selects.js";
import { dateInput, textInput, timeInput } from "./text_inputs.js";

const ELEMENTS = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  static_select: staticSelect,
  users_select: usersSelect,
  conversations_select: conversationsSelect,
  channels_select: conversationsSelect,
  multi_static_select: multiPicker,
  multi_users_select: multiPicker,
  multi_external_select: multiPicker,
  external_select: externalSelect,
  datepicker: dateInput,
  timepicker: timeInput,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
};

export function renderElement(element, place) {
  const draw = ELEMENTS[element.type];
  if (!draw) return h("span", { class: "unknown-block" }, `This page can't draw a “${element.type}”.`);
  return draw(element, place);
}

/** The attributes every control shares: hooks, and the best name there is for it. */
export function controlProps(element, place) {
  const fallback = [place.label, element.placeholder && plain(element.placeholder.text)].filter(Boolean).join(": ");
  return {
    id: place.controlId,
    dataset: { actionId: element.action_id, blockId: place.blockId },
    "aria-label": place.labelId ? undefined : element.accessibility_label ?? (fallback || element.action_id),
    "aria-labelledby": place.labelId,
    "aria-describedby": place.describedBy,
    "aria-required": place.required ? "true" : undefined,
  };
}
