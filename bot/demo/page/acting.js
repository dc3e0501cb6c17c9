// Whom this window acts as: shown at the top, with a list of everybody whom one can be, and one's language.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { languageChoice, languageOf } from "./languages.js";
import { avatar } from "./people.js";
import { popup } from "./popup.js";
import { become } from "./session.js";
import { on, state } from "./state.js";

const title = el("span", { class: "quiet" });
const myself = () => state.people.find((person) => person.id === state.me);

function drawActing() {
  const me = myself();
  if (!me) return;
  drawTitle();
  const picker = button(
    {
      class: "acting-as",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      data: { testid: "acting-as", person: me.user },
    },
    avatar(me.name, me.colour),
    el(
      "span",
      { class: "acting-text" },
      el("span", { class: "quiet" }, "Acting as "),
      el("strong", {}, me.name),
      " ",
      title,
    ),
    icon("down"),
  );
  picker.addEventListener("click", () => openPicker(picker));
  document.getElementById("acting").replaceChildren(picker);
}

function drawTitle() {
  title.replaceChildren(...titleOf(myself()));
}

/** What somebody is here, and their language if it is not the one that all begin with. */
function titleOf(person) {
  const language = languageOf(person.id);
  return [
    el("span", { class: "acting-title" }, person.title, language && " · "),
    language && el("span", { class: "acting-language" }, language),
  ].filter(Boolean);
}

function openPicker(trigger) {
  const close = popup(
    trigger,
    el("div", {}, cast(() => close()), languageChoice(myself().name, () => close())),
    { label: "Acting as" },
  );
}

function cast(close) {
  return el(
    "ul",
    { class: "cast" },
    state.people.map((person) =>
      el(
        "li",
        {},
        button(
          {
            class: "cast-person",
            "aria-pressed": String(person.id === state.me),
            data: { testid: `act-as-${person.user}` },
            on: { click: () => (close(), become(person.user)) },
          },
          avatar(person.name, person.colour),
          el("span", {}, el("strong", {}, person.name), el("span", { class: "quiet" }, ...titleOf(person))),
        ),
        el(
          "a",
          {
            class: "icon-button",
            href: `#as=${person.user}`,
            target: "_blank",
            rel: "noopener",
            "aria-label": `Open a second window as ${person.name}`,
            title: `Open a second window as ${person.name}`,
          },
          icon("window"),
        ),
      ),
    ),
  );
}

on("hello", drawActing);
on("channels", drawTitle);
