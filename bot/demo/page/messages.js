// The list of messages: drawn by difference, older ones on scrolling up, at the bottom unless one has scrolled away.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { addThreadLink, messageElement } from "./message.js";
import { act, go } from "./session.js";
import { on, state } from "./state.js";
import { day } from "./time.js";
import { toast } from "./toast.js";
import { follow } from "./toolbar.js";

const GROUPED_MS = 7 * 60_000;
const NEAR_BOTTOM = 48;
const NEAR_TOP = 300;
const MOST_PAGES_BACK = 60;

const beginning = el("p", { class: "beginning" });
const log = el("div", {
  class: "log-list",
  role: "log",
  "aria-label": "Messages",
  "aria-relevant": "additions",
  data: { testid: "messages" },
});
const toBottom = button({ class: "to-bottom button button-primary", hidden: true }, "Newer messages ↓");
const scroller = el("div", { class: "scroller", tabindex: "-1" }, beginning, log);

/** By id: the element of each message, the JSON it was made of, its day, and the message that stood before it. */
const drawn = new Map();
let isStuck = true;
let lastTop = 0;
let wantedMessage = null;

/** The list, with what hovers over it. */
export function messageList(compose) {
  follow(log, compose);
  scroller.addEventListener("scroll", scrolled, { passive: true });
  log.addEventListener("keydown", moveFocus);
  toBottom.addEventListener("click", stick);
  new ResizeObserver(() => isStuck && toEnd()).observe(log);
  new ResizeObserver(() => isStuck && toEnd()).observe(scroller);
  return el("div", { class: "messages" }, scroller, toBottom);
}

/** Draw the eye to the newest button with this label. */
export function pointAt(label) {
  const buttons = [...log.querySelectorAll("button:not(:disabled)")];
  const found = buttons.findLast((one) => one.textContent.trim().endsWith(label));
  if (!found) return;
  isStuck = false;
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
  found.classList.add("pointed");
  found.addEventListener("animationend", () => found.classList.remove("pointed"), { once: true });
}

/** Go to a message, in this channel or another, loading what lies between. */
export function jump(channel, message) {
  wantedMessage = message;
  if (channel === state.current) seek();
  else go(channel);
}

function clear() {
  drawn.clear();
  log.replaceChildren();
  log.setAttribute("aria-busy", "true");
  isStuck = true;
  toBottom.hidden = true;
  beginning.hidden = true;
}

function draw({ reset, changed, removed }) {
  isStuck ||= isNearEnd();
  const anchor = isStuck ? null : firstInView();
  const ownId = changed.findLast((message) => !drawn.has(message.id) && isOurs(message))?.id;
  if (ownId && ownId === state.history.ids.at(-1) && !reset) isStuck = true;
  for (const id of removed) remove(id);
  for (const message of changed) put(message);
  arrange();
  beginning.hidden = state.history.hasOlder;
  if (isStuck) toEnd();
  else if (anchor) keep(anchor);
  if (!isStuck && !reset) toBottom.hidden = false;
  log.removeAttribute("aria-busy");
  if (wantedMessage) seek();
}

/** Written here, or the answer to what was done here. */
function isOurs(message) {
  return message.author.id === state.me || message.ephemeral || message.interaction_metadata?.user?.id === state.me;
}

function put(message) {
  const json = JSON.stringify(message);
  const before = drawn.get(message.id);
  if (before?.json === json) return;
  const element = messageElement(message);
  if (before) {
    const refocus = focusIn(before.element);
    before.element.replaceWith(element);
    refocus(element);
  }
  drawn.set(message.id, {
    json,
    element,
    message,
    midnight: new Date(message.timestamp).setHours(0, 0, 0, 0),
    after: null,
  });
}

/** What is focused in an element, to be focused again in the one that takes its place. */
function focusIn(element) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const customId = focused?.dataset.customId;
  return (next) => {
    if (!focused) return;
    const same = customId && next.querySelector(`[data-custom-id="${CSS.escape(customId)}"]:not(:disabled)`);
    (same ?? next).focus({ preventScroll: true });
  };
}

