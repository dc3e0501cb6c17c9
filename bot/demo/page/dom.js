// Makes elements: text is always text, so nothing that people or the bot write can become markup.

/** An element. Attributes: `on` is an object of listeners, `data` of data attributes, `true` sets, `false` leaves out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that submits nothing. */
export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

let made = 0;

/** An id that no other element has. */
export function freshId(word) {
  made += 1;
  return `${word}-${made}`;
}

/** The address if it is http or https, else null. */
export function webAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}

/** The address if the page's policy lets it be shown as an image: from this process, or inline; else null. */
export function imageAddress(text) {
  if (/^data:image\/(png|jpeg|gif|webp);/.test(text)) return text;
  const url = URL.canParse(text, location.href) ? new URL(text, location.href) : null;
  return url && url.origin === location.origin ? url.href : null;
}

/** A link to the outside, in a new window; its label as text where the address is not one for the web. */
export function outsideLink(address, ...label) {
  const href = webAddress(address);
  if (href === null) return el("span", {}, ...label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href }, ...label);
}

/** A name that fits into a line of text. */
export function shortened(name, longest = 36) {
  const characters = [...name];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : name;
}

/** Colours as Discord writes them, or as CSS does, for CSS; null for none. */
export function cssColour(colour) {
  if (typeof colour === "number" && colour > 0) return `#${colour.toString(16).padStart(6, "0")}`;
  return typeof colour === "string" && /^#[0-9a-f]{6}$/i.test(colour) ? colour : null;
}
