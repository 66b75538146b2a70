// Choices that need searching or several ticks: a button that opens a list with a search field beneath itself.

import { afterPress, announce, freshId, h, settled } from "../dom.js";
import { plain, textObject } from "../mrkdwn.js";
import { controlProps } from "./elements.js";
import { changed, valueOf } from "./place.js";
import { peopleOptions } from "./selects.js";

const SEARCH_MS = 200;

/** Several choices; sent when the list closes with something changed, as Slack does. */
export function multiPicker(element, place) {
  const chosen = new Map((valueOf(element, place) ?? []).map((value) => [value, nameOf(value, element)]));
  let before = [...chosen.keys()].join("\n");
  return picker(element, place, {
    many: true,
    chosen,
    toggle(option, isOn) {
      if (isOn) chosen.set(option.value, plain(option.text.text));
      else chosen.delete(option.value);
      if (!place.live) changed(element, place, [...chosen.keys()]);
    },
    closed() {
      const after = [...chosen.keys()].join("\n");
      if (place.live && after !== before) changed(element, place, [...chosen.keys()]);
      before = after;
    },
  });
}

/** One choice found by typing; the bot is asked for the options. */
export function externalSelect(element, place) {
  const value = valueOf(element, place);
  const chosen = new Map(value ? [[value, nameOf(value, element)]] : []);
  return picker(element, place, {
    many: false,
    chosen,
    toggle(option) {
      chosen.clear();
      chosen.set(option.value, plain(option.text.text));
      changed(element, place, option.value);
    },
    closed() {},
  });
}

const remembered = new Map();

function nameOf(value, element) {
  const known = [...groupsOf(element).flatMap((group) => group.options), ...(element.initial_options ?? [])];
  const option = [...known, element.initial_option].find((each) => each?.value === value);
  return option ? plain(option.text.text) : remembered.get(value) ?? value;
}

function groupsOf(element) {
  if (element.type.endsWith("users_select")) return [{ options: peopleOptions() }];
  return element.option_groups ?? [{ options: element.options ?? [] }];
}

function picker(element, place, choice) {
  const listId = freshId("list");
  const isExternal = element.type.includes("external");
  const list = h("div", { class: "picker-list", id: listId, role: "group", "aria-label": "Options" });
  const load = async (query) => {
    list.replaceChildren(...(await draw(query)));
    const found = boxes().length;
    if (!panel.hidden) announce(found === 1 ? "1 option." : `${found || "No"} options.`);
  };
  const search = h("input", {
    class: "control",
    type: "search",
    placeholder: "Search",
    "aria-label": "Search the options",
    "aria-controls": listId,
    oninput: settled(isExternal ? SEARCH_MS : 0, () => load(search.value)),
  });
  const panel = h("div", { class: "picker-panel", hidden: true }, search, list);
  const face = h("button", {
    type: "button",
    class: "control picker-face",
    "aria-expanded": "false",
    "aria-describedby": place.describedBy,
    onclick: () => open(panel.hidden),
  });
  const root = h("div", { class: "picker", ...controlProps(element, place), role: "group", onkeydown, onfocusout }, face, panel);
  showFace();
  return root;

  function showFace() {
    const names = [...choice.chosen.values()];
    const placeholder = element.placeholder ? plain(element.placeholder.text) : "Choose";
    face.replaceChildren(...(names.length ? names.map((name) => h("span", { class: "chip" }, name)) : [placeholder]));
    const label = place.label ?? element.accessibility_label;
    face.setAttribute("aria-label", [label, names.join(" ") || placeholder].filter(Boolean).join(": ")); // what one sees is in it
  }

  function open(isOpen) {
    if (isOpen === !panel.hidden) return;
    panel.hidden = !isOpen;
    face.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return choice.closed();
    search.value = "";
    load("");
    search.focus();
  }

  async function draw(query) {
    const groups = isExternal ? await external(query) : filtered(query);
    const rows = groups.flatMap((group) => [
      group.label ? h("p", { class: "picker-group" }, plain(group.label.text)) : null,
      ...group.options.map(row),
    ]);
    return rows.some(Boolean) ? rows.filter(Boolean) : [h("p", { class: "picker-none" }, "Nothing found")];
  }

  async function external(query) {
    if (query.length < (element.min_query_length ?? 0)) return [];
    const answer = await place.surface.options(place.blockId, element.action_id, query);
    return answer.option_groups ?? [{ options: answer.options ?? [] }];
  }

  function filtered(query) {
    const wanted = query.trim().toLowerCase();
    return groupsOf(element)
      .map((group) => ({ ...group, options: group.options.filter((option) => option.text.text.toLowerCase().includes(wanted)) }))
      .filter((group) => group.options.length);
  }

  function row(option) {
    remembered.set(option.value, plain(option.text.text));
    const box = h("input", {
      type: choice.many ? "checkbox" : "radio",
      name: listId,
      checked: choice.chosen.has(option.value),
      dataset: { value: option.value },
      onchange: () => {
        choice.toggle(option, box.checked);
        showFace();
        if (!choice.many) close();
      },
    });
    const description = option.description ? h("span", { class: "option-description" }, textObject(option.description)) : null;
    return h("label", { class: "choice" }, box, h("span", {}, textObject(option.text), description));
  }

  function close() {
    open(false);
    face.focus();
  }

  function boxes() {
    return [...list.querySelectorAll("input")];
  }

  /** The arrow keys walk from the search through the options without choosing; Enter or Space chooses, Escape leaves. */
  function onkeydown(event) {
    if (panel.hidden) return;
    const at = boxes().indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (step) (boxes()[at + step] ?? (at + step < 0 ? search : boxes().at(-1)))?.focus();
    else if (event.key === "Enter") document.activeElement.type === "search" ? boxes()[0]?.focus() : document.activeElement.click();
    else return;
    event.stopPropagation();
    event.preventDefault();
  }

  function onfocusout(event) {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) afterPress(() => open(false));
  }
}
