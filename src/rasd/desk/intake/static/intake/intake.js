// Files may be dropped onto the form; the plain input works without this.

for (const place of document.querySelectorAll("[data-drop]")) {
  const input = place.querySelector("input[type=file]");
  const chosen = place.querySelector("[data-chosen]");
  const show = () => {
    chosen.hidden = !input.files.length;
    chosen.textContent = [...input.files].map((file) => `\u2068${file.name}\u2069`).join(" · ");
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (dragged) => {
      if (!dragged.dataTransfer?.types.includes("Files")) return;
      dragged.preventDefault();
      place.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("over"));
  place.addEventListener("drop", (dropped) => {
    if (!dropped.dataTransfer?.files.length) return;
    dropped.preventDefault();
    input.files = dropped.dataTransfer.files;
    show();
  });
}
