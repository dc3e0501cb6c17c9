// A forum: its posts as cards with tags, and the form for a new one.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { openForm } from "./modal.js";
import { avatarOf, nameOf } from "./people.js";
import { ask, goWhenListed } from "./session.js";
import { channelOf, state } from "./state.js";
import { moment } from "./time.js";

const TITLE_LENGTH = 100;
const TEXT_LENGTH = 2_000;
const MOST_TAGS = 5;

/** The posts of a forum, the newest first. */
export function forumView(forum) {
  const posts = state.channels
    .filter((channel) => channel.parent === forum.id)
    .sort((one, other) => Date.parse(other.posted_at) - Date.parse(one.posted_at));
  return el(
    "div",
    { class: "forum", data: { testid: "forum" } },
    el(
      "div",
      { class: "forum-head" },
      el("p", { class: "quiet" }, posts.length === 1 ? "1 post" : `${posts.length} posts`),
      button(
        {
          class: "button button-primary",
          disabled: !forum.can_send,
          data: { testid: "new-post" },
          on: { click: () => askForPost(forum) },
        },
        icon("plus"),
        "New post",
      ),
    ),
    posts.length === 0
      ? el("p", { class: "quiet empty" }, "Nobody has posted here yet.")
      : el(
          "ul",
          { class: "posts" },
          posts.map((post) => el("li", {}, card(post))),
        ),
  );
}

function card(post) {
  return button(
    { class: post.unread ? "post unread" : "post", data: { channel: post.id, testid: "post" } },
    el(
      "span",
      { class: "post-tags" },
      tagNames(post).map((tag) => el("span", { class: "tag" }, tag)),
      post.archived && el("span", { class: "tag tag-quiet" }, "Archived"),
      post.locked && el("span", { class: "tag tag-quiet" }, "Locked"),
    ),
    el("strong", { class: "post-title" }, post.name),
    el(
      "span",
      { class: "post-foot quiet" },
      post.author && [avatarOf(post.author), nameOf(post.author), " · "],
      moment(Date.parse(post.posted_at), "R"),
    ),
    post.unread > 0 &&
      el("span", { class: "count" }, String(post.unread), el("span", { class: "hidden-text" }, " unread")),
  );
}

/** The names of a post's tags. */
export function tagNames(post) {
  const names = new Map(channelOf(post.parent)?.tags.map((tag) => [tag.id, tag.name]));
  return post.applied_tags.map((id) => names.get(id)).filter(Boolean);
}

function askForPost(forum) {
  const { tags } = forum;
  openForm(
    {
      title: "New post",
      components: [
        {
          type: 18,
          label: "Title",
          component: { type: 4, style: 1, custom_id: "title", max_length: TITLE_LENGTH },
        },
        {
          type: 18,
          label: "Message",
          component: { type: 4, style: 2, custom_id: "content", max_length: TEXT_LENGTH },
        },
        ...(tags.length > 0
          ? [
              {
                type: 18,
                label: "Tags",
                component: {
                  type: 22,
                  custom_id: "tags",
                  required: false,
                  max_values: MOST_TAGS,
                  options: tags.map(({ name }) => ({ label: name, value: name })),
                },
              },
            ]
          : []),
      ],
    },
    async ({ title, content, tags: chosen = [] }) => {
      const reply = await ask({ do: "post", channel: forum.id, title, content, tags: chosen });
      goWhenListed(reply.channel);
    },
    { verb: "Post" },
  );
}
