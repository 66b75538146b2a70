// The Outlook pane: whose week, which week, which calendars; every change goes through Graph.

import { fill, h, settled } from "../dom.js";
import { dayIn, firstName, page } from "../state.js";
import { openEventForm } from "./event_form.js";
import { changeEvent } from "./graph.js";
import { addDays, graphTimes, mondayOf, readWeek } from "./mailbox.js";
import { Week, weekTitle } from "./week.js";

const pane = { week: null, account: null, monday: null, weekend: false, hidden: new Set(), data: null, reading: 0 };
const byId = (id) => document.getElementById(id);
const refreshSoon = settled(120, () => refreshOutlook());

export function startOutlook() {
  pane.week = new Week(byId("week"), {
    moved,
    opened: (entry) => openEventForm({ ...context(), entry }, refreshOutlook),
    selected: (start, end, allDay) => openEventForm({ ...context(), start, end, allDay }, refreshOutlook),
  });
}

/** Shows another person's Outlook: their work account, the next working week. */
export async function showOutlook() {
  pane.account = page.person.accounts[0].address;
  pane.data = null;
  pane.hidden.clear();
  pane.weekend = false;
  await goTo(page.config.monday);
}

/** Something changed in a mailbox; reads again when it is the one shown. */
export function outlookChanged(address) {
  if (!address || address === pane.account) refreshSoon();
}

/** Reads the shown week from Graph and draws it. An older answer never replaces a newer one. */
export async function refreshOutlook() {
  pane.reading += 1;
  const mine = pane.reading;
  try {
    const data = await readWeek(pane.account, pane.monday);
    if (mine !== pane.reading) return;
    pane.data = data;
    say("");
    draw();
  } catch (error) {
    if (mine === pane.reading) say(`This mailbox can't be read: ${error.message}`);
  }
}

function today() {
  return dayIn(page.person.tz);
}

function goTo(monday) {
  pane.monday = monday;
  drawFrame();
  return refreshOutlook();
}

function drawFrame() {
  const { locale } = page.person;
  pane.week.show(pane.monday, locale, pane.weekend, today());
  drawNav();
  const place = pane.data ? ` · ${pane.data.zone}` : "";
  fill(byId("outlook-note"), `${firstName(page.person)}${place}`);
}

function draw() {
  drawFrame();
  pane.week.draw(pane.data.events.filter(({ calendar }) => !pane.hidden.has(calendar.id)));
  drawCalendars();
}

function drawNav() {
  const step = (text, label, monday, testid) =>
    h("button", { type: "button", class: "btn btn-nav", "aria-label": label, dataset: { testid }, onclick: () => goTo(monday()) }, text);
  const keep = document.activeElement?.dataset?.testid;
  fill(
    byId("week-nav"),
    step("‹", "Week before", () => addDays(pane.monday, -7), "week-prev"),
    h("strong", { class: "week-title", "aria-live": "polite", dataset: { testid: "week-title", monday: pane.monday } }, weekTitle(pane.monday, page.person.locale, pane.weekend)),
    step("›", "Week after", () => addDays(pane.monday, 7), "week-next"),
    step("Today", "This week", () => mondayOf(today()), "week-today"),
    h("button", { type: "button", class: "btn btn-nav", "aria-pressed": String(pane.weekend), dataset: { testid: "weekend" }, onclick: toggleWeekend }, "Sat–Sun"),
    accounts(),
  );
  if (keep) byId("week-nav").querySelector(`[data-testid="${CSS.escape(keep)}"]`)?.focus();
}

function toggleWeekend() {
  pane.weekend = !pane.weekend;
  drawFrame();
}

function accounts() {
  if (page.person.accounts.length < 2) return null;
  const onchange = (event) => {
    pane.account = event.currentTarget.value;
    pane.data = null;
    goTo(pane.monday);
  };
  const options = page.person.accounts.map(({ address, personal }) => h("option", { value: address }, `${personal ? "Personal" : "Work"}: ${address}`));
  const select = h("select", { class: "control account", "aria-label": "Microsoft account", dataset: { testid: "account" }, onchange }, options);
  select.value = pane.account;
  return select;
}

function drawCalendars() {
  const toggle = (calendar) => {
    const flip = () => {
      if (!pane.hidden.delete(calendar.id)) pane.hidden.add(calendar.id);
      draw();
    };
    const notes = [calendar.canEdit ? null : "read-only", calendar.unreadable ? "can't be read" : null].filter(Boolean);
    const box = h("input", { type: "checkbox", checked: !pane.hidden.has(calendar.id), onchange: flip, dataset: { calendar: calendar.name } });
    return h("label", { class: `calendar-toggle cal-${calendar.hue}`, title: calendar.owner?.address ?? "" }, box, calendar.name, notes.length ? h("span", { class: "calendar-note" }, ` ${notes.join(", ")}`) : null);
  };
  const focused = document.activeElement?.dataset?.calendar;
  fill(byId("calendars"), pane.data.calendars.map(toggle));
  if (focused) byId("calendars").querySelector(`[data-calendar="${CSS.escape(focused)}"]`)?.focus();
}

async function moved({ event }, start, end, allDay, undo) {
  const { zone } = pane.data;
  try {
    await changeEvent(pane.account, event.id, { ...graphTimes(start, end, zone, allDay), isAllDay: allDay });
    await refreshOutlook();
  } catch (error) {
    undo();
    say(`“${event.subject}” wasn't moved: ${error.message}`);
  }
}

function context() {
  return { account: pane.account, calendars: pane.data?.calendars ?? [], zone: pane.data?.zone ?? "UTC" };
}

function say(text) {
  fill(byId("outlook-notice"), text);
  byId("outlook-notice").hidden = !text;
}
