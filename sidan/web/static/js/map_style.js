// SPDX-License-Identifier: Apache-2.0
// The plain style of our maps: paper, areas and points in the page's own colours, and no server of tiles or letters.

export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--sd-${name}`).trim();
}

export function plainStyle() {
  return { version: 8, sources: {}, layers: [{ id: "paper", type: "background", paint: { "background-color": token("sunk") } }] };
}

// Returns what lies under everything: a vector style's own address, raster tiles on paper, or paper alone.
export function styleOf(box) {
  if (box.dataset.tiles && !box.dataset.tiles.includes("{z}")) return new URL(box.dataset.tiles, location.href).href;
  const style = plainStyle();
  if (box.dataset.tiles) {
    const address = new URL(box.dataset.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
    style.sources.tiles = { type: "raster", tiles: [address], tileSize: 256, maxzoom: 18 };
    style.layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  return style;
}

// Lays the areas over whatever lies beneath.
export function addAreas(map, box) {
  map.addSource("areas", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({
    id: "areas",
    type: "fill",
    source: "areas",
    paint: { "fill-color": token("primary-soft"), "fill-opacity": box.dataset.tiles ? 0.15 : 1 },
  });
  map.addLayer({ id: "borders", type: "line", source: "areas", paint: { "line-color": token("primary"), "line-opacity": 0.5 } });
}

// One colour for each kind, the same as its badge.
export function kindColours() {
  const kinds = ["draft", "waiting", "working", "checking", "closed", "late"];
  return ["match", ["get", "kind"], ...kinds.flatMap((kind) => [kind, token(kind)]), token("primary")];
}
