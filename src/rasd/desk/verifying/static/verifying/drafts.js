// What is typed and not kept: in this browser at once, on the desk a moment later. It outlives a lost session and a closed tab.

export class Drafts {
  constructor(settings, token, say) {
    this.name = `rasd.verify.${settings.person}.${settings.key}`;
    this.address = `${settings.address}/draft`;
    this.revision = settings.revision;
    this.token = token;
    this.say = say;
    this.timer = 0;
    const here = this.read();
    this.typed = { ...settings.drafts, ...here };
    if (Object.keys(here).length) this.later();
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "{}").typed ?? {};
    } catch {
      return {};
    }
  }

  of(form) {
    return this.typed[form];
  }

  keep(form, values) {
    this.typed[form] = values;
    this.write();
    this.later();
  }

  drop(form) {
    if (!(form in this.typed)) return;
    delete this.typed[form];
    this.write();
    this.later();
  }

  write() {
    try {
      if (Object.keys(this.typed).length) localStorage.setItem(this.name, JSON.stringify({ revision: this.revision, typed: this.typed }));
      else localStorage.removeItem(this.name);
    } catch {
      // a full or forbidden storage: the desk keeps it
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), 800);
  }

  async send(isLeaving = false) {
    clearTimeout(this.timer);
    const body = new URLSearchParams({ typed: JSON.stringify(this.typed), revision: String(this.revision) });
    try {
      await fetch(this.address, { method: "POST", body, keepalive: isLeaving, redirect: "manual", headers: { "X-CSRFToken": this.token } });
    } catch {
      // the browser has it; it goes out with the next change
    }
  }
}
