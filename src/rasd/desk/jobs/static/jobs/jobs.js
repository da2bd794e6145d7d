// Parts of a page with data-live="<address>" are brought up to date from there while the work goes on.

const PAUSE = 1500;
const LONGEST = 20000;

async function refresh(id, pause) {
  const part = document.getElementById(id);
  if (!part?.dataset.live) return;
  let next = PAUSE;
  if (!document.hidden && !part.contains(document.activeElement)) {
    try {
      const answer = await fetch(part.dataset.live, { credentials: "same-origin", redirect: "error" });
      if (answer.status === 404) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
    } catch {
      next = Math.min(pause * 2, LONGEST); // the desk is away for a moment, or the session has ended
    }
  }
  setTimeout(refresh, next, id, next);
}

for (const part of document.querySelectorAll("[data-live][id]")) setTimeout(refresh, PAUSE, part.id, PAUSE);
