// Slash commands: the picker that opens on `/`, and the line in which a command's options are filled in.

import { channelChoices, memberChoices } from "./choice.js";
import { button, el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { act, ask } from "./session.js";
import { state } from "./state.js";
import { suggest } from "./suggest.js";

const SUBCOMMAND = 1;
const GROUP = 2;
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const NUMBER = 10;

/** All commands that can be used here, subcommands spelled out: `{name, description, options}`. */
function usable() {
  const flat = (command, prefix) => {
    const name = prefix ? `${prefix} ${command.name}` : command.name;
    const inner = (command.options ?? []).filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
    if (inner.length > 0) return inner.flatMap((option) => flat(option, name));
    return [{ name, description: command.description, options: command.options ?? [] }];
  };
  return state.commands.slash.flatMap((command) => flat(command, ""));
}

/** The picker over a text box. `onPick(command)` is called with the chosen one. */
export class CommandPicker {
  constructor(input, onPick) {
    this._input = input;
    this._onPick = onPick;
    this._id = freshId("commands");
    this._found = [];
    this._at = 0;
    this.element = el("ul", {
      class: "command-list",
      role: "listbox",
      id: this._id,
      "aria-label": "Commands",
      hidden: true,
      data: { testid: "commands" },
    });
    input.setAttribute("aria-controls", this._id);
    input.setAttribute("aria-autocomplete", "list");
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Show what fits the text so far, or hide. */
  update() {
    const typed = /^\/([\w -]{0,64})$/.exec(this._input.value)?.[1].toLowerCase().trim();
    this._found = typed === undefined ? [] : matching(typed);
    this._at = 0;
    this.element.replaceChildren(...this._found.map((command, index) => this._item(command, index)));
    this.element.hidden = this._found.length === 0;
    this._mark();
  }

  /** Whether the key was for the picker. */
  handle(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this._at = (this._at + step + this._found.length) % this._found.length;
      this._mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      this._onPick(this._found[this._at]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  close() {
    this.element.hidden = true;
    this._input.removeAttribute("aria-activedescendant");
  }

  _item(command, index) {
    return el(
      "li",
      {
        role: "option",
        id: `${this._id}-${index}`,
        data: { command: command.name },
        on: {
          pointerdown: (event) => {
            event.preventDefault();
            this._onPick(command);
          },
        },
      },
      el("strong", {}, `/${command.name}`),
      el("span", { class: "quiet" }, command.options.map((option) => option.name).join(" ")),
      el("span", { class: "command-note" }, command.description),
    );
  }

  _mark() {
    [...this.element.children].forEach((item, index) =>
      item.setAttribute("aria-selected", String(index === this._at)),
    );
    this.element.children[this._at]?.scrollIntoView({ block: "nearest" });
    if (this.isOpen) this._input.setAttribute("aria-activedescendant", `${this._id}-${this._at}`);
    else this._input.removeAttribute("aria-activedescendant");
  }
}

/** First those whose name begins like this, then those that have all the words somewhere. */
function matching(typed) {
  const words = typed.split(/\s+/);
  const fits = (command) =>
    words.every((word) => `${command.name} ${command.description}`.toLowerCase().includes(word));
  const rank = (command) => (command.name.startsWith(typed) ? 0 : command.name.includes(typed) ? 1 : 2);
  return usable()
    .filter(fits)
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

/** The line of a chosen command, with its options. `onDone()` is called when it was sent or given up. */
export function commandLine(command, onDone) {
  const options = [...command.options].sort(
    (one, other) => Number(other.required ?? false) - Number(one.required ?? false),
  );
  const fields = options.map((option) => optionField(option, command, () => valuesOf(fields)));
  const problem = el("p", { class: "problem", role: "alert" });
  const run = el(
    "button",
    { type: "submit", class: "icon-button", "aria-label": `Run /${command.name}`, title: "Run" },
    icon("send"),
  );
  const form = el(
    "form",
    { class: "command", novalidate: true, "aria-label": `/${command.name}`, data: { testid: "command" } },
    el(
      "p",
      { class: "command-head" },
      el("strong", { class: "command-name" }, `/${command.name}`),
      el("span", { class: "command-note" }, command.description),
    ),
    fields.length > 0 &&
      el(
        "div",
        { class: "command-options" },
        fields.map((field) => field.element),
      ),
    el(
      "div",
      { class: "command-buttons" },
      button(
        { class: "icon-button", "aria-label": "Cancel the command", title: "Cancel", on: { click: onDone } },
        icon("close"),
      ),
      run,
    ),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = fields.find((field) => field.problem());
    if (missing) {
      problem.textContent = missing.problem();
      missing.input.focus();
      return;
    }
    const values = valuesOf(fields);
    onDone();
    act({ do: "slash", channel: state.current, name: command.name, options: values });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onDone();
  });
  return { element: form, focus: () => (fields[0]?.input ?? run).focus() };
}

function valuesOf(fields) {
  return Object.fromEntries(
    fields.map((field) => [field.name, field.read()]).filter(([, value]) => value !== undefined),
  );
}

function optionField(option, command, others) {
  const id = freshId("option");
  const required = Boolean(option.required);
  const box =
    (option.type === INTEGER || option.type === NUMBER) && !option.choices && !option.autocomplete
      ? numberBox(option, id)
      : suggest({
          label: option.name,
          id,
          required,
          placeholder: option.description,
          isFree: !option.choices && ![BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE].includes(option.type),
          source: sourceOf(option, command, others),
        });
  box.input.dataset.testid = `option-${option.name}`;
  return {
    name: option.name,
    input: box.input,
    read: box.read,
    problem() {
      if (box.input.value.trim() === "")
        return required ? `${option.name} is missing: ${option.description}` : null;
      return box.read() === undefined || !box.input.checkValidity()
        ? `${option.name} does not fit: ${option.description}`
        : null;
    },
    element: el(
      "div",
      { class: required ? "option-field" : "option-field optional" },
      el("label", { for: id }, option.name, !required && el("span", { class: "quiet" }, " optional")),
      box.element,
    ),
  };
}

function numberBox(option, id) {
  const input = el("input", {
    id,
    type: "number",
    min: option.min_value,
    max: option.max_value,
    step: option.type === INTEGER ? 1 : "any",
    placeholder: option.description,
    "aria-required": String(Boolean(option.required)),
  });
  return {
    element: input,
    input,
    read: () => (Number.isNaN(input.valueAsNumber) ? undefined : input.valueAsNumber),
  };
}

/** Where the suggestions of an option come from. */
function sourceOf(option, command, others) {
  if (option.autocomplete) {
    return async (value) => {
      const options = others();
      delete options[option.name];
      const reply = await ask({
        do: "complete",
        channel: state.current,
        name: command.name,
        option: option.name,
        value,
        options,
      }).catch(() => null);
      return reply?.choices;
    };
  }
  const roles = () => Object.entries(state.roles).map(([value, name]) => ({ name: `@${name}`, value }));
  const members = () =>
    memberChoices().map(({ label, value, description }) => ({ name: label, value, note: description }));
  const all = {
    [BOOLEAN]: () => [
      { name: "True", value: true },
      { name: "False", value: false },
    ],
    [USER]: members,
    [CHANNEL]: () => channelChoices(option.channel_types).map(({ label, value }) => ({ name: label, value })),
    [ROLE]: roles,
    [MENTIONABLE]: () => [...members(), ...roles()],
  }[option.type];
  return (typed) => {
    const choices = option.choices ?? all?.() ?? [];
    const wanted = typed.replace(/^[@#]/, "").toLowerCase();
    const fitting = choices.filter((one) => one.name.toLowerCase().includes(wanted));
    // What is taken already is no reason to hide what else there is.
    const taken = choices.find((one) => one.name.toLowerCase() === wanted);
    return taken ? [taken, ...choices.filter((one) => one !== taken)] : fitting;
  };
}
