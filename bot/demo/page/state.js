// What this window knows: the last that the process told it, and who wants to hear of changes.

const nothing = () => ({
  me: null,
  people: [],
  bot: null,
  server: "",
  uploadLimit: 0,
  languages: [],
  channels: [],
  members: {},
  roles: {},
  current: null,
  parent: null,
  history: emptyHistory(null),
  commands: emptyCommands(),
  now: null,
  jobs: [],
  trouble: [],
  guide: [],
});

export const state = nothing();

const listeners = new Map();

/** Hear of a topic: `hello`, `channels`, `current`, `messages`, `commands`, `world`. */
export function on(topic, listener) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}

function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** Forget everything: another person looks now. */
export function forget() {
  Object.assign(state, nothing());
}

/** Take in what the process pushed. */
export function receive(frame) {
  switch (frame.is) {
    case "hello":
      Object.assign(state, { me: frame.me, people: frame.people, bot: frame.bot, server: frame.server });
      Object.assign(state, { uploadLimit: frame.upload_limit, languages: frame.languages });
      tell("hello");
      break;
    case "channels":
      Object.assign(state, { channels: frame.channels, members: frame.members, roles: frame.roles });
      tell("channels");
      break;
    case "messages":
      if (frame.channel === state.current) tell("messages", take(frame));
      break;
    case "commands":
      if (frame.channel === state.current) {
        state.commands = frame;
        tell("commands");
      }
      break;
    case "world":
      state.now = Date.parse(frame.now);
      state.jobs = frame.jobs;
      state.trouble = frame.trouble;
      state.guide = frame.guide;
      tell("world", frame);
      break;
  }
}

/** Look at this channel; its messages and commands are those of no other. */
export function look(channel) {
  state.current = channel;
  state.parent = channelOf(channel)?.parent ?? null;
  state.history = emptyHistory(channel);
  state.commands = emptyCommands();
  tell("current");
}

function emptyHistory(channel) {
  return { channel, ids: [], byId: new Map(), hasOlder: false, awaitingOlder: false, isLoaded: false };
}

function emptyCommands() {
  return { slash: [], message_menus: [], member_menus: [] };
}

/** Change the history as the frame says. Returns what to draw: `reset`, the changed messages and the removed ids. */
function take(frame) {
  const { history } = state;
  const removed = new Set(frame.remove);
  if (frame.reset) {
    const kept = new Set(frame.upsert.map((message) => message.id));
    for (const id of history.ids) if (!kept.has(id)) removed.add(id);
  }
  for (const id of removed) history.byId.delete(id);
  for (const message of frame.upsert) history.byId.set(message.id, message);
  history.ids = [...history.byId.keys()].sort(byAge);
  history.hasOlder = frame.has_older;
  history.awaitingOlder = false;
  history.isLoaded = true;
  return { reset: frame.reset, changed: frame.upsert.toSorted((one, other) => byAge(one.id, other.id)), removed };
}

/** Snowflakes, the oldest first. They are too long for numbers. */
function byAge(one, other) {
  return one.length - other.length || (one < other ? -1 : 1);
}

export const channelOf = (id) => state.channels.find((channel) => channel.id === id);
export const currentChannel = () => channelOf(state.current);
export const isThread = (channel) => channel.kind === "thread" || channel.kind === "private";
export const lastOwnMessage = () =>
  state.history.ids.map((id) => state.history.byId.get(id)).findLast((message) => message.mine);
