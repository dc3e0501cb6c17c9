// Puts the page together and begins.

import "./acting.js";
import "./channels.js";
import { compose, composer } from "./composer.js";
import { button, el } from "./dom.js";
import { Side } from "./drawers.js";
import { forumView, tagNames } from "./forum.js";
import { icon } from "./icons.js";
import { openMemberMenu } from "./member.js";
import { jump, messageList } from "./messages.js";
import { openForm } from "./modal.js";
import { fillPanel } from "./panel.js";
import { begin, go, settle } from "./session.js";
import { channelOf, currentChannel, isThread, on, state } from "./state.js";
import { startThread } from "./toolbar.js";

const byId = (id) => document.getElementById(id);
const body = byId("place-body");
const list = messageList(compose);

document.querySelector(".brand-mark").append(icon("signpost"));
byId("open-channels").append(icon("menu"));
byId("composer-place").append(...composer());

const channels = new Side(byId("channels"), byId("open-channels"), "(min-width: 761px)");
const panel = new Side(byId("panel"), byId("open-panel"), "(min-width: 1101px)");
fillPanel(byId("panel"), () => panel.dismiss());

function showPlace() {
  const channel = currentChannel();
  if (!channel) return;
  byId("place-name").replaceChildren(icon(channel.kind), channel.name);
  byId("place-note").replaceChildren(...notes(channel));
  const isForum = channel.kind === "forum";
  if (isForum) showForum(channel);
  else if (list.parentElement !== body) body.replaceChildren(list);
  byId("composer-place").hidden = isForum;
  document.title = `${channel.name} · Signpost demo`;
}

let shownForum = "";

/** Drawn anew only where something in it is new, so that focus and place are kept. */
function showForum(forum) {
  const key = JSON.stringify([forum, state.channels.filter((channel) => channel.parent === forum.id)]);
  if (key === shownForum && body.querySelector(".forum")) return;
  shownForum = key;
  const top = body.querySelector(".forum")?.scrollTop ?? 0;
  body.replaceChildren(forumView(forum));
  body.firstElementChild.scrollTop = top;
}

function notes(channel) {
  const parent = channelOf(channel.parent);
  return [
    isThread(channel) && parent && button({ class: "link", data: { channel: parent.id } }, `in ${parent.name}`),
    channel.kind === "text" &&
      channel.can_send &&
      button(
        {
          class: "icon-button",
          "aria-label": "New thread",
          title: "New thread",
          on: { click: () => startThread(channel) },
        },
        icon("thread"),
      ),
    ...tagNames(channel).map((tag) => el("span", { class: "tag" }, tag)),
    channel.kind === "private" && el("span", { class: "tag tag-quiet" }, "Private"),
    channel.archived && el("span", { class: "tag tag-quiet" }, "Archived"),
    channel.locked && el("span", { class: "tag tag-quiet" }, "Locked"),
  ].filter(Boolean);
}

function showProgress() {
  const done = state.guide.filter((step) => step.done).length;
  const label = state.guide.length > 0 ? `Tour ${done}/${state.guide.length}` : "Tour";
  if (byId("open-panel").textContent !== label) byId("open-panel").replaceChildren(icon("map"), label);
}

// Names of members, channels and messages lead there, wherever they stand.
document.addEventListener("click", (event) => {
  const { channel, message, member } = event.target.closest("[data-channel], [data-member]")?.dataset ?? {};
  if (member) openMemberMenu(event.target.closest("[data-member]"), member);
  else if (message) jump(channel, message);
  else if (channel) {
    go(channel);
    channels.dismiss();
  }
});

on("channels", settle);
on("channels", showPlace);
on("current", showPlace);
on("world", showProgress);
begin(openForm);
