// The list of channels: server, text channels and forums with their threads, private threads, the direct messages.

import { button, el } from "./dom.js";
import { closeButton } from "./drawers.js";
import { icon } from "./icons.js";
import { act, goWhenListed } from "./session.js";
import { isThread, on, state } from "./state.js";

const THREADS_SHOWN = 6;

const place = () => document.getElementById("channels");
const unfolded = new Set();

function draw() {
  const tops = state.channels.filter((channel) => !isThread(channel) && channel.kind !== "dm");
  const direct = state.channels.find((channel) => channel.kind === "dm");
  const focused = document.activeElement?.closest?.("#channels [data-channel]")?.dataset.channel;
  const scroll = place().scrollTop;
  place().replaceChildren(
    el("p", { class: "server" }, state.server, closeButton("Close the channels")),
    el(
      "ul",
      { class: "channel-list", "aria-label": "Channels" },
      tops.flatMap((channel) => [entry(channel), threads(channel)]),
    ),
    el("p", { class: "channel-heading" }, "Direct messages"),
    el(
      "ul",
      { class: "channel-list", "aria-label": "Direct messages" },
      el("li", {}, direct ? link(direct) : openDirect()),
    ),
  );
  place().scrollTop = scroll;
  if (focused)
    place()
      .querySelector(`[data-channel="${CSS.escape(focused)}"]`)
      ?.focus({ preventScroll: true });
}

function entry(channel) {
  return el("li", {}, link(channel));
}

/** The live threads of a channel, the newest first, and those that need attention in any case. */
function threads(parent) {
  const all = state.channels.filter((channel) => isThread(channel) && channel.parent === parent.id);
  const live = all.filter((thread) => !thread.archived || thread.id === state.current).reverse();
  if (live.length === 0) return null;
  const isShort = live.length <= THREADS_SHOWN || unfolded.has(parent.id);
  const shown = isShort
    ? live
    : live.filter((thread, index) => index < THREADS_SHOWN || thread.unread || thread.id === state.current);
  return el(
    "li",
    {},
    el(
      "ul",
      { class: "thread-list", "aria-label": `Threads of ${parent.name}` },
      shown.map(entry),
      shown.length < live.length &&
        el(
          "li",
          {},
          button(
            { class: "more", on: { click: () => (unfolded.add(parent.id), draw()) } },
            `${live.length - shown.length} more`,
          ),
        ),
    ),
  );
}

function link(channel) {
  const isCurrent = channel.id === state.current;
  const unread = channel.unread > 0 && !isCurrent;
  return button(
    {
      class: unread ? "channel unread" : "channel",
      "aria-current": isCurrent ? "page" : false,
      title: channel.name,
      data: { channel: channel.id, testid: `channel-${channel.name}` },
    },
    icon(channel.kind),
    el("span", { class: "channel-name" }, channel.name),
    channel.kind === "private" && el("span", { class: "hidden-text" }, "private"),
    unread &&
      el("span", { class: "count" }, String(channel.unread), el("span", { class: "hidden-text" }, " unread")),
  );
}

function openDirect() {
  return button(
    {
      class: "channel",
      data: { testid: "channel-direct" },
      on: { click: () => act({ do: "direct" }).then((reply) => reply && goWhenListed(reply.channel)) },
    },
    icon("dm"),
    el("span", { class: "channel-name" }, state.bot?.name ?? "The bot"),
  );
}

on("channels", draw);
on("current", draw);
