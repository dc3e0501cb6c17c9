// Embeds, attachments and pictures. A picture from outside is a link: the page loads nothing from elsewhere.

import { cssColour, el, imageAddress, outsideLink } from "./dom.js";
import { icon } from "./icons.js";
import { inline, markdown } from "./markdown.js";
import { size } from "./size.js";
import { moment } from "./time.js";

/** One embed. `files` are the message's attachments, which an embed may show as `attachment://name`. */
export function embed(data, files) {
  const box = el(
    "article",
    { class: "embed" },
    heading("embed-author", data.author?.name, data.author?.url),
    heading("embed-title", data.title && inline(data.title), data.url),
    data.description && el("div", { class: "markdown" }, markdown(data.description)),
    data.fields?.length > 0 && fields(data.fields),
    data.image && picture(data.image.url, "", files),
    data.thumbnail && el("div", { class: "embed-thumbnail" }, picture(data.thumbnail.url, "", files)),
    (data.footer || data.timestamp) && footer(data),
  );
  const colour = cssColour(data.color);
  if (colour) box.style.setProperty("--bar", colour);
  return box;
}

function heading(kind, text, address) {
  return text && el("p", { class: kind }, address ? outsideLink(address, text) : text);
}

function fields(all) {
  return el(
    "dl",
    { class: "embed-fields" },
    all.map((field) =>
      el(
        "div",
        { class: field.inline ? "embed-field inline" : "embed-field" },
        el("dt", {}, inline(field.name)),
        el("dd", { class: "markdown" }, markdown(field.value)),
      ),
    ),
  );
}

function footer(data) {
  return el(
    "p",
    { class: "embed-footer" },
    data.footer?.text,
    data.footer?.text && data.timestamp && " · ",
    data.timestamp && moment(Date.parse(data.timestamp)),
  );
}

/** A picture that this process serves; a link to one that it does not. */
export function picture(address, description, files = []) {
  const attached = /^attachment:\/\/(.+)$/.exec(address);
  const file = attached && files.find((one) => one.filename === attached[1]);
  const source = attached ? file?.url : address;
  const shown = source && imageAddress(source);
  const alt = description || file?.description || "Picture";
  if (shown) return el("img", { class: "picture", src: shown, alt, loading: "lazy" });
  return el("p", { class: "quiet" }, "Picture: ", outsideLink(address, description || address));
}

/** An attachment: a picture in place, anything else to download. */
export function attachment(file) {
  const address = imageAddress(file.url);
  if (address && /^image\/(png|jpeg|gif|webp)$/.test(file.content_type ?? "")) {
    return el(
      "a",
      { class: "attachment-picture", href: address, target: "_blank", rel: "noopener" },
      picture(file.url, file.filename),
    );
  }
  return el(
    "p",
    { class: "attachment" },
    icon("file"),
    address ? el("a", { href: address, download: file.filename }, file.filename) : el("span", {}, file.filename),
    el("span", { class: "quiet" }, size(file.size)),
  );
}
