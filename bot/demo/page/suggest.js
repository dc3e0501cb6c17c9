// A text box with suggestions: arrow keys to move, Enter or Tab to take one.

import { el, freshId } from "./dom.js";

const ASK_AFTER_MS = 120;

/**
 * `source(typed)` gives (or promises) `[{name, value}]`. With `isFree`, what is typed counts too; else only what was
 * taken from the list. Returns the element, its input, and `read()`: the value, undefined for none.
 */
export function suggest({ label, id, source, isFree = false, required = false, placeholder = "" }) {
  const listId = freshId("suggestions");
  const list = el("ul", { class: "suggestions", role: "listbox", id: listId, "aria-label": label, hidden: true });
  const input = el("input", {
    id,
    type: "text",
    class: "suggest-input",
    role: "combobox",
    placeholder,
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": listId,
    "aria-expanded": "false",
    "aria-required": String(required),
  });
  let options = [];
  let at = -1;
  let taken;
  let asked = 0;
  let timer;

  const hide = () => {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    at = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) input.setAttribute("aria-activedescendant", `${listId}-${at}`);
  };

  const take = (index) => {
    taken = options[index];
    input.value = taken.name;
    hide();
  };

  const show = async () => {
    asked += 1;
    const mine = asked;
    const found = (await source(input.value.trim())) ?? [];
    if (mine !== asked || document.activeElement !== input) return;
    options = found;
    list.replaceChildren(
      ...options.map((option, index) =>
        el(
          "li",
          {
            role: "option",
            id: `${listId}-${index}`,
            on: {
              // Before the input loses the focus, which closes the list.
              pointerdown: (event) => {
                event.preventDefault();
                take(index);
              },
            },
          },
          option.name,
          option.note && el("span", { class: "quiet" }, option.note),
        ),
      ),
    );
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(options.length > 0 ? 0 : -1);
  };

  input.addEventListener("input", () => {
    taken = undefined;
    clearTimeout(timer);
    timer = setTimeout(show, ASK_AFTER_MS);
  });
  input.addEventListener("focus", show);
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      mark((at + step + options.length) % options.length);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      hide();
    } else if (
      (event.key === "Enter" || event.key === "Tab") &&
      at >= 0 &&
      !(event.key === "Tab" && input.value === "")
    ) {
      if (event.key === "Enter") event.preventDefault();
      event.stopPropagation();
      take(at);
    }
  });

  const read = () => {
    const typed = input.value.trim();
    if (typed === "") return undefined;
    const named = taken ?? options.find((option) => option.name.toLocaleLowerCase() === typed.toLocaleLowerCase());
    return named ? named.value : isFree ? typed : undefined;
  };
  return { element: el("div", { class: "suggest" }, input, list), input, read };
}
