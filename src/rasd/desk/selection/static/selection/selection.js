// The panel of a selection: folded on a phone when a page opens, kept as the person left it when htmx changes the page.

const narrow = window.matchMedia("(max-width: 61.9rem)");
let isOpen = !narrow.matches;
const opened = new Set();

function panels() {
  return document.querySelectorAll("details[data-facets]");
}

function settle() {
  for (const panel of panels()) {
    panel.open = isOpen;
    for (const inner of panel.querySelectorAll("section > details")) {
      const name = inner.closest("section").getAttribute("aria-labelledby");
      inner.open = opened.has(name);
    }
  }
}

document.addEventListener("toggle", (turned) => {
  const target = turned.target;
  if (!(target instanceof HTMLDetailsElement)) return;
  if (target.matches("[data-facets]")) isOpen = target.open;
  else if (target.closest("[data-facets]")) {
    const name = target.closest("section")?.getAttribute("aria-labelledby");
    if (name) opened[target.open ? "add" : "delete"](name);
  }
}, true);

narrow.addEventListener("change", () => { isOpen = !narrow.matches; settle(); });
document.addEventListener("htmx:afterSwap", settle);
settle();
