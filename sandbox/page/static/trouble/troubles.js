// The troubles one by one: what each imitates, what the chat should say, whether it is on, and how it is turned.

import { endSubscriptions, mend, plant, revoke, setNotifications, setUserConsent } from "./switches.js";

const count = (number, words) => `${number || "No"} ${words}${number === 1 ? "" : "s"}`;

/** A trouble that is one planted fault of the account. `rule(choice)` is what is planted. */
function planted(name, rule, more) {
  return {
    ...more,
    name,
    on: ({ fault }) => Boolean(fault(name)),
    turnOn: ({ account }, choice) => plant(account, name, rule(choice)),
    turnOff: ({ account }) => mend(account, name),
  };
}

/**
 * name, title, imitates, says: words. `state(facts)` says how it is now. A switch has on, turnOn, turnOff; a deed has
 * label, possible, act. `choice` is {label, options: [[value, words]] or "calendars", chosen(facts)}. After a `seen`
 * one Clearhour is made to look at once.
 */
export const TROUBLES = [
  {
    name: "revoked",
    title: "Break the connection",
    imitates: "The password was changed, or an admin signed this person out.",
    says: "Once: this account can't be read any more, with Reconnect.",
    label: "Revoke the sign-in",
    seen: true,
    state: ({ signIns, fault }) => (signIns.length ? count(signIns.length, "live sign-in") : fault("revoked") ? "Revoked: reconnect in the chat" : "Not signed in"),
    on: ({ signIns, fault }) => !signIns.length && Boolean(fault("revoked")),
    possible: ({ signIns }) => signIns.length > 0,
    act: ({ account, signIns }) => revoke(account, signIns),
  },
  planted("unreadable", (calendar) => ({ path: calendar, status: 403 }), {
    title: "Make a calendar unreadable",
    imitates: "Somebody took the right to read it away: Graph answers 403.",
    says: "Once: which calendar, that no times are offered meanwhile, and the ways out.",
    seen: true,
    choice: { label: "Calendar", options: "calendars", chosen: ({ fault }) => fault("unreadable")?.path },
    state: ({ fault }, nameOf) => (fault("unreadable") ? `${nameOf(fault("unreadable").path)} is refused` : "All are readable"),
  }),
  {
    name: "drop",
    title: "Drop notifications",
    imitates: "Microsoft's word of a change never arrives. For everybody.",
    says: "Nothing. The next round finds the change by itself, and no booking is written without a look at Outlook.",
    choice: { label: "How many", options: [["all", "all"], ["3", "the next 3"]], chosen: ({ drops }) => (drops.lose_share ? "all" : drops.lose ? "3" : undefined) },
    on: ({ drops }) => drops.lose > 0 || drops.lose_share > 0,
    turnOn: (_facts, choice) => setNotifications(choice === "all" ? { lose_share: 1, lose: 0 } : { lose_share: 0, lose: Number(choice) }),
    turnOff: () => setNotifications({ lose_share: 0, lose: 0 }),
    state: ({ drops, lost }) => `${drops.lose_share ? "Drops all" : drops.lose ? `Drops the next ${drops.lose}` : "All arrive"}; ${lost || "none"} lost so far`,
  },
  {
    name: "expire",
    title: "Expire the subscriptions",
    imitates: "Microsoft ends them and stops notifying of changes.",
    says: "Nothing. They are made anew: at once when Microsoft says so, else when they are renewed. Calendars are read every half hour anyway.",
    label: "End them",
    choice: { label: "Microsoft", options: [["told", "says so"], ["silent", "says nothing"]], chosen: () => undefined },
    state: ({ subscriptions }) => count(subscriptions.length, "living subscription"),
    possible: ({ subscriptions }) => subscriptions.length > 0,
    act: ({ account }, choice) => endSubscriptions(account, choice === "told"),
  },
  planted("throttle", (seconds) => ({ status: 429, retry_after: Number(seconds) }), {
    title: "Throttle",
    imitates: "Too many requests: Graph answers 429 and says how long to wait.",
    says: "Times still come from the copy. A booking holds its time and waits until Outlook answers.",
    choice: { label: "Wait", options: [["5", "5 seconds"], ["30", "30 seconds"], ["120", "2 minutes"]], chosen: ({ fault }) => fault("throttle") && String(fault("throttle").retry_after) },
    state: ({ fault }) => (fault("throttle") ? `429, come back in ${fault("throttle").retry_after} s` : "Not throttled"),
  }),
  planted("slow", (seconds) => ({ answer: "slow", delay_seconds: Number(seconds) }), {
    title: "Slow Graph down",
    imitates: "A bad day in the data centre: every answer takes this long.",
    says: "Times come at once, from the copy. What has to ask Outlook takes its time and says so.",
    choice: { label: "Each answer takes", options: [["2", "2 seconds"], ["8", "8 seconds"], ["30", "30 seconds"]], chosen: ({ fault }) => fault("slow") && String(fault("slow").delay_seconds) },
    state: ({ fault }) => (fault("slow") ? `${fault("slow").delay_seconds} s for each answer` : "Answers at once"),
  }),
  planted("delta", () => ({ path: "calendarView/delta", status: 501 }), {
    title: "Refuse delta",
    imitates: "Some shared and room calendars don't tell changes: Graph answers 501.",
    says: "Nothing. The calendars are read whole and compared instead.",
    seen: true,
    state: ({ fault }) => (fault("delta") ? "Refused" : "Changes are told"),
  }),
  {
    name: "approval",
    title: "Require an admin's approval",
    imitates: "People may not allow apps themselves: Microsoft's page ends in a wall. For the whole organisation; Emil is its admin.",
    says: "To who connects now: a request to copy, “didn't finish” after five minutes, and word once it is approved.",
    on: ({ closed }) => closed,
    turnOn: () => setUserConsent(false),
    turnOff: () => setUserConsent(true),
    state: ({ closed, approved }) => (closed ? `Only an admin may allow it${approved ? "; approved" : ""}` : "People may allow it themselves"),
  },
];

/** Everything as it should be, for this account and for everybody. A revoked sign-in stays so: that is for the chat. */
export async function putRight(facts) {
  for (const trouble of TROUBLES) if (trouble.turnOff) await trouble.turnOff(facts);
}
