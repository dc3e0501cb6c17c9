// Simulated time: what now is, and how moments are written relative to it.

import { el } from "./dom.js";
import { on, state } from "./state.js";

const LANGUAGE = "en-GB"; // the page's own
const DAY = 86_400_000;

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

const formats = new Map();

function format(options, at, language = LANGUAGE) {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, options));
  return formats.get(key).format(at);
}

/** The language in which Discord writes moments to whom one is; American English as the page's own. */
function theirs() {
  const locale = state.members[state.me]?.locale;
  return locale && locale !== "en-US" ? locale : LANGUAGE;
}

/** The simulated now, in milliseconds. */
export const now = () => state.now ?? Date.now();

/** "in 5 minutes", "2 days ago". */
export function ago(at) {
  const span = at - now();
  const [unit, length] = UNITS.find(([, size]) => Math.abs(span) >= size) ?? ["second", 1_000];
  const language = theirs();
  if (!formats.has(language)) formats.set(language, new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
  return formats.get(language).format(Math.round(span / length), unit);
}

/** A moment in one of Discord's styles (t T d D f F R), as an element; a relative one is kept up to date. */
export function moment(at, style = "f") {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return el("span", {}, "Invalid date");
  const shown = style === "R" ? ago(at) : format(STYLES[style] ?? STYLES.f, at, theirs());
  return el(
    "time",
    { class: "moment", datetime: new Date(at).toISOString(), title: format(STYLES.F, at, theirs()), data: { style } },
    shown,
  );
}

/** When a message was sent: the time today, the day and time before. */
export function sentAt(iso) {
  const at = Date.parse(iso);
  const days = daysBetween(at, now());
  const clock = format({ timeStyle: "short" }, at);
  const text =
    days === 0
      ? clock
      : days === 1
        ? `Yesterday ${clock}`
        : format({ dateStyle: "short", timeStyle: "short" }, at);
  return el("time", { class: "sent-at", datetime: iso, title: format(STYLES.F, at) }, text);
}

/** "Monday 3 February 2025". */
export const day = (at) => format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, at);

/** "Mon 3 Feb, 14:05:09". */
export const clock = (at) =>
  format(
    { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
    at,
  );

/** "14:05:09". */
export const clockTime = (at) => format(STYLES.T, at);

function daysBetween(one, other) {
  return Math.round((new Date(other).setHours(0, 0, 0, 0) - new Date(one).setHours(0, 0, 0, 0)) / DAY);
}

on("world", () => {
  for (const element of document.querySelectorAll('time[data-style="R"]')) {
    const text = ago(Date.parse(element.dateTime));
    if (element.textContent !== text) element.textContent = text;
  }
});
