// SPDX-License-Identifier: Apache-2.0
// Fetches the areas in view as GeoJSON and writes their names. Without it the map shows points on plain paper.

import { shownGeometry, truth } from "./map_shift.js";

const MOST_NAMES = 40;
const WAIT_MS = 250;

// Returns the first answer as the map shows it, so that the page can fit it in, or null where there is nothing to fetch.
export async function drawAreas(map, box, maplibre) {
  if (!box.dataset.areas) return null;
  const names = [];
  let waiting = 0;
  const refresh = async (first) => {
    const answer = await fetch(addressOf(box, first ? null : map.getBounds()));
    if (!answer.ok) return null;
    const areas = shownGeometry(await answer.json(), box.dataset.system);
    map.getSource("areas").setData(areas);
    writeNames(map, maplibre, names, areas);
    return areas;
  };
  map.on("moveend", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => refresh(false).catch(() => {}), WAIT_MS);
  });
  return refresh(map.getZoom() <= 1).catch(() => null);
}

function addressOf(box, view) {
  const address = new URL(box.dataset.areas, location.href);
  if (view) {
    const corners = [[view.getWest(), view.getSouth()], [view.getEast(), view.getNorth()]];
    const sides = corners.flatMap((corner) => truth(corner, box.dataset.system));
    address.searchParams.set("bbox", sides.map((value) => value.toFixed(5)).join(","));
  }
  return address;
}

export function writeNames(map, maplibre, names, areas) {
  names.splice(0).forEach((name) => name.remove());
  const view = map.getBounds();
  const seen = areas.features
    .map((area) => ({ area, box: bounds({ features: [area] }) }))
    .filter(({ box }) => view.contains(middle(box)) && wide(map, box))
    .slice(0, MOST_NAMES);
  for (const { area, box } of seen) {
    const element = Object.assign(document.createElement("div"), { className: "sd-map-name" });
    element.textContent = area.properties.name ?? "";
    names.push(new maplibre.Marker({ element }).setLngLat(middle(box)).addTo(map));
  }
}

// A name is written only where its area is wide enough to hold it.
function wide(map, [[west, south], [east]]) {
  return map.project([east, south]).x - map.project([west, south]).x > 72;
}

function middle([[west, south], [east, north]]) {
  return [(west + east) / 2, (south + north) / 2];
}

export function bounds({ features }) {
  const box = [[Infinity, Infinity], [-Infinity, -Infinity]];
  const visit = (place) => {
    if (Array.isArray(place[0])) return place.forEach(visit);
    box[0] = [Math.min(box[0][0], place[0]), Math.min(box[0][1], place[1])];
    box[1] = [Math.max(box[1][0], place[0]), Math.max(box[1][1], place[1])];
  };
  for (const feature of features) if (feature.geometry) visit(feature.geometry.coordinates);
  return box;
}
