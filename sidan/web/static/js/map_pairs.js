// SPDX-License-Identifier: Apache-2.0
// Draws pairs as lines from liaisons to companies, in six colours. Without it the table beneath says who has whom.

import { bounds } from "./map_areas.js";
import { shownGeometry } from "./map_shift.js";
import { token } from "./map_style.js";

const COLOURS = [1, 2, 3, 4, 5, 6];

export async function showPairs(map, maplibre, box) {
  const answer = await fetch(box.dataset.pairs);
  if (!answer.ok) return;
  const pairs = shownGeometry(await answer.json(), box.dataset.system);
  if (!pairs.features.length) return;
  map.addSource("pairs", { type: "geojson", data: pairs });
  const colour = ["match", ["get", "c"], ...COLOURS.flatMap((each) => [each, token(`plan-${each}`)]), token("primary")];
  const is = (kind, more = []) => ["all", ["==", ["get", "kind"], kind], ...more];
  const add = (id, type, filter, paint) => map.addLayer({ id, source: "pairs", type, filter, paint });
  add("pair-under", "line", is("line"), { "line-color": token("ink-quiet"), "line-width": 2.5, "line-opacity": 0.5 });
  add("pair-kept", "line", is("line", [["==", ["get", "kept"], 1]]), { "line-color": colour, "line-width": 1.5 });
  add("pair-new", "line", is("line", [["==", ["get", "kept"], 0]]), { "line-color": colour, "line-width": 1.5, "line-dasharray": [2, 2] });
  const ring = { "circle-stroke-color": token("ink"), "circle-color": colour };
  add("companies", "circle", is("company"), { ...ring, "circle-stroke-width": 1, "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 3, 14, 6] });
  add("liaisons", "circle", is("liaison"), { ...ring, "circle-stroke-width": 2, "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 6, 14, 11] });
  map.fitBounds(bounds(pairs), { padding: 40, maxZoom: 14, animate: false });
  for (const layer of ["companies", "liaisons"]) tellable(map, maplibre, layer);
  if (!map.loaded()) await map.once("idle");
}

function tellable(map, maplibre, layer) {
  map.on("click", layer, ({ features: [hit] }) => {
    const text = Object.assign(document.createElement("p"), { textContent: hit.properties.told });
    new maplibre.Popup({ maxWidth: "260px" }).setLngLat(hit.geometry.coordinates).setDOMContent(text).addTo(map);
  });
  map.on("mouseenter", layer, () => map.getCanvas().classList.add("sd-map-hit"));
  map.on("mouseleave", layer, () => map.getCanvas().classList.remove("sd-map-hit"));
}
