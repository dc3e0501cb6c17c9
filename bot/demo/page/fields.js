// What a form asks for: one field for each component that Discord allows in a modal, with what was answered.

import { choice, choicesFor } from "./choice.js";
import { el, freshId } from "./dom.js";
import { markdown } from "./markdown.js";
import { size } from "./size.js";
import { inBase64, uploadProblem } from "./uploads.js";

const ROW = 1;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const PARAGRAPH = 2;

const KINDS = {
  3: selectField,
  4: textField,
  5: selectField,
  6: selectField,
  7: selectField,
  8: selectField,
  19: fileField,
  21: radioField,
  22: checkboxGroupField,
  23: checkboxField,
};

/** The fields of a form's components. Each has an `element`; those that ask have `customId`, `problem()` and `read()`. */
export function fieldsFor(components) {
  return components.flatMap((component) => {
    if (component.type === TEXT_DISPLAY)
      return { element: el("div", { class: "markdown" }, markdown(component.content)) };
    if (component.type === LABEL) return asked(component.component, component.label, component.description);
    if (component.type === ROW) return component.components.map((child) => asked(child, child.label));
    return [];
  });
}

/** A field with its label, its description and the place where it says what is wrong. */
function asked(component, label, description) {
  const ids = {
    label: freshId("label"),
    control: freshId("control"),
    note: freshId("note"),
    problem: freshId("problem"),
  };
  const required = component.required ?? true;
  const field = KINDS[component.type]({
    component,
    label,
    required,
    ids,
    describedBy: `${ids.note} ${ids.problem}`,
  });
  const problem = el("p", { class: "problem", id: ids.problem });
  const grouped = field.isGroup === true;
  const marked = required && !field.neverEmpty ? "required" : "";
  return {
    customId: component.custom_id,
    read: field.read,
    element: el(
      grouped ? "fieldset" : "div",
      { class: "field", data: { field: label } },
      grouped
        ? el("legend", { id: ids.label, class: marked }, label)
        : el("label", { id: ids.label, for: ids.control, class: marked }, label),
      el("p", { class: "quiet", id: ids.note }, description),
      field.element,
      problem,
    ),
    /** Says what is wrong, shows it, and returns what to focus; null when all is well. */
    problem() {
      const sentence = field.problem();
      problem.textContent = sentence ?? "";
      for (const control of field.controls()) control.setAttribute("aria-invalid", String(Boolean(sentence)));
      return sentence ? field.controls()[0] : null;
    },
  };
}

function textField({ component, required, ids, describedBy }) {
  const { min_length: min = 0, max_length: max = 4_000 } = component;
  const common = {
    id: ids.control,
    maxlength: max ?? 4_000,
    placeholder: component.placeholder,
    "aria-required": String(required),
    "aria-describedby": describedBy,
    autocomplete: "off",
  };
  const isParagraph = component.style === PARAGRAPH;
  const input = isParagraph ? el("textarea", { ...common, rows: "4" }) : el("input", { ...common, type: "text" });
  input.value = component.value ?? "";
  const count = el("span", { class: "count", "aria-hidden": "true" });
  const tally = () => (count.textContent = `${input.value.length} / ${max ?? 4_000}`);
  input.addEventListener("input", tally);
  tally();
  return {
    element: el("div", { class: "counted" }, input, count),
    controls: () => [input],
    read: () => input.value,
    problem() {
      const { length } = input.value.trim();
      if (length === 0) return required ? "Please write something here." : null;
      return length < (min ?? 0) ? `Please write at least ${min} characters.` : null;
    },
  };
}

function selectField({ component, required, ids, describedBy }) {
  const { min_values: min = 1, max_values: max = 1 } = component;
  const select = choice({
    label: component.placeholder || "Choose",
    choices: choicesFor(component),
    min: required ? min : 0,
    max,
    labelledBy: ids.label,
    describedBy,
    customId: component.custom_id,
  });
  select.element.id = ids.control;
  return {
    element: select.element,
    controls: () => [select.element],
    read: select.read,
    problem: () => amountProblem(select.read().length, required, min, max),
  };
}

function radioField({ component, required, ids, describedBy }) {
  const { element, inputs } = ticks("radio", component.options, ids, describedBy);
  const read = () => inputs.find((input) => input.checked)?.value;
  return {
    isGroup: true,
    element,
    controls: () => inputs,
    read,
    problem: () => (required && read() === undefined ? "Please choose one." : null),
  };
}

function checkboxGroupField({ component, required, ids, describedBy }) {
  const { min_values: min = 1, max_values: max } = component;
  const { element, inputs } = ticks("checkbox", component.options, ids, describedBy);
  const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    isGroup: true,
    element,
    controls: () => inputs,
    read,
    problem: () => amountProblem(read().length, required, min, max ?? component.options.length),
  };
}

function checkboxField({ component, ids, describedBy }) {
  const input = el("input", {
    id: ids.control,
    type: "checkbox",
    checked: component.default,
    "aria-describedby": describedBy,
  });
  return {
    neverEmpty: true,
    element: el("div", { class: "tick" }, input),
    controls: () => [input],
    read: () => input.checked,
    problem: () => null,
  };
}

function fileField({ component, required, ids, describedBy }) {
  const { min_values: min = 1, max_values: max = 1 } = component;
  const input = el("input", {
    id: ids.control,
    type: "file",
    multiple: max > 1,
    "aria-required": String(required),
    "aria-describedby": describedBy,
  });
  const names = el("p", { class: "quiet" });
  input.addEventListener("change", () => {
    names.textContent = [...input.files].map((file) => `${file.name} (${size(file.size)})`).join(", ");
  });
  return {
    element: el("div", {}, input, names),
    controls: () => [input],
    read: () => inBase64([...input.files]),
    problem() {
      return uploadProblem([...input.files]) ?? amountProblem(input.files.length, required, min, max);
    },
  };
}

/** Radio buttons or checkboxes, one under the other. */
function ticks(type, options, ids, describedBy) {
  const inputs = options.map((option) =>
    el("input", {
      type,
      name: ids.control,
      value: option.value,
      checked: option.default,
      "aria-describedby": describedBy,
    }),
  );
  const element = el(
    "div",
    { class: "ticks" },
    options.map((option, index) =>
      el(
        "label",
        { class: "tick" },
        inputs[index],
        el("span", {}, option.label, option.description && el("span", { class: "quiet" }, option.description)),
      ),
    ),
  );
  return { element, inputs };
}

function amountProblem(amount, required, min, max) {
  if (amount === 0 && !required) return null;
  if (amount === 0) return max === 1 ? "Please choose one." : "Please choose at least one.";
  if (amount < min) return `Please choose at least ${min}.`;
  return amount > max ? `Please choose at most ${max}.` : null;
}
