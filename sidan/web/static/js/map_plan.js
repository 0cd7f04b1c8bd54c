// SPDX-License-Identifier: Apache-2.0
// Draws a plan of grids: today's lines, the new grids in six colours, and what a click chooses. Without it the table
// beneath says which area goes to which grid, and the list in the form chooses.

import { bounds } from "./map_areas.js";
import { shown as shifted, shownGeometry } from "./map_shift.js";
import { token } from "./map_style.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const COLOURS = [1, 2, 3, 4, 5, 6];
const MOST_NAMES = 80;

export async function showPlan(map, maplibre, box) {
  const names = [];
  const shown = { regions: EMPTY };
  addLayers(map, Boolean(box.dataset.tiles));
  const load = async () => {
    const answer = await fetch(box.dataset.plan);
    if (!answer.ok) return;
    const plan = await answer.json();
    shown.regions = shownGeometry(plan.regions, box.dataset.system);
    for (const { properties } of shown.regions.features) properties.at = shifted(properties.at, box.dataset.system);
    map.getSource("small").setData(shownGeometry(plan.areas, box.dataset.system));
    map.getSource("regions").setData(shown.regions);
  };
  await load();
  if (shown.regions.features.length) map.fitBounds(bounds(shown.regions), { padding: 20, animate: false });
  const label = () => writeNumbers(map, maplibre, names, isBefore(box) ? [] : shown.regions.features);
  label();
  map.on("moveend", label);
  switchable(map, box, label);
  if (box.dataset.pick) choosable(map, box, () => load().then(label).catch(() => {}));
  else tellable(map, maplibre, box);
  // What was fetched can be pressed once it is drawn.
  if (!map.loaded()) await map.once("idle");
}

function addLayers(map, hasTiles) {
  map.addSource("small", { type: "geojson", data: EMPTY });
  map.addSource("regions", { type: "geojson", data: EMPTY });
  const colour = ["match", ["get", "c"], ...COLOURS.flatMap((each) => [each, token(`plan-${each}`)]), token("sunk")];
  const add = (id, source, type, paint, more = {}) => map.addLayer({ id, source, type, paint, ...more });
  add("before", "small", "fill", { "fill-color": token("paper"), "fill-opacity": hasTiles ? 0.2 : 1 });
  add("after", "regions", "fill", { "fill-color": colour, "fill-opacity": hasTiles ? 0.6 : 1 });
  add("today", "small", "line", { "line-color": token("line-strong"), "line-width": thinner(0.6) });
  add("edges", "regions", "line", { "line-color": token("ink"), "line-width": thinner(1.8) });
  add("outside", "regions", "line", { "line-color": token("late"), "line-width": thinner(4), "line-dasharray": [1, 1] }, { filter: ["==", ["get", "out"], 1] });
  add("chosen", "small", "line", { "line-color": token("focus"), "line-width": 5 }, { filter: ["==", ["get", "id"], ""] });
}

// From afar, where a grid is a few points wide, lines as wide as near by would hide it.
function thinner(width) {
  return ["interpolate", ["linear"], ["zoom"], 8, width / 12, 11, width / 4, 13.5, width];
}

// A number stands inside its grid, where that is large enough on the screen and in view.
function writeNumbers(map, maplibre, names, regions) {
  names.splice(0).forEach((name) => name.remove());
  const view = map.getBounds();
  const seen = regions.filter(({ properties: { at } }) => view.contains(at)).filter((region) => isWide(map, region));
  for (const { properties: { name, at } } of seen.slice(0, MOST_NAMES)) {
    const element = Object.assign(document.createElement("div"), { className: "sd-map-name", textContent: name });
    names.push(new maplibre.Marker({ element }).setLngLat(at).addTo(map));
  }
}

function isWide(map, region) {
  const [[west, south], [east, north]] = bounds({ features: [region] });
  const [low, high] = [map.project([west, south]), map.project([east, north])];
  return high.x - low.x > 12 * region.properties.name.length + 8 && low.y - high.y > 24;
}

function isBefore(box) {
  return box.querySelector("[data-plan-show]:checked")?.value === "before";
}

// Two radio buttons above the map turn it from the new grids to today's and back.
function switchable(map, box, label) {
  const turn = () => {
    const visibility = isBefore(box) ? "none" : "visible";
    for (const layer of ["after", "edges", "outside"]) map.setLayoutProperty(layer, "visibility", visibility);
    map.setPaintProperty("today", "line-width", thinner(isBefore(box) ? 1.4 : 0.6));
    label();
  };
  for (const button of box.querySelectorAll("[data-plan-show]")) button.addEventListener("change", turn);
  const switches = box.querySelector("[data-plan-switch]");
  if (switches) switches.hidden = false;
  turn();
}

// A click says what the table says of that grid.
function tellable(map, maplibre, box) {
  map.on("click", "after", ({ features: [hit], lngLat }) => {
    const text = document.createElement("p");
    text.textContent = hit.properties.told;
    const popup = document.createElement("div");
    popup.append(text);
    if (hit.properties.url) popup.append(Object.assign(document.createElement("a"), { href: hit.properties.url, textContent: box.dataset.open }));
    new maplibre.Popup({ maxWidth: "260px" }).setLngLat(lngLat).setDOMContent(popup).addTo(map);
  });
  pointing(map, "after");
}

// A click chooses the area in the form's list, which asks for the grids it could go to; after a change the map is anew.
function choosable(map, box, refresh) {
  // The form is another one after each answer.
  const list = () => document.querySelector(box.dataset.pick)?.querySelector("select[name=area]");
  const mark = () => map.setFilter("chosen", ["==", ["get", "id"], list()?.value ?? ""]);
  map.on("click", "today-hit", ({ features: [hit] }) => {
    if (!list()) return;
    list().value = hit.properties.id;
    list().dispatchEvent(new Event("change", { bubbles: true }));
    mark();
  });
  map.addLayer({ id: "today-hit", source: "small", type: "fill", paint: { "fill-opacity": 0 } });
  pointing(map, "today-hit");
  document.addEventListener("change", (event) => { if (event.target === list()) mark(); });
  document.addEventListener("htmx:afterSettle", mark);
  document.body.addEventListener("sidan:replanned", refresh);
  mark();
}

function pointing(map, layer) {
  map.on("mouseenter", layer, () => map.getCanvas().classList.add("sd-map-hit"));
  map.on("mouseleave", layer, () => map.getCanvas().classList.remove("sd-map-hit"));
}
