// The two sides of the page: columns where there is room, drawers that cover the page where there is not.

import { button } from "./dom.js";
import { icon } from "./icons.js";

const scrim = document.getElementById("scrim");
const covered = document.getElementById("place");

/** For the side itself to hold; it is seen only in a drawer. */
export function closeButton(label) {
  return button({ class: "icon-button drawer-close", "aria-label": label, data: { dismiss: "" } }, icon("close"));
}

/** A side that its button shows and hides. `fits` is a media query: where it matches, the side is a column. */
export class Side {
  constructor(element, opener, fits) {
    this._element = element;
    this._opener = opener;
    this._fits = matchMedia(fits);
    this._isShown = this._fits.matches;
    opener.addEventListener("click", () => this.show(!this._isShown));
    this._fits.addEventListener("change", () => this.show(this._fits.matches));
    element.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && this.dismiss());
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.dismiss());
    scrim.addEventListener("click", () => this.dismiss());
    this.show(this._isShown);
  }

  show(isShown) {
    this._isShown = isShown;
    this._element.classList.toggle("shown", isShown);
    this._element.inert = !isShown;
    this._opener.setAttribute("aria-expanded", String(isShown));
    const covers = isShown && !this._fits.matches;
    this._element.classList.toggle("drawer", covers);
    const isCovered = document.querySelector(".drawer") !== null;
    scrim.hidden = !isCovered;
    covered.inert = isCovered;
    if (covers) this._element.querySelector("[role=tab], .channel")?.focus();
  }

  /** Close it if it is a drawer. */
  dismiss() {
    if (!this._isShown || this._fits.matches) return;
    this.show(false);
    this._opener.focus();
  }
}
