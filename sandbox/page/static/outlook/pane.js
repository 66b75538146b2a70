// The Outlook pane: whose week, which week, which calendars; every change goes through Graph.

import { fill, h, settled } from "../dom.js";
import { dayIn, hourIn, page } from "../state.js";
import { openEventForm } from "./event_form.js";
import { changeEvent } from "./graph.js";
import { addDays, graphTimes, mondayOf, readWeek } from "./mailbox.js";
import { lookAtForm } from "./news.js";
import { Week, weekTitle } from "./week.js";

const FIRST_HOUR = 9;
const seats = new Map(); // person -> their account, week, calendars as they left them
const pane = { week: null, reading: 0, onWeek: () => {}, onTurn: () => {} };
const byId = (id) => document.getElementById(id);
const refreshSoon = settled(120, () => refreshOutlook());

/** Prepares the pane; `onWeek(person, place, events)` is told each week as it was read (the checklist looks at it);
 * `onTurn(person)` makes the pane show somebody else. */
export function startOutlook(onWeek, onTurn) {
  Object.assign(pane, { onWeek, onTurn });
  byId("week-new").addEventListener("click", makeNew);
  pane.week = new Week(byId("week"), {
    moved,
    opened: (entry) => openEventForm({ ...context(), entry }, refreshOutlook),
    selected: (start, end, allDay) => openEventForm({ ...context(), start, end, allDay }, refreshOutlook),
  });
}

/** What is kept for the person shown: at first their work account and the next working week. */
function seat() {
  const person = page.shown.outlook;
  if (!seats.has(person.key)) seats.set(person.key, freshSeat(person));
  return seats.get(person.key);
}

function freshSeat(person) {
  return { account: person.accounts[0].address, monday: page.config.monday, weekend: false, hidden: new Set(), data: null };
}

/** Shows the Outlook of whoever it is now, at once as it was left and then as it is. */
export async function showOutlook() {
  draw();
  await refreshOutlook();
}

/** Shows somebody's week, wherever they were; the page follows where it shows another one. */
export async function showWeekOf(person, monday) {
  if (!seats.has(person.key)) seats.set(person.key, freshSeat(person));
  const wanted = seats.get(person.key);
  wanted.account = person.accounts[0].address;
  wanted.monday = monday;
  if (page.shown.outlook === person) return showOutlook();
  return pane.onTurn(person);
}

/** Forgets the weeks of all people (after a reset). */
export function forgetWeeks() {
  seats.clear();
}

/** Something changed in a mailbox; reads again when it is the one shown. */
export function outlookChanged(address) {
  if (!address || address === seat().account) refreshSoon();
}

/** Reads the shown week from Graph and draws it. An older answer never replaces a newer one. */
export async function refreshOutlook() {
  pane.reading += 1;
  const mine = pane.reading;
  const shown = seat();
  const person = page.shown.outlook;
  const place = `${shown.account} ${shown.monday}`;
  try {
    const data = await readWeek(shown.account, shown.monday);
    pane.onWeek(person, place, data.events);
    if (mine !== pane.reading) return;
    shown.data = data;
    say("");
    draw();
    lookAtForm(shown.account, data);
  } catch (error) {
    if (mine === pane.reading) say(`This mailbox can't be read: ${error.message}`);
  }
}

function today() {
  return dayIn(page.shown.outlook.tz);
}

function goTo(monday) {
  seat().monday = monday;
  drawFrame();
  return refreshOutlook();
}

function drawFrame() {
  const { locale } = page.shown.outlook;
  pane.week.show(seat().monday, locale, seat().weekend, today());
  drawNav();
  fill(byId("outlook-note"), seat().data?.zone ?? "");
}

function draw() {
  drawFrame();
  pane.week.draw((seat().data?.events ?? []).filter(({ calendar }) => !seat().hidden.has(calendar.id)));
  drawCalendars();
}

