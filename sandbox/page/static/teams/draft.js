// What a message extension put into the box where one writes: looked at, then sent, changed or thrown away.

import { announce, fill, h } from "../dom.js";
import { drawCard } from "./card.js";
import { hand, wordsOf } from "./client.js";

/** Draws the person's draft of this conversation into `root`, or nothing; an unchanged one stays as it is. */
export function drawDraft(root, person, place, draft, { afterAction }) {
  const mine = draft?.conversation === place?.id ? draft : null;
  const print = mine ? JSON.stringify([person.key, mine]) : "";
  if (root.dataset.print === print) return;
  root.dataset.print = print;
  root.hidden = !mine;
  fill(root);
  if (!mine) return;
  const status = h("p", { class: "teams-status", role: "alert", hidden: true });
  const act = async (doing, { currentTarget: button }) => {
    if (root.getAttribute("aria-busy") === "true") return;
    root.setAttribute("aria-busy", "true");
    button.classList.add("teams-turning");
    const answer = await hand(person, `extension/${doing}`, {});
    root.removeAttribute("aria-busy");
    button.classList.remove("teams-turning");
    status.textContent = wordsOf(answer) ?? "";
    status.hidden = answer.ok;
    status.classList.add("teams-failed");
    if (answer.ok && doing !== "edit") document.querySelector("[data-testid=teams-composer]").focus();
    await afterAction(answer.ok ? answer.message : undefined);
  };
  const button = (doing, name, kind = "") => h("button", { type: "button", class: `btn ${kind}`, dataset: { testid: `teams-draft-${doing}` }, onclick: (event) => act(doing, event) }, name);
  const card = h("div", { class: "teams-card", inert: true }, drawCard(mine.card, () => {}));
  root.append(
    h("p", { class: "hint" }, mine.preview ? "Preview: nobody else sees it yet." : "Not sent yet."),
    card,
    status,
    h("div", { class: "teams-draft-ways" }, button("send", "Send", "btn-primary"), mine.preview ? button("edit", "Edit") : null, button("discard", "Discard")),
  );
  announce("Ready to send: look at it, then Send, or Discard.");
  if (!document.activeElement?.closest("[role=tablist]")) root.querySelector(".btn-primary").focus();
}
