// The week grid, drawn by EventCalendar. It works in the mailbox's wall time: the library takes times without a zone, and
// hands out Dates whose *local* parts are that wall time, whatever zone the browser is in.

import { h } from "../dom.js";
import { SHOW_AS, addDays, canMove, wall } from "./mailbox.js";

/* global EventCalendar */

const SHORT_MS = 30 * 60_000;
const TINY_MS = 20 * 60_000;
const HOUR = { hour: "numeric", minute: "2-digit" };

export class Week {
  /** `on` has moved(entry, start, end, allDay, undo), opened(entry), selected(start, end, allDay). */
  constructor(root, on) {
    this.on = on;
    this.busy = false;
    this.waiting = null;
    this.last = null;
    this.shown = "";
    this.calendar = EventCalendar.create(root, {
      view: "timeGridWeek",
      headerToolbar: { start: "", center: "", end: "" },
      firstDay: 1,
      hiddenDays: [0, 6],
      height: "100%",
      slotMinTime: "07:00:00",
      slotMaxTime: "20:00:00",
      flexibleSlotTimeLimits: true,
      scrollTime: "08:00:00",
      slotHeight: 30,
      allDaySlot: true,
      allDayContent: "all day",
      slotEventOverlap: false,
      nowIndicator: false,
      selectable: true,
      selectMinDistance: 4,
      snapDuration: "00:15:00",
      editable: true,
      eventContent: (info) => ({ domNodes: [content(info.event)] }),
      eventClassNames: (info) => classes(info.event.extendedProps),
      eventDidMount: ({ el }) => beside(el),
      viewDidMount: () => requestAnimationFrame(() => untabled(root)),
      eventClick: (info) => this.opened(info),
      eventDragStart: () => this.hold(),
      eventDragStop: () => this.release(),
      eventResizeStart: () => this.hold(),
      eventResizeStop: () => this.release(),
      eventDrop: (info) => this.moved(info),
      eventResize: (info) => this.moved(info),
      select: (info) => {
        this.on.selected(stamp(info.start), stamp(info.end), info.allDay);
        this.calendar.unselect();
      },
    });
  }

  /** Shows a week: first day, language, whether the weekend, today's date (YYYY-MM-DD). The one shown stays as it was scrolled. */
  show(monday, locale, weekend, today) {
    const wanted = [monday, locale, weekend, today].join();
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.set({
      locale,
      date: monday,
      hiddenDays: weekend ? [] : [0, 6],
      highlightedDates: [today],
      dayHeaderFormat: (date) => ({ domNodes: [dayHead(date, locale, today)] }),
      slotLabelFormat: (time) => new Intl.DateTimeFormat(locale, HOUR).format(time),
    });
  }

  set(options) {
    for (const [name, value] of Object.entries(options)) this.calendar.setOption(name, value);
  }

  /** Draws the entries; while something is being dragged they wait until it is dropped. */
  draw(entries) {
    if (this.busy) {
      this.waiting = entries;
      return;
    }
    const focused = document.activeElement?.closest(".ec-event .ev")?.dataset.eventId;
    this.calendar.setOption("events", entries.map(asEvent));
    requestAnimationFrame(() => this.focusOn(focused ?? this.last));
  }

  /** Redrawing makes new elements; the focus returns to the event it was on, unless it has gone elsewhere meanwhile. */
  focusOn(eventId) {
    if (!eventId || (document.activeElement && document.activeElement !== document.body)) return;
    document.querySelector(`[data-event-id="${CSS.escape(eventId)}"]`)?.focus();
  }

  opened({ event, jsEvent }) {
    jsEvent?.preventDefault(); // else the Enter that opens the form also submits it
    this.last = event.id;
    this.on.opened(event.extendedProps);
  }

  hold() {
    this.busy = true;
  }

  release() {
    this.busy = false;
    if (this.waiting) this.draw(this.waiting);
    this.waiting = null;
  }

  moved(info) {
    const { start, end, allDay, extendedProps } = info.event;
    this.on.moved(extendedProps, stamp(start), stamp(end ?? new Date(start.getTime() + 1_800_000)), allDay, info.revert);
  }
}

