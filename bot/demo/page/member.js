// The menu of a member: the bot's commands for them, and becoming them.

import { button, el } from "./dom.js";
import { avatarOf, badges, nameOf } from "./people.js";
import { popup } from "./popup.js";
import { act, become } from "./session.js";
import { state } from "./state.js";

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
