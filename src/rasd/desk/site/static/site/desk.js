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

// A menu that lies over the page closes when something else is meant, and by Escape.
for (const menu of document.querySelectorAll("details[data-closes]")) {
  document.addEventListener("click", (pressed) => {
    if (!menu.contains(pressed.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A form with data-draft="<name>" keeps what is typed in this browser until it is sent and taken: the desk then says its name
// in the cookie `rasd_taken`.
const [, taken = ""] = document.cookie.match(/(?:^|; )rasd_taken=([\w-]+)/) ?? [];
if (taken) {
  document.cookie = "rasd_taken=; Max-Age=0; Path=/; SameSite=Strict";
  sessionStorage.removeItem(`rasd.draft.${taken}`);
}
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = `rasd.draft.${form.dataset.draft}`;
  let waiting = 0;
  const kept = sessionStorage.getItem(name);
  if (kept) {
    for (const [field, value] of JSON.parse(kept)) {
      const target = form.elements.namedItem(field);
      if (!(target instanceof HTMLElement) || /^(hidden|password|file)$/.test(target.type)) continue;
      if (target.type === "checkbox") target.checked = true;
      else target.value = value;
    }
  }
  const keep = () => {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = 0;
    const typed = [...new FormData(form)].filter(([field, value]) => typeof value === "string" && field !== "csrfmiddlewaretoken");
    try {
      sessionStorage.setItem(name, JSON.stringify(typed));
    } catch {
      sessionStorage.removeItem(name); // longer than this browser keeps
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  });
  addEventListener("pagehide", keep);
}
