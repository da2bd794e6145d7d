// The inset of one incident: its places, each as wide as it is vague.

import { addLayers, circle, open, restyle, show } from "./drawing.js";

const settings = JSON.parse(document.getElementById("seeing-inset-settings").textContent);
const { drawn, group } = JSON.parse(document.getElementById("seeing-inset").textContent);
const sheet = document.getElementById("seeing-inset-map");
sheet.hidden = false;
const wide = drawn.map(([x, y, reach]) => [x, y, Math.max(reach, 15) / 70]);
const bounds = [
  Math.max(-180, Math.min(...wide.map(([x, , room]) => x - room))), Math.max(-85, Math.min(...wide.map(([, y, room]) => y - room))),
  Math.min(180, Math.max(...wide.map(([x, , room]) => x + room))), Math.min(85, Math.max(...wide.map(([, y, room]) => y + room))),
];
const map = open(sheet, settings, bounds, { isSmall: true });
if (map === null) {
  sheet.hidden = true;
} else {
  map.getCanvas().setAttribute("aria-label", settings.words.map);
  map.on("style.load", () => {
    addLayers(map);
    const areas = drawn.filter(([, , reach]) => reach > 0).map(([x, y, reach]) => ({ type: "Feature", geometry: circle(x, y, reach), properties: {} }));
    const marks = drawn.filter(([, , reach]) => !reach).map(([x, y]) => ({ type: "Feature", geometry: { type: "Point", coordinates: [x, y] }, properties: { image: `one,kind,${group},fair,0` } }));
    show(map, settings, areas, marks);
  });
  new MutationObserver(() => restyle(map, settings)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
