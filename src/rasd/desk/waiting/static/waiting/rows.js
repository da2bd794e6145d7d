// Rows by keyboard: j and k go from one to the next, Enter follows the link that has the focus, n takes the next document.

const rows = [...document.querySelectorAll("[data-rows] a[data-row]")];

document.addEventListener("keydown", (pressed) => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
  const target = pressed.target;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
  const here = rows.indexOf(document.activeElement);
  if (pressed.key === "j" || pressed.key === "k") {
    const next = rows[pressed.key === "j" ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0)];
    if (next) {
      pressed.preventDefault();
      next.focus();
    }
  } else if (pressed.key === "n") {
    document.getElementById("next")?.requestSubmit();
  }
});
