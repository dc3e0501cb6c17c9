// Short notices in a corner: what went wrong (an alert) or what happened (a status).

import { button, el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = { alert: 10_000, status: 5_000 };
const AT_ONCE = 4;

/** Show a sentence. `kind` is "alert" or "status". */
export function toast(sentence, kind = "status") {
  const place = document.getElementById("toasts");
  const notice = el(
    "div",
    { class: `toast toast-${kind}`, role: kind, data: { testid: "toast" } },
    el("p", {}, sentence),
    button({ class: "icon-button", "aria-label": "Dismiss", on: { click: () => notice.remove() } }, icon("close")),
  );
  place.append(notice);
  while (place.childElementCount > AT_ONCE) place.firstElementChild.remove();
  setTimeout(() => notice.remove(), SHOWN_MS[kind]);
}
