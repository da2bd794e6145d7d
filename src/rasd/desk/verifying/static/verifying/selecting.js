// Words of the text become evidence: selected with the pointer, or word by word with the keyboard.

import { spanOf } from "./offsets.js";

export class Selecting {
  constructor({ text, settings, open, keepTyped, tell, currentForm }) {
    Object.assign(this, { text, settings, open, keepTyped, tell, currentForm });
    this.bar = document.getElementById("selecting");
    this.isOn = false;
    this.span = null;
    if (!this.bar) return;
    document.addEventListener("selectionchange", () => this.changed());
    text.addEventListener("keydown", (pressed) => this.key(pressed));
    text.addEventListener("blur", () => this.end(false));
    this.draw();
  }

  found() {
    const selection = document.getSelection();
    return selection.rangeCount ? spanOf(this.text, selection.getRangeAt(0)) : null;
  }

  changed() {
    const found = this.found();
    if (!found && this.bar.contains(document.activeElement)) return;
    this.span = found;
    this.bar.hidden = !found;
    if (found) {
      const form = this.currentForm();
      this.take.hidden = !form || !form.elements.namedItem("evidence");
      if (form) this.take.textContent = `${this.settings.say.evidence_for} ${form.querySelector("#editor-title").textContent}`;
      this.listReports();
    }
  }

  draw() {
    const button = (words, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words });
      made.addEventListener("pointerdown", (met) => met.preventDefault()); // the selection stays
      made.addEventListener("click", act);
      return made;
    };
    this.take = button("", () => this.use());
    this.take.classList.add("primary");
    this.report = document.createElement("select");
    this.report.setAttribute("aria-label", this.settings.say.add_to);
    this.go = button(this.settings.say.add_to, () => this.addTo());
    this.bar.append(this.take, this.report, this.go, button(this.settings.say.new_report, () => this.addReport()));
  }

  // Every report with the fields that it may have: "2 Shelling · Where".
  listReports() {
    const chosen = this.report.value;
    this.report.replaceChildren();
    for (const card of document.querySelectorAll(".report:not(.is-rejected)")) {
      const group = Object.assign(document.createElement("optgroup"), { label: card.querySelector("h3").textContent.trim() });
      const links = [...card.querySelectorAll("a.add[data-open]")].map((one) => [one.dataset.open, one.closest(".group").querySelector(".group-name").textContent.trim()]);
      const missing = [...card.querySelectorAll("select[name=open] option")].map((one) => [one.value, one.textContent]);
      for (const [value, words] of [...links, ...missing]) group.append(new Option(words, value));
      this.report.append(group);
    }
    if (chosen) this.report.value = chosen;
    this.go.hidden = this.report.hidden = !this.report.options.length;
  }

  use() {
    const form = this.currentForm();
    if (form && this.span) this.fill(form, this.span);
    this.clear();
  }

  async addTo() {
    const span = this.span;
    this.clear();
    if (span && this.report.value) await this.open(this.report.value, { fill: span });
  }

  async addReport() {
    const span = this.span;
    this.clear();
    if (span) await this.open("+report", { fill: span });
  }

  // The selection becomes the evidence of the open form, and its first words where nothing is written yet.
  fill(form, span) {
    const evidence = form.elements.namedItem("evidence");
    if (!evidence) return;
    evidence.value = `${span.start}-${span.end}`;
    form.elements.namedItem("quote").value = span.words;
    for (const name of ["name", "agreement"]) {
      const input = form.elements.namedItem(name);
      if (input && !input.dataset.typed) input.value = span.words.trim();
    }
    this.keepTyped(form);
    this.propose(form, span);
    (form.querySelector("select, input:not([type=hidden])") ?? form.elements.namedItem("quote")).focus();
  }

  // What the machine reads in these words, into inputs that nobody has typed in: a proposal, kept only when it is saved.
  async propose(form, span) {
    const query = new URLSearchParams({ field: form.dataset.field, evidence: `${span.start}-${span.end}` });
    try {
      const answer = await fetch(`${this.settings.address}/reading?${query}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || !form.isConnected) return;
      const { inputs: found, choices } = await answer.json();
      const places = form.elements.namedItem("namesake");
      for (const [id, words] of places ? choices : []) {
        if (![...places.options].some((one) => one.value === id)) places.add(new Option(words, id), places.options.length - 1);
      }
      let isFilled = false;
      for (const [name, value] of Object.entries(found)) {
        const input = form.elements.namedItem(name);
        if (!input || input.dataset.typed || String(input.value) === String(value)) continue;
        if (input.tagName === "SELECT" && ![...input.options].some((one) => one.value === value)) continue;
        if (input.type === "checkbox") input.checked = Boolean(value);
        else input.value = value;
        isFilled = true;
      }
      if (isFilled) { this.keepTyped(form); this.tell(this.settings.say.proposed, true); }
    } catch {
      // without a proposal the person types
    }
  }

  clear() {
    document.getSelection().removeAllRanges();
    this.bar.hidden = true;
    this.end(false);
  }

  // --- word by word ---

  begin() {
    if (!this.bar) return;
    this.isOn = true;
    this.text.classList.add("is-selecting");
    this.text.focus();
    const selection = document.getSelection();
    const on = this.text.querySelector(".m.on") ?? this.text.querySelector(".piece");
    if (selection.isCollapsed || !this.found()) {
      if (on) selection.setBaseAndExtent(on, 0, on, 0);
      selection.modify("extend", "forward", "word");
    }
    this.tell(this.settings.say.select_on, true);
  }

  end(isTold = true) {
    if (!this.isOn) return;
    this.isOn = false;
    this.text.classList.remove("is-selecting");
    if (isTold) this.tell(this.settings.say.select_off, true);
  }

  key(pressed) {
    if (!this.isOn) return;
    const selection = document.getSelection();
    const isRight = getComputedStyle(selection.anchorNode?.parentElement ?? this.text).direction === "rtl";
    const ways = { ArrowLeft: isRight ? "forward" : "backward", ArrowRight: isRight ? "backward" : "forward", ArrowDown: "down", ArrowUp: "up" };
    const way = ways[pressed.key];
    if (way) {
      pressed.preventDefault();
      const isLine = way === "down" || way === "up";
      const where = way === "down" ? "forward" : way === "up" ? "backward" : way;
      if (pressed.shiftKey) selection.modify("extend", where, isLine ? "line" : "word");
      else {
        if (where === "forward") selection.collapseToEnd();
        else selection.collapseToStart();
        selection.modify("move", where, isLine ? "line" : "word");
        selection.modify("extend", "forward", "word");
      }
      selection.focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
    } else if (pressed.key === "Enter") {
      pressed.preventDefault();
      this.changed();
      this.isOn = false;
      this.text.classList.remove("is-selecting");
      if (this.currentForm() && this.span) this.use();
      else if (this.span) (this.report.hidden ? this.bar.querySelector("button:not([hidden])") : this.report).focus();
      else this.tell(this.settings.say.no_selection, false);
    } else if (pressed.key === "Escape") {
      pressed.preventDefault();
      document.getSelection().removeAllRanges();
      this.end();
    }
  }
}
