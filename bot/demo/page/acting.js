// Whom this window acts as: shown at the top, with a list of everybody whom one can be.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { popup } from "./popup.js";
import { become } from "./session.js";
import { on, state } from "./state.js";

function drawActing() {
  const me = state.people.find((person) => person.id === state.me);
  if (!me) return;
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
      el("span", { class: "acting-title" }, ` ${me.title}`),
    ),
    icon("down"),
  );
  picker.addEventListener("click", () => openPicker(picker));
  document.getElementById("acting").replaceChildren(picker);
}

function openPicker(trigger) {
  const close = popup(
    trigger,
    el(
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
            el("span", {}, el("strong", {}, person.name), el("span", { class: "quiet" }, person.title)),
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
    ),
    { label: "Acting as" },
  );
}

on("hello", drawActing);
