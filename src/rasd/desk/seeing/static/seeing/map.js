// The page of the map: asks for sums of what it shows, draws them, plays days, and says the same in words beside it.

import { Popup } from "../vendor/maplibre-gl.mjs";
import { addLayers, circle, isCalm, open, restyle, show } from "./drawing.js";

const settings = JSON.parse(document.getElementById("seeing-settings").textContent);
const frame = document.getElementById("seeing");
const $ = (name) => document.getElementById(`seeing-${name}`);
const shown = { borders: localStorage.getItem("rasd.map.borders") !== "no", names: localStorage.getItem("rasd.map.names") !== "no" };
const state = { by: localStorage.getItem("rasd.map.by") === "grade" ? "grade" : "kind", from: "", to: "", last: null };
frame.hidden = false;
const map = open($("map"), settings, settings.box, { shown });

if (map === null) {
  $("map").hidden = true;
  $("broken").hidden = false;
} else {
  start();
}

function start() {
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", $("map").dataset.label);
  canvas.setAttribute("aria-describedby", "seeing-hint");
  map.on("style.load", () => {
    addLayers(map);
    if (state.last) draw(state.last);
  });
  map.on("load", ask);
  map.on("moveend", later);
  for (const layer of ["marks", "areas", "areas-count"]) {
    map.on("click", layer, (pressed) => chosen(pressed));
    map.on("mouseenter", layer, () => { canvas.style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { canvas.style.cursor = ""; });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => restyle(map, settings, shown));
  new MutationObserver(() => restyle(map, settings, shown)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  choices();
  if (settings.days) days();
}

let waiting = 0;
let asking = null;

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 120);
}

function query(box, zoom) {
  const asked = new URLSearchParams(settings.query);
  asked.set("bbox", box.map((one) => one.toFixed(5)).join(","));
  asked.set("zoom", zoom.toFixed(2));
  asked.set("by", state.by);
  if (state.from) asked.set("from", state.from);
  if (state.to) asked.set("to", state.to);
  return asked;
}

function view() {
  const edges = map.getBounds();
  const kept = (value, most) => Math.max(-most, Math.min(most, value));
  return [kept(edges.getWest(), 180), kept(edges.getSouth(), 85), kept(edges.getEast(), 180), kept(edges.getNorth(), 85)];
}

async function fetched(address, asked, signal) {
  const answer = await fetch(`${address}?${asked}`, { signal, headers: { Accept: "application/json" } });
  const told = await answer.json().catch(() => null); // a page for signing in is no data
  if (!answer.ok || told === null) throw Object.assign(new Error(told?.error ?? settings.words.failed), { isTold: true });
  return told;
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const asked = query(view(), Math.max(0, map.getZoom()));
  try {
    const [data, rows] = await Promise.all([fetched(settings.data, asked, signal), fetched(settings.rows, asked, signal)]);
    state.last = data;
    if (map.getSource("marks")) draw(data);
    $("told").textContent = data.told;
    list(rows);
    frame.dataset.seen = data.seen;
  } catch (error) {
    if (error.name !== "AbortError") $("told").textContent = error.isTold ? error.message : settings.words.failed;
  }
}

function draw(data) {
  const marks = data.marks.map(([x, y, count, shares, box, spread, group, reach]) => ({
    type: "Feature", geometry: { type: "Point", coordinates: [x, y] },
    properties: {
      count, box: JSON.stringify(box), spread,
      image: count === 1
        ? ["one", state.by, settings.groups[group], settings.grades[Math.max(0, shares.indexOf(1))], reach > 0 ? 1 : 0].join(",")
        : ["many", state.by, count, ...shares.map((one) => Math.round((one / count) * 40) || (one ? 1 : 0))].join(","),
    },
  }));
  const areas = data.areas.flatMap(([x, y, reach, precision, count]) => {
    const properties = { count, spread: 0, box: JSON.stringify([x - 1e-4, y - 1e-4, x + 1e-4, y + 1e-4]), image: `area,${count}` };
    return [{ type: "Feature", geometry: circle(x, y, reach), properties }, { type: "Feature", geometry: { type: "Point", coordinates: [x, y] }, properties }];
  });
  show(map, settings, areas, marks);
}

async function chosen(pressed) {
  if (pressed.originalEvent.isTaken) return;
  pressed.originalEvent.isTaken = true;
  const { box, count, spread } = pressed.features[0].properties;
  const [west, south, east, north] = JSON.parse(box);
  if (count > 8 && spread && map.getZoom() < 14) {
    map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: map.getZoom() + 3, animate: !isCalm() });
    return;
  }
  const edge = 1e-5;
  const told = await fetched(settings.rows, query([west - edge, south - edge, east + edge, north + edge], 16)).catch((error) => ({ rows: [], more: error.isTold ? error.message : settings.words.failed }));
  const content = document.createElement("div");
  content.dir = document.documentElement.dir;
  const rows = document.createElement("ul");
  rows.className = "seeing-popup";
  rows.append(...told.rows.slice(0, 8).map(row));
  content.append(rows);
  if (told.more) content.append(said("p", told.more, "hint"));
  new Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(pressed.lngLat).setDOMContent(content).addTo(map);
}

