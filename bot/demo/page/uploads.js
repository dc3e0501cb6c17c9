// Files on their way to the process: checked for size, listed before sending, written in base64.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { size } from "./size.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const MOST_FILES = 10;

/** Why these files cannot be sent at once; null where they can. */
export function uploadProblem(files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > state.uploadLimit) return `Files together may have at most ${size(state.uploadLimit)} here.`;
  return files.length > MOST_FILES ? `At most ${MOST_FILES} files can be sent at once.` : null;
}

/** Files as the protocol wants them: `[{name, data}]`. */
export function inBase64(files) {
  return Promise.all(files.map(async (file) => ({ name: file.name, data: await read(file) })));
}

function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(new Error(`${file.name} could not be read.`)));
    reader.readAsDataURL(file);
  });
}

/** The files that wait to be sent with a message. */
export class Uploads {
  constructor() {
    this.files = [];
    this.element = el("ul", { class: "uploads", "aria-label": "Files to send", hidden: true });
  }

  add(files) {
    const all = [...this.files, ...files];
    const problem = uploadProblem(all);
    if (problem) toast(problem, "alert");
    else this.files = all;
    this._draw();
  }

  /** The files, which do not wait any longer. */
  take() {
    const files = this.files;
    this.files = [];
    this._draw();
    return files;
  }

  _draw() {
    this.element.hidden = this.files.length === 0;
    this.element.replaceChildren(
      ...this.files.map((file) =>
        el(
          "li",
          {},
          icon("file"),
          el("span", {}, file.name),
          el("span", { class: "quiet" }, size(file.size)),
          button(
            { class: "icon-button", "aria-label": `Remove ${file.name}`, on: { click: () => this._remove(file) } },
            icon("close"),
          ),
        ),
      ),
    );
  }

  _remove(file) {
    this.files = this.files.filter((other) => other !== file);
    this._draw();
  }
}
