// Where one writes: messages, replies, edits, files, and the way into slash commands.

import { commandLine, CommandPicker } from "./commands.js";
import { button, el, shortened } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./markdown.js";
import { nameOf } from "./people.js";
import { ask } from "./session.js";
import { currentChannel, isThread, lastOwnMessage, on, state } from "./state.js";
import { toast } from "./toast.js";
import { inBase64, Uploads } from "./uploads.js";

const LONGEST = 2_000;
const TALLEST = 220;

const input = el("textarea", {
  class: "composer-input",
  rows: "1",
  maxlength: String(LONGEST),
  "aria-label": "Message",
  autocomplete: "off",
  data: { testid: "composer" },
});
const context = el("p", { class: "composer-context", hidden: true });
const uploads = new Uploads();
const fileInput = el("input", {
  type: "file",
  multiple: true,
  class: "hidden-text",
  tabindex: "-1",
  "aria-label": "Attach files",
  data: { testid: "files" },
});
const attach = button(
  {
    class: "icon-button",
    "aria-label": "Attach files",
    title: "Attach files",
    on: { click: () => fileInput.click() },
  },
  icon("plus"),
);
const send = el(
  "button",
  { type: "submit", class: "icon-button", "aria-label": "Send", title: "Send" },
  icon("send"),
);
const picker = new CommandPicker(input, pick);
const form = el("form", { class: "composer" }, attach, fileInput, input, send);
const closed = el("p", { class: "composer-closed", hidden: true });

/** On a touch screen, the keyboard that comes with the focus would cover what one has just opened. */
const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)");

/** The message that is answered or edited, if any. */
let replied = null;
let edited = null;
let command = null;

/** For what lies elsewhere on the page: answer a message, edit it, propose a text. */
export const compose = {
  reply(message) {
    reset();
    replied = message;
    showContext("reply", `Replying to ${nameOf(message.author.id, message.author)}`);
    input.focus();
  },
  /** Have it ready to be sent. */
  write(text) {
    reset();
    input.value = text;
    fit();
    input.focus();
    picker.update();
  },
  edit(message) {
    reset();
    edited = message;
    input.value = message.content;
    showContext("edit", "Editing your message");
    fit();
    input.focus();
  },
};

/** The composer's elements. */
export function composer() {
  return [picker.element, context, uploads.element, form, closed];
}

function showContext(sign, text) {
  context.replaceChildren(
    icon(sign),
    el("span", { class: "above-text" }, text, replied ? `: ${plainText(replied.content)}` : ""),
    button(
      { class: "icon-button", "aria-label": "Cancel", on: { click: () => (reset(), input.focus()) } },
      icon("close"),
    ),
  );
  context.hidden = false;
}

function reset() {
  if (edited) input.value = "";
  replied = null;
  edited = null;
  context.hidden = true;
  picker.close();
  fit();
}

/** Grow with the text. */
function fit() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, TALLEST)}px`;
}

function pick(chosen) {
  picker.close();
  input.value = "";
  fit();
  command = commandLine(chosen, endCommand);
  form.hidden = true;
  form.after(command.element);
  command.focus();
}

function endCommand() {
  command?.element.remove();
  command = null;
  form.hidden = false;
  input.focus();
}

async function submit() {
  const content = input.value;
  const channel = state.current;
  if (!content.trim() && uploads.files.length === 0) return;
  const [answering, editing, files] = [replied, edited, uploads.take()];
  input.value = "";
  reset();
  try {
    if (editing) await ask({ do: "edit", channel, message: editing.id, content });
    else {
      await ask({
        do: "send",
        channel,
        content,
        ...(answering && { reply_to: answering.id }),
        ...(files.length > 0 && { files: await inBase64(files) }),
      });
    }
  } catch (error) {
    toast(error.message, "alert");
    // What could not be sent is not lost.
    if (channel === state.current && input.value === "") {
      if (editing) compose.edit(editing);
      else if (answering) compose.reply(answering);
      input.value = content;
      uploads.add(files);
      fit();
    }
  }
}

function showChannel() {
  const channel = currentChannel();
  const isOpen = Boolean(channel?.can_send) && channel.kind !== "forum";
  const hasCommands = channel !== undefined && channel.kind !== "forum";
  input.disabled = !isOpen && !hasCommands;
  form.hidden = command !== null || input.disabled;
  attach.disabled = !isOpen;
  closed.hidden = isOpen || !channel || channel.kind === "forum";
  closed.textContent = whyClosed(channel);
  if (!channel) return;
  const name = channel.kind === "dm" || isThread(channel) ? shortened(channel.name) : `#${channel.name}`;
  input.placeholder = isOpen ? `Message ${name}` : "Type / for a command";
  input.setAttribute("aria-label", `Message ${name}`);
}

function whyClosed(channel) {
  if (channel?.locked) return "This thread is locked: nobody writes here any more. Commands still work.";
  if (channel?.archived) return "This thread is archived. Commands still work.";
  return "You cannot write here. Commands still work.";
}

input.addEventListener("input", () => {
  fit();
  picker.update();
});
input.addEventListener("blur", () => picker.close());
input.addEventListener("keydown", (event) => {
  if (event.isComposing || picker.handle(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") {
    reset();
  } else if (event.key === "ArrowUp" && input.value === "") {
    const last = lastOwnMessage();
    if (!last) return;
    event.preventDefault();
    compose.edit(last);
  }
});
input.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length === 0) return;
  event.preventDefault();
  uploads.add(event.clipboardData.files);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
fileInput.addEventListener("change", () => {
  uploads.add(fileInput.files);
  fileInput.value = "";
  input.focus();
});

on("channels", showChannel);
on("current", () => {
  if (command) endCommand();
  reset();
  showChannel();
  if (hasKeyboard.matches && !document.querySelector("dialog")) input.focus();
});
