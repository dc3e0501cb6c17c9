// Who this window acts as, and the one way to act.

import { Socket } from "./socket.js";
import { channelOf, forget, look, receive, state } from "./state.js";
import { toast } from "./toast.js";

/** Whom one is to begin with: the customer. */
const FIRST_PERSON = "ann";

const BANNERS = {
  waiting: "The connection is lost. Trying again …",
  refused: "The demo does not answer yet. Trying again …",
  stopped: "The demo has stopped. Start it again and open the address that it prints.",
};

let socket = null;
let wanted = null;
let showForm = null;

/**
 * Act as the person that the address names. The key in it has become a cookie and need not stay on the screen.
 * `openForm(modal, submit)` shows the modals that the bot answers with.
 */
export function begin(openForm) {
  showForm = openForm;
  history.replaceState(null, "", `${location.pathname}${location.hash}`);
  connect(personInAddress());
  addEventListener("hashchange", () => connect(personInAddress()));
}

/** Act as this person from now on; the address remembers it. */
export function become(person) {
  location.hash = `as=${encodeURIComponent(person)}`;
}

/** Do something. Resolves with the reply, or with null when it was refused: then a toast has said why. */
export async function act(action) {
  try {
    return await ask(action);
  } catch (error) {
    toast(error.message, "alert");
    return null;
  }
}

/** Do something; rejects with the sentence that says why not. A modal in the reply is opened. */
export async function ask(action) {
  const reply = await socket.request(action);
  if (reply.modal) {
    showForm(reply.modal, (values) => ask({ do: "submit", modal: reply.modal.token, values }));
  }
  return reply;
}

/** Look at a channel. */
export function go(channel) {
  if (channel === state.current) return;
  wanted = null;
  look(channel);
  act({ do: "open", channel });
}

/** Look at a channel that may not be in the list yet: it was made a moment ago. */
export function goWhenListed(channel) {
  if (channelOf(channel)) go(channel);
  else wanted = channel;
}

/** After the list of channels has changed: stay, or go where it makes sense. */
export function settle() {
  if (wanted && channelOf(wanted)) go(wanted);
  else if (!channelOf(state.current)) go((channelOf(state.parent) ?? state.channels[0])?.id ?? null);
}

function connect(person) {
  const before = state.current;
  socket?.close();
  forget();
  wanted = before;
  socket = new Socket(person, {
    onFrame(frame) {
      if (frame.is === "hello") reopen();
      receive(frame);
    },
    onStatus(status) {
      if (status === "refused" && person !== FIRST_PERSON) become(FIRST_PERSON);
      else showStatus(status);
    },
  });
}

/** After a break the process knows nothing of this window: it opens its channel anew. */
function reopen() {
  wanted = state.current ?? wanted;
  state.current = null;
}

function showStatus(status) {
  const banner = document.getElementById("banner");
  banner.hidden = !(status in BANNERS);
  banner.textContent = BANNERS[status] ?? "";
}

function personInAddress() {
  return new URLSearchParams(location.hash.slice(1)).get("as") ?? FIRST_PERSON;
}
