// How maps are drawn: the base map, marks of shape and colour, areas that are hatched. Shared by the map and the inset.

import { Map as Drawing, NavigationControl, AttributionControl, ScaleControl, addProtocol } from "../vendor/maplibre-gl.mjs";

const SHAPES = {
  air: [[0, -10], [9, 7], [-9, 7]],
  shelling: [[-8, -8], [8, -8], [8, 8], [-8, 8]],
  explosion: [[0, -11], [11, 0], [0, 11], [-11, 0]],
  ground: [[-4, -10], [4, -10], [4, -4], [10, -4], [10, 4], [4, 4], [4, 10], [-4, 10], [-4, 4], [-10, 4], [-10, -4], [-4, -4]],
};
const RATIO = 2;
// Two names for one stretch of land: both are written or neither, whatever room there is.
const BOTH = ["all", ["==", ["get", "kind"], "country"], ["in", ["get", "en"], ["literal", ["Israel", "Palestinian Territories"]]]];
let isReady = false;

export function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function numbers(settings) {
  return new Intl.NumberFormat(`${settings.language}-u-nu-${settings.digits}`);
}

function absolute(path) {
  return new URL(path, location.href).href;
}

function style(settings, { borders = true, names = true } = {}) {
  const dark = isDark();
  const paint = dark
    ? { sea: "#12202b", land: "#23272c", line: "#6b7380", ink: "#d7dbe0", halo: "#16181b" }
    : { sea: "#d7e3ea", land: "#faf8f3", line: "#8d877a", ink: "#33383f", halo: "#ffffff" };
  const made = { version: 8, sources: {}, layers: [{ id: "sea", type: "background", paint: { "background-color": settings.base || !settings.tiles ? paint.sea : paint.land } }] };
  if (settings.font) made["font-faces"] = { Kufi: [{ url: absolute(settings.font) }] };
  if (settings.base) {
    made.sources.base = { type: "vector", url: `pmtiles://${absolute(settings.base)}` };
    made.layers.push({ id: "land", type: "fill", source: "base", "source-layer": "land", paint: { "fill-color": paint.land } });
  }
  if (settings.tiles) {
    made.sources.tiles = { type: "raster", tiles: [settings.tiles], tileSize: 256, maxzoom: 19 };
    made.layers.push({ id: "tiles", type: "raster", source: "tiles", paint: { "raster-fade-duration": 0, "raster-opacity": dark ? 0.7 : 1 } });
  } else if (settings.base) {
    const line = { "line-color": paint.line, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 8, 1.5] };
    const layout = { visibility: borders ? "visible" : "none" };
    const lettering = {
      visibility: names ? "visible" : "none", "text-field": ["get", settings.language], "text-font": ["Kufi"],
      "text-size": ["match", ["get", "kind"], "country", 14, "sea", 12, "city", 12, 11], "text-max-width": 8, "text-padding": 2,
      "symbol-sort-key": ["match", ["get", "kind"], "country", -1e9, ["-", 0, ["coalesce", ["get", "rank"], 0]]],
    };
    const letters = { "text-color": paint.ink, "text-halo-color": paint.halo, "text-halo-width": 1.4, "text-opacity": ["match", ["get", "kind"], "sea", 0.7, 1] };
    made.layers.push(
      { id: "border", type: "line", source: "base", "source-layer": "border", layout, filter: ["==", ["get", "open"], 0], paint: line },
      { id: "border-open", type: "line", source: "base", "source-layer": "border", layout, filter: ["==", ["get", "open"], 1], paint: { ...line, "line-dasharray": [2, 2] } },
      { id: "names", type: "symbol", source: "base", "source-layer": "name", filter: ["!", BOTH], layout: { ...lettering, "text-variable-anchor": ["center", "left", "right", "top", "bottom"], "text-radial-offset": 0.4 }, paint: letters },
      {
        id: "names-both", type: "symbol", source: "base", "source-layer": "name", filter: BOTH, minzoom: 4.2, paint: letters,
        layout: { ...lettering, "text-allow-overlap": true, "text-anchor": ["match", ["get", "en"], "Palestinian Territories", "left", "right"], "text-offset": ["match", ["get", "en"], "Palestinian Territories", ["literal", [0.6, 0]], ["literal", [-0.6, 0]]] },
      },
    );
  }
  return made;
}

