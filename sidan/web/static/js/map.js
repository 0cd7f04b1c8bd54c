// SPDX-License-Identifier: Apache-2.0
// Draws every map of a page once it comes into view. Without it, or without WebGL, the list or the written place remains.

import { bounds, drawAreas } from "./map_areas.js";
import { openMap } from "./map_open.js";
import { showList } from "./map_points.js";
import { pick, placeIn, placeOf } from "./map_pick.js";
import { shown } from "./map_shift.js";

const CITY_ZOOM = 15;

export function start(part) {
  for (const box of part.querySelectorAll("[data-map]:not([data-started])")) {
    box.dataset.started = "1";
    // The picker takes positions before its map is drawn, and where none can be drawn.
    if (box.dataset.map === "pick") pick(box);
    if (!hasWebGl()) continue;
    const canvas = box.querySelector(".sd-map-canvas");
    canvas.dataset.drawn = "";
    whenSeen(box, () => draw(box, canvas).catch(() => delete canvas.dataset.drawn));
  }
}

function hasWebGl() {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function whenSeen(box, then) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    then();
  }, { rootMargin: "200px" });
  watcher.observe(box);
}

async function draw(box, canvas) {
  const centre = centreOf(box);
  const { map, maplibre } = await openMap(box, canvas, { center: centre ?? [0, 0], zoom: centre ? CITY_ZOOM : 1 });
  const areas = await drawAreas(map, box, maplibre);
  if (box.dataset.map === "show") mark(map, maplibre, centre);
  if (box.dataset.map === "points") showList(map, maplibre, box);
  if (box.dataset.map === "route") (await import("./map_route.js")).showRoute(map, maplibre, box);
  if (box.dataset.map === "plan") await (await import("./map_plan.js")).showPlan(map, maplibre, box);
  if (box.dataset.map === "pairs") await (await import("./map_pairs.js")).showPairs(map, maplibre, box);
  if (box.dataset.map === "pick") pick(box, map, maplibre);
  if (box.dataset.map === "pick" && !centreOf(box) && areas) map.fitBounds(bounds(areas), { padding: 16, animate: false });
  box.dataset.ready = "";
}

// Returns where the map shows the place of the box, or null where it has none yet.
function centreOf(box) {
  const place = box.dataset.map === "pick" ? placeIn(box) : placeOf(box.dataset.lon, box.dataset.lat);
  return place && shown([place.lon, place.lat], box.dataset.system);
}

function mark(map, maplibre, place) {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--sd-accent").trim();
  new maplibre.Marker({ color: colour }).setLngLat(place).addTo(map);
}
