// Which two people one is, and whom of them each pane shows. The address says it, so a reload keeps it.

import { fill, h } from "./dom.js";
import { PANES, PANE_NAMES, firstName, page, personByKey } from "./state.js";

const USUAL = { slack: 0, teams: 1, outlook: 0 }; // the place in the pair each pane begins with
const news = new Set();

/** Reads the address: ?person=ada&with=ben, and who is where when that isn't the usual (&teams=ada). */
export function choosePeople(query) {
  const first = personByKey(query.get("person")) ?? page.config.people[0];
  page.pair = [first, secondBeside(first, personByKey(query.get("with")))];
  for (const pane of PANES) page.shown[pane] = page.pair.find(({ key }) => key === query.get(pane)) ?? page.pair[USUAL[pane]];
}

function secondBeside(first, wanted) {
  return wanted && wanted !== first ? wanted : page.config.people.find((person) => person !== first);
}

/** Puts somebody else in one place of the pair; whoever stands in the other place changes places. Each pane follows its place. */
function choose(place, person) {
  const places = PANES.map((pane) => [pane, page.pair.indexOf(page.shown[pane])]);
  if (page.pair[1 - place] === person) page.pair.reverse();
  else page.pair[place] = person;
  for (const [pane, index] of places) page.shown[pane] = page.pair[index];
}

/** Draws both pickers and each pane's switch. `onChange()` is called after the people or a pane changed. */
export function drawPeople(onChange) {
  for (const pane of PANES) news.delete(`${pane}:${page.shown[pane].key}`);
  writeAddress();
  const focused = document.activeElement;
  fill(document.getElementById("people"), picker(0, "Be", "person", onChange), picker(1, "and", "with", onChange));
  for (const pane of PANES) fill(document.getElementById(`${pane}-who`), page.pair.map((person) => face(pane, person, onChange)));
  if (!focused.isConnected) document.querySelector(`[data-testid="${CSS.escape(focused.dataset.testid)}"]`)?.focus();
}

function writeAddress() {
  const query = new URLSearchParams({ person: page.pair[0].key, with: page.pair[1].key });
  for (const pane of PANES) if (page.shown[pane] !== page.pair[USUAL[pane]]) query.set(pane, page.shown[pane].key);
  history.replaceState(null, "", `?${query}`);
  document.title = `${page.pair.map(firstName).join(" and ")} · Clearhour sandbox`;
}

function picker(place, words, testid, onChange) {
  const person = page.pair[place];
  const onchange = (event) => {
    choose(place, personByKey(event.currentTarget.value));
    onChange();
  };
  const options = page.config.people.map(({ key, name, title }) => h("option", { value: key }, `${name}, ${title}`));
  const select = h("select", { class: "person-choice", "aria-label": place ? "The second person" : "The first person", title: `${person.title}, ${person.tz}`, dataset: { testid }, onchange }, options);
  select.value = person.key;
  return h("span", { class: "person-pick" }, h("span", { class: "person-word", "aria-hidden": "true" }, words), avatar(person), select);
}

function avatar(person) {
  return h("span", { class: `avatar avatar-small avatar-${person.key}`, "aria-hidden": "true" }, person.initials);
}

function face(pane, person, onChange) {
  const hasNews = news.has(`${pane}:${person.key}`);
  const onclick = () => {
    page.shown[pane] = person;
    onChange();
  };
  return h(
    "button",
    {
      type: "button",
      class: `who avatar-${person.key}`,
      "aria-pressed": String(page.shown[pane] === person),
      "aria-label": `${PANE_NAMES[pane]} of ${person.name}${hasNews ? " (something new)" : ""}`,
      title: `${firstName(person)}'s ${PANE_NAMES[pane]}`,
      dataset: { testid: `${pane}-as-${person.key}` },
      onclick,
    },
    firstName(person),
    hasNews ? h("span", { class: "unread" }) : null,
  );
}

/** Something happened to somebody a pane doesn't show now: a dot on their name. */
export function noteNews(pane, people, onChange) {
  const others = page.pair.filter((person) => people.includes(person.key) && person !== page.shown[pane] && !news.has(`${pane}:${person.key}`));
  for (const person of others) news.add(`${pane}:${person.key}`);
  if (others.length) drawPeople(onChange);
}

export function forgetNews() {
  news.clear();
}
