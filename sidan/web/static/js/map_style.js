// SPDX-License-Identifier: Apache-2.0
// The plain style of our maps: paper, areas and points in the page's own colours, and no server of tiles or letters.

export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--sd-${name}`).trim();
}

export function styleOf(box) {
  const style = {
    version: 8,
    sources: { areas: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
    layers: [{ id: "paper", type: "background", paint: { "background-color": token("sunk") } }],
  };
  if (box.dataset.tiles) {
    style.sources.tiles = { type: "raster", tiles: [box.dataset.tiles], tileSize: 256, maxzoom: 18 };
    style.layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  style.layers.push(
    {
      id: "areas",
      type: "fill",
      source: "areas",
      paint: { "fill-color": token("primary-soft"), "fill-opacity": box.dataset.tiles ? 0.15 : 1 },
    },
    { id: "borders", type: "line", source: "areas", paint: { "line-color": token("primary"), "line-opacity": 0.5 } },
  );
  return style;
}

// One colour for each kind, the same as its badge.
export function kindColours() {
  const kinds = ["draft", "waiting", "working", "checking", "closed", "late"];
  return ["match", ["get", "kind"], ...kinds.flatMap((kind) => [kind, token(kind)]), token("primary")];
}
