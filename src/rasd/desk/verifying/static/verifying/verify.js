// The verification page: values and their words linked both ways, decisions without leaving the page, everything by keyboard.
// Without this script the same buttons are plain forms.

import { Drafts } from "./drafts.js";
import { Selecting } from "./selecting.js";

const settings = JSON.parse(document.getElementById("verifying").textContent);
const say = settings.say;
const text = document.getElementById("text");
const cards = document.getElementById("cards");
const place = document.getElementById("editor-place");
const decide = document.getElementById("decide");
const told = document.getElementById("told");
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
document.body.classList.add("has-script");
const script = { "HX-Request": "true", "X-CSRFToken": token };
let current = null; // key of the value that the keyboard stands on
let isBusy = false;

// --- values and words, both ways -----------------------------------------------------------------------------------------

const by = (name, value) => document.querySelectorAll(`[data-${name}~="${CSS.escape(value)}"]`);

function light(keys) {
  document.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
  for (const key of keys) by("v", key).forEach((one) => one.classList.add("on"));
}

function keysAt(element) {
  return element?.closest?.("[data-v]")?.dataset.v?.split(" ") ?? [];
}

for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, (met) => {
    const keys = keysAt(met.target);
    if (keys.length) light(keys);
    else if (type === "pointerover" && current) light([current]);
  });
}

// Bring the words of a value into view inside the text, without moving the page.
function showWords(key) {
  const words = text.querySelector(`[data-v~="${CSS.escape(key)}"]`);
  if (!words) return;
  const box = words.getBoundingClientRect();
  const frame = text.getBoundingClientRect();
  if (box.top < frame.top + 20 || box.bottom > frame.bottom - 20) text.scrollTop += box.top - frame.top - frame.height / 3;
}

function stand(line, isFocus = true) {
  if (!line) return;
  current = line.dataset.v;
  document.querySelectorAll(".value[tabindex='0']").forEach((one) => { one.tabIndex = -1; });
  line.tabIndex = 0;
  light([current]);
  if (isFocus) {
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
    showWords(current);
  }
}

document.addEventListener("focusin", (met) => {
  const line = met.target.closest?.(".value");
  if (line && line.dataset.v !== current) {
    stand(line, false);
    showWords(line.dataset.v);
  }
});

text?.addEventListener("click", (clicked) => {
  const mark = clicked.target.closest("a.m");
  if (!mark || !document.getSelection().isCollapsed) { if (mark) clicked.preventDefault(); return; }
  clicked.preventDefault();
  // Under several values each click goes on to the next one.
  const keys = mark.dataset.v.split(" ");
  const key = keys[(keys.indexOf(current) + 1) % keys.length];
  lineOf(key).then((line) => {
    if (line) { stand(line); line.scrollIntoView({ block: "center" }); }
  });
});

document.addEventListener("click", (clicked) => {
  const value = clicked.target.closest("a.v");
  if (!value) return;
  clicked.preventDefault();
  stand(value.closest(".value"), false);
  if (Number(value.dataset.part) !== settings.part) turn(Number(value.dataset.part)).then(() => { showWords(current); light([current]); });
  else showWords(current);
});

// Of a long record the later reports come when they are needed.
const coming = new Map();

function unfold(id) {
  const closed = document.getElementById(`report-${id}`);
  if (!closed?.querySelector("[data-later]")) return Promise.resolve(closed);
  if (!coming.has(id)) {
    coming.set(id, fetch(`${settings.address}/pieces?report=${encodeURIComponent(id)}&part=${settings.part}`, { headers: script })
      .then(async (answer) => {
        if (!answer.ok || answer.redirected) return null;
        const fresh = document.createRange().createContextualFragment(await answer.text()).firstElementChild;
        document.getElementById(`report-${id}`)?.replaceWith(fresh);
        return fresh;
      })
      .catch(() => null)
      .finally(() => coming.delete(id)));
  }
  return coming.get(id);
}

