// SPDX-License-Identifier: Apache-2.0
// Draws every map of a page once it comes into view. Without it, or without WebGL, the list or the written place remains.

import { bounds, drawAreas } from "./map_areas.js";
import { showList } from "./map_points.js";
import { pick } from "./map_pick.js";
import { styleOf } from "./map_style.js";

const CITY_ZOOM = 15;
let engine;

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
  engine ??= load(box);
  const maplibre = await engine;
  const map = new maplibre.Map({
    container: canvas,
    style: styleOf(box),
    center: centreOf(box) ?? [0, 0],
    zoom: centreOf(box) ? CITY_ZOOM : 1,
    maxZoom: 19,
    attributionControl: box.dataset.credit ? { compact: true, customAttribution: box.dataset.credit } : false,
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  await map.once("load");
  const areas = await drawAreas(map, box, maplibre);
  if (box.dataset.map === "show") mark(map, maplibre, centreOf(box));
  if (box.dataset.map === "points") showList(map, maplibre, box);
  if (box.dataset.map === "plan") await (await import("./map_plan.js")).showPlan(map, maplibre, box);
  if (box.dataset.map === "pick") pick(box, map, maplibre);
  if (box.dataset.map === "pick" && !centreOf(box) && areas) map.fitBounds(bounds(areas), { padding: 16, animate: false });
  box.dataset.ready = "";
}

async function load(box) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.css });
  document.head.append(sheet);
  const maplibre = await import(box.dataset.engine);
  maplibre.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  return maplibre;
}

function centreOf(box) {
  const place = box.dataset.map === "pick" ? chosen(box) : [box.dataset.lon, box.dataset.lat];
  return place.every((value) => value) ? place.map(Number) : null;
}

function chosen(box) {
  return ["lonName", "latName"].map((key) => box.querySelector(`[name="${box.dataset[key]}"]`)?.value);
}

function mark(map, maplibre, place) {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--sd-accent").trim();
  new maplibre.Marker({ color: colour }).setLngLat(place).addTo(map);
}
