// Slack's <!date^…> tokens, in the reader's zone, language and clock habit.

import { dayIn, now } from "./state.js";

const SHORT = { month: "short", day: "numeric", year: "numeric" };
const LONG = { weekday: "long", month: "long", day: "numeric", year: "numeric" };

/** The text a reader sees for one timestamp (seconds); null when the timestamp or the format is unusable. */
export function formatDate(stamp, format, reader) {
  const moment = new Date(stamp * 1000);
  if (!format || Number.isNaN(moment.getTime())) return null;
  return format.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(moment, reader) ?? whole);
}

/** A time of day as the reader's clock shows it. */
export function timeOf(moment, reader) {
  return show(moment, reader, { hour: "numeric", minute: "2-digit" });
}

function show(moment, reader, options) {
  return new Intl.DateTimeFormat(reader.locale, { ...options, timeZone: reader.tz }).format(moment);
}

function pretty(options) {
  return (moment, reader) => {
    const day = dayIn(reader.tz, moment);
    for (const [word, shift] of [["today", 0], ["tomorrow", 1], ["yesterday", -1]]) {
      if (day === dayIn(reader.tz, new Date(now().getTime() + shift * 86_400_000))) return word;
    }
    return show(moment, reader, options);
  };
}

const TOKENS = {
  date_num: (moment, reader) => dayIn(reader.tz, moment),
  date: (moment, reader) => show(moment, reader, { month: "long", day: "numeric", year: "numeric" }),
  date_short: (moment, reader) => show(moment, reader, SHORT),
  date_long: (moment, reader) => show(moment, reader, LONG),
  date_pretty: pretty({ month: "long", day: "numeric", year: "numeric" }),
  date_short_pretty: pretty(SHORT),
  date_long_pretty: pretty(LONG),
  time: timeOf,
  time_secs: (moment, reader) => show(moment, reader, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (moment) => `${Math.round((now() - moment) / 60_000)} minutes ago`,
};