const nearing = new IntersectionObserver((met) => {
  for (const one of met) if (one.isIntersecting) { nearing.unobserve(one.target); unfold(one.target.dataset.later); }
}, { rootMargin: "1200px" });
document.querySelectorAll("[data-later]").forEach((one) => nearing.observe(one));

// The line of a value, wherever it is.
async function lineOf(key) {
  const here = document.getElementById(key);
  if (here || !key) return here;
  await unfold(key.split(".")[0]);
  return document.getElementById(key);
}

// Another part of a long text, in place.
async function turn(part) {
  const answer = await fetch(`${settings.address}/pieces?part=${part}`, { headers: script });
  if (!answer.ok || answer.redirected) { location.search = `?part=${part}`; return; }
  const found = await answer.json();
  text.innerHTML = found.pieces;
  text.scrollTop = 0;
  settings.part = found.part;
  document.querySelectorAll("input[name=part]").forEach((one) => { one.value = found.part; });
  const now = document.getElementById("part-now");
  if (now) now.textContent = now.textContent.replace(/[\d٠-٩]+/u, String(found.part));
}

// --- decisions -----------------------------------------------------------------------------------------------------------

const drafts = new Drafts(settings, token, say);

function tell(words, isGood, link = null) {
  const line = document.createElement("p");
  line.className = `notice ${isGood ? "ok" : "caution"}`;
  line.textContent = words;
  if (link) {
    const anchor = Object.assign(document.createElement("a"), { href: link.href, textContent: ` ${link.words}` });
    line.append(" ", anchor);
  }
  told.replaceChildren(line);
  clearTimeout(tell.timer);
  if (isGood) tell.timer = setTimeout(() => { if (line.isConnected) told.replaceChildren(); }, 8_000);
}

function signIn() {
  tell(say.signed_out, false, { href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, words: say.sign_in });
}

async function send(form, button) {
  if (isBusy) return;
  isBusy = true;
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.set(button.name, button.value);
  body.set("part", String(settings.part));
  const from = button?.closest(".report")?.id;
  try {
    const answer = await fetch(settings.address, { method: "POST", body, headers: script });
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) { drafts.send(); signIn(); return; }
    if (!answer.headers.get("content-type")?.startsWith("application/json")) {
      told.innerHTML = await answer.text();
      return;
    }
    show(await answer.json(), button, from);
  } catch {
    tell(say.away, false);
  } finally {
    isBusy = false;
  }
}

function show(found, button, from) {
  settings.revision = drafts.revision = found.revision;
  const wasIn = document.activeElement;
  const lines = [...document.querySelectorAll(".value")];
  const at = lines.findIndex((line) => line.dataset.v === (found.focus || current));
  document.getElementById("no-reports")?.remove();
  for (const [id, html] of Object.entries(found.cards)) {
    const fresh = document.createRange().createContextualFragment(html).firstElementChild;
    const old = document.getElementById(`report-${id}`);
    keepAsking(old, fresh);
    if (old) old.replaceWith(fresh);
    else cards.append(fresh);
  }
  for (const card of cards.querySelectorAll(".report")) if (!found.order.includes(card.dataset.report)) card.remove();
  for (const [start, html] of Object.entries(found.pieces)) {
    text.querySelector(`.piece[data-start="${start}"]`)?.replaceWith(document.createRange().createContextualFragment(html));
  }
  const bar = document.getElementById("bar");
  if (bar) bar.outerHTML = found.bar;
  document.querySelectorAll("input[name=base]").forEach((one) => { if (!one.closest("#editor")) one.value = found.revision; });
  if (found.kept) {
    if (found.draft) drafts.drop(found.draft);
    if (document.getElementById("editor")?.dataset.form === found.draft) document.getElementById("editor").remove();
  }
  tell(found.told, found.kept);
  if (found.form) { put(found.form); return; }
  const next = document.getElementById(found.focus) ?? (from ? document.getElementById(from)?.querySelector(".value") : null);
  if (button?.name === "accept" || button?.name === "reject") step(1, found.focus, at);
  else if (next?.classList.contains("value")) stand(next);
  else if (!document.contains(wasIn)) document.getElementById("bar")?.focus();
}

