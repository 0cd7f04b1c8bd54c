// SPDX-License-Identifier: Apache-2.0
// Draws the stops of the table beneath in their order, with the straight line between them.
// Without it the table says the same order.

import { bounds } from "./map_areas.js";
import { shown } from "./map_shift.js";
import { token } from "./map_style.js";

export function showRoute(map, maplibre, box) {
  const rows = [...box.querySelectorAll("[data-map-list] > [data-lon]")];
  const stops = rows.map((row) => shown([Number(row.dataset.lon), Number(row.dataset.lat)], box.dataset.system));
  const home = box.dataset.homeLon ? [shown([Number(box.dataset.homeLon), Number(box.dataset.homeLat)], box.dataset.system)] : [];
  const path = [...home, ...stops, ...(box.dataset.closed ? [home[0] ?? stops[0]] : [])];
  if (!stops.length) return;
  const line = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: path } };
  map.addSource("route", { type: "geojson", data: line });
  map.addLayer({
    id: "route",
    type: "line",
    source: "route",
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": token("primary"), "line-width": 3, "line-dasharray": [1, 2] },
  });
  for (const place of home) mark(map, maplibre, place, "", "visits-home");
  rows.forEach((row, index) => mark(map, maplibre, stops[index], row.dataset.number, "visits-stop"));
  const features = path.map((place) => ({ type: "Feature", geometry: { type: "Point", coordinates: place } }));
  map.fitBounds(bounds({ features }), { padding: 48, maxZoom: 15, animate: false });
}

function mark(map, maplibre, place, text, kind) {
  const element = Object.assign(document.createElement("span"), { className: kind, textContent: text });
  new maplibre.Marker({ element }).setLngLat(place).addTo(map);
}