// A drawing with controls in the person's language; null where the browser cannot draw one.
export function open(container, settings, bounds, { isSmall = false, shown = {} } = {}) {
  if (!isReady && window.pmtiles) {
    addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
    isReady = true;
  }
  const said = settings.words;
  let map;
  try {
    map = new Drawing({
      container, style: style(settings, shown), bounds: [[bounds[0], bounds[1]], [bounds[2], bounds[3]]], fitBoundsOptions: { padding: 24, maxZoom: 10 },
      attributionControl: false, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, maxZoom: 16,
      fadeDuration: isCalm() ? 0 : 150, cooperativeGestures: false,
      locale: {
        "NavigationControl.ZoomIn": said.in, "NavigationControl.ZoomOut": said.out, "NavigationControl.ResetBearing": said.north,
        "Map.Title": said.map, "Popup.Close": said.close, "AttributionControl.ToggleAttribution": said.credit,
      },
    });
  } catch {
    return null;
  }
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  if (isSmall) map.scrollZoom.disable();
  const start = document.documentElement.dir === "rtl" ? "left" : "right";
  const end = start === "left" ? "right" : "left";
  map.addControl(new NavigationControl({ showCompass: false }), `top-${start}`);
  map.addControl(new ScaleControl({ unit: "metric" }), `bottom-${end}`);
  if (settings.base && !settings.tiles) map.addControl(new AttributionControl({ compact: true, customAttribution: said.credit }), `bottom-${start}`);
  // A base map that does not answer leaves the marks standing.
  map.on("error", (failed) => container.dispatchEvent(new CustomEvent("seeing-error", { detail: String(failed.error?.message ?? "") })));
  return map;
}

export function restyle(map, settings, shown) {
  map.setStyle(style(settings, shown), { diff: false });
}

const MOST_PICTURES = 800;

// Draw areas and marks; a picture is made once for all marks that look alike.
export function show(map, settings, areas, marks) {
  const wanted = new Set([...areas, ...marks].map((one) => one.properties.image).filter(Boolean));
  const held = map.listImages();
  if (held.length > MOST_PICTURES) for (const name of held) if (name !== "hatch" && !wanted.has(name)) map.removeImage(name);
  for (const name of wanted) if (!map.hasImage(name)) map.addImage(name, drawn(name, settings), { pixelRatio: RATIO });
  map.getSource("areas").setData({ type: "FeatureCollection", features: areas });
  map.getSource("marks").setData({ type: "FeatureCollection", features: marks });
}

