// The page's own line icons, 24 × 24, drawn as SVG elements.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  signpost: "M12 2v3M12 11v11M5 5h11l4 3-4 3H5z",
  text: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  forum: "M4 4h12v9H9l-5 4zM19 9h1v11l-4-3H9",
  thread: "M5 4v9a4 4 0 0 0 4 4h11M16 13l4 4-4 4M10 5h10M10 10h10",
  private: "M6 11h12v10H6zM8 11V7a4 4 0 0 1 8 0v4",
  dm: "M4 5h16v12H9l-5 4zM9 10v2M15 10v2",
  menu: "M4 6h16M4 12h16M4 18h16",
  panel: "M4 4h16v16H4zM14 4v16",
  reply: "M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6",
  react: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 14a5 5 0 0 0 8 0M9 9v1M15 9v1",
  edit: "M4 20h4L20 8l-4-4L4 16z",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
  apps: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  send: "M4 12 20 4l-5 16-4-6zM11 14l9-10",
  down: "M6 9l6 6 6-6",
  window: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  check: "M5 12l5 5 9-11",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l4 2",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  map: "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14",
};

/** An icon that says nothing to a screen reader: what it stands on has the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
