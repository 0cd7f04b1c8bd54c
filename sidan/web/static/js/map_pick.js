// SPDX-License-Identifier: Apache-2.0
// Lets somebody mark the place: by tapping, dragging the pin, the keyboard, or the phone's own position.
// Without it the two inputs stay as they are, and the place is typed as numbers, picked from a list or written in words.

import { shown, truth } from "./map_shift.js";

export function pick(box, map, maplibre) {
  const [lon, lat] = inputs(box);
  if (!map) {
    box.addEventListener("sidan:located", ({ detail }) => write(box, lon, lat, detail));
    return;
  }
  box.querySelector("[data-map-hint]").hidden = false;
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--sd-accent").trim();
  const pin = new maplibre.Marker({ color: colour, draggable: true });
  const at = (place) => shown([place.lon, place.lat], box.dataset.system);
  const put = (place) => {
    pin.setLngLat(at(place)).addTo(map);
    write(box, lon, lat, place);
  };
  pin.on("dragend", () => put(asPlace(pin.getLngLat(), box)));
  map.on("click", (event) => put(asPlace(event.lngLat, box)));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put(asPlace(map.getCenter(), box));
  });
  box.addEventListener("sidan:located", ({ detail }) => {
    put(detail);
    map.jumpTo({ center: at(detail), zoom: Math.max(map.getZoom(), 16) });
  });
  // Where the two are asked for as numbers, the pin goes where they say, and away where they are emptied.
  for (const input of [lon, lat]) {
    input.addEventListener("input", () => {
      const place = placeIn(box);
      if (place) pin.setLngLat(at(place)).addTo(map);
      else pin.remove();
    });
  }
  const kept = placeIn(box);
  if (kept) put(kept);
}

export function placeIn(box) {
  return placeOf(...inputs(box).map((input) => input.value));
}

// Half a place, and one that is not on earth as when both were swapped, is none: the map would not open there.
export function placeOf(lon, lat) {
  const isPlace = lon && lat && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return isPlace ? { lon: Number(lon), lat: Number(lat) } : null;
}

function inputs(box) {
  return ["lonName", "latName"].map((key) => box.querySelector(`[name="${box.dataset[key]}"]`));
}

function asPlace({ lng, lat }, box) {
  const [lon, trueLat] = truth([lng, lat], box.dataset.system);
  return { lon, lat: trueLat };
}

// Six decimals are a tenth of a metre. `change` lets htmx look up the grid and what others reported nearby.
function write(box, lon, lat, place) {
  lon.value = place.lon.toFixed(6);
  lat.value = place.lat.toFixed(6);
  lat.dispatchEvent(new Event("change", { bubbles: true }));
  box.dispatchEvent(new CustomEvent("sidan:placed", { bubbles: true, detail: place }));
}
