// Forms in a dialog: the bot's modals and the page's own, with validation, trapped focus, and Escape to send nothing.

import { button, el, freshId } from "./dom.js";
import { fieldsFor } from "./fields.js";
import { icon } from "./icons.js";

const STOPS = "button:not(:disabled), a[href], input, textarea, [tabindex='0']";

/** Open a form with Discord's modal payload. `submit(values)` gets the answers by custom_id; its rejection is shown. */
export function openForm({ title, components }, submit, { verb = "Submit" } = {}) {
  const fields = fieldsFor(components);
  const heading = freshId("title");
  const failure = el("p", { class: "problem", role: "alert" });
  const send = el("button", { type: "submit", class: "button button-primary" }, verb);
  const form = el(
    "form",
    { class: "form", novalidate: true },
    el(
      "header",
      { class: "form-head" },
      el("h2", { id: heading }, title),
      button({ class: "icon-button", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("close")),
    ),
    el(
      "div",
      { class: "form-body" },
      fields.map((field) => field.element),
    ),
    el(
      "footer",
      { class: "form-foot" },
      failure,
      button({ class: "button button-plain", on: { click: () => dialog.close() } }, "Cancel"),
      send,
    ),
  );
  const dialog = el("dialog", { class: "modal", "aria-labelledby": heading, data: { testid: "modal" } }, form);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.getAttribute("aria-busy")) return;
    const asking = fields.filter((field) => field.customId !== undefined);
    const wrong = asking.map((field) => field.problem()).find((control) => control !== null);
    if (wrong) {
      wrong.focus();
      return;
    }
    failure.textContent = "";
    send.setAttribute("aria-busy", "true");
    try {
      await submit(await answers(asking));
      dialog.close();
    } catch (error) {
      failure.textContent = error.message;
    }
    send.removeAttribute("aria-busy");
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Tab") goRound(event, form);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".form-body :is(input, textarea, button)")?.focus();
}

/** Ask before something that cannot be undone. */
export function confirm({ title, sentence, verb }, then) {
  openForm({ title, components: [{ type: 10, content: sentence }] }, then, { verb });
}

/** From the last control on to the first, and back: otherwise the browser's own buttons come between. */
function goRound(event, form) {
  const stops = [...form.querySelectorAll(STOPS)].filter(
    (stop) => stop.type !== "radio" || isRadioStop(stop, form),
  );
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  other.focus();
}

/** Of radio buttons, only the chosen one can be reached by Tab; where none is chosen, the first. */
function isRadioStop(radio, form) {
  const group = [...form.querySelectorAll(`[name="${radio.name}"]`)];
  return radio === (group.find((one) => one.checked) ?? group[0]);
}

/** The answers by custom_id, without those that are empty by nature: nothing chosen, no file. */
async function answers(fields) {
  const values = {};
  for (const field of fields) {
    const value = await field.read();
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) values[field.customId] = value;
  }
  return values;
}
