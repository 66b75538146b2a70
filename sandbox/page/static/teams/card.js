// Adaptive Cards, drawn by Microsoft's library. The page adds only what Teams' own client adds: its people picker, names for screen readers, the turning wheel.

import { page } from "../state.js";
import { LOOK } from "./look.js";

/* global AdaptiveCards */

const PEOPLE = "graph.microsoft.com/users";

AdaptiveCards.AdaptiveCard.onProcessMarkdown = () => {}; // texts stay texts: nothing a bot sends becomes markup

const look = new AdaptiveCards.HostConfig(LOOK);

/** The card's element. `press(action)` gets {type, id, title, verb, data} of what was pressed, with the inputs in `data`, and its button. */
export function drawCard(json, press) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = look;
  card.onExecuteAction = (action) => (action instanceof AdaptiveCards.OpenUrlAction ? open(action.url) : press(wire(action), action.renderedElement));
  card.parse(withPeople(json));
  const element = card.render();
  if (!element) return document.createElement("div");
  nameParts(card);
  return element;
}

/** Slack's links do the same: a new tab that knows nothing of this page. */
function open(url) {
  if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener");
}

function wire(action) {
  const json = { type: action.getJsonTypeName(), data: action.data ?? {} };
  for (const name of ["id", "title", "verb"]) if (action[name]) json[name] = action[name];
  return json;
}

/** Teams reads a button's tooltip aloud, the library only shows it; and where a choice is typed, it forgets the field's name and shows the value chosen. */
function nameParts(card) {
  for (const action of card.getAllActions()) {
    if (action.tooltip && action.renderedElement) action.renderedElement.setAttribute("aria-label", action.tooltip);
  }
  for (const input of card.getAllInputs()) {
    const typed = input.renderedElement?.querySelector("input[list]");
    if (typed && !typed.labels.length && !typed.getAttribute("aria-labelledby")) typed.setAttribute("aria-label", input.label ?? "");
    if (typed) showTitle(typed, input.choices);
  }
}

/** The library takes a title for its choice's value; one that two choices have would be the first's. */
function showTitle(typed, choices) {
  const chosen = choices.find(({ value }) => value === typed.value);
  if (chosen && choices.filter(({ title }) => title === chosen.title).length === 1) typed.value = chosen.title;
}

/** The picker of the organisation's people is Teams' own; here it offers the five. */
function withPeople(json) {
  return JSON.parse(JSON.stringify(json), (_name, value) => {
    if (value?.["choices.data"]?.dataset !== PEOPLE) return value;
    const { ["choices.data"]: _query, ...rest } = value;
    const choices = page.config.people.map((person) => ({ title: person.name, value: person.directory_id }));
    return { ...rest, choices: [...choices, ...(value.choices ?? []).filter((given) => !choices.some((one) => one.value === given.value))] };
  });
}
