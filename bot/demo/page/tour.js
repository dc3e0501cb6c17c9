// The guided tour: its steps, ticked off when they have really happened.

import { compose } from "./composer.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { inline } from "./markdown.js";
import { pointAt } from "./messages.js";
import { tint } from "./people.js";
import { act, become, goWhenListed } from "./session.js";
import { on, state } from "./state.js";

const steps = el("ol", { class: "steps" });
const count = el("p", { class: "steps-count", role: "status" });
let drawn = "";
let onShow = null;
/** The step that is shown as soon as the window is whose it is, and where. */
let toShow = null;

/** The tab's content. `whenShown()` is called when a step is shown beside the panel. */
export function tourView(whenShown) {
  onShow = whenShown;
  return [
    el(
      "p",
      {},
      "You can be anybody here, and the real bot answers, in the language that you choose for them. Each step is ticked off when it has happened, however you did it.",
    ),
    count,
    steps,
  ];
}

function draw() {
  const shown = JSON.stringify([state.guide, state.me]);
  if (shown === drawn) return;
  drawn = shown;
  const done = state.guide.filter((step) => step.done).length;
  const next = state.guide.find((step) => !step.done);
  count.textContent = next
    ? `${done} of ${state.guide.length} done`
    : "All done. The community is yours to try out.";
  const focused = steps.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  steps.replaceChildren(...state.guide.map((step) => item(step, step === next)));
  if (focused) steps.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function item(step, isNext) {
  const person = state.people.find((one) => one.user === step.as);
  return el(
    "li",
    {
      class: isNext ? "step next" : "step",
      "aria-current": isNext ? "step" : false,
      data: { testid: `guide-${step.id}`, done: String(step.done) },
    },
    el(
      "span",
      { class: "step-mark", role: "img", "aria-label": step.done ? "Done" : "Not done yet" },
      step.done && icon("check"),
    ),
    el(
      "div",
      {},
      el(
        "p",
        {},
        inline(step.text),
        " ",
        !step.done &&
          person &&
          person.id !== state.me &&
          tint(el("span", { class: "step-person" }, `as ${person.name}`), person.colour),
      ),
      !step.done &&
        el(
          "p",
          { class: "step-buttons" },
          button(
            {
              class: "button button-secondary",
              data: { key: `show-${step.id}` },
              on: { click: () => show(step) },
            },
            "Show me",
          ),
          button(
            {
              class: "button button-secondary",
              data: { key: `do-${step.id}` },
              on: { click: (event) => doIt(event.currentTarget, step) },
            },
            "Do it for me",
          ),
        ),
    ),
  );
}

/** Lead to where the step is done, as its person: the rest is up to the visitor. */
function show(step) {
  toShow = step;
  onShow();
  if (state.people.find((one) => one.id === state.me)?.user !== step.as) become(step.as);
  else lead();
}

async function lead() {
  const isDirect = /direct message/.test(toShow.text);
  const wanted = isDirect ? await directChannel() : channelNamed(toShow.text)?.id;
  if (wanted && wanted !== state.current) goWhenListed(wanted);
  else if (toShow && (wanted || !isDirect)) point();
}

async function directChannel() {
  const known = state.channels.find((channel) => channel.kind === "dm");
  return known ? known.id : (await act({ do: "direct" }))?.channel;
}

/** What the step's text names: words to write, a command, a button. */
function point() {
  const { text } = toShow;
  toShow = null;
  const words = /“(.+?)”/.exec(text)?.[1] ?? /`(\/[^`]+)`/.exec(text)?.[1];
  const label = /\*(.+?)\*/.exec(text)?.[1];
  if (words) compose.write(words);
  else if (label) pointAt(label);
}

function channelNamed(text) {
  const name = /#([\w-]+)/.exec(text)?.[1];
  return state.channels.find((channel) => channel.name === name);
}

async function doIt(pressed, step) {
  if (pressed.getAttribute("aria-busy")) return;
  pressed.setAttribute("aria-busy", "true");
  await act({ do: "guide", step: step.id });
  pressed.removeAttribute("aria-busy");
}

on("hello", draw);
on("messages", ({ reset }) => {
  if (toShow && reset) lead();
});
on("world", draw);
