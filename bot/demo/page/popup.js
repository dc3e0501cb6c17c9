// A small surface beside what opened it: one at a time, closed by Escape or a click elsewhere, arrow keys move in it.

const MARGIN = 8;
const STOPS = "button:not(:disabled), a[href], input, [role=option]";

/** Open `content` beside `trigger`. Returns a function that closes it. `onClose` is called once it has closed. */
export function popup(trigger, content, { label, role = "dialog", onClose } = {}) {
  const surface = document.createElement("div");
  surface.className = "popup";
  surface.popover = "auto";
  surface.setAttribute("role", role);
  surface.setAttribute("aria-label", label);
  surface.append(content);
  // Inside a modal dialog, whatever is not its child is inert; a surface stays open under one that is its child.
  (trigger.closest("dialog, .popup") ?? document.body).append(surface);
  trigger.setAttribute("aria-expanded", "true");

  const close = () => surface.hidePopover();
  surface.addEventListener("keydown", (event) => move(event, surface));
  surface.addEventListener("toggle", (event) => {
    if (event.newState === "open") return;
    surface.remove();
    trigger.setAttribute("aria-expanded", "false");
    onClose?.();
  });
  surface.showPopover();
  placeBeside(surface, trigger);
  (surface.querySelector("[data-first], [aria-selected=true]") ?? surface.querySelector(STOPS))?.focus();
  return close;
}

function placeBeside(surface, trigger) {
  const anchor = trigger.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = surface;
  const left = Math.max(MARGIN, Math.min(anchor.left, innerWidth - width - MARGIN));
  const fitsBelow = anchor.bottom + height + MARGIN <= innerHeight;
  const top = fitsBelow ? anchor.bottom + 4 : Math.max(MARGIN, anchor.top - height - 4);
  surface.style.left = `${left}px`;
  surface.style.top = `${top}px`;
}

function move(event, surface) {
  const stops = [...surface.querySelectorAll(STOPS)].filter((stop) => stop.offsetParent !== null);
  const at = stops.indexOf(document.activeElement);
  const next = {
    ArrowDown: (at + 1) % stops.length,
    ArrowUp: (at - 1 + stops.length) % stops.length,
    Home: 0,
    End: stops.length - 1,
  }[event.key];
  if (next === undefined || (document.activeElement?.tagName === "INPUT" && /Home|End/.test(event.key))) return;
  event.preventDefault();
  event.stopPropagation(); // not in the surface below, too
  stops[next]?.focus();
}
