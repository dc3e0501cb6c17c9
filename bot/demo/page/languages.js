// The language in which Discord speaks to a person: how it is called, and the choice of another.

import { choice } from "./choice.js";
import { el, freshId } from "./dom.js";
import { act } from "./session.js";
import { state } from "./state.js";

/** Discord's own, where nothing was chosen. */
const FIRST = "en-US";

/** What a language calls itself; null for Discord's own and for who is not known yet. */
export function languageOf(id) {
  const locale = state.members[id]?.locale;
  return locale && locale !== FIRST ? nameOf(locale) : null;
}

/** Where the person that one acts as chooses. `onChosen()` is called as soon as it is sent. */
export function languageChoice(name, onChosen) {
  const chosen = state.languages.find(({ locale }) => locale === state.members[state.me]?.locale);
  const id = freshId("language");
  const { element } = choice({
    label: "Language",
    labelledBy: id,
    choices: state.languages.map(({ locale, spoken }) => ({
      value: locale,
      label: nameOf(locale),
      description: !spoken && "The bot does not speak it",
      chosen: locale === chosen?.locale,
    })),
    onChoose: ([locale]) => {
      onChosen();
      act({ do: "language", locale });
    },
  });
  element.dataset.testid = "language";
  return el(
    "div",
    { class: "language" },
    el("p", { class: "language-line" }, el("span", { id }, `Discord speaks to ${name} in`), element),
    el(
      "p",
      { class: "quiet" },
      chosen?.spoken === false
        ? `The bot does not speak it: ${name} gets English.`
        : `The bot follows in what only ${name} reads, and in ${name}'s tickets.`,
    ),
  );
}

function nameOf(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