// Layers of what is reported, over the base map.
export function addLayers(map) {
  if (!map.hasImage("hatch")) map.addImage("hatch", hatch(), { pixelRatio: RATIO });
  const empty = { type: "FeatureCollection", features: [] };
  for (const name of ["areas", "marks"]) if (!map.getSource(name)) map.addSource(name, { type: "geojson", data: empty });
  if (map.getLayer("marks")) return;
  const ink = colour("--ink");
  map.addLayer({ id: "areas", type: "fill", source: "areas", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-pattern": "hatch" } });
  map.addLayer({ id: "areas-edge", type: "line", source: "areas", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": ink, "line-width": 1.2, "line-dasharray": [3, 2], "line-opacity": 0.8 } });
  const layout = { "icon-image": ["get", "image"], "icon-allow-overlap": true, "icon-ignore-placement": true };
  map.addLayer({ id: "areas-count", type: "symbol", source: "areas", filter: ["==", ["geometry-type"], "Point"], layout });
  map.addLayer({ id: "marks", type: "symbol", source: "marks", layout });
}

// A circle of so many kilometres, as it lies on the ground.
export function circle(longitude, latitude, kilometres) {
  const ring = [];
  const high = kilometres / 110.574;
  const wide = kilometres / (111.32 * Math.max(0.05, Math.cos((latitude * Math.PI) / 180)));
  for (let step = 0; step <= 64; step++) {
    const turn = (step / 64) * 2 * Math.PI;
    ring.push([longitude + wide * Math.cos(turn), Math.max(-85, Math.min(85, latitude + high * Math.sin(turn)))]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

function canvas(size) {
  const sheet = document.createElement("canvas");
  sheet.width = sheet.height = size * RATIO;
  const pen = sheet.getContext("2d");
  pen.scale(RATIO, RATIO);
  return pen;
}

const taken = (pen, size) => pen.getImageData(0, 0, size * RATIO, size * RATIO);

// one,by,group,grade,vague | many,by,count,shares… | area,count
function drawn(id, settings) {
  const [what, ...parts] = id.split(",");
  if (what === "one") return single(...parts);
  if (what === "area") return badge(Number(parts[0]), settings);
  return ring(parts[0], Number(parts[1]), parts.slice(2).map(Number), settings);
}

function hatch() {
  const pen = canvas(10);
  pen.strokeStyle = colour("--soft");
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1;
  for (const from of [-10, 0, 10]) {
    pen.beginPath();
    pen.moveTo(from - 1, 11);
    pen.lineTo(from + 11, -1);
    pen.stroke();
  }
  return taken(pen, 10);
}

function fillOf(by, name) {
  if (by === "kind") return { fill: colour(`--k-${name}`), edge: colour("--sheet") };
  const fill = { confirmed: "--g-dark", fair: "--g-middle", weak: "--g-light", contested: "--g-paper", discounted: "--g-paper" }[name];
  return { fill: colour(fill), edge: colour(name === "confirmed" || name === "fair" ? "--sheet" : "--g-edge"), isHatched: name === "contested", isBroken: name === "discounted" };
}

function single(by, group, grade, vague) {
  const pen = canvas(28);
  const look = fillOf(by, by === "kind" ? group : grade);
  pen.translate(14, 14);
  pen.beginPath();
  if (SHAPES[group]) SHAPES[group].forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  else pen.arc(0, 0, 9, 0, 2 * Math.PI);
  pen.closePath();
  pen.fillStyle = look.fill;
  pen.globalAlpha = vague === "1" ? 0.6 : 1;
  pen.fill();
  pen.globalAlpha = 1;
  if (look.isHatched) {
    pen.save();
    pen.clip();
    lines(pen, 12);
    pen.restore();
  }
  pen.strokeStyle = vague === "1" ? colour("--ink") : look.edge;
  pen.lineWidth = 1.5;
  if (look.isBroken || vague === "1") pen.setLineDash([2, 2]);
  pen.stroke();
  return taken(pen, 28);
}

function lines(pen, reach) {
  pen.strokeStyle = colour("--g-edge");
  pen.lineWidth = 1.5;
  for (let from = -2 * reach; from < 2 * reach; from += 5) {
    pen.beginPath();
    pen.moveTo(from, reach);
    pen.lineTo(from + 2 * reach, -reach);
    pen.stroke();
  }
}

function ring(by, count, shares, settings) {
  const radius = Math.min(26, 12 + 3.2 * Math.log10(count) * 1.6);
  const size = Math.ceil(radius * 2 + 4);
  const pen = canvas(size);
  const all = shares.reduce((sum, one) => sum + one, 0) || 1;
  const names = by === "kind" ? settings.groups : settings.grades;
  pen.translate(size / 2, size / 2);
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour("--sheet");
  pen.fill();
  let from = -Math.PI / 2;
  shares.forEach((share, at) => {
    if (!share) return;
    const until = from + (share / all) * 2 * Math.PI;
    const look = fillOf(by, names[at]);
    pen.beginPath();
    pen.arc(0, 0, radius, from, until);
    pen.arc(0, 0, radius - 5, until, from, true);
    pen.closePath();
    pen.fillStyle = look.fill;
    pen.fill();
    if (look.isHatched) {
      pen.save();
      pen.clip();
      lines(pen, radius);
      pen.restore();
    }
    pen.strokeStyle = by === "kind" ? colour("--sheet") : colour("--g-edge");
    pen.lineWidth = 1;
    if (share < all) pen.stroke();
    from = until;
  });
  for (const edge of [radius, radius - 5]) {
    pen.beginPath();
    pen.arc(0, 0, edge, 0, 2 * Math.PI);
    pen.strokeStyle = colour(edge === radius ? "--ink" : "--line");
    pen.lineWidth = edge === radius ? 1 : 0.5;
    pen.stroke();
  }
  label(pen, count, settings);
  return taken(pen, size);
}

function badge(count, settings) {
  const size = 44;
  const pen = canvas(size);
  pen.translate(size / 2, size / 2);
  pen.beginPath();
  pen.roundRect(-18, -10, 36, 20, 6);
  pen.fillStyle = colour("--sheet");
  pen.fill();
  pen.strokeStyle = colour("--ink");
  pen.setLineDash([3, 2]);
  pen.stroke();
  label(pen, count, settings);
  return taken(pen, size);
}

function label(pen, count, settings) {
  const short = count < 10000 ? numbers(settings).format(count) : new Intl.NumberFormat(`en-u-nu-${settings.digits}`, { notation: "compact", maximumFractionDigits: 0 }).format(count);
  pen.font = `600 ${short.length > 4 ? 10 : 12}px "Noto Kufi Arabic", system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = colour("--ink");
  pen.fillText(short, 0, 1);
}
