// The dialog a bot opened in Teams: its card in a native dialog, sent by the card's own buttons.

import { h } from "../dom.js";
import { focusKept } from "../focus.js";
import { drawCard } from "./card.js";
import { hand, here, wordsOf } from "./client.js";

let open = null;

/** Shows the person's open dialog, or closes it when there is none here; an unchanged one stays as it is. */
export function drawDialog(person, dialog, given) {
  const print = JSON.stringify([person.key, dialog]);
  if (!dialog || !here.isMine(person, print)) return dismiss();
  if (open?.print === print) return;
  const giveBack = open?.giveBack ?? focusKept();
  const element = open?.element ?? makeDialog();
  open = { print, person, element, given, giveBack };
  const status = h("p", { class: "teams-status", role: "alert", hidden: true });
  element.replaceChildren(
    h(
      "header",
      { class: "modal-head" },
      h("h2", { id: "teams-dialog-title" }, dialog.title || "Clearhour"),
      h("button", { type: "button", class: "btn-plain", "aria-label": "Close", dataset: { testid: "teams-dialog-x" }, onclick: close }, "✕"),
    ),
    h("div", { class: "teams-dialog-body teams-card" }, status, drawCard(dialog.card, (action, button) => submit(action, button, status))),
  );
  if (!element.open) element.showModal();
  (element.querySelector(".ac-input, input, select, textarea") ?? element.querySelector(".ac-pushButton"))?.focus();
}

function makeDialog() {
  const element = h("dialog", { class: "dialog modal teams-dialog", "aria-labelledby": "teams-dialog-title", dataset: { testid: "teams-dialog" } });
  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  document.getElementById("dialogs").append(element);
  return element;
}

async function submit(action, button, status) {
  const { person, element, given } = open;
  if (element.getAttribute("aria-busy") === "true") return;
  status.hidden = true;
  element.setAttribute("aria-busy", "true");
  button?.classList.add("teams-turning");
  const answer = await hand(person, "dialog/submit", { action });
  element.removeAttribute("aria-busy");
  button?.classList.remove("teams-turning");
  if (!answer.ok) {
    status.textContent = wordsOf(answer);
    status.classList.add("teams-failed");
    status.hidden = false;
  }
  await given.afterAction(answer.message);
}

async function close() {
  const { person, given } = open;
  dismiss();
  await hand(person, "dialog/close", {});
  await given.afterAction();
}

function dismiss() {
  if (!open) return;
  const { element, giveBack } = open;
  open = null;
  element.close();
  element.remove();
  giveBack();
}
