// The bot's modal: a native dialog (which keeps the focus inside), with field errors under their fields.

import { renderBlocks } from "../blocks/blocks.js";
import { collectInputs, missingFields, showFieldErrors } from "../blocks/input_block.js";
import { Values } from "../blocks/values.js";
import { ask } from "../confirm.js";
import { announce, h } from "../dom.js";
import { focusKept } from "../focus.js";
import { plain } from "../mrkdwn.js";
import { clickView, closeView, here, keepInView, readOptions, submitView } from "./client.js";
import { confirmTexts } from "./messages.js";

let open = null;

/** Shows this person's open view, or closes the dialog when there is none here; an unchanged view stays as it is. */
export function drawModal(person, view, given) {
  if (!view || !here.isMine(person, view.root_view_id)) return dismiss();
  const print = JSON.stringify({ ...view, state: null, errors: null, hash: null });
  if (open?.print === print) return;
  const sameView = open?.view.id === view.id;
  const values = sameView ? open.values : new Values(view.state?.values);
  values.keepOnly(view.blocks);
  const focus = sameView ? focusedHook() : null;
  const giveBack = open?.giveBack ?? focusKept();
  const dialog = open?.dialog ?? makeDialog();
  open = { ...given, person, print, view, values, dialog, giveBack };
  dialog.replaceChildren(...parts());
  if (!dialog.open) dialog.showModal();
  focusFirst(dialog, focus);
}

function dismiss() {
  if (!open) return;
  const { dialog, giveBack } = open;
  open = null;
  dialog.close();
  dialog.remove();
  giveBack();
}

function makeDialog() {
  const dialog = h("dialog", { class: "dialog modal", "aria-labelledby": "modal-title", dataset: { testid: "modal" } });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    giveUp(false);
  });
  document.getElementById("dialogs").append(dialog);
  return dialog;
}

function parts() {
  const { view } = open;
  const surface = surfaceOf(view);
  return [
    h(
      "header",
      { class: "modal-head" },
      h("h2", { id: "modal-title" }, plain(view.title?.text ?? "")),
      h("button", { type: "button", class: "btn-plain", "aria-label": "Close", dataset: { testid: "modal-x" }, onclick: () => giveUp(true) }, "✕"),
    ),
    h(
      "form",
      { class: "modal-form", novalidate: true, onsubmit: submit },
      h("p", { class: "modal-error", role: "alert", hidden: true, dataset: { testid: "modal-error" } }),
      h("div", { class: "modal-blocks" }, renderBlocks(view.blocks, surface)),
      h(
        "footer",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "btn", dataset: { testid: "modal-close" }, onclick: () => giveUp(false) }, plain(view.close?.text ?? (view.submit ? "Cancel" : "Close"))),
        view.submit ? h("button", { type: "submit", class: "btn btn-primary", dataset: { testid: "modal-submit" } }, plain(view.submit.text)) : null,
      ),
    ),
  ];
}

function surfaceOf(view) {
  const { person, values } = open;
  return {
    values,
    channels: open.channels,
    options: (block_id, action_id, typed) => readOptions(person, { view_id: view.id, block_id, action_id }, typed),
    keep: (action) => keepInView(person, view.id, action),
    async act(action, confirm) {
      if (confirm && !(await ask(confirmTexts(confirm)))) return;
      const answer = await clickView(person, view.id, action);
      if (!answer.ok) say(answer.error ?? "That didn't work. Try again.");
      await open?.afterAction();
    },
  };
}

async function submit(event) {
  event.preventDefault();
  const { person, view, values, dialog, afterAction } = open;
  const button = dialog.querySelector("[data-testid=modal-submit]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  const inputs = collectInputs(view.blocks, { values });
  const missing = missingFields(view.blocks, inputs);
  if (Object.keys(missing).length) return refuse(missing);
  button.setAttribute("aria-busy", "true");
  const answer = await submitView(person, view.id, inputs);
  button.removeAttribute("aria-busy");
  if (answer.errors && Object.keys(answer.errors).length) refuse(answer.errors);
  else if (!answer.ok) say(answer.error ?? "We had some trouble connecting. Try again?");
  await afterAction();
}

function refuse(errors) {
  if (!open) return;
  showFieldErrors(open.dialog, errors);
  announce(`Please correct: ${Object.values(errors).join(" ")}`);
}

function say(text) {
  const line = open?.dialog.querySelector(".modal-error");
  if (!line) return;
  line.textContent = text;
  line.hidden = false;
}

/** Closes the top modal, or with `all` the whole stack (the cross does that). */
async function giveUp(all) {
  if (!open) return;
  const { person, view, afterAction } = open;
  await closeView(person, view.id, all);
  if (all) dismiss();
  await afterAction();
}

function focusedHook() {
  const hook = document.activeElement?.closest?.("[data-action-id]");
  return hook ? `[data-action-id="${CSS.escape(hook.dataset.actionId)}"][data-block-id="${CSS.escape(hook.dataset.blockId)}"]` : null;
}

function focusFirst(dialog, selector) {
  const same = selector && dialog.querySelector(selector);
  const target = same ?? dialog.querySelector(".modal-blocks :is(input, select, textarea, button)") ?? dialog.querySelector(".dialog-actions .btn:last-child");
  target?.focus();
}