// What somebody was typing in a card (a doubt, a reason) stays when the card is drawn anew.
function keepAsking(old, fresh) {
  old?.querySelectorAll("details[open] textarea").forEach((typed) => {
    const same = typed.value ? fresh.querySelector(`#${CSS.escape(typed.id)}`) : null;
    if (same) { same.value = typed.value; same.closest("details").open = true; }
  });
}

document.addEventListener("submit", (sent) => {
  if (sent.defaultPrevented || sent.target.method !== "post" || new URL(sent.target.action).pathname !== settings.address) {
    const picked = sent.target.querySelector?.("select[name=open]");
    if (picked) { sent.preventDefault(); open(picked.value); }
    return;
  }
  sent.preventDefault();
  send(sent.target, sent.submitter);
});

// --- forms ---------------------------------------------------------------------------------------------------------------

async function open(name, { fill = null, isReject = false, draft = name } = {}) {
  const query = new URLSearchParams({ open: name });
  if (isReject) query.set("do", "reject");
  try {
    const answer = await fetch(`${settings.address}/form?${query}`, { headers: script });
    if (answer.redirected) { signIn(); return null; }
    const html = await answer.text();
    if (!answer.ok) { told.innerHTML = html; return null; }
    const form = put(html, { draft });
    if (fill) selecting.fill(form, fill);
    return form;
  } catch {
    tell(say.away, false);
    return null;
  }
}

function put(html, { draft = null } = {}) {
  document.getElementById("editor")?.remove();
  const form = document.createRange().createContextualFragment(html).firstElementChild;
  const line = form.dataset.key ? document.getElementById(form.dataset.key) : null;
  const report = form.dataset.report ? document.getElementById(`report-${form.dataset.report}`) : null;
  if (line) line.append(form);
  else if (report) report.insertBefore(form, report.querySelector(".report-foot"));
  else place.replaceChildren(form);
  const kept = draft ? drafts.of(draft) : null;
  if (kept) restore(form, kept);
  form.scrollIntoView({ block: "nearest" });
  const first = form.querySelector("[aria-invalid=true]") ?? form.querySelector("select, input:not([type=hidden]), textarea");
  first?.focus();
  return form;
}

const NOT_TYPED = ["csrfmiddlewaretoken", "base", "part", "form", "before"];

function restore(form, kept) {
  for (const [name, value] of Object.entries(kept)) {
    const input = form.elements.namedItem(name);
    if (!input || NOT_TYPED.includes(name) || ["key", "report", "field"].includes(name)) continue;
    if (input.type === "checkbox") input.checked = Boolean(value);
    else input.value = value;
  }
}

function keepTyped(form) {
  const typed = Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name)));
  drafts.keep(form.dataset.form, typed);
}

document.addEventListener("input", (typed) => {
  const form = typed.target.closest?.("form[data-form]");
  if (!form || !settings.canDecide) return;
  typed.target.dataset.typed = "1";
  keepTyped(form);
});

document.addEventListener("click", (clicked) => {
  const later = clicked.target.closest("[data-later]");
  if (later) {
    clicked.preventDefault();
    unfold(later.dataset.later).then((card) => stand(card?.querySelector(".value")));
  }
  const opens = clicked.target.closest("[data-open]");
  if (opens?.dataset.open && opens.tagName === "A") {
    clicked.preventDefault();
    open(opens.dataset.open, { draft: opens.dataset.draft ?? opens.dataset.open });
    opens.closest(".drafts")?.setAttribute("hidden", "");
  }
  const leaves = clicked.target.closest("[data-leave]");
  if (leaves) {
    clicked.preventDefault();
    const form = leaves.closest("form");
    drafts.drop(form.dataset.form);
    const line = form.closest(".value");
    form.remove();
    stand(line ?? document.querySelector(".value"));
  }
  const rule = clicked.target.closest("a.rule");
  if (rule && !clicked.ctrlKey && !clicked.metaKey) {
    clicked.preventDefault();
    showRule(rule);
  }
});

