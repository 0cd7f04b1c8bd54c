// SPDX-License-Identifier: Apache-2.0
// Paints grids, what is chosen and the line under way, and finds what lies near a point.
// Without it nothing is seen on the drawing page's map; its tables remain.

import { bounds, writeNames } from "./map_areas.js";
import { shownGeometry, truth } from "./map_shift.js";
import { token } from "./map_style.js";

const NOTHING = { type: "FeatureCollection", features: [] };
// A finger covers more than a mouse.
const REACH_PX = window.matchMedia("(pointer: coarse)").matches ? 24 : 12;

export function addDrawing(sheet) {
  const { map, maplibre } = sheet;
  map.addSource("line", { type: "geojson", data: NOTHING });
  map.addLayer({ id: "fresh", type: "fill", source: "areas", filter: ["==", ["get", "kind"], "new"], paint: { "fill-color": token("closed"), "fill-opacity": 0.2 } });
  map.addLayer({ id: "chosen", type: "fill", source: "areas", filter: ["==", ["get", "key"], "-"], paint: { "fill-color": token("accent"), "fill-opacity": 0.3 } });
  map.addLayer({ id: "around", type: "line", source: "areas", filter: ["==", ["get", "kind"], "around"], paint: { "line-color": token("ink"), "line-width": 2, "line-dasharray": [3, 2] } });
  map.setPaintProperty("borders", "line-opacity", 1);
  map.setPaintProperty("borders", "line-width", 1.5);
  map.addLayer({ id: "line", type: "line", source: "line", paint: { "line-color": token("accent"), "line-width": 3 } });
  map.addLayer({ id: "spots", type: "circle", source: "line", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 6, "circle-color": token("paper"), "circle-stroke-color": token("accent"), "circle-stroke-width": 3 } });
  const names = [];
  sheet.writeNames = () => writeNames(map, maplibre, names, { features: sheet.pieces.features.filter((each) => each.properties.key) });
  map.on("moveend", sheet.writeNames);
}

export function showPieces(sheet, pieces, isFirst) {
  const isChinese = document.documentElement.lang.startsWith("zh");
  for (const { properties } of pieces.features) properties.name = isChinese ? properties.zh : properties.en;
  sheet.pieces = shownGeometry(pieces, sheet.system);
  sheet.rings = sheet.pieces.features.filter((each) => each.properties.key).flatMap(ringsOf);
  sheet.map.getSource("areas").setData(sheet.pieces);
  if (isFirst && pieces.features.length) sheet.map.fitBounds(bounds(sheet.pieces), { padding: 32, animate: false });
  sheet.writeNames();
}

export function showChosen(sheet) {
  sheet.map.setFilter("chosen", ["in", ["get", "key"], ["literal", sheet.chosen()]]);
}

// Shows the line under way: its points and what connects them.
export function showLine(sheet, lines, spots = []) {
  const of = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
  const features = [...lines.map((line) => of("LineString", line)), ...spots.map((spot) => of("Point", spot))];
  sheet.map.getSource("line").setData({ type: "FeatureCollection", features });
}

// Returns each ring of a feature with the key of its grid.
function ringsOf({ properties: { key }, geometry: { type, coordinates } }) {
  return (type === "Polygon" ? [coordinates] : coordinates).flat().map((ring) => ({ key, ring }));
}

// Returns the grid under a place, or undefined.
export function keyAt(sheet, place) {
  const found = sheet.map.queryRenderedFeatures(sheet.map.project(place), { layers: ["areas"] });
  return found.map((each) => each.properties.key).find(Boolean);
}

// Returns the corner, or else the point of a border, that lies within reach of a place; else the place itself.
export function snapped(sheet, place, isFree = () => true) {
  const at = sheet.map.project(place);
  let [best, away] = [null, REACH_PX];
  const look = (spot, bonus) => {
    const seen = sheet.map.project(spot);
    const distance = Math.hypot(seen.x - at.x, seen.y - at.y) - bonus;
    if (distance < away && isFree(spot)) [best, away] = [spot, distance];
  };
  for (const { ring } of sheet.rings) {
    for (const [index, corner] of ring.entries()) {
      look(corner, REACH_PX / 2);
      if (index && isFree(corner) && isFree(ring[index - 1])) look(footOn(sheet.map, at, ring[index - 1], corner), 0);
    }
  }
  return best ?? [place.lng, place.lat];
}

// Returns the point of an edge nearest to a point of the screen.
function footOn(map, at, start, end) {
  const [a, b] = [map.project(start), map.project(end)];
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const share = length ? Math.min(1, Math.max(0, ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / length)) : 0;
  return [start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])];
}

// Returns a point of the map as the server keeps it: true, in six places.
export function kept(sheet, place) {
  return truth(place, sheet.system).map((value) => Number(value.toFixed(6)));
}
