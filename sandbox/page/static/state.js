// What the page knows about itself: which two people one is, whom each pane shows, and the sandbox's time.

export const PANE_NAMES = { slack: "Slack", teams: "Teams", outlook: "Outlook" };
export const PANES = Object.keys(PANE_NAMES);

export const page = {
  config: null,
  pair: [null, null],
  shown: { slack: null, teams: null, outlook: null },
  aheadMs: 0,
};

/** Takes the configuration the sandbox gave, including its clock. The people stay the same objects. */
export function takeConfig(config) {
  page.config = { ...config, people: page.config?.people ?? config.people };
  page.aheadMs = Date.parse(config.now) - Date.now();
}

/** The sandbox's present moment. */
export function now() {
  return new Date(Date.now() + page.aheadMs);
}

export function personByKey(key) {
  return page.config.people.find((person) => person.key === key);
}

export function personBySlackId(id) {
  return page.config.people.find((person) => person.slack_id === id);
}

export function firstName(person) {
  return person.name.split(" ")[0];
}

/** The year, month and day it is somewhere, as YYYY-MM-DD. */
export function dayIn(zone, moment = now()) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(moment);
}

/** The full hour it is somewhere, 0 to 23. */
export function hourIn(zone) {
  return Number(new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }).format(now()));
}
