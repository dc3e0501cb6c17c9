// The side panel: the simulated clock, and the tabs Tour, Time & trouble, and Log.

import { button, el } from "./dom.js";
import { closeButton } from "./drawers.js";
import { logView } from "./log.js";
import { on, state } from "./state.js";
import { clock } from "./time.js";
import { tourView } from "./tour.js";
import { troubleView } from "./trouble.js";

const time = el("time", { class: "clock", data: { testid: "clock" } });

/** Fill the side panel. `onShow()` is called when the tour shows something beside it. */
export function fillPanel(panel, onShow) {
  const tabs = [
    ["tour", "Tour", tourView(onShow)],
    ["trouble", "Time & trouble", troubleView()],
    ["log", "Log", logView()],
  ].map(([id, title, content]) => ({
    tab: button(
      { role: "tab", id: `tab-${id}`, "aria-controls": `view-${id}`, data: { testid: `tab-${id}` } },
      title,
    ),
    view: el(
      "div",
      { role: "tabpanel", id: `view-${id}`, class: "view", "aria-labelledby": `tab-${id}`, tabindex: "0" },
      content,
    ),
  }));

  const show = (index) => {
    tabs.forEach(({ tab, view }, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.setAttribute("tabindex", place === index ? "0" : "-1");
      view.hidden = place !== index;
    });
  };

  const list = el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Side panel" },
    tabs.map(({ tab }) => tab),
  );
  tabs.forEach(({ tab }, index) => tab.addEventListener("click", () => show(index)));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (tabs.findIndex(({ tab }) => tab === document.activeElement) + step + tabs.length) % tabs.length;
    show(next);
    tabs[next].tab.focus();
  });
  show(0);
  panel.replaceChildren(
    el(
      "p",
      { class: "clock-line" },
      el("span", { class: "quiet" }, "Simulated time"),
      time,
      closeButton("Close the side panel"),
    ),
    list,
    ...tabs.map(({ view }) => view),
  );
}

on("world", () => {
  time.dateTime = new Date(state.now).toISOString();
  time.textContent = clock(state.now);
});
