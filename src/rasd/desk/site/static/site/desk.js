// What every page does: `?` shows the keys, a form asks before it destroys, drafts outlive a lost session.

const keys = document.getElementById("keys");

function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

document.addEventListener("keydown", (pressed) => {
  if (pressed.key === "?" && !isTyping(pressed.target) && keys && !keys.open) {
    pressed.preventDefault();
    keys.showModal();
  }
});

document.addEventListener("submit", (sent) => {
  const question = sent.submitter?.dataset.confirm ?? sent.target.dataset.confirm;
  if (question && !window.confirm(question)) sent.preventDefault();
});

// A form with data-draft="<name>" keeps what is typed in this browser until it is sent and taken.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = `rasd.draft.${form.dataset.draft}`;
  const kept = sessionStorage.getItem(name);
  if (kept) {
    for (const [field, value] of JSON.parse(kept)) {
      const target = form.elements.namedItem(field);
      if (target instanceof HTMLElement && target.type !== "hidden" && target.type !== "password") target.value = value;
    }
  }
  form.addEventListener("input", () => {
    const typed = [...new FormData(form)].filter(([field, value]) => typeof value === "string" && field !== "csrfmiddlewaretoken");
    sessionStorage.setItem(name, JSON.stringify(typed));
  });
}
