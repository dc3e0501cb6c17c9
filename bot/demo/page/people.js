// People as they are shown: names, avatars, colours, badges.

import { cssColour, el } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./state.js";

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
