// The socket to the process: numbered requests with their replies, pushed frames, and coming back after a break.

const FIRST_DELAY = 400;
const LONGEST_DELAY = 5_000;
const GIVEN_UP_AFTER = 20_000;

export class Socket {
  /** `onFrame(frame)` gets what is pushed, `onStatus(status)` how the connection is: "open",
   * "waiting" to be tried again, "stopped" (so for long), or "refused": it never was open. */
  constructor(person, { onFrame, onStatus }) {
    this._person = person;
    this._onFrame = onFrame;
    this._onStatus = onStatus;
    this._waiting = new Map();
    this._number = 0;
    this._delay = FIRST_DELAY;
    this._lostAt = Date.now();
    this._wasOpen = false;
    this._closed = false;
    this._connect();
  }

  /** Send an action; resolves with its reply, rejects with the sentence that says why not. */
  request(action) {
    if (this._socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Error("The demo does not answer at the moment."));
    }
    this._number += 1;
    const n = this._number;
    this._socket.send(JSON.stringify({ n, ...action }));
    return new Promise((resolve, reject) => this._waiting.set(n, { resolve, reject }));
  }

  /** For good. */
  close() {
    this._closed = true;
    clearTimeout(this._timer);
    this._socket.close();
    this._refuseAll();
  }

  _connect() {
    const address = new URL("/live", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("as", this._person);
    this._socket = new WebSocket(address);
    this._socket.addEventListener("open", () => this._opened());
    this._socket.addEventListener("message", (event) => this._received(JSON.parse(event.data)));
    this._socket.addEventListener("close", () => this._lost());
  }

  _opened() {
    this._delay = FIRST_DELAY;
    this._lostAt = null;
    this._wasOpen = true;
    this._onStatus("open");
  }

  _received(frame) {
    if (this._closed) return;
    if (frame.is !== "reply") {
      this._onFrame(frame);
      return;
    }
    const waiting = this._waiting.get(frame.n);
    this._waiting.delete(frame.n);
    if (frame.ok) waiting?.resolve(frame);
    else waiting?.reject(new Error(frame.error));
  }

  _lost() {
    this._refuseAll();
    if (this._closed) return;
    this._lostAt ??= Date.now();
    const isLong = Date.now() - this._lostAt > GIVEN_UP_AFTER;
    this._onStatus(isLong ? "stopped" : this._wasOpen ? "waiting" : "refused");
    if (this._closed) return;
    this._timer = setTimeout(() => this._connect(), this._delay);
    this._delay = Math.min(this._delay * 1.6, LONGEST_DELAY);
  }

  _refuseAll() {
    for (const { reject } of this._waiting.values()) reject(new Error("The connection to the demo was lost."));
    this._waiting.clear();
  }
}
