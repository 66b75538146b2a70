// Answering an invitation as in Outlook: yes, maybe, no, or another time with either of the last two.

import { h } from "../dom.js";
import { answerEvent } from "./graph.js";

const ANSWERS = { accept: "Accept", tentativelyAccept: "Maybe", decline: "Decline" };
const SAID = { accepted: "accepted", declined: "declined", tentativelyAccepted: "maybe", organizer: "called it" };

/** The buttons of an invitation; `attempt` runs what one of them does and closes the dialog. */
export function answerButtons(form, attempt) {
  const send = (answer) => attempt(() => answerEvent(form.account, form.event.id, answer));
  return Object.keys(ANSWERS).map((answer) => h("button", { type: "button", class: "btn", dataset: { testid: `event-${answer}` }, onclick: () => send(answer) }, ANSWERS[answer]));
}

/** What one of the invited said, with the time they proposed; times are in the mailbox's zone. */
export function saidBy({ emailAddress, status, proposedNewTime }) {
  const said = SAID[status?.response] ?? "no answer yet";
  const proposed = proposedNewTime ? `, proposes ${shown(proposedNewTime.start)} to ${shown(proposedNewTime.end)}` : "";
  return h("li", {}, `${emailAddress.name ?? emailAddress.address} `, h("span", { class: "hint" }, said + proposed));
}

/** Another time for an invitation, folded away; nothing where the organiser takes none. */
export function proposing(form, attempt) {
  if (form.event.allowNewTimeProposals === false) return null;
  const send = (answer, proposed) => attempt(() => answerEvent(form.account, form.event.id, answer, proposed));
  const time = (name, value) => h("input", { class: "control", type: "datetime-local", value: value.slice(0, 16), "aria-label": name, dataset: { testid: `propose-${name.toLowerCase()}` } });
  const start = time("Starts", form.start);
  const end = time("Ends", form.end);
  const point = (field) => ({ dateTime: `${field.value}:00`, timeZone: form.zone });
  const propose = (answer, label) => h("button", { type: "button", class: "btn", dataset: { testid: `propose-${answer}` }, onclick: () => send(answer, { start: point(start), end: point(end) }) }, label);
  return h("details", { class: "propose", dataset: { testid: "event-propose" } },
    h("summary", {}, "Propose a new time"),
    h("div", { class: "form-pair" }, start, end),
    propose("tentativelyAccept", "Maybe, and propose"),
    propose("decline", "Decline, and propose"),
  );
}

function shown({ dateTime }) {
  return dateTime.slice(0, 16).replace("T", " ");
}
