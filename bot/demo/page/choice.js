// A select: a button that opens a list of choices to pick one or several from, with a filter where it is long.

import { button, el, freshId } from "./dom.js";
import { popup } from "./popup.js";
import { avatar } from "./people.js";
import { isThread, state } from "./state.js";

const FILTERED_FROM = 9;

const STRING = 3;
const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;
const CHANNEL = 8;

/** What Discord's select component offers, as `{value, label, description?, emoji?, colour?, chosen}`. */
export function choicesFor(component) {
  if (component.type === STRING) {
    return component.options.map((one) => ({ ...one, emoji: one.emoji?.name, chosen: one.default }));
  }
  const defaults = new Set((component.default_values ?? []).map((one) => one.id));
  return entities(component).map((one) => ({ ...one, chosen: defaults.has(one.value) }));
}

function entities({ type, channel_types: kinds }) {
  const members = memberChoices();
  const roles = Object.entries(state.roles).map(([value, name]) => ({ value, label: `@${name}` }));
  return {
    [USER]: members,
    [ROLE]: roles,
    [MENTIONABLE]: [...members, ...roles],
    [CHANNEL]: channelChoices(kinds),
  }[type];
}

export function memberChoices() {
  return Object.entries(state.members)
    .map(([value, member]) => ({
      value,
      label: member.name,
      description: member.rank,
      colour: member.colour,
      isMember: true,
    }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

const KINDS = { text: 0, dm: 1, thread: 11, private: 12, forum: 15 };

export function channelChoices(kinds) {
  return state.channels
    .filter((channel) => channel.kind !== "dm" && (!kinds?.length || kinds.includes(KINDS[channel.kind])))
    .map((channel) => ({ value: channel.id, label: isThread(channel) ? channel.name : `#${channel.name}` }));
}

/**
 * A select. `onChoose(values)` is called when one is picked or, where several can be, when the list closes.
 * Returns its element and `read()`, the values that are chosen.
 */
export function choice({
  label,
  choices,
  min = 1,
  max = 1,
  disabled = false,
  customId,
  labelledBy,
  describedBy,
  onChoose,
}) {
  const chosen = new Set(choices.filter((one) => one.chosen).map((one) => one.value));
  const id = freshId("choice");
  const face = el("span", { class: "choice-face", id });
  const element = button(
    {
      class: "choice",
      disabled,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": labelledBy ? `${labelledBy} ${id}` : false,
      "aria-describedby": describedBy,
      data: customId ? { customId } : {},
    },
    face,
    el("span", { class: "choice-arrow", "aria-hidden": "true" }, "▾"),
  );

  const draw = () => {
    const labels = choices.filter((one) => chosen.has(one.value)).map((one) => one.label);
    face.textContent = labels.join(", ") || label;
    face.classList.toggle("quiet", labels.length === 0);
  };

  element.addEventListener("click", () => {
    const before = [...chosen].join();
    let settled = false;
    const close = popup(element, options(toggle), {
      label,
      onClose: () => !settled && [...chosen].join() !== before && chosen.size >= min && onChoose?.([...chosen]),
    });

    function toggle(value, item) {
      if (max === 1) {
        const again = chosen.has(value);
        chosen.clear();
        if (!again || min > 0) chosen.add(value);
        settled = true;
        draw();
        close();
        onChoose?.([...chosen]);
        return;
      }
      if (chosen.has(value)) chosen.delete(value);
      else if (chosen.size < max) chosen.add(value);
      item.setAttribute("aria-selected", String(chosen.has(value)));
      draw();
    }
  });

  function options(toggle) {
    const list = el(
      "div",
      { role: "listbox", "aria-label": label, "aria-multiselectable": max > 1 ? "true" : false, class: "options" },
      choices.map((one) => option(one, chosen.has(one.value), toggle)),
      choices.length === 0 && el("p", { class: "quiet" }, "Nothing to choose from."),
    );
    if (choices.length < FILTERED_FROM) return list;
    const filter = el("input", {
      class: "filter",
      type: "search",
      placeholder: "Filter",
      "aria-label": "Filter",
      autocomplete: "off",
      data: { first: "" },
    });
    filter.addEventListener("input", () => {
      const typed = filter.value.trim().toLocaleLowerCase();
      for (const one of list.children) one.hidden = !one.textContent.toLocaleLowerCase().includes(typed);
    });
    return el("div", {}, filter, list);
  }

  draw();
  return { element, read: () => [...chosen] };
}

function option(one, isChosen, toggle) {
  const made = el(
    "div",
    {
      role: "option",
      tabindex: "-1",
      class: "option",
      "aria-selected": String(isChosen),
      data: { value: one.value },
    },
    one.isMember ? avatar(one.label, one.colour) : one.emoji && el("span", { class: "option-emoji" }, one.emoji),
    el(
      "span",
      {},
      el("span", { class: "option-label" }, one.label),
      one.description && el("span", { class: "quiet" }, one.description),
    ),
  );
  made.addEventListener("click", () => toggle(one.value, made));
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    toggle(one.value, made);
  });
  return made;
}