function drawNav() {
  const step = (text, label, monday, testid) =>
    h("button", { type: "button", class: "btn btn-nav", "aria-label": label, dataset: { testid }, onclick: () => goTo(monday()) }, text);
  const keep = document.activeElement?.dataset?.testid;
  fill(
    byId("week-nav"),
    step("‹", "Week before", () => addDays(seat().monday, -7), "week-prev"),
    h("strong", { class: "week-title", "aria-live": "polite", dataset: { testid: "week-title", monday: seat().monday } }, weekTitle(seat().monday, page.shown.outlook.locale, seat().weekend)),
    step("›", "Week after", () => addDays(seat().monday, 7), "week-next"),
    step("Today", "Today: this week", () => mondayOf(today()), "week-today"),
    h("button", { type: "button", class: "btn btn-nav", "aria-pressed": String(seat().weekend), dataset: { testid: "weekend" }, onclick: toggleWeekend }, "Sat–Sun"),
    accounts(),
  );
  if (keep) byId("week-nav").querySelector(`[data-testid="${CSS.escape(keep)}"]`)?.focus();
}

/** A form for whoever doesn't draw with a pointer: the next full hour where today is shown, else Monday's first. */
function makeNew() {
  const { monday } = seat();
  const day = today();
  const isShown = monday <= day && day < addDays(monday, 7);
  const hour = isShown ? Math.min(23, hourIn(page.shown.outlook.tz) + 1) : FIRST_HOUR;
  const at = (minute) => `${isShown ? day : monday}T${String(hour).padStart(2, "0")}:${minute}:00`;
  openEventForm({ ...context(), start: at("00"), end: at("30"), allDay: false }, refreshOutlook);
}

function toggleWeekend() {
  seat().weekend = !seat().weekend;
  drawFrame();
}

function accounts() {
  if (page.shown.outlook.accounts.length < 2) return null;
  const onchange = (event) => {
    seat().account = event.currentTarget.value;
    seat().data = null;
    goTo(seat().monday);
  };
  const options = page.shown.outlook.accounts.map(({ address, personal }) => h("option", { value: address }, `${personal ? "Personal" : "Work"}: ${address}`));
  const select = h("select", { class: "control account", "aria-label": "Microsoft account", dataset: { testid: "account" }, onchange }, options);
  select.value = seat().account;
  return select;
}

function drawCalendars() {
  const toggle = (calendar) => {
    const flip = () => {
      if (!seat().hidden.delete(calendar.id)) seat().hidden.add(calendar.id);
      draw();
    };
    const notes = [calendar.canEdit ? null : "read-only", calendar.unreadable ? "can't be read" : null].filter(Boolean);
    const box = h("input", { type: "checkbox", checked: !seat().hidden.has(calendar.id), onchange: flip, dataset: { calendar: calendar.name } });
    return h("label", { class: `calendar-toggle cal-${calendar.hue}`, title: calendar.owner?.address ?? "" }, box, calendar.name, notes.length ? h("span", { class: "calendar-note" }, ` ${notes.join(", ")}`) : null);
  };
  const focused = document.activeElement?.dataset?.calendar;
  fill(byId("calendars"), (seat().data?.calendars ?? []).map(toggle));
  if (focused) byId("calendars").querySelector(`[data-calendar="${CSS.escape(focused)}"]`)?.focus();
}

async function moved({ event }, start, end, allDay, undo) {
  const { zone } = seat().data;
  try {
    await changeEvent(seat().account, event.id, { ...graphTimes(start, end, zone, allDay), isAllDay: allDay });
    await refreshOutlook();
  } catch (error) {
    undo();
    say(`“${event.subject}” wasn't moved: ${error.message}`);
  }
}

function context() {
  return { account: seat().account, calendars: seat().data?.calendars ?? [], zone: seat().data?.zone ?? "UTC" };
}

/** Says what went wrong above the week; nothing to take it away. */
export function say(text) {
  fill(byId("outlook-notice"), text);
  byId("outlook-notice").hidden = !text;
}
