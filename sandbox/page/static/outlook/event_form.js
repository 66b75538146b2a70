// One event in a dialog: make, look at, change, delete. What can't be changed here is shown and says why.

import { ask } from "../confirm.js";
import { fill, freshId, h } from "../dom.js";
import { page } from "../state.js";
import { answerButtons, proposing, saidBy } from "./answers.js";
import { changeEvent, createEvent, deleteEvent } from "./graph.js";
import { SHOW_AS, addDays, canMove, graphTimes, wall } from "./mailbox.js";
import { newsLine } from "./news.js";

/** Opens the form. With `entry` for an existing event, else for a new one from `start` to `end` (wall times). */
export function openEventForm(given, afterChange) {
  const form = given.entry ? fromEntry(given) : fromSelection(given);
  if (!form.calendars.length) return;
  const titleId = freshId("event-title");
  const error = h("p", { class: "modal-error", role: "alert", hidden: true });
  const fields = makeFields(form);
  const onsubmit = (event) => {
    event.preventDefault();
    attempt(() => save(form, fields));
  };
  const dialog = h(
    "dialog",
    { class: "dialog event-dialog", "aria-labelledby": titleId, dataset: { testid: "event-dialog" }, onclose: () => dialog.remove() },
    h("form", { onsubmit },
      h("h2", { id: titleId }, form.event ? "Event" : "New event"),
      form.note ? h("p", { class: "hint" }, form.note) : null,
      form.event ? newsLine(form, showNow) : null,
      error,
      rows(form, fields),
      attendees(form),
      isInvitation(form) ? proposing(form, attempt) : null,
      h("div", { class: "dialog-actions" },
        form.event && form.calendar.canEdit
          ? h("button", { type: "button", class: "btn btn-danger", dataset: { testid: "event-delete" }, onclick: () => attempt(() => remove(form)) }, "Delete")
          : null,
        isInvitation(form) ? answerButtons(form, attempt) : null,
        h("span", { class: "grow" }),
        h("button", { type: "button", class: "btn", dataset: { testid: "event-cancel" }, onclick: () => dialog.close() }, "Close"),
        form.calendar.canEdit ? h("button", { type: "submit", class: "btn btn-primary", dataset: { testid: "event-save" } }, "Save") : null,
      ),
    ),
  );
  document.getElementById("dialogs").append(dialog);
  dialog.showModal();

  function showNow(entry) {
    dialog.close();
    openEventForm({ ...given, entry }, afterChange);
  }

  async function attempt(work) {
    dialog.dataset.busy = "true"; // what it does itself is no news to it
    try {
      if ((await work()) === false) return;
      dialog.close();
      await afterChange();
    } catch (problem) {
      fill(error, problem.message);
      error.hidden = false;
    } finally {
      delete dialog.dataset.busy;
    }
  }
}

function fromEntry({ account, calendars, zone, entry }) {
  const { event, calendar } = entry;
  const allDay = Boolean(event.isAllDay);
  return {
    account, zone, event, calendar, calendars, allDay,
    movable: canMove(entry),
    title: event.subject ?? "",
    showAs: event.showAs,
    isPrivate: event.sensitivity === "private",
    start: wall(event.start, allDay),
    end: wall(event.end, allDay),
    note: noteOn(entry),
  };
}

function fromSelection({ account, calendars, zone, start, end, allDay }) {
  const writable = calendars.filter((calendar) => calendar.canEdit);
  const calendar = writable.find((each) => each.isDefaultCalendar) ?? writable[0];
  return { account, zone, calendars: writable, calendar, allDay, movable: true, title: "", showAs: "busy", isPrivate: false, start, end };
}

function noteOn({ event, calendar }) {
  const notes = [`In ${calendar.name}.`];
  if (!calendar.canEdit) notes.push("You can read this calendar but not change it.");
  else if (event.isOrganizer === false) notes.push(`Called by ${event.organizer?.emailAddress?.name ?? "somebody else"}; the time is theirs to change.`);
  if (event.type === "occurrence" || event.type === "exception") notes.push("One of a series; changes here are for this one only.");
  return notes.join(" ");
}

function isInvitation({ event, calendar }) {
  return Boolean(event && calendar.canEdit && event.isOrganizer === false && !event.isCancelled);
}

