// Time and trouble: move the clock on, and make go wrong what goes wrong in real life.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { confirm } from "./modal.js";
import { act, ask } from "./session.js";
import { currentChannel, isThread, on, state } from "./state.js";
import { toast } from "./toast.js";

const JUMPS = [
  ["+10 min", 600],
  ["+1 h", 3_600],
  ["+1 day", 86_400],
];

const TROUBLE = [
  ["restart", "Restart the bot", "It closes in order and starts again. Old buttons must still work."],
  ["kill_opening", "Kill it while it opens a ticket", "The next ticket's thread is made, then the process dies."],
  ["unavailable", "Discord fails: 503", "The bot's next request is answered with an error."],
  ["forbidden", "Missing permission: 403", "The bot's next request that concerns a channel is forbidden."],
];

const armed = el("p", { class: "armed", role: "status" });
const deleteThread = trouble(
  "delete_thread",
  "Delete this thread",
  "By hand, as a moderator might, behind the bot's back.",
  confirmDelete,
);

/** The tab's content. */
export function troubleView() {
  return [
    el("h2", {}, "Time"),
    el("p", { class: "quiet" }, "Reminders and closing follow the simulated clock."),
    el(
      "div",
      { class: "jumps" },
      JUMPS.map(([label, seconds]) => jump(label, seconds)),
    ),
    el("h2", {}, "Trouble"),
    armed,
    el(
      "ul",
      { class: "troubles" },
      TROUBLE.map(([kind, label, note]) => trouble(kind, label, note, cause)),
      deleteThread,
    ),
  ];
}

function jump(label, seconds) {
  return button(
    {
      class: "button button-secondary",
      data: { testid: `advance-${seconds}` },
      on: { click: (event) => busy(event.currentTarget, () => act({ do: "advance", seconds })) },
    },
    icon("clock"),
    label,
  );
}

function trouble(kind, label, note, run) {
  return el(
    "li",
    {},
    button(
      {
        class: "button button-secondary",
        data: { testid: `trouble-${kind}` },
        on: { click: (event) => busy(event.currentTarget, () => run(kind)) },
      },
      label,
    ),
    el("p", { class: "quiet" }, note),
  );
}

async function cause(kind) {
  const reply = await act({ do: "trouble", kind });
  if (reply?.note) toast(reply.note);
}

function confirmDelete(kind) {
  const { id, name } = currentChannel();
  confirm(
    { title: "Delete this thread?", sentence: "It goes with all its messages.", verb: "Delete the thread" },
    async () => {
      const reply = await ask({ do: "trouble", kind, channel: id });
      toast(reply.note ?? `${name} is gone.`);
    },
  );
}

async function busy(pressed, work) {
  if (pressed.getAttribute("aria-busy")) return;
  pressed.setAttribute("aria-busy", "true");
  await work();
  pressed.removeAttribute("aria-busy");
}

function showThread() {
  const channel = currentChannel();
  deleteThread.querySelector("button").disabled = !channel || !isThread(channel);
}

on("current", showThread);
on("channels", showThread);
on("world", () => {
  const waiting = state.trouble.map((kind) => TROUBLE.find(([id]) => id === kind)[1]);
  const text = waiting.length > 0 ? `Waiting to happen: ${waiting.join(", ")}.` : "";
  if (armed.textContent !== text) armed.textContent = text;
});
