// A button with data-copy="<id>" copies the text of that element; it is shown only where a script can do it.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) continue;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 2500);
    } catch {
      getSelection().selectAllChildren(source); // no clipboard without https: the person copies what is marked
    }
  });
}