// What came from outside is text: no markup is ever made of it.
function said(tag, text, name = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

function row(one) {
  const line = document.createElement("li");
  const title = said(one.url ? "a" : "b", one.kind);
  if (one.url) title.href = one.url;
  const place = document.createElement("span");
  place.append(said("bdi", one.place));
  if (one.precision) place.append(" ", said("span", `(${one.precision})`, "hint"));
  line.append(title, place, said("span", [one.when, one.grade, ...one.flags].join(" · "), "hint"));
  return line;
}

function list(told) {
  $("rows").replaceChildren(...(told.rows.length ? told.rows.map(row) : [said("li", settings.words.nothing)]));
  $("more").textContent = told.more;
  const all = $("all");
  if (all) {
    const asked = new URLSearchParams(settings.query);
    asked.set("box", view().map((one) => one.toFixed(4)).join(","));
    if (state.from) asked.set("since", state.from);
    if (state.to) asked.set("until", state.to);
    all.href = `${all.pathname}?${asked}`;
  }
}

function choices() {
  const legend = () => { for (const one of frame.querySelectorAll("[data-by]")) one.hidden = one.dataset.by !== state.by; $("keys").classList.toggle("plain", state.by !== "kind"); };
  for (const one of frame.querySelectorAll("[name=by]")) {
    one.checked = one.value === state.by;
    one.addEventListener("change", () => {
      state.by = one.value;
      localStorage.setItem("rasd.map.by", state.by);
      legend();
      ask();
    });
  }
  legend();
  for (const [name, layers] of [["borders", ["border", "border-open"]], ["names", ["names", "names-both"]]]) {
    const box = $(name);
    box.checked = shown[name];
    box.addEventListener("change", () => {
      shown[name] = box.checked;
      localStorage.setItem(`rasd.map.${name}`, box.checked ? "yes" : "no");
      for (const layer of layers) if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", box.checked ? "visible" : "none");
    });
  }
}

const DAY = 86_400_000;
const iso = (moment) => moment.toISOString().slice(0, 10);

function steps(unit) {
  const [first, last] = [new Date(settings.days.first), new Date(settings.days.last)];
  const found = [];
  let from = first;
  while (from <= last && found.length < 4000) {
    const next = unit === "month" ? new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1)) : new Date(+from + DAY * (unit === "week" ? 7 : 1));
    found.push([iso(from), iso(new Date(+next - DAY))]);
    from = next;
  }
  return found;
}

function days() {
  const [unit, play, slider, span] = [$("unit"), $("play"), $("slider"), $("span")];
  const format = new Intl.DateTimeFormat(`${settings.language === "ar" ? "ar" : "en-GB"}-u-nu-${settings.digits}-ca-gregory`, { dateStyle: "long", timeZone: "UTC" });
  let parts = [];
  let timer = 0;
  bars();

  function show(at) {
    const [from, to] = parts[at];
    [state.from, state.to] = [from, to];
    slider.value = at;
    const words = from === to ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
    span.textContent = words;
    slider.setAttribute("aria-valuetext", words);
    return ask();
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    play.textContent = settings.words.play;
  }

  // One step after the other has arrived: a slow machine plays slower and misses nothing.
  async function step() {
    const begun = performance.now();
    const at = Number(slider.value) + 1;
    if (at >= parts.length) return stop();
    await show(at);
    if (timer) timer = setTimeout(step, Math.max(150, (isCalm() ? 2000 : 800) - (performance.now() - begun)));
  }

  unit.addEventListener("change", () => {
    stop();
    const isWhole = unit.value === "all";
    $("days").hidden = play.hidden = isWhole;
    if (isWhole) {
      [state.from, state.to, span.textContent] = ["", "", ""];
      ask();
      return;
    }
    parts = steps(unit.value);
    slider.max = parts.length - 1;
    show(0);
  });
  slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) >= parts.length - 1) slider.value = -1;
    play.textContent = settings.words.pause;
    timer = setTimeout(step, 0);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
}

function bars() {
  const { counts } = settings.days;
  const most = Math.max(...counts, 1);
  const wide = 600 / counts.length;
  $("bars").replaceChildren(...counts.map((count, at) => {
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const high = (count / most) * 40;
    for (const [name, value] of [["x", at * wide], ["y", 40 - high], ["width", Math.max(0.5, wide - 0.5)], ["height", high]]) bar.setAttribute(name, value.toFixed(2));
    return bar;
  }));
}