function remove(id) {
  const { element } = drawn.get(id) ?? {};
  if (!element) return;
  const neighbour = element.contains(document.activeElement)
    ? (element.nextElementSibling ?? element.previousElementSibling)
    : null;
  element.remove();
  neighbour?.focus({ preventScroll: true });
  drawn.delete(id);
}

/** Put the elements into order, and tell each whether it goes on what stands before it. */
function arrange() {
  let before = null;
  let next = log.firstElementChild;
  for (const id of state.history.ids) {
    const entry = drawn.get(id);
    if (entry.element === next) next = next.nextElementSibling;
    else log.insertBefore(entry.element, next);
    // Thousands of messages need nothing: what stands before them is what stood there.
    if (entry.after !== before?.message) follows(before, entry);
    entry.after = before?.message;
    before = entry;
  }
  const tabStop = log.querySelector('.message[tabindex="0"]') ?? log.lastElementChild;
  tabStop?.setAttribute("tabindex", "0");
}

/** Tell an element what stands before it: a day, another author, or the same one. */
function follows(before, { element, message, midnight }) {
  const isNewDay = before?.midnight !== midnight;
  if (isNewDay) element.dataset.day = day(midnight);
  else delete element.dataset.day;
  element.classList.toggle("grouped", !isNewDay && goesOn(before.message, message));
}

function goesOn(before, message) {
  return (
    before.author.id === message.author.id &&
    before.type === 0 &&
    message.type === 0 &&
    !message.interaction_metadata &&
    before.ephemeral === message.ephemeral &&
    Date.parse(message.timestamp) - Date.parse(before.timestamp) < GROUPED_MS
  );
}

// Scrolling

function isNearEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM;
}

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

function stick() {
  isStuck = true;
  toBottom.hidden = true;
  toEnd();
}

function scrolled() {
  const top = scroller.scrollTop;
  // Content that grows moves the bottom away without anybody having scrolled.
  if (isNearEnd()) stickQuietly();
  else if (top < lastTop) isStuck = false;
  lastTop = top;
  if (top < NEAR_TOP && !isStuck) loadOlder();
}

function stickQuietly() {
  isStuck = true;
  toBottom.hidden = true;
}

function loadOlder() {
  const { history } = state;
  if (!history.hasOlder || history.awaitingOlder) return;
  history.awaitingOlder = true;
  act({ do: "older", channel: state.current, before: history.ids[0] }).then((reply) => {
    if (reply === null) history.awaitingOlder = false;
  });
}

function firstInView() {
  const edge = scroller.getBoundingClientRect().top;
  for (const element of log.children) {
    const box = element.getBoundingClientRect();
    if (box.bottom > edge) return { element, offset: box.top - edge };
  }
  return null;
}

function keep({ element, offset }) {
  if (!element.isConnected) return;
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset;
}

let pagesBack = 0;

function seek() {
  const found = drawn.get(wantedMessage)?.element;
  if (found) {
    isStuck = false;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    found.classList.add("found");
    found.addEventListener("animationend", () => found.classList.remove("found"), { once: true });
  } else if (state.history.hasOlder && pagesBack < MOST_PAGES_BACK) {
    pagesBack += 1;
    isStuck = false;
    loadOlder();
    return;
  } else if (state.history.isLoaded) {
    toast("That message is not here any more.");
  } else {
    return;
  }
  wantedMessage = null;
  pagesBack = 0;
}

function moveFocus(event) {
  if (!event.target.matches(".message") || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const next = event.key === "ArrowUp" ? event.target.previousElementSibling : event.target.nextElementSibling;
  if (!next) return;
  event.target.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

on("current", clear);
on("messages", draw);
on("channels", () => {
  for (const { element, message } of drawn.values()) addThreadLink(element, message);
});
on("current", () => {
  const channel = state.channels.find((one) => one.id === state.current);
  if (!channel) return;
  beginning.replaceChildren(
    icon(channel.kind),
    el("strong", {}, channel.name),
    channel.kind === "dm"
      ? "Between you and the bot."
      : "This is where it begins. Write a message, or type / for a command.",
  );
});
