// What one can do with a message: one bar that moves to the message that is pointed at or focused.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { react } from "./message.js";
import { confirm, openForm } from "./modal.js";
import { popup } from "./popup.js";
import { act, ask, goWhenListed } from "./session.js";
import { currentChannel, state } from "./state.js";

const EMOJI = ["👍", "👎", "❤️", "😄", "🎉", "👀", "🤔", "😢", "✅", "❌", "🔥", "🚀", "🙏", "💡", "🐛", "📬"];
const NORMAL_MESSAGES = new Set([0, 19, 20, 21, 23]);

const bar = el("div", { class: "toolbar", role: "toolbar", "aria-label": "Actions for this message" });

/** Follow pointer and focus over the list of messages. `compose` has `reply(message)` and `edit(message)`. */
export function follow(list, compose) {
  const moveTo = (event) => {
    const article = event.target.closest?.(".message");
    if (!article || bar.parentElement === article) return;
    const inUse =
      bar.querySelector("[aria-expanded=true]") ||
      (event.type === "pointerover" && bar.querySelector(":focus-visible"));
    if (inUse) return;
    const message = state.history.byId.get(article.dataset.id);
    if (!message) return;
    bar.replaceChildren(...actions(message, compose).filter(Boolean));
    article.append(bar);
  };
  list.addEventListener("pointerover", moveTo);
  list.addEventListener("focusin", moveTo);
}

function actions(message, compose) {
  const channel = currentChannel();
  if (!channel || message.ephemeral) return [];
  const canWrite = channel.can_send && NORMAL_MESSAGES.has(message.type);
  const menus = state.commands.message_menus;
  return [
    action("react", "Add a reaction", (trigger) => openEmoji(trigger, message)),
    canWrite && action("reply", "Reply", () => compose.reply(message)),
    message.mine && action("edit", "Edit", () => compose.edit(message)),
    channel.kind === "text" &&
      !message.thread &&
      NORMAL_MESSAGES.has(message.type) &&
      action("thread", "Start a thread", () => startThread(channel, message)),
    menus.length > 0 && action("apps", "Apps", (trigger) => openApps(trigger, message, menus)),
    message.deletable && action("bin", "Delete", () => askToDelete(message)),
  ];
}

function action(sign, label, run) {
  const made = button({ class: "icon-button", "aria-label": label, title: label }, icon(sign));
  made.addEventListener("click", () => run(made));
  return made;
}

function openEmoji(trigger, message) {
  const mine = new Set(message.reactions?.filter((one) => one.me).map((one) => one.emoji.name));
  const close = popup(
    trigger,
    el(
      "div",
      { class: "emoji-grid" },
      EMOJI.map((emoji) =>
        button(
          {
            "aria-label": `React with ${emoji}`,
            on: { click: () => (close(), react(message, emoji, mine.has(emoji))) },
          },
          emoji,
        ),
      ),
    ),
    { label: "Add a reaction" },
  );
}

function openApps(trigger, message, menus) {
  const close = popup(
    trigger,
    el(
      "div",
      { class: "menu" },
      menus.map((name) =>
        button(
          {
            on: { click: () => (close(), act({ do: "menu", channel: state.current, name, message: message.id })) },
          },
          name,
        ),
      ),
    ),
    { label: "Apps" },
  );
}

/** Ask for a name, start a thread, and go there. */
export function startThread(channel, message) {
  openForm(
    {
      title: "Start a thread",
      components: [
        { type: 18, label: "Thread name", component: { type: 4, style: 1, custom_id: "name", max_length: 100 } },
      ],
    },
    async ({ name }) => {
      const reply = await ask({
        do: "thread",
        channel: channel.id,
        name,
        ...(message && { message: message.id }),
      });
      goWhenListed(reply.channel);
    },
    { verb: "Start" },
  );
}

function askToDelete(message) {
  confirm({ title: "Delete this message?", sentence: "It will be gone for everybody.", verb: "Delete" }, () =>
    ask({ do: "delete", channel: state.current, message: message.id }),
  );
}