function makeFields(form) {
  const locked = Boolean(form.event && !form.calendar.canEdit);
  const fixed = locked || !form.movable;
  const timeType = form.allDay ? "date" : "datetime-local";
  const shown = (value, isEnd) => (form.allDay ? addDays(value.slice(0, 10), isEnd ? -1 : 0) : value.slice(0, 16));
  const choose = (options, value, props) => {
    const select = h("select", { class: "control", ...props }, options);
    select.value = value;
    return select;
  };
  const fields = {
    title: h("input", { class: "control", value: form.title, disabled: fixed, maxlength: 255, dataset: { testid: "event-subject" } }),
    showAs: choose(Object.entries(SHOW_AS).map(([value, name]) => h("option", { value }, name)), form.showAs, { disabled: locked, dataset: { testid: "event-show-as" } }),
    allDay: h("input", { type: "checkbox", checked: form.allDay, disabled: fixed, dataset: { testid: "event-all-day" } }),
    start: h("input", { class: "control", type: timeType, value: shown(form.start, false), disabled: fixed, required: true, dataset: { testid: "event-start" } }),
    end: h("input", { class: "control", type: timeType, value: shown(form.end, true), disabled: fixed, required: true, dataset: { testid: "event-end" } }),
    isPrivate: h("input", { type: "checkbox", checked: form.isPrivate, disabled: locked }),
    calendar: choose(form.calendars.map(({ id, name }) => h("option", { value: id }, name)), form.calendar.id, { disabled: Boolean(form.event), dataset: { testid: "event-calendar" } }),
    invite: form.event ? [] : page.config.people.filter((person) => person.key !== page.shown.outlook.key).map(invitation),
  };
  fields.allDay.addEventListener("change", () => switchAllDay(fields));
  return fields;
}

function invitation(person) {
  const { address } = person.accounts[0];
  const box = h("input", { type: "checkbox", value: address, dataset: { name: person.name, testid: `invite-${person.key}` } });
  return h("label", { class: "choice" }, box, person.name);
}

function switchAllDay({ allDay, start, end }) {
  for (const [field, hour] of [[start, "09:00"], [end, "10:00"]]) {
    const day = field.value.slice(0, 10);
    field.type = allDay.checked ? "date" : "datetime-local";
    field.value = allDay.checked ? day : `${day}T${hour}`;
  }
}

function rows(form, fields) {
  const row = (name, field) => h("label", { class: "form-row" }, h("span", {}, name), field);
  const tick = (name, field) => h("label", { class: "choice" }, field, name);
  return h("div", { class: "form-rows" },
    row("Title", fields.title),
    h("div", { class: "form-pair" }, row("Starts", fields.start), row(form.allDay ? "Last day" : "Ends", fields.end)),
    h("div", { class: "form-pair" }, row("Show as", fields.showAs), row("Calendar", fields.calendar)),
    h("div", { class: "form-ticks" }, tick("All day", fields.allDay), tick("Private", fields.isPrivate)),
    fields.invite.length ? h("fieldset", { class: "form-invite" }, h("legend", {}, "Invite"), fields.invite) : null,
    h("p", { class: "hint" }, `Times are in the mailbox's zone, ${form.zone}.`),
  );
}

function attendees({ event }) {
  if (!event?.attendees?.length) return null;
  return h("ul", { class: "attendees" }, event.attendees.map(saidBy));
}

async function save(form, fields) {
  const allDay = fields.allDay.checked;
  const end = allDay ? addDays(fields.end.value, 1) : `${fields.end.value}:00`;
  const start = allDay ? fields.start.value : `${fields.start.value}:00`;
  if (end <= start) throw new Error("The end must come after the start.");
  const common = { showAs: fields.showAs.value, sensitivity: fields.isPrivate.checked ? "private" : "normal" };
  const whole = { ...common, subject: fields.title.value || "New event", isAllDay: allDay, ...graphTimes(start, end, form.zone, allDay) };
  if (form.event) return changeEvent(form.account, form.event.id, form.movable ? whole : common);
  const invited = fields.invite.map((label) => label.querySelector("input")).filter((box) => box.checked);
  const people = invited.map((box) => ({ type: "required", emailAddress: { address: box.value, name: box.dataset.name } }));
  return createEvent(form.account, fields.calendar.value, { ...whole, attendees: people });
}

async function remove(form) {
  const sure = await ask({
    title: "Delete this event?",
    text: form.event.attendees?.length ? `“${form.title}” and its ${form.event.attendees.length} guests' copies.` : `“${form.title}”`,
    confirm: "Delete",
    deny: "Keep",
    danger: true,
  });
  if (!sure) return false;
  return deleteEvent(form.account, form.event.id);
}
