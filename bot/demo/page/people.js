// People as they are shown: names, avatars, badges, the menu of a member, and who this window acts as.

import { button, cssColour, el } from "./dom.js";
import { icon } from "./icons.js";
import { popup } from "./popup.js";
import { act, become } from "./session.js";
import { on, state } from "./state.js";

/** The name of a member, or of the author of a message who has left. */
export function nameOf(id, author) {
  return state.members[id]?.name ?? author?.global_name ?? author?.username ?? "unknown member";
}

/** A round picture: the first letter on the member's colour, a signpost for the bot. */
export function avatar(name, colour, isBot = false) {
  const picture = isBot
    ? el("span", { class: "avatar avatar-bot", "aria-hidden": "true" }, icon("signpost"))
    : el("span", { class: "avatar", "aria-hidden": "true", data: { letter: [...name][0] ?? "?" } });
  tint(picture, colour);
  return picture;
}

export function avatarOf(id, author) {
  const member = state.members[id];
  return avatar(nameOf(id, author), member?.colour, member?.bot ?? author?.bot);
}

/** Give an element a person's colour; the style sheet makes it readable. */
export function tint(element, colour) {
  const css = cssColour(colour);
  if (css === null) return element;
  element.classList.add("tinted");
  element.style.setProperty("--tint", css);
  return element;
}

/** What stands beside a name: that it is a bot, and the rank that reputation has earned. */
export function badges(id, author) {
  const member = state.members[id];
  return [
    (member?.bot ?? author?.bot) && el("span", { class: "badge badge-bot" }, "Bot"),
    member?.rank && el("span", { class: "badge badge-rank" }, member.rank),
  ];
}

/** What one can do with a member: their context menus, and becoming them. */
export function openMemberMenu(trigger, id) {
  const name = nameOf(id);
  const person = state.people.find((one) => one.id === id);
  const close = popup(
    trigger,
    el(
      "div",
      { class: "menu" },
      el(
        "div",
        { class: "menu-head" },
        avatarOf(id),
        el("div", {}, el("strong", {}, name), ...badges(id), person && el("p", { class: "quiet" }, person.title)),
      ),
      state.commands.member_menus.map((menu) =>
        button(
          { on: { click: () => (close(), act({ do: "menu", channel: state.current, name: menu, member: id })) } },
          menu,
        ),
      ),
      person &&
        person.id !== state.me &&
        button({ on: { click: () => (close(), become(person.user)) } }, `Act as ${name}`),
    ),
    { label: name },
  );
}

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
