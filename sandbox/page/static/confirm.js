// A small question in a dialog: Block Kit's confirm object, and the page's own Reset.

import { freshId, h } from "./dom.js";

/** Asks once; resolves to true only for the confirming button. All parts are nodes or text. */
export function ask({ title, text, confirm, deny, danger = false }) {
  const titleId = freshId("title");
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog dialog-small", "aria-labelledby": titleId, dataset: { testid: "confirm" } },
      h("h2", { id: titleId }, title),
      h("div", { class: "dialog-text" }, text),
      h(
        "div",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "btn", dataset: { testid: "confirm-no" }, onclick: () => dialog.close("no") }, deny),
        h("button", {
          type: "button",
          class: `btn ${danger ? "btn-danger" : "btn-primary"}`,
          dataset: { testid: "confirm-yes" },
          onclick: () => dialog.close("yes"),
        }, confirm),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.getElementById("dialogs").append(dialog);
    dialog.showModal();
  });
}
