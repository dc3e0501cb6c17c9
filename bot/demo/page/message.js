// One message: author, text, embeds, files, components and reactions.

import { components, emojiText } from "./components.js";
import { button, el, freshId } from "./dom.js";
import { attachment, embed } from "./embeds.js";
import { icon } from "./icons.js";
import { markdown, plainText } from "./markdown.js";
import { avatarOf, badges, nameOf, tint } from "./people.js";
import { act } from "./session.js";
import { channelOf, state } from "./state.js";
import { sentAt } from "./time.js";

const FLAG_SUPPRESS_EMBEDS = 1 << 2;

const SLASH = 1;
const THREAD_STARTER = 21;
/** Messages that Discord writes itself: what they say after the author's name. */
const NOTICES = {
  1: "added somebody to this thread.",
  2: "removed somebody from this thread.",
  4: (message) => `changed the name to ${message.content}.`,
  6: "pinned a message.",
  7: "joined the server.",
  18: (message) => `started a thread: ${message.content}`,
};

/** The element of a message. */
export function messageElement(message) {
  const name = freshId("author");
  const notice = NOTICES[message.type];
  const article = el(
    "article",
    {
      class: "message",
      tabindex: "-1",
      "aria-labelledby": name,
      data: { testid: "message", id: message.id, author: message.author.id },
    },
    notice ? noticeLine(message, notice, name) : [above(message), avatarButton(message), body(message, name)],
  );
  if (message.ephemeral) article.classList.add("ephemeral");
  if (mentionsMe(message)) article.classList.add("mentions-me");
  addThreadLink(article, message);
  return article;
}

/** A message that began a thread leads there, once the list of channels has it. */
export function addThreadLink(article, message) {
  const thread = channelOf(message.thread);
  if (!thread || article.querySelector(".thread-link")) return;
  article.append(
    button({ class: "thread-link", data: { channel: thread.id } }, icon("thread"), `Thread: ${thread.name}`),
  );
}

function noticeLine(message, notice, id) {
  return el(
    "p",
    { class: "notice" },
    icon("thread"),
    el(
      "span",
      {},
      el("strong", { id }, nameOf(message.author.id, message.author)),
      " ",
      typeof notice === "string" ? notice : notice(message),
    ),
    sentAt(message.timestamp),
  );
}

/** What a message answers: another message, or a command. */
function above(message) {
  const answered = message.referenced_message;
  if (answered && message.type !== THREAD_STARTER) {
    return button(
      { class: "above", data: { message: answered.id, channel: answered.channel_id } },
      icon("reply"),
      el("strong", {}, nameOf(answered.author.id, answered.author)),
      el("span", { class: "above-text" }, plainText(answered.content) || "a message without text"),
    );
  }
  const used = message.interaction_metadata;
  if (!used?.name) return null;
  return el(
    "p",
    { class: "above" },
    icon("apps"),
    el("strong", {}, nameOf(used.user?.id, used.user)),
    ` used ${used.command_type === SLASH ? "/" : ""}${used.name}`,
  );
}

function avatarButton(message) {
  const { author } = message;
  return button(
    { class: "avatar-button", tabindex: "-1", "aria-hidden": "true", data: { member: author.id } },
    avatarOf(author.id, author),
  );
}

function body(message, id) {
  const { author } = message;
  const shown = message.type === THREAD_STARTER ? (message.referenced_message ?? message) : message;
  // An ephemeral answer is edited to take the place of "thinking …".
  const isEdited = message.edited_timestamp && !message.ephemeral;
  return el(
    "div",
    { class: "message-body" },
    el(
      "header",
      { class: "message-head" },
      el(
        "span",
        { id, class: "message-author" },
        tint(
          button({ class: "author", data: { member: author.id } }, nameOf(author.id, author)),
          state.members[author.id]?.colour,
        ),
        ...badges(author.id, author)
          .filter(Boolean)
          .flatMap((badge) => [" ", badge]),
      ),
      " ",
      sentAt(message.timestamp),
      isEdited && !shown.content && editedMark(),
    ),
    message.loading && el("p", { class: "quiet" }, `${nameOf(author.id, author)} is thinking …`),
    shown.content &&
      el("div", { class: "markdown content" }, markdown(shown.content), isEdited && editedMark()),
    !(shown.flags & FLAG_SUPPRESS_EMBEDS) && shown.embeds.map((one) => embed(one, shown.attachments)),
    attachmentsOf(shown),
    components(shown.components, shown),
    message.reactions?.length > 0 && reactions(message),
    message.ephemeral && ephemeralNote(message),
  );
}

const editedMark = () => el("span", { class: "edited" }, "(edited)");

/** The files that no embed and no component shows already. */
function attachmentsOf(message) {
  const used = JSON.stringify([message.embeds, message.components]);
  const own = message.attachments.filter(
    (file) => !used.includes(JSON.stringify(`attachment://${file.filename}`)),
  );
  return own.length > 0 && el("div", { class: "attachments" }, own.map(attachment));
}

function reactions(message) {
  return el(
    "div",
    { class: "reactions" },
    message.reactions.map(({ emoji, count, me }) => {
      const shown = emojiText(emoji);
      return button(
        {
          class: "reaction",
          "aria-pressed": String(me),
          "aria-label": `${shown}, ${count}`,
          on: { click: () => react(message, emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name, me) },
        },
        shown,
        el("span", {}, String(count)),
      );
    }),
  );
}

/** Add a reaction, or take it back. */
export function react(message, emoji, mine) {
  return act({ do: mine ? "unreact" : "react", channel: state.current, message: message.id, emoji });
}

function ephemeralNote(message) {
  return el(
    "p",
    { class: "only-you" },
    icon("eye"),
    "Only you can see this ·",
    button(
      { class: "link", on: { click: () => act({ do: "delete", channel: state.current, message: message.id }) } },
      "Dismiss",
    ),
  );
}

function mentionsMe(message) {
  return message.author.id !== state.me && message.mentions?.some((user) => user.id === state.me);
}
