// Discord's Markdown as elements: text in, nodes out, and never any markup from the text itself.

import { button, el, outsideLink, shortened } from "./dom.js";
import { nameOf } from "./people.js";
import { channelOf, isThread, on, state } from "./state.js";
import { moment } from "./time.js";

const DEEPEST = 12;

const FENCE = /```(?:([\w+#.-]{1,20})\n)?\n?([\s\S]+?)\n?```\n?/y;

/** What a line may begin with: a pattern that is tried at its start, and what it becomes. */
const BLOCKS = [
  [/>>> ([\s\S]+)/y, ([, quoted], depth) => el("blockquote", {}, markdown(quoted, depth + 1))],
  [
    /(?:> .*(?:\n|$))+/y,
    ([lines], depth) => el("blockquote", {}, markdown(lines.replace(/^> /gm, "").replace(/\n$/, ""), depth + 1)),
  ],
  [
    /(#{1,3}) +(.+)(?:\n|$)/y,
    ([, marks, title], depth) => el("p", { class: `heading heading-${marks.length}` }, inline(title, depth + 1)),
  ],
  [/-# +(.+)(?:\n|$)/y, ([, text], depth) => el("p", { class: "subtext" }, inline(text, depth + 1))],
  [
    / {0,8}(?:[-*]|\d{1,9}\.) +.+(?:\n(?: *(?:[-*]|\d{1,9}\.) +| {2,}\S).*)*(?:\n|$)/y,
    ([lines], depth) => list(lines, depth + 1),
  ],
];

/** What may stand within a line. A pattern that gives null did not mean it: its first character is text. */
const INLINE = [
  [/\\([^A-Za-z0-9\s])/y, ([, character]) => character],
  [/(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y, ([, , code]) => el("code", {}, code.replace(/^ (.*) $/s, "$1"))],
  [/\|\|([\s\S]+?)\|\|/y, ([, hidden], depth) => spoiler(inline(hidden, depth + 1))],
  [/\*\*\*([\s\S]+?)\*\*\*(?!\*)/y, ([, text], depth) => el("em", {}, el("strong", {}, inline(text, depth + 1)))],
  [/\*\*([\s\S]+?)\*\*(?!\*)/y, ([, text], depth) => el("strong", {}, inline(text, depth + 1))],
  [/__([\s\S]+?)__(?!_)/y, ([, text], depth) => el("u", {}, inline(text, depth + 1))],
  [
    /\*(?=[^\s*])((?:\*\*|\\[\s\S]|[^*\\])+?)\*(?!\*)/y,
    ([, text], depth) => el("em", {}, inline(text, depth + 1)),
  ],
  [
    /_([^_\s](?:[^_]*[^_\s])?)_(?![A-Za-z0-9])/y,
    ([, text], depth, before) => (/\w/.test(before) ? null : el("em", {}, inline(text, depth + 1))),
  ],
  [/~~([\s\S]+?)~~/y, ([, text], depth) => el("s", {}, inline(text, depth + 1))],
  [
    /\[([^[\]\n]+)\]\(<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/iy,
    ([, text, address], depth) => outsideLink(address, inline(text, depth + 1)),
  ],
  [/<(https?:\/\/[^\s<>]+)>/iy, ([, address]) => addressLink(address)],
  [/https?:\/\/[^\s<>]*[^\s<>.,:;"'!?)\]|*_~]/iy, ([address]) => addressLink(address)],
  [/<@!?(\d+)>/y, ([, id]) => memberMention(id)],
  [/<@&(\d+)>/y, ([, id]) => el("span", { class: "mention" }, `@${state.roles[id] ?? "deleted role"}`)],
  [/<#(\d+)>/y, ([, id]) => channelMention(id)],
  [/<\/([^:<>\n]{1,100}):\d+>/y, ([, name]) => el("span", { class: "mention" }, `/${name}`)],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, ([, seconds, style]) => moment(Number(seconds) * 1_000, style)],
  [/<a?(:\w{2,32}:)\d+>/y, ([, name]) => name],
  [/@(?:everyone|here)\b/y, ([whom]) => el("span", { class: "mention" }, whom)],
];

const PLAIN = /[^\\`|*_~[<@hH]+/y;
const JUMP = /^https?:\/\/(?:\w+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/;

/** A whole text, with its blocks. */
export function markdown(text, depth = 0) {
  const nodes = document.createDocumentFragment();
  let paragraph = "";
  const finish = () => {
    const shown = paragraph.replace(/^\n|\n$/g, "");
    if (shown) nodes.append(el("div", { class: "text" }, inline(shown, depth + 1)));
    paragraph = "";
  };
  let at = 0;
  while (at < text.length) {
    const fence = matchAt(FENCE, text, at);
    if (fence) {
      finish();
      nodes.append(
        el(
          "pre",
          { tabindex: "0", "aria-label": fence[1] ? `Code, ${fence[1]}` : "Code" },
          el("code", {}, fence[2]),
        ),
      );
      at += fence[0].length;
      continue;
    }
    const atLineStart = at === 0 || text[at - 1] === "\n";
    const [block, make] = (atLineStart && depth < DEEPEST && firstMatch(BLOCKS, text, at)) || [];
    if (block) {
      finish();
      nodes.append(make(block, depth));
      at += block[0].length;
      continue;
    }
    const lineEnd = text.indexOf("\n", at);
    const nextFence = text.indexOf("```", at + 1);
    let end = lineEnd === -1 ? text.length : lineEnd + 1;
    if (nextFence !== -1 && nextFence < end) end = nextFence;
    paragraph += text.slice(at, end);
    at = end;
  }
  finish();
  return nodes;
}

/** A text without blocks: a title, a label. */
export function inline(text, depth = 0) {
  const nodes = document.createDocumentFragment();
  if (depth > DEEPEST) {
    nodes.append(text);
    return nodes;
  }
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const run = matchAt(PLAIN, text, at);
    if (run) {
      plain += run[0];
      at += run[0].length;
      continue;
    }
    const [found, make] = firstMatch(INLINE, text, at) ?? [];
    const made = found ? make(found, depth, text[at - 1] ?? "") : null;
    if (made === null) {
      plain += text[at];
      at += 1;
      continue;
    }
    nodes.append(plain, made);
    plain = "";
    at += found[0].length;
  }
  nodes.append(plain);
  return nodes;
}

/** The text alone, on one line, for a quote or a label. */
export function plainText(text) {
  return markdownText(inline(text.replace(/```\w*\n?/g, " ").replace(/\s+/g, " ")));
}

function markdownText(nodes) {
  for (const hidden of nodes.querySelectorAll(".spoiler")) hidden.replaceWith("▇▇▇");
  return nodes.textContent.trim();
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function firstMatch(rules, text, at) {
  for (const [pattern, make] of rules) {
    const found = matchAt(pattern, text, at);
    if (found) return [found, make];
  }
  return null;
}

function list(lines, depth) {
  const top = document.createDocumentFragment();
  const open = [];
  for (const line of lines.replace(/\n$/, "").split("\n")) {
    const [, spaces, mark, text] = /^( *)(?:([-*]|\d+\.) +)?(.*)$/.exec(line);
    if (mark === undefined) {
      open.at(-1).list.lastElementChild.append("\n", inline(text, depth));
      continue;
    }
    const indent = spaces.length;
    const tag = /\d/.test(mark) ? "ol" : "ul";
    while (open.length > 1 && indent < open.at(-1).indent) open.pop();
    const last = open.at(-1);
    const isDeeper = last && indent > last.indent;
    if (isDeeper || last?.list.localName !== tag) {
      if (!isDeeper) open.pop();
      const made = el(tag, tag === "ol" ? { start: parseInt(mark, 10) } : {});
      (open.at(-1)?.list.lastElementChild ?? top).append(made);
      open.push({ indent, list: made });
    }
    open.at(-1).list.append(el("li", {}, inline(text, depth)));
  }
  return top;
}

function spoiler(content) {
  const hidden = el("span", { class: "spoiler-content", inert: true }, content);
  const cover = el(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler: reveal" },
    hidden,
  );
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.replaceWith(el("span", { class: "spoiler-open" }, ...hidden.childNodes));
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  return cover;
}

function memberMention(id) {
  const mention = button({ class: "mention", data: { member: id } });
  label(mention);
  return mention;
}

function channelMention(id, message) {
  const mention = button({ class: "mention", data: message ? { channel: id, message } : { channel: id } });
  label(mention);
  return mention;
}

function label(mention) {
  const { member, channel: id, message } = mention.dataset;
  const channel = channelOf(id);
  const place = !channel ? "#unknown" : isThread(channel) ? shortened(channel.name) : `#${channel.name}`;
  const text = member ? `@${nameOf(member)}` : message ? `${place} › message` : place;
  mention.disabled = !member && !channel;
  if (channel) mention.title = channel.name;
  if (mention.textContent !== text) mention.textContent = text;
}

// A message may name a thread before the list of channels does.
on("channels", () => document.querySelectorAll("button.mention").forEach(label));

function addressLink(address) {
  const jump = JUMP.exec(address);
  return jump && channelOf(jump[1]) ? channelMention(jump[1], jump[2]) : outsideLink(address, address);
}
