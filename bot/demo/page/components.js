// A message's components: buttons, selects, and the layout kinds of Components V2.

import { choice, choicesFor } from "./choice.js";
import { button, cssColour, el, outsideLink, webAddress } from "./dom.js";
import { attachment, picture } from "./embeds.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { act } from "./session.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };
const LINK = 5;

const KINDS = {
  1: (row, message) => el("div", { class: "row" }, components(row.components, message)),
  2: press,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: (text) => el("div", { class: "markdown" }, markdown(text.content)),
  11: (thumbnail, message) =>
    el(
      "div",
      { class: "thumbnail" },
      hidable(thumbnail, picture(thumbnail.media.url, thumbnail.description, message.attachments)),
    ),
  12: gallery,
  13: file,
  14: (separator) =>
    el("hr", { class: separator.divider === false ? "gap" : "", data: { spacing: separator.spacing ?? 1 } }),
  17: container,
};

/** The elements of a message's components; a kind that is not known is left out. */
export function components(list, message) {
  return list
    .filter((component) => component.type in KINDS)
    .map((component) => KINDS[component.type](component, message));
}

/** An emoji as text: Discord's own ones have no picture here. */
export function emojiText(emoji) {
  if (!emoji?.name) return "";
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}

function press(data, message) {
  const face = [emojiText(data.emoji), data.label].filter(Boolean).join(" ");
  if (data.style === LINK && !data.disabled && webAddress(data.url)) {
    const link = outsideLink(data.url, face, icon("window"));
    link.className = "button button-link";
    return link;
  }
  const made = button(
    { class: `button button-${STYLES[data.style]}`, disabled: data.disabled, data: { customId: data.custom_id } },
    face,
  );
  made.addEventListener("click", async () => {
    if (made.getAttribute("aria-busy")) return;
    made.setAttribute("aria-busy", "true");
    await act({ do: "click", channel: message.channel_id, message: message.id, custom_id: data.custom_id });
    made.removeAttribute("aria-busy");
  });
  return made;
}

function select(data, message) {
  return choice({
    label: data.placeholder || "Choose",
    choices: choicesFor(data),
    min: data.min_values ?? 1,
    max: data.max_values ?? 1,
    disabled: data.disabled,
    customId: data.custom_id,
    onChoose: (values) =>
      act({ do: "select", channel: message.channel_id, message: message.id, custom_id: data.custom_id, values }),
  }).element;
}

function section(data, message) {
  return el(
    "div",
    { class: "section" },
    el("div", { class: "section-text" }, components(data.components, message)),
    data.accessory && components([data.accessory], message),
  );
}

function gallery(data, message) {
  return el(
    "div",
    { class: "gallery" },
    data.items.map((item) => hidable(item, picture(item.media.url, item.description, message.attachments))),
  );
}

function file(data, message) {
  const name = /^attachment:\/\/(.+)$/.exec(data.file.url)?.[1];
  const attached = message.attachments.find((one) => one.filename === name);
  return hidable(
    data,
    attached ? attachment(attached) : el("p", { class: "quiet" }, data.name ?? name ?? "A file"),
  );
}

function container(data, message) {
  const box = el("div", { class: "container" }, components(data.components, message));
  const colour = cssColour(data.accent_color);
  if (colour) box.style.setProperty("--bar", colour);
  return hidable(data, box);
}

/** Behind a button where the bot marked it as a spoiler. */
function hidable(data, content) {
  if (!data.spoiler) return content;
  const reveal = button({ class: "button button-secondary" }, icon("eye"), "Show the spoiler");
  reveal.addEventListener("click", () => reveal.replaceWith(content));
  return reveal;
}
