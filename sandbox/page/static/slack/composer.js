// The composer: Enter sends, Shift+Enter breaks the line, arrow up brings back what was sent, "/" explains the command.

import { freshId, h } from "../dom.js";

const HINT = [
  ["connect", "connect your Outlook"],
  ["find 30m with @Ben", "times that fit you both"],
  ["today", "your day"],
  ["help", "everything it can do"],
];
const sent = [];

/** Draws the composer. `send(text)` resolves to an answer, whose `error` is shown above the field as Slack does; `command()` names the bot's. */
export function drawComposer(root, send, command) {
  const hintId = freshId("hint");
  const hint = h("ul", { class: "composer-hint", id: hintId, hidden: true });
  const problem = h("p", { class: "composer-error", role: "alert", dataset: { testid: "composer-error" }, hidden: true });
  const field = h("textarea", {
    rows: 1,
    class: "composer-field",
    placeholder: "Message Clearhour or type /schedule …",
    "aria-label": "Message",
    "aria-describedby": hintId,
    dataset: { testid: "composer" },
    oninput: onInput,
    onkeydown: onKey,
  });
  const button = h("button", { type: "button", class: "btn btn-send", "aria-label": "Send", dataset: { testid: "send" }, onclick: submit }, "➤");
  root.replaceChildren(problem, hint, h("div", { class: "composer" }, field, button));
  let back = 0;

  function hintRow([words, meaning]) {
    const whole = `${command()} ${words}`;
    const use = () => {
      field.value = whole;
      onInput();
      field.focus();
    };
    return h("li", {}, h("button", { type: "button", onclick: use }, h("code", {}, whole), ` ${meaning}`));
  }

  function onInput() {
    hint.hidden = !/^\/[\w-]*$/.test(field.value);
    if (!hint.hidden) hint.replaceChildren(...HINT.map(hintRow));
    field.rows = Math.min(6, field.value.split("\n").length);
  }

  function onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      hint.hidden = true;
    } else if (event.key === "ArrowUp" && (field.value === "" || back > 0)) {
      event.preventDefault();
      recall(1);
    } else if (event.key === "ArrowDown" && back > 0) {
      event.preventDefault();
      recall(-1);
    }
  }

  function recall(step) {
    back = Math.max(0, Math.min(sent.length, back + step));
    field.value = back ? sent[sent.length - back] : "";
    onInput();
    hint.hidden = true;
  }

  async function submit() {
    const text = field.value.trim();
    if (!text || button.getAttribute("aria-busy") === "true") return;
    if (sent.at(-1) !== text) sent.push(text);
    back = 0;
    field.value = "";
    onInput();
    problem.hidden = true;
    button.setAttribute("aria-busy", "true");
    const answer = await send(text);
    button.removeAttribute("aria-busy");
    if (answer.ok) return;
    problem.textContent = answer.error ?? `That didn't work: the bot answered ${answer.status}.`;
    problem.hidden = false;
    if (!field.value) field.value = text;
  }
}
