// The bot's log with its incident codes, and the jobs that wait with their due times.

import { el } from "./dom.js";
import { on, state } from "./state.js";
import { ago, clockTime } from "./time.js";

const MOST_LINES = 500;

const lines = el("div", {
  class: "log",
  role: "log",
  "aria-live": "off",
  "aria-label": "The bot's log",
  tabindex: "0",
  data: { testid: "log" },
});
const jobs = el("tbody");
const noJobs = el("p", { class: "quiet" }, "Nothing waits.");
const table = el(
  "table",
  { class: "jobs", data: { testid: "jobs" } },
  el(
    "thead",
    {},
    el(
      "tr",
      {},
      ["Job", "Of", "Due", "Tries"].map((title) => el("th", { scope: "col" }, title)),
    ),
  ),
  jobs,
);

/** The tab's content. */
export function logView() {
  return [el("h2", {}, "Waiting jobs"), noJobs, table, el("h2", {}, "Log"), lines];
}

function line(entry) {
  return el(
    "p",
    { class: `log-line log-${entry.level.toLowerCase()}` },
    el("span", { class: "quiet" }, clockTime(Date.parse(entry.at))),
    " ",
    el("span", { class: "log-level" }, entry.level),
    " ",
    ...marked(entry.text, entry.incident),
  );
}

/** The text, with its incident code made visible. */
function marked(text, incident) {
  if (!incident) return [text];
  const parts = text.split(incident);
  return parts.flatMap((part, index) => (index === 0 ? [part] : [el("mark", {}, incident), part]));
}

function drawJobs() {
  noJobs.hidden = state.jobs.length > 0;
  table.hidden = state.jobs.length === 0;
  jobs.replaceChildren(
    ...state.jobs.map((job) =>
      el(
        "tr",
        {},
        el("td", {}, job.kind),
        el("td", {}, String(job.subject)),
        el("td", {}, ago(Date.parse(job.due_at))),
        el("td", {}, String(job.attempts)),
      ),
    ),
  );
}

on("hello", () => lines.replaceChildren());
on("world", (frame) => {
  drawJobs();
  if (frame.log.length === 0) return;
  const isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  lines.append(...frame.log.map(line));
  while (lines.childElementCount > MOST_LINES) lines.firstElementChild.remove();
  if (isAtEnd) lines.scrollTop = lines.scrollHeight;
});