/** The library calls the frame of an event a button; here what is in it is one. */
function beside(frame) {
  frame.removeAttribute("role");
  frame.removeAttribute("tabindex");
}

/** The library calls the grid a table, which may hold no buttons: its events, each with day and time in its name, are a group. */
function untabled(root) {
  const grid = root.querySelector(".ec");
  for (const part of grid.querySelectorAll("[role=row], [role=rowgroup], [role=rowheader], [role=columnheader], [role=cell]")) {
    for (const name of ["role", "aria-colindex", "aria-rowindex"]) part.removeAttribute(name);
  }
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", "The week's events");
}

const two = (number) => String(number).padStart(2, "0");

/** "2026-12-01T09:00:00" from the local parts of a date. */
function stamp(date) {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function asEvent({ event, calendar }) {
  const allDay = Boolean(event.isAllDay);
  const movable = canMove({ event, calendar });
  return {
    id: event.id,
    title: event.subject ?? "",
    start: wall(event.start, allDay),
    end: wall(event.end, allDay),
    allDay,
    editable: movable,
    startEditable: movable,
    durationEditable: movable,
    extendedProps: { event, calendar },
  };
}

function classes({ event, calendar }) {
  if (!event) return ["ev-new"];
  const own = [`ev-${event.showAs ?? "unknown"}`, `cal-${calendar.hue}`];
  if (event.isCancelled) own.push("ev-cancelled");
  if (event.responseStatus?.response === "declined") own.push("ev-declined");
  return own;
}

function content({ title, start, end, allDay, extendedProps }) {
  const { event, calendar } = extendedProps;
  if (!event) return h("span", { class: "ev" }, "New event");
  const label = labels(event);
  const time = allDay ? "all day" : `${stamp(start).slice(11, 16)} to ${stamp(end).slice(11, 16)}`;
  return h(
    "div",
    {
      class: `ev${end - start <= SHORT_MS ? " ev-short" : ""}${end - start <= TINY_MS ? " ev-tiny" : ""}`,
      role: "button",
      tabindex: "0",
      title: `${title}\n${time}\n${[...label, calendar.name].join(" · ")}`,
      dataset: { eventId: event.id, showAs: event.showAs, subject: title, start: stamp(start), testid: "event" },
    },
    h("span", { class: "ev-title" }, label.includes("Private") ? lock() : null, title || "(no title)"),
    h("span", { class: "sr-only" }, `, ${[...label, stamp(start).slice(0, 10), time, calendar.name].join(", ")}`),
    label.length ? h("span", { class: "ev-label", "aria-hidden": "true" }, label.join(" · ")) : null,
    event.location?.displayName ? h("span", { class: "ev-place" }, event.location.displayName) : null,
  );
}

/** What must be readable without colour: every show-as state but plain busy, private, cancelled, declined. */
function labels(event) {
  const found = [];
  if (event.sensitivity === "private" || event.sensitivity === "confidential") found.push("Private");
  if (event.isCancelled) found.push("Cancelled");
  if (event.responseStatus?.response === "declined") found.push("Declined");
  if (event.responseStatus?.response === "notResponded" && !event.isCancelled) found.push("Not answered");
  if (event.showAs !== "busy") found.push(SHOW_AS[event.showAs] ?? event.showAs);
  return found;
}

/** A padlock drawn here: not every machine has a font with one. */
function lock() {
  return h("span", { class: "ev-lock", "aria-hidden": "true" });
}

function dayHead(date, locale, today) {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" }).format(date);
  const isToday = stamp(date).slice(0, 10) === today;
  return h(
    "span",
    { class: "day-head" },
    `${weekday} `,
    h("strong", {}, String(date.getDate())),
    isToday ? h("span", { class: "today-tag" }, "today") : null,
  );
}

/** "30 Nov – 4 Dec" for the days of a week that are shown. */
export function weekTitle(monday, locale, weekend) {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const day = (text) => new Date(`${text}T00:00:00Z`);
  return format.formatRange(day(monday), day(addDays(monday, weekend ? 6 : 4)));
}