async function showRule(link) {
  const dialog = document.getElementById("rule");
  try {
    const answer = await fetch(link.href, { headers: script });
    document.getElementById("rule-text").innerHTML = await answer.text();
    dialog.showModal();
  } catch {
    tell(say.away, false);
  }
}

const selecting = new Selecting({ text, settings, open, keepTyped, tell, currentForm: () => document.getElementById("editor") });

// --- the keyboard --------------------------------------------------------------------------------------------------------

function step(by_, from = current, at = -1) {
  const lines = [...document.querySelectorAll(".value")];
  if (!lines.length) return;
  let index = lines.findIndex((line) => line.dataset.v === from);
  if (index < 0) index = at >= 0 ? at - (by_ > 0 ? 1 : 0) : by_ > 0 ? -1 : lines.length;
  const later = by_ > 0 ? lines[index]?.closest(".report").nextElementSibling?.querySelector("[data-later]") : null;
  if (later && lines[index + 1]?.closest(".report") !== lines[index].closest(".report")) {
    unfold(later.dataset.later).then((card) => stand(card?.querySelector(".value")));
  } else stand(lines[Math.min(Math.max(index + by_, 0), lines.length - 1)]);
}

function stepReport(by_) {
  const reports = [...document.querySelectorAll(".report")];
  const at = reports.indexOf(document.getElementById(current ?? "")?.closest(".report"));
  const next = reports[Math.min(Math.max(at + by_, 0), reports.length - 1)];
  if (next) unfold(next.dataset.report).then((card) => (card?.querySelector(".value") ? stand(card.querySelector(".value")) : card?.focus()));
}

function press(selector, scope = document.getElementById(current ?? "")) {
  scope?.querySelector(selector)?.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => stepReport(1),
  p: () => stepReport(-1),
  a: () => press("button[name=accept]"),
  c: () => press("a[data-open]"),
  r: () => press("button[name=reject]"),
  A: () => press("button[data-whole]", document.getElementById(current ?? "")?.closest(".report")),
  u: () => press("button[data-undo]", document),
  N: () => press("a[data-next]", document),
  w: () => press("a.rule"),
  s: () => selecting.begin(),
  "+": () => { if (settings.canDecide) open("+report"); },
};

document.addEventListener("keydown", (pressed) => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || document.querySelector("dialog[open]")) return;
  if (pressed.key === "Escape" && pressed.target.closest?.("#editor")) {
    const line = pressed.target.closest(".value");
    document.getElementById("editor").remove(); // the draft stays
    stand(line ?? document.querySelector(".value"));
    return;
  }
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(pressed.target.tagName) || selecting.isOn) return;
  const act = KEYS[pressed.key];
  if (act) { pressed.preventDefault(); act(); }
});

// --- somebody else on the same record ------------------------------------------------------------------------------------

async function look() {
  if (document.hidden || isBusy || !settings.canDecide) return;
  try {
    const answer = await fetch(`${settings.address}/pieces?revision`, { headers: script });
    if (!answer.ok || answer.redirected) return;
    const now = await answer.json();
    if (now.revision > settings.revision && now.by) tell(`${say.changed} ${now.by}.`, false, { href: location.pathname, words: say.reload });
  } catch {
    // the next look finds out
  }
}

setInterval(look, 30_000);
document.addEventListener("visibilitychange", look);
addEventListener("pagehide", () => { if (drafts.timer && Object.keys(drafts.typed).length) drafts.send(true); });

// A doubt or a reason that was typed and not sent stands in its place again.
for (const form of document.querySelectorAll("details form[data-form]")) {
  const kept = drafts.of(form.dataset.form);
  if (!kept) continue;
  restore(form, kept);
  form.closest("details").open = true;
}

const first = document.querySelector(".value");
if (first) first.tabIndex = 0;
const aimed = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
if (aimed?.classList.contains("value")) stand(aimed);
else if (location.hash) lineOf(decodeURIComponent(location.hash.slice(1))).then((line) => { if (line?.classList.contains("value")) stand(line); });
