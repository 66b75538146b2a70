// An open form is told what happens to its event meanwhile, so that nobody saves over what they didn't see.

import { h } from "../dom.js";
import { readEvent } from "./graph.js";
import { wall } from "./mailbox.js";

let open = null;

/** A line for the form of an event, empty until there is news; `showNow(entry)` opens the form anew. */
export function newsLine(form, showNow) {
  const words = h("span");
  const button = h("button", { type: "button", class: "btn", dataset: { testid: "event-now" } }, "Show it as it is now");
  const line = h("div", { class: "event-news", role: "status", dataset: { testid: "event-news" } });
  const say = (text, entry) => {
    words.textContent = text;
    button.onclick = () => showNow(entry);
    line.replaceChildren(words, ...(entry ? [button] : []));
  };
  open = { form, line, say, print: printOf(form.event) };
  return line;
}

/** Looks at a week as it was read anew: {calendars, events} of an account. */
export async function lookAtForm(account, { events }) {
  const mine = open;
  if (!mine?.line.isConnected || mine.form.account !== account || mine.line.closest("dialog").dataset.busy) return;
  const entry = events.find(({ event }) => event.id === mine.form.event.id) ?? (await elsewhere(mine.form));
  if (!mine.line.isConnected) return;
  if (!entry) return mine.say("This event was deleted meanwhile. What you save here is lost.", null);
  if (printOf(entry.event) === mine.print) return mine.line.replaceChildren();
  mine.say(`Changed meanwhile: ${toldOf(entry.event)}. Saving puts your version in its place.`, entry);
}

/** The event outside the week shown; null when it is gone. */
async function elsewhere({ account, calendar, event, zone }) {
  try {
    return { event: await readEvent(account, event.id, zone), calendar };
  } catch (problem) {
    if (problem.status === 404) return null;
    return { event, calendar }; // what can't be read is no news
  }
}

function printOf({ subject, start, end, showAs, sensitivity, isCancelled, attendees, location }) {
  return JSON.stringify([subject, start, end, showAs, sensitivity, isCancelled, attendees, location]);
}

function toldOf({ subject, start, end, isAllDay, isCancelled }) {
  const time = isAllDay ? wall(start, true) : `${wall(start).slice(0, 16).replace("T", " ")} to ${wall(end).slice(11, 16)}`;
  return `“${subject}”, ${time}${isCancelled ? ", cancelled" : ""}`;
}
