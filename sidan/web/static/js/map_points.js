// SPDX-License-Identifier: Apache-2.0
// Puts the list beneath a map onto it, in the colours of the kinds. Without it the list says the same.

import { bounds } from "./map_areas.js";
import { shown } from "./map_shift.js";
import { kindColours, token } from "./map_style.js";

export function showList(map, maplibre, box) {
  const rows = [...box.querySelectorAll("[data-map-list] > [data-lon]")];
  const features = rows.map((row, index) => ({
    type: "Feature",
    id: index,
    geometry: { type: "Point", coordinates: shown([Number(row.dataset.lon), Number(row.dataset.lat)], box.dataset.system) },
    properties: { kind: row.dataset.kind, index },
  }));
  if (!features.length) return;
  map.addSource("points", { type: "geojson", data: { type: "FeatureCollection", features } });
  map.addLayer({
    id: "points",
    type: "circle",
    source: "points",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 4, 14, 8],
      "circle-color": kindColours(),
      "circle-stroke-color": token("paper"),
      "circle-stroke-width": 2,
    },
  });
  map.fitBounds(bounds({ features }), { padding: { top: 48, right: 80, bottom: 48, left: 48 }, maxZoom: 16, animate: false });
  map.on("click", "points", ({ features: [hit] }) => open(map, maplibre, rows[hit.properties.index], hit));
  map.on("mouseenter", "points", () => map.getCanvas().classList.add("sd-map-hit"));
  map.on("mouseleave", "points", () => map.getCanvas().classList.remove("sd-map-hit"));
}

// The popup holds the row's own link, so that it says exactly what the list says.
function open(map, maplibre, row, hit) {
  const link = row.querySelector("a").cloneNode(true);
  link.className = "";
  new maplibre.Popup({ maxWidth: "260px" }).setLngLat(hit.geometry.coordinates).setDOMContent(link).addTo(map);
}
