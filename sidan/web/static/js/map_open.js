// SPDX-License-Identifier: Apache-2.0
// Loads the map engine once and opens a map over the operator's own tiles or over plain paper.
// Without it no page has a map; lists and written places remain.

import { addAreas, plainStyle, styleOf } from "./map_style.js";

const STYLE_WITHIN_MS = 5000;
let engine;

export async function openMap(box, canvas, view) {
  engine ??= load(box);
  const maplibre = await engine;
  const map = new maplibre.Map({
    container: canvas,
    style: styleOf(box),
    maxZoom: 19,
    // Whose tiles they are is always readable, never folded behind a button.
    attributionControl: box.dataset.tiles ? { compact: false, customAttribution: box.dataset.credit } : false,
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    ...view,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  await loaded(map);
  addAreas(map, box);
  return { map, maplibre };
}

// A style that cannot be fetched must not take our own areas along: they are drawn on plain paper then. The map does
// not wait for its tiles either, which may never come where there is no internet.
function loaded(map) {
  return new Promise((resolve) => {
    const plain = () => map.setStyle(plainStyle());
    const patience = window.setTimeout(plain, STYLE_WITHIN_MS);
    map.once("error", plain);
    map.once("style.load", () => {
      window.clearTimeout(patience);
      map.off("error", plain);
      resolve();
    });
  });
}

async function load(box) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.css });
  document.head.append(sheet);
  const maplibre = await import(box.dataset.engine);
  maplibre.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  return maplibre;
}
