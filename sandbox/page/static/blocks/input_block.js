// An input block: label, control, hint, and room for the bot's or our own field error.

import { freshId, h } from "../dom.js";
import { plain, textObject } from "../mrkdwn.js";
import { renderElement } from "./elements.js";
import { valueOf } from "./place.js";

const GROUPS = new Set(["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select", "multi_external_select", "external_select"]);

export function inputBlock(block, surface, blockId) {
  const [labelId, controlId, hintId, errorId] = ["label", "control", "hint", "error"].map(freshId);
  const place = {
    surface,
    blockId,
    live: Boolean(block.dispatch_action),
    labelId,
    controlId,
    describedBy: `${block.hint ? `${hintId} ` : ""}${errorId}`,
    required: !block.optional,
    optional: Boolean(block.optional),
    label: plain(block.label.text),
  };
  const optional = block.optional ? h("span", { class: "optional" }, "(optional)") : null;
  const name = [textObject(block.label), optional && " ", optional];
  const label = GROUPS.has(block.element.type)
    ? h("div", { class: "input-label", id: labelId }, name)
    : h("label", { class: "input-label", id: labelId, for: controlId }, name);
  return h(
    "div",
    { dataset: { type: block.element.type } },
    label,
    renderElement(block.element, place),
    h("p", { class: "field-error", id: errorId, dataset: { errorFor: blockId }, hidden: true }),
    block.hint ? h("p", { class: "hint", id: hintId }, textObject(block.hint)) : null,
  );
}

/** {block_id: {action_id: value}} of every input block, with what the bot put in where nobody touched it. */
export function collectInputs(blocks, surface) {
  const collected = {};
  for (const block of blocks ?? []) {
    if (block.type !== "input") continue;
    const value = valueOf(block.element, { surface, blockId: block.block_id });
    collected[block.block_id] = { [block.element.action_id]: isEmpty(value) ? null : value };
  }
  return collected;
}

/** The errors Slack itself finds before it asks the bot: required fields left empty. */
export function missingFields(blocks, values) {
  const missing = (blocks ?? []).filter(
    (block) => block.type === "input" && !block.optional && isEmpty(values[block.block_id]?.[block.element.action_id]),
  );
  return Object.fromEntries(missing.map((block) => [block.block_id, "Please complete this required field."]));
}

/** Writes the errors under their fields, clears the others, and puts the focus on the first. */
export function showFieldErrors(root, errors) {
  let first = null;
  for (const line of root.querySelectorAll("[data-error-for]")) {
    const message = errors[line.dataset.errorFor];
    line.textContent = message ?? "";
    line.hidden = !message;
    const control = line.parentElement.querySelector("[data-action-id]");
    if (message) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
    if (message && !first) first = control;
  }
  focusOn(first);
}

function focusOn(control) {
  if (!control) return;
  (control.matches("input, select, textarea, button") ? control : control.querySelector("input, button, select"))?.focus();
}

function isEmpty(value) {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
