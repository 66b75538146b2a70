// The composer of a chat: Enter sends, Shift+Enter breaks the line, arrow up brings back what was sent, hints say what could be typed.

import { fill, freshId, h } from "./dom.js";

/**
 * Draws the composer into `root`. Given: send(text) resolves to an answer, whose `error` is shown above the field;
 * hints(text) are pairs of words and their meaning; tools, an element beside the field; label, placeholder, testid.
 * Returns what moves it: at(place) shows what was typed there before, put(text) writes into it, name(placeholder),
 * say(problem), forget() all that was typed and sent.
 */
export function drawComposer(root, { send, hints, tools, label, placeholder, testid }) {
  const hintId = freshId("hint");
  const drafts = new Map();
  const sent = new Map();
  let place = null;
  let back = 0;
  const hint = h("ul", { class: "composer-hint", id: hintId, hidden: true, onkeydown: onHintKey });
  const problem = h("p", { class: "composer-error", role: "alert", dataset: { testid: `${testid}-error` }, hidden: true });
  const field = h("textarea", {
    rows: 1,
    class: "composer-field",
    placeholder,
    "aria-label": label,
    "aria-describedby": hintId,
    dataset: { testid },
    oninput: onInput,
    onkeydown: onKey,
  });
  const button = h("button", { type: "button", class: "btn btn-send", "aria-label": "Send", dataset: { testid: testid === "composer" ? "send" : `${testid}-send` }, onclick: submit }, "➤");
  root.replaceChildren(problem, hint, h("div", { class: "composer" }, tools, field, button));
  return { at, put, name, say, forget };

  function at(other) {
    if (other === place) return;
    drafts.set(place, { text: field.value, problem: problem.hidden ? "" : problem.textContent });
    place = other;
    back = 0;
    const draft = drafts.get(place) ?? { text: "", problem: "" };
    field.value = draft.text;
    say(draft.problem);
    onInput();
    hint.hidden = true;
  }

  function put(text) {
    field.value = text;
    onInput();
    field.focus();
  }

  function name(words) {
    field.placeholder = words;
  }

  function forget() {
    for (const known of [drafts, sent]) known.clear();
    back = 0;
    field.value = "";
    say("");
    onInput();
  }

  function say(text) {
    problem.textContent = text;
    problem.hidden = !text;
  }

  function hintRow([words, meaning]) {
    return h("li", {}, h("button", { type: "button", onclick: () => put(words) }, h("code", {}, words), ` ${meaning}`));
  }

  function onInput() {
    const rows = hints(field.value);
    hint.hidden = !rows.length;
    fill(hint, rows.map(hintRow));
    field.rows = Math.min(6, field.value.split("\n").length);
  }

  function onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      hint.hidden = true;
    } else if (event.key === "ArrowDown" && !hint.hidden) {
      event.preventDefault();
      hint.querySelector("button").focus();
    } else if (event.key === "ArrowUp" && (field.value === "" || back > 0)) {
      event.preventDefault();
      recall(1);
    } else if (event.key === "ArrowDown" && back > 0) {
      event.preventDefault();
      recall(-1);
    }
  }

  /** The arrow keys walk through what could be typed; up from the first one, or Escape, leads back to the field. */
  function onHintKey(event) {
    const all = [...hint.querySelectorAll("button")];
    const next = { ArrowDown: 1, ArrowUp: -1, Escape: -all.length }[event.key];
    if (!next) return;
    event.preventDefault();
    (all[all.indexOf(document.activeElement) + next] ?? (next === 1 ? all[0] : field)).focus();
    if (event.key === "Escape") hint.hidden = true;
  }

  function recall(step) {
    const mine = sent.get(place) ?? [];
    back = Math.max(0, Math.min(mine.length, back + step));
    field.value = back ? mine[mine.length - back] : "";
    onInput();
    hint.hidden = true;
  }

  async function submit() {
    const text = field.value.trim();
    if (!text || button.getAttribute("aria-busy") === "true") return;
    const mine = sent.get(place) ?? [];
    if (mine.at(-1) !== text) sent.set(place, [...mine, text]);
    back = 0;
    field.value = "";
    onInput();
    hint.hidden = true;
    say("");
    button.setAttribute("aria-busy", "true");
    const from = place;
    const answer = await send(text);
    button.removeAttribute("aria-busy");
    if (answer.ok) return;
    const words = answer.error ?? `That didn't work: the bot answered ${answer.status}.`;
    if (from !== place) return void drafts.set(from, { text, problem: words });
    say(words);
    if (!field.value) field.value = text;
  }
}
